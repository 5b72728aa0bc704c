"""A simulated siren, with nothing but its timer."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from simulators.link import Arrival
from simulators.siren import Siren

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


class World:
    """A siren, what it said, and what was heard of it."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.heard: list[bool] = []
        self.siren = Siren("siren-1", self.send, now=lambda: NOW, shout=self.heard.append)

    def send(self, leaf: str, payload: bytes, _retain: bool) -> bool:
        self.sent.append((leaf, json.loads(payload)))
        return True

    def tell(self, ident: str, command: str, *, lasts: float = 10, **fields: object) -> None:
        expires = (NOW + timedelta(seconds=lasts)).isoformat()
        payload = json.dumps({"id": ident, "command": command, "expires": expires, **fields}).encode()
        self.siren.receive("command", Arrival("t", payload, retained=False, at=1.0))

    def results(self) -> list[tuple[bool, str | None]]:
        return [(body["ok"], body.get("error")) for leaf, body in self.sent if leaf == "result"]


async def test_it_sounds_until_it_is_told_to_stop_and_answers_each_command() -> None:
    world = World()
    world.tell("1", "on", **{"for": 180})
    assert (world.siren.on, world.heard) == (True, [True])
    world.tell("2", "on", **{"for": 180})
    world.tell("3", "off")
    assert (world.siren.on, world.heard) == (False, [True, False])
    assert world.results() == [(True, None)] * 3
    assert [body for leaf, body in world.sent if leaf == "state"] == [{"on": True}, {"on": False}]


async def test_it_falls_silent_by_itself() -> None:
    world, silent = World(), asyncio.Event()
    world.siren._shout = lambda on: None if on else silent.set()
    world.siren._sound(0.01)
    assert world.siren.on
    await asyncio.wait_for(silent.wait(), 5)
    assert not world.siren.on


async def test_what_is_late_wrong_or_told_twice_changes_nothing() -> None:
    world = World()
    world.tell("1", "on", lasts=-1, **{"for": 180})
    world.tell("2", "on", **{"for": 0})
    world.tell("3", "sing")
    assert world.results() == [(False, "expired"), (False, "invalid_for"), (False, "unknown_command")]
    world.tell("4", "on", **{"for": 180})
    world.tell("4", "on", **{"for": 180})
    assert [command.id for command in world.siren.executed] == ["4"]
    assert world.results()[-2:] == [(True, None)] * 2
    world.siren.receive("command", Arrival("t", b"no JSON", retained=False, at=1.0))
    world.siren.receive("ack", Arrival("t", b"{}", retained=False, at=1.0))
    world.siren.stop()


async def test_it_can_be_broken_and_silent() -> None:
    world = World()
    world.siren.broken = "no_power"
    world.tell("1", "on", **{"for": 180})
    assert (world.siren.on, world.results()) == (False, [(False, "no_power")])
    world.siren.silent = True
    world.tell("2", "on", **{"for": 180})
    assert len(world.results()) == 1


def test_it_says_what_it_is() -> None:
    said = {leaf: payload for leaf, payload, _ in World().siren.announcement()}
    assert json.loads(said["info"])["kind"] == "siren"
    assert (said["availability"], json.loads(said["state"])) == (b"online", {"on": False})
