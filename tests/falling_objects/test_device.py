"""The device: what it says, again and again until it is acknowledged; what it does as it is told, and what not."""

import json

import pytest
from falling_objects.device import MAX_PAYLOAD, FacadeDevice, encode, within_limit
from falling_objects.outbox import StoredEvent
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_000_000.0


class Wire:
    """A transport that keeps what is published while it is connected."""

    def __init__(self) -> None:
        self.up = True
        self.largest = 0
        self.sent: list[tuple[str, dict[str, object] | str, bool]] = []

    def publish(self, leaf: str, payload: bytes, *, retain: bool) -> bool:
        self.largest = max(self.largest, len(payload))
        if self.up:
            text = payload.decode()
            self.sent.append((leaf, json.loads(text) if text.startswith("{") else text, retain))
        return self.up

    def take(self, leaf: str) -> list[dict[str, object] | str]:
        found = [said for where, said, _ in self.sent if where == leaf]
        self.sent = [one for one in self.sent if one[0] != leaf]
        return found


class World:
    def __init__(self) -> None:
        self.wire = Wire()
        self.acknowledged: list[tuple[str, int]] = []
        self.commands: list[str] = []
        self.error: str | None = None
        self.device = FacadeDevice("facade-3", "Facade camera", self.wire, self._acknowledge, self._command)

    def _acknowledge(self, boot: str, seq: int) -> None:
        self.acknowledged.append((boot, seq))

    def _command(self, command: str) -> str | None:
        self.commands.append(command)
        return self.error


def event(seq: int = 1) -> StoredEvent:
    return StoredEvent("f3", "boot", seq, {"type": "fall", "phase": "suspected"}, NOW)


def test_it_introduces_itself_at_each_connection() -> None:
    world = World()
    world.device.state({"fps": 25.0}, NOW)
    world.wire.sent.clear()
    world.device.connected(NOW)
    assert [(leaf, retain) for leaf, _, retain in world.wire.sent] == [
        ("info", True),
        ("availability", True),
        ("state", True),
    ]
    info = world.wire.sent[0][1]
    assert isinstance(info, dict)
    assert info["kind"] == "facade_camera"
    assert set(info) == {"kind", "model", "firmware", "serial"}
    world.device.goodbye()
    assert world.wire.sent[-1][1] == "offline"


def test_an_event_is_sent_again_until_it_is_acknowledged() -> None:
    world = World()
    world.device.send(event(), NOW)
    times = [0.0]
    for tenth in range(1, 1200):
        world.device.tick(NOW + tenth / 10)
        if len(world.wire.take("event")) > (tenth == 1):
            times.append(tenth / 10)
    assert times[:6] == [0.0, 2.0, 6.0, 14.0, 30.0, 60.0]
    world.device.heard("ack", b'{"boot":"other","seq":1}', NOW)
    assert world.device.unacknowledged == 1
    world.device.heard("ack", b'{"boot":"boot","seq":1}', NOW)
    assert (world.device.unacknowledged, world.acknowledged) == (0, [("boot", 1)])
    world.device.tick(NOW + 1000)
    assert world.wire.take("event") == []


def test_what_waited_goes_out_at_once_when_the_broker_is_back_but_not_all_in_one_burst() -> None:
    world = World()
    world.wire.up = False
    for seq in range(50):
        world.device.send(event(seq), NOW)
    world.wire.up = True
    world.device.connected(NOW + 100)
    assert len(world.wire.take("event")) == 20
    for second in (101, 102):
        world.device.tick(NOW + second)
    sent = [said["seq"] for said in world.wire.take("event") if isinstance(said, dict)]
    assert set(range(20, 50)) <= {int(str(seq)) for seq in sent}


def test_a_clock_that_is_set_back_holds_nothing_up() -> None:
    world = World()
    world.device.send(event(), NOW)
    world.wire.take("event")
    world.device.tick(NOW - 86_400)
    assert len(world.wire.take("event")) == 1


def test_an_unchanged_state_is_not_said_again_for_minutes() -> None:
    world = World()
    for second in range(700):
        world.device.state({"blind": None}, NOW + second)
    assert len(world.wire.take("state")) == 3
    world.device.state({"blind": "dark"}, NOW + 700)
    assert world.wire.take("state") == [{"blind": "dark"}]


@pytest.mark.parametrize(
    ("command", "expires", "error"),
    [
        ("self_test", "2001-01-01T00:00:00Z", None),
        ("self_test", "1970-01-12T13:46:40Z", "expired"),
        ("open", "2001-01-01T00:00:00Z", "unknown_command"),
    ],
)
def test_a_command_is_answered(command: str, expires: str, error: str | None) -> None:
    world = World()
    world.device.heard("command", encode({"id": "c1", "command": command, "expires": expires}), NOW)
    assert world.wire.take("result") == [
        {"id": "c1", "ok": True} if error is None else {"id": "c1", "ok": False, "error": error}
    ]
    assert world.commands == (["self_test"] if error is None else [])


def test_what_cannot_be_done_says_why() -> None:
    world = World()
    world.error = "not_watching"
    world.device.heard("command", encode({"id": "c", "command": "self_test", "expires": "2001-01-01T00:00:00Z"}), NOW)
    assert world.wire.take("result") == [{"id": "c", "ok": False, "error": "not_watching"}]


@given(
    st.binary(max_size=300)
    | st.recursive(st.none() | st.text(), st.lists, max_leaves=5).map(lambda v: json.dumps(v).encode())
)
def test_nonsense_harms_nothing(payload: bytes) -> None:
    world = World()
    world.device.send(event(), NOW)
    for leaf in ("ack", "command", "other"):
        world.device.heard(leaf, payload, NOW)
        world.device.heard(leaf, b'{"id":1,"command":[],"expires":"x","boot":{},"seq":"1"}', NOW)
        world.device.heard(leaf, b'{"id":"c","command":"self_test","expires":"2001-01-01T00:00:00"}', NOW)
    assert world.device.unacknowledged == 1
    assert world.commands == []


@given(st.integers(0, 12), st.text(max_size=64))
def test_every_event_fits_into_the_protocol(count: int, name: str) -> None:
    row = {"building": name, "unit": name, "floor": 14, "floor_name": name, "name": name, "home": name, "p": 0.123}
    body = within_limit({"type": "fall", "fall": "0" * 26, "candidates": [row] * count, "box": [0.1234] * 4})
    world = World()
    world.device.send(StoredEvent("f3", "b" * 12, 10**9, body, NOW), NOW)
    assert world.wire.largest <= MAX_PAYLOAD
