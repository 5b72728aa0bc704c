"""In which parts a running Frigate differs from the configuration that is wanted of it; pure.

Of what Frigate answers, only values for which we ask are told, and none that could be secret or personal: addresses,
logins and known plates are never looked at (0.17 shows them to whoever may log in). What is of the machine or drawn by
hand is not compared: detectors, the model, polygons.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .yaml_text import Node, Plain, plain

# Compared as sets: Frigate keeps no order of them.
_UNORDERED: Final = frozenset({"track", "labels", "objects", "required_zones"})
# Of each part, what is compared; whatever is not named is not looked at.
_HOUSE: Final = ("audio", "record", "snapshots", "objects", "review", "classification", "lpr", "face_recognition")
_OF_CAMERA: Final = (
    "enabled",
    "detect",
    "objects",
    "zones",
    "review",
    "record",
    "snapshots",
    "lpr",
    "face_recognition",
)
# Drawn by hand, or what a person knows best; and what is personal.
_PASSED_OVER: Final = frozenset({"coordinates", "mask", "known_plates"})
# What stands for a part that is there, whatever is in it.
PRESENT: Final = "present"


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not as it is wanted; None for `running` or `wanted`: it is not there, or ought not to be."""

    path: str
    wanted: Plain
    running: Plain

    def as_dict(self) -> dict[str, Any]:
        """Return it as the wire shows it."""
        return {"path": self.path, "wanted": self.wanted, "running": self.running}


def differences(wanted: Mapping[str, Node], running: Mapping[str, Any]) -> list[Difference]:
    """Return in what a running Frigate (its `/api/config`, with all defaults) is not as wanted, in the file's order."""
    asked = {key: plain(value) for key, value in wanted.items()}
    found = [*_mqtt(asked, running)]
    for part in _HOUSE:
        if part in asked:
            found += _compare((part,), asked[part], running.get(part))
    found += _streams(asked, running)
    found += _cameras(_mapping(asked.get("cameras")), _mapping(running.get("cameras")))
    return found


def _mqtt(asked: Mapping[str, Plain], running: Mapping[str, Any]) -> Iterator[Difference]:
    """Compare how events are published, and with no word its login; one that we do not need is left as it is."""
    here, there = _mapping(asked.get("mqtt")), _mapping(running.get("mqtt"))
    if not here.get("enabled"):
        return
    for key in ("enabled", "topic_prefix", "stats_interval"):
        if key in here:
            yield from _compare(("mqtt", key), here[key], there.get(key))


def _streams(asked: Mapping[str, Plain], running: Mapping[str, Any]) -> Iterator[Difference]:
    """Say which streams are missing; their addresses hold passwords, and are not looked at."""
    here = _mapping(_mapping(asked.get("go2rtc")).get("streams"))
    there = _mapping(_mapping(running.get("go2rtc")).get("streams"))
    for name in here:
        if name not in there:
            yield Difference(f"go2rtc.streams.{name}", PRESENT, None)


def _cameras(asked: Mapping[str, Any], running: Mapping[str, Any]) -> Iterator[Difference]:
    for name, camera in asked.items():
        there = running.get(name)
        if not isinstance(there, Mapping):
            yield Difference(f"cameras.{name}", PRESENT, None)
            continue
        for part in _OF_CAMERA:
            if part in camera:
                yield from _compare(("cameras", name, part), camera[part], there.get(part))
        if _mapping(camera.get("motion")).get("mask") and not _mapping(there.get("motion")).get("mask"):
            yield Difference(f"cameras.{name}.motion.mask", PRESENT, None)
    for name in running:
        if name not in asked:
            # A camera that the community does not know has no purpose, and no sign that anybody recorded.
            yield Difference(f"cameras.{name}", None, PRESENT)


def _compare(path: tuple[str, ...], wanted: Plain, running: object) -> Iterator[Difference]:
    if path[-1] in _PASSED_OVER:
        return
    if isinstance(wanted, Mapping):
        there = _mapping(running)
        if wanted and not isinstance(running, Mapping):
            yield Difference(".".join(path), PRESENT, None)
            return
        for key, value in wanted.items():
            yield from _compare((*path, key), value, there.get(key))
        return
    if not _same(path[-1], wanted, running):
        yield Difference(".".join(path), wanted, _told(running))


def _same(key: str, wanted: Plain, running: object) -> bool:
    if isinstance(wanted, Sequence) and not isinstance(wanted, str):
        if isinstance(running, str):
            running = [running]
        if not isinstance(running, Sequence):
            return False
        if key in _UNORDERED:
            return {str(value) for value in wanted} == {str(value) for value in running}
        return list(wanted) == list(running)
    if isinstance(wanted, bool) or isinstance(running, bool):
        return wanted is running
    return wanted == running


def _told(running: object) -> Plain:
    """Return a running value as it may be told: numbers, words and lists of words."""
    if running is None or isinstance(running, bool | int | float | str):
        return running
    if isinstance(running, Sequence):
        return [_told(value) for value in running]
    return PRESENT


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
