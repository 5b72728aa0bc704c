"""From Frigate's message on the wire to the hold command on the wire, beside a stock automation that switches a relay.

Both run in one Home Assistant, in turn, over one Mosquitto, on the same message. Ours opens the incident on disk first,
looks at the car, and asks for a hold that ends by itself; theirs turns a switch on. Then the whole way: a simulated
Frigate looks at a drawn car at 5 pictures a second, from the e-bike's entering to the voice and to the held door.
"""

import asyncio
import json
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from demo.broker import FRIGATE, Broker
from demo.cameras import LOGIN
from demo.client import HomeAssistantClient
from demo.community import DOMAIN, set_up_integration
from demo.elevators import commission_one, stand_open
from demo.home_assistant import HomeAssistant
from demo.kills import DATABASE
from demo.subentries import add_subentry
from simulators.elevator import Elevator, Elevators
from simulators.elevator_car import Pace
from simulators.frigate import SimulatedFrigate, View, camera_of
from simulators.link import Arrival, Link, Listener

from .result import Result, percentile
from .world import SITE, BenchError, make_home_assistant, onboard, say, set_up_mqtt

DEVICE: Final = "elevator-1"
CAMERA: Final = "elevator_1"
ROUNDS: Final = 4
SIGHTINGS: Final = 50  # of each side in each round
WHOLE: Final = 20  # of the whole way, with pictures
# Two sightings agree if their frames are at least 0.2 s apart.
_APART: Final = 0.3
_HEARD_WITHIN: Final = 5.0
_CALM_WITHIN: Final = 30.0
_WARM_UP: Final = 5
_POLL: Final = 0.02
# Quick doors, so that the next sighting need not wait for them.
_PACE: Final = Pace(floor=0.2, door=0.2, open=60.0)

_MORE_ACL: Final = """
user frigate
topic readwrite volunteer/#
user community
topic readwrite volunteer/#
topic readwrite homeassistant/#
user simulator
topic read volunteer/#
"""
CONFIGURATION: Final = """\
mqtt:
  switch:
    - name: Volunteer relay
      unique_id: volunteer_relay
      command_topic: volunteer/relay/set
      optimistic: true
automation:
  - id: volunteer
    alias: Volunteer
    mode: parallel
    max: 1000
    triggers:
      - trigger: mqtt
        topic: volunteer/events
        qos: 1
    conditions: "{{ trigger.payload_json.after.sub_label[0] == 'ebike' }}"
    actions:
      - action: switch.turn_on
        target: {entity_id: switch.volunteer_relay}
"""


@dataclass(slots=True)
class Scene:
    """One Home Assistant with both lines, and who speaks to it."""

    home_assistant: HomeAssistant
    owner: HomeAssistantClient
    frigate: SimulatedFrigate
    elevator: Elevator
    elevator_id: str
    wire: Wire
    counts: dict[str, int] = field(default_factory=lambda: {"sightings": 0, "not_held": 0, "not_held_theirs": 0})


class Wire:
    """Says what Frigate says, and hears the commands to the relays; times are those of paho's thread."""

    def __init__(self, broker: Broker) -> None:
        """Describe both connections."""
        self._hold = broker.endpoint().topic(DEVICE, "command")
        self._heard: asyncio.Queue[Arrival] = asyncio.Queue()
        self._says = Link(broker.endpoint(FRIGATE), "bench-frigate", ["volunteer/none"], Listener(lambda _: None))
        hears = Listener(self._heard.put_nowait)
        self._hears = Link(broker.endpoint(), "bench-relays", [self._hold, "volunteer/relay/set"], hears)

    async def open(self) -> None:
        """Connect."""
        await self._says.open()
        await self._hears.open()

    async def close(self) -> None:
        """Disconnect."""
        await self._says.close()
        await self._hears.close()

    def say(self, topic: str, message: dict[str, Any]) -> float:
        """Publish a message of Frigate's; return when."""
        payload = json.dumps(message).encode()
        at = time.monotonic()
        self._says.publish(topic, payload)
        return at

    def forget(self) -> None:
        """Forget what was heard."""
        while not self._heard.empty():
            self._heard.get_nowait()

    async def relay(self, *, ours: bool) -> float | None:
        """Return when the relay of a side was told to hold; None if it was not."""
        try:
            async with asyncio.timeout(_HEARD_WITHIN):
                while True:
                    arrival = await self._heard.get()
                    is_ours = arrival.topic == self._hold and b'"hold_door"' in arrival.payload
                    if is_ours if ours else arrival.topic == "volunteer/relay/set":
                        return arrival.at
        except TimeoutError:
            return None


@asynccontextmanager
async def scene() -> AsyncIterator[Scene]:
    """Make a community with one elevator that is commissioned, its camera and Frigate; and the automation."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="smart-community-bench-")))
        broker = await stack.enter_async_context(Broker(folder / "broker", site=SITE, more_acl=_MORE_ACL))
        home_assistant = make_home_assistant(folder / "config", configuration=CONFIGURATION)
        stack.push_async_callback(home_assistant.stop)
        await home_assistant.start()
        owner = await stack.enter_async_context(HomeAssistantClient(home_assistant.url, await onboard(home_assistant)))
        cameras = [camera_of(CAMERA, View.ELEVATOR)]
        frigate = SimulatedFrigate("0.17", cameras=cameras, mqtt=broker.endpoint(FRIGATE), users=[LOGIN])
        await stack.enter_async_context(frigate)
        elevators = await stack.enter_async_context(Elevators(broker.endpoint(), [DEVICE], pace=_PACE))
        await set_up_integration(owner, broker)
        elevator_id = await _set_up(owner, frigate)
        say("commissioning the elevator")
        await _heard_of(owner)
        await commission_one(owner, elevators[DEVICE], elevator_id)
        await set_up_mqtt(owner, broker)
        wire = Wire(broker)
        await wire.open()
        stack.push_async_callback(wire.close)
        yield Scene(home_assistant, owner, frigate, elevators[DEVICE], elevator_id, wire)


async def _set_up(owner: HomeAssistantClient, frigate: SimulatedFrigate) -> str:
    login = {"url": frigate.auth_url, "username": LOGIN.name, "password": LOGIN.password, "verify_tls": False}
    await add_subentry(owner, "frigate", {**login, "events": "mqtt", "topic_prefix": "frigate"})
    camera = {"name": "Car", "frigate_name": CAMERA, "purpose": "elevator_car", "room": "elevator"}
    camera_id = await add_subentry(owner, "camera", {**camera, "retention_days": 30})
    elevator = {"name": "Elevator 1", "device": DEVICE, "cameras": [camera_id], "points": {}}
    return await add_subentry(owner, "elevator", elevator)


async def _heard_of(owner: HomeAssistantClient) -> None:
    await _until(owner, lambda view: bool(view["online"]), "the elevator is not heard")


async def _until(owner: HomeAssistantClient, done: Callable[[dict[str, Any]], bool], otherwise: str) -> None:
    deadline = time.monotonic() + _CALM_WITHIN
    while True:
        (view,) = (await owner.call(f"{DOMAIN}/elevators/list"))["elevators"]
        if done(view):
            return
        if time.monotonic() > deadline:
            message = f"{otherwise} within {_CALM_WITHIN:g} s: {view}"
            raise BenchError(message)
        await asyncio.sleep(_POLL)


def _message(kind: str, thing: str, *, moved: bool) -> dict[str, Any]:
    """Return a message as Frigate 0.17 sends it of an e-bike that its classification knows."""
    now = time.time()
    after = {
        "id": thing,
        "camera": CAMERA,
        "frame_time": now,
        "snapshot": {"frame_time": now, "box": [220, 175, 440, 335], "score": 0.85, "attributes": []},
        "label": "motorcycle",
        "sub_label": ["ebike", 0.91],
        "top_score": 0.87,
        "score": 0.85,
        "false_positive": False,
        "start_time": now - 1,
        "end_time": now if kind == "end" else None,
        "box": [220, 175, 440, 335],
        "area": 35200,
        "stationary": False,
        "motionless_count": 0,
        "position_changes": 3 if moved else 1,
        "current_zones": [f"{CAMERA}_cabin"],
        "entered_zones": [f"{CAMERA}_cabin"],
        "has_clip": False,
        "has_snapshot": False,
        "attributes": {},
    }
    return {"type": kind, "before": after, "after": after}


async def sight(it: Scene, *, ours: bool) -> float | None:
    """Send two agreeing sightings; return the ms from the second to the command to the relay, None if none came."""
    topic = "frigate/events" if ours else "volunteer/events"
    thing = f"{time.time():.6f}-{token_hex(3)}"
    if ours:
        await stand_open(it.elevator)
        it.wire.say(topic, _message("new", thing, moved=False))
    await asyncio.sleep(_APART)
    it.wire.forget()
    began = it.wire.say(topic, _message("update", thing, moved=True))
    told = await it.wire.relay(ours=ours)
    if ours:
        it.wire.say(topic, _message("end", thing, moved=True))
        await _calm(it)
    return 1000 * (told - began) if told is not None else None


async def _calm(it: Scene) -> None:
    """Let go, close the door, resolve the incident: the next sighting is a new one."""
    await it.owner.call(f"{DOMAIN}/elevators/release", elevator=it.elevator_id)
    it.elevator.car.pace = Pace(floor=_PACE.floor, door=_PACE.door, open=0.0)
    it.elevator.car.press_open()
    for incident in (await it.owner.call(f"{DOMAIN}/incidents/list", state="active"))["incidents"]:
        await it.owner.call(f"{DOMAIN}/incidents/resolve", incident_id=incident["id"], resolution="test")
    await _until(it.owner, lambda view: view["state"] == "clear" and view["door"] == "closed", "it is not calm")
    it.elevator.car.pace = _PACE


async def _measured(it: Scene, *, ours: bool, count: int = SIGHTINGS) -> list[float]:
    took = [await sight(it, ours=ours) for _ in range(count)]
    it.counts["sightings"] += count if ours else 0
    it.counts["not_held" if ours else "not_held_theirs"] += took.count(None)
    return [value for value in took if value is not None]


async def whole_way(it: Scene) -> tuple[float, float]:
    """Have an e-bike enter the picture; return the seconds until the voice and until the held door."""
    await stand_open(it.elevator)
    it.elevator.happened.clear()
    began = time.monotonic()
    playing = await it.frigate.play("ebike", camera=CAMERA, stay=None)
    try:
        async with asyncio.timeout(_HEARD_WITHIN):
            while not {"said", "held"} <= {one.what for one in it.elevator.happened}:  # noqa: ASYNC110 - a simulation
                await asyncio.sleep(_POLL)
    finally:
        playing.leave()
    first = {one.what: one.at for one in reversed(it.elevator.happened)}
    await asyncio.sleep(_APART)
    await _calm(it)
    return first["said"] - began, first["held"] - began


def incidents_on_disk(database: Path) -> int:
    """Return how many e-bike incidents the database has."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
        return int(connection.execute("SELECT count(*) FROM incidents WHERE kind = 'ebike'").fetchone()[0])


async def measure() -> Result:
    """Send sightings to both in turn; then play the whole way."""
    async with scene() as it:
        for ours in (True, False):
            await _measured(it, ours=ours, count=_WARM_UP)
        latencies: dict[bool, list[float]] = {True: [], False: []}
        for number in range(ROUNDS):
            for ours in (True, False) if number % 2 else (False, True):
                latencies[ours] += await _measured(it, ours=ours)
            say(f"round {number + 1} of {ROUNDS}: ours p50 {percentile(latencies[True], 50):.1f} ms")
        ways = [await whole_way(it) for _ in range(WHOLE)]
        counts = it.counts | {"incidents_on_disk": incidents_on_disk(it.home_assistant.config_dir / DATABASE)}
        counts["whole_ways"] = len(ways)
        return _result(latencies, ways, counts)


def _result(latencies: dict[bool, list[float]], ways: Sequence[tuple[float, float]], counts: dict[str, int]) -> Result:
    ours, theirs = (
        {f"p{percent}_ms": percentile(latencies[side], percent) for percent in (50, 99)} for side in (True, False)
    )
    voices, holds = ([way[index] for way in ways] for index in (0, 1))
    pictures = {
        "voice_p50_s": percentile(voices, 50),
        "voice_max_s": max(voices),
        "hold_p50_s": percentile(holds, 50),
        "hold_max_s": max(holds),
    }
    return Result(
        name="elevator",
        ours=ours | pictures,
        theirs=theirs,
        ratio={key.removesuffix("_ms"): ours[key] / theirs[key] for key in theirs},
        counts=counts,
        notes=(
            "From Frigate's message on the wire (MQTT `events`, the second of two agreeing sightings) to the command",
            "to the relay on the wire. ours: sighting → rules → incident on disk → `hold_door`. theirs: an automation",
            "with an MQTT trigger, a template condition and `switch.turn_on` of an MQTT switch; nothing is written.",
            f"Both in turn in one Home Assistant with its recorder, {ROUNDS} rounds of {SIGHTINGS}. `voice`, `hold`:",
            "from the e-bike's first picture at 5 a second in the simulated Frigate to the voice and the held door.",
        ),
    )
