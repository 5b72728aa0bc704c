"""Whatever is said on the wire: counted, visible, harmless; the next good press works."""

import asyncio
import json
import time
from typing import Any

import pytest

from demo.community import DOMAIN
from demo.kills import read_evidence
from simulators.help_button import HelpButtons
from simulators.kills import judge
from simulators.link import Arrival, Link, Listener

from .disk import locked
from .patience import ALIVE
from .world import POLL, World, eventually, story

SEEN_WITHIN = ACKED_WITHIN = ALIVE
# More than the 20 messages after which Mosquitto waits for an acknowledgement.
STUCK = [f"stuck-{number:02d}" for number in range(1, 31)]

NO_EVENTS = [
    b"",
    b"\xff\xfe\x00",
    b"pressed",
    b"{",
    b"null",
    b"[]",
    b'"pressed"',
    b"[" * 4000,
    b'{"seq": 1}',
    b'{"type": "pressed"}',
    b'{"seq": "1", "type": "pressed"}',
    b'{"seq": true, "type": "pressed"}',
    b'{"seq": 1.5, "type": "pressed"}',
    b'{"seq": NaN, "type": "pressed"}',
    b'{"seq": -1, "type": "pressed"}',
    b'{"seq": 1e999, "type": "pressed"}',
    b'{"seq": 99999999999999999999, "type": "pressed"}',
    b'{"seq": 1, "type": 5}',
    b'{"seq": 1, "type": ""}',
    b'{"seq": 1, "type": "Pressed!"}',
    b'{"seq": 1, "type": "pressed", "boot": 7}',
    b'{"seq": 1, "type": "pressed", "boot": "%s"}' % (b"x" * 500),
    b'{"seq": 1, "type": "pressed", "more": "%s"}' % (b"x" * 5000),
]
NO_STATES = [b"online", b"[]", b'{"battery": 101}', b'{"battery": "full"}', b'{"tamper": 1}', b'{"rssi": NaN}']
NO_INFOS = [b"{}", b'{"kind": "toaster"}', b'{"kind": ["help_button"]}', b'{"kind": "help_button", "model": 3}']
NO_RESULTS = [b"{}", b'{"id": 1, "ok": true}', b'{"id": "x", "ok": "yes"}']
NONSENSE = [
    *(("event", payload) for payload in NO_EVENTS),
    *(("state", payload) for payload in NO_STATES),
    *(("info", payload) for payload in NO_INFOS),
    *(("result", payload) for payload in NO_RESULTS),
    ("availability", b"perhaps"),
]


async def test_nonsense_is_counted_and_the_next_press_works(world: World) -> None:
    button = world.button()
    before = (await world.devices())[button.device_id]
    for leaf, payload in NONSENSE:
        assert world.buttons.send_raw(button.device_id, leaf, payload)
    press = await button.press()
    await press.acked(SEEN_WITHIN)
    after = (await world.devices())[button.device_id]
    assert after["malformed"] - before["malformed"] == len(NONSENSE)
    same = ("kind", "model", "home", "battery", "tamper", "online")
    assert {key: after[key] for key in same} == {key: before[key] for key in same}
    (incident,) = await world.active()
    assert story(incident) == ["opened"]


async def test_nonsense_from_where_no_device_is(world: World) -> None:
    button = world.button()
    known = set(await world.devices())
    for device in ("Not-A-Device", "x" * 65, "ünlesbar", "nobody-0001"):
        assert world.buttons.send_raw(device, "event", b"{}")
    await (await button.press()).acked(SEEN_WITHIN)
    assert set(await world.devices()) == known


async def test_unknown_device_is_listed_and_opens_nothing_until_it_is_assigned(world: World) -> None:
    async with HelpButtons(world.broker.endpoint(), ["newcomer"]) as newcomers:
        newcomer = newcomers["newcomer"]
        await (await newcomer.press()).acked(SEEN_WITHIN)
        listed = (await world.technician.call(f"{DOMAIN}/devices/list", unassigned=True))["devices"]
        assert [device["id"] for device in listed] == ["newcomer"]
        assert listed[0]["last_event"] == "pressed"
        assert await world.active() == []
        (home,) = await world.free_homes(1)
        await world.technician.call_action(DOMAIN, "assign_device", {"device": "newcomer", "home": home})
        await (await newcomer.press()).acked(SEEN_WITHIN)
        (incident,) = await world.active()
        assert incident["place"]["home"] == home
    await world.technician.call(f"{DOMAIN}/devices/assign", device="newcomer", home=None)


class Acks:
    """Every acknowledgement that a device is sent, also those it does not wait for."""

    def __init__(self) -> None:
        """Begin with none."""
        self.seqs: list[int] = []

    def take(self, arrival: Arrival) -> None:
        """Note one."""
        self.seqs.append(json.loads(arrival.payload)["seq"])

    async def until(self, count: int) -> None:
        """Wait until there are so many."""
        deadline = time.monotonic() + SEEN_WITHIN
        while len(self.seqs) < count:
            assert time.monotonic() < deadline, f"{count} acknowledgements expected: {self.seqs}"
            await asyncio.sleep(POLL)


@pytest.mark.parametrize("seqs", [(7, 7, 7, 7), (5, 3, 4), (2**53, 0, 1, 0)], ids=str)
async def test_replayed_and_out_of_order(world: World, seqs: tuple[int, ...]) -> None:
    button = world.button()
    acks = Acks()
    endpoint = world.broker.endpoint()
    link = Link(endpoint, "acks", [endpoint.topic(button.device_id, "ack")], Listener(message=acks.take))
    await link.open()
    try:
        for seq in seqs:
            event = json.dumps({"boot": f"replay {seqs}", "seq": seq, "type": "pressed"}).encode()
            assert world.buttons.send_raw(button.device_id, "event", event)
            await acks.until(seqs.index(seq) + 1)
        # Each message is answered, and each event counts once, in whatever order it came.
        await acks.until(len(seqs))
    finally:
        await link.close()
    assert acks.seqs == list(seqs)
    (incident,) = await world.active()
    assert story(incident) == ["opened", *["again"] * (len(set(seqs)) - 1)]


async def install_stuck(world: World, buttons: HelpButtons) -> None:
    """Give each of the thirty a home."""
    devices = await eventually(
        world.devices, lambda seen: set(STUCK) <= set(seen), within=SEEN_WITHIN, what="thirty devices"
    )
    homeless = [button.device_id for button in buttons if devices[button.device_id]["home"] is None]
    for device, home in zip(homeless, await world.free_homes(len(homeless)), strict=True):
        await world.technician.call_action(DOMAIN, "assign_device", {"device": device, "home": home})


async def test_thirty_presses_stuck_at_once(world: World) -> None:
    async with HelpButtons(world.broker.endpoint(), STUCK) as buttons:
        await install_stuck(world, buttons)
        async with locked(world.database):
            presses = [await button.press() for button in buttons]
            active = await eventually(
                world.active, lambda seen: len(seen) >= len(STUCK), within=SEEN_WITHIN, what="thirty incidents"
            )
            assert {incident["device"] for incident in active} == set(STUCK)
            assert all(incident["unsaved"] for incident in active)
            await world.repair("database_locked")
            assert [press for press in presses if press.acked_at is not None] == []
        await buttons.all_acked(ACKED_WITHIN)
        await world.no_repairs()
        assert not any(incident.get("unsaved") for incident in await world.active())
        await world.resolve_all()
    count = judge(presses, read_evidence(world.database, devices=lambda device: device in STUCK))
    assert (count.presses, count.lost, count.doubled, count.unacked) == (len(STUCK), 0, 0, 0)


async def test_thirty_tests_stuck_do_not_mute_a_press(world: World) -> None:
    button = world.button()
    async with HelpButtons(world.broker.endpoint(), STUCK) as buttons:
        await install_stuck(world, buttons)
        async with locked(world.database):
            tests = [await one.press("test") for one in buttons]
            press = await button.press()
            # Of all these only the press may act before it is on disk.
            active: list[dict[str, Any]] = await eventually(
                world.active, lambda seen: len(seen) > 0, within=SEEN_WITHIN, what="the incident behind thirty tests"
            )
            assert [(incident["device"], incident["unsaved"]) for incident in active] == [(button.device_id, True)]
            assert not any(one.acked_at is not None for one in (*tests, press))
        await press.acked(ACKED_WITHIN)
        await buttons.all_acked(ACKED_WITHIN)
        await world.no_repairs()
