"""The pictures, clips and sounds of an incident: what is kept of each, and until when. Pure.

A picture is personal data: it lies sealed on the disk, each with a key of its own that is sealed in the database, and
goes once its time is over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from .camera import DEFAULT_RETENTION

# The most that one may hold: a minute of a clip, in bytes.
MOST_BYTES: Final = 32 * 1024 * 1024
# How many an incident may have: a camera that fails over and over must not fill the disk.
MOST_OF_AN_INCIDENT: Final = 100


class MediaKind(StrEnum):
    """What it is."""

    SNAPSHOT = "snapshot"
    CLIP = "clip"
    AUDIO = "audio"


class MediaLoss(StrEnum):
    """Why there should be a picture and is none."""

    # The key to personal data is missing: what cannot be sealed is not kept.
    VAULT_LOCKED = "vault_locked"
    # The camera, or Frigate, gave none.
    NO_PICTURE = "no_picture"
    # Only Frigate has it, and there the windows of homes can be seen into: it is not kept here.
    NOT_MASKED = "not_masked"


# What browsers are told, and nothing else: what a camera or a browser sends is never served as a page.
MIMES: Final[Mapping[MediaKind, frozenset[str]]] = {
    MediaKind.SNAPSHOT: frozenset({"image/jpeg", "image/png", "image/webp"}),
    MediaKind.CLIP: frozenset({"video/mp4", "video/webm"}),
    MediaKind.AUDIO: frozenset({"audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/wav"}),
}


class MediaProblem(StrEnum):
    """Why something is not taken, or cannot be shown (translation key, wire code)."""

    UNKNOWN = "media_unknown"
    GONE = "media_gone"
    TYPE_REFUSED = "media_type_refused"
    TOO_LARGE = "media_too_large"
    TOO_MANY = "media_too_many"
    NOT_SAVED = "media_not_saved"


class MediaError(Exception):
    """Something is not taken, or not there."""

    def __init__(self, problem: MediaProblem) -> None:
        """Keep why."""
        super().__init__(problem.value)
        self.code = problem.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One thing that was seen or heard at `at` (UTC). `number` counts from 1 within its incident.

    `camera`: the id of the camera, None if none took it. `key`: the base64 of what opens its file, "" if there is none
    or the vault is locked. `keep_days`: for how long it is kept after the incident was resolved. `lost`: why there is
    no file.
    """

    incident: str
    number: int
    at: datetime
    kind: MediaKind
    camera: str | None = None
    mime: str = ""
    size: int = 0
    key: str = field(default="", repr=False, compare=False)
    keep_days: int = DEFAULT_RETENTION
    lost: MediaLoss | None = None
    # Somebody said that it stays, as an example from which cameras learn; it goes with its household all the same.
    kept: bool = False

    @property
    def field_id(self) -> str:
        """What a sealed file is bound to: it opens as this one only."""
        return f"media.file:{self.incident}:{self.number}"

    def as_dict(self) -> dict[str, Any]:
        """Return it as the wire shows it, without a way to look at it."""
        wire: dict[str, Any] = {
            "n": self.number,
            "at": self.at.isoformat(),
            "kind": self.kind.value,
            "camera": self.camera,
        }
        if self.lost is not None:
            wire["lost"] = self.lost.value
        return wire


def problem_of(kind: MediaKind, mime: str, size: int, number: int) -> MediaProblem | None:
    """Return why something is not taken into an incident, or None."""
    if mime not in MIMES[kind]:
        return MediaProblem.TYPE_REFUSED
    if size > MOST_BYTES:
        return MediaProblem.TOO_LARGE
    if number > MOST_OF_AN_INCIDENT:
        return MediaProblem.TOO_MANY
    return None


def is_over(
    camera: str | None, keep_days: int, resolved_at: datetime, now: datetime, kept_by_camera: Mapping[str, int]
) -> bool:
    """Return whether the time of one is over: so many days after its incident was resolved.

    `kept_by_camera`: the days that each camera asks for now; one that is gone is kept as was said when it was taken.
    """
    return now - resolved_at >= timedelta(days=kept_by_camera.get(camera or "", keep_days))


def added(known: Iterable[Media], new: Media) -> tuple[Media, ...]:
    """Return what an incident has with one more, in the order of their numbers; one that is known is replaced."""
    by_number = {media.number: media for media in known} | {new.number: new}
    return tuple(by_number[number] for number in sorted(by_number))
