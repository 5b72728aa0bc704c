"""The six elevators of the demo: two a building, three with cameras, each with something else to be seen.

The first three see, hold and are commissioned. The fourth has no camera, the fifth no door contact, and the sixth is
adopted: made of entities that another integration has, here helpers that anybody can switch.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

from simulators.elevator import Elevator, Elevators, Happening
from simulators.elevator_car import MODES
from simulators.frigate import SimulatedFrigate

from .client import HomeAssistantClient, Json
from .home_assistant import Language
from .subentries import DOMAIN, add_subentry, subentries

DEVICES: Final = tuple(f"elevator-{number}" for number in range(1, 6))
# Frigate's name of the camera in the car of each that has one.
CAMERAS: Final[Mapping[str, str]] = {f"elevator-{number}": f"elevator_{number}" for number in (1, 2, 3)}
WITHOUT_DOOR_CONTACT: Final = "elevator-5"
_ADOPTED: Final = "elevator_6"
# Appended to the demo's configuration: what another integration would bring.
HELPERS: Final = f"""\
input_boolean:
  {_ADOPTED}_relay:
    name: What the relay of elevator 6 does
  {_ADOPTED}_door:
    name: Door contact of elevator 6
  {_ADOPTED}_level:
    name: Level contact of elevator 6
  {_ADOPTED}_fire:
    name: Fire input of elevator 6
input_text:
  {_ADOPTED}_floor:
    name: Floor of elevator 6
    initial: "1"
template:
  - switch:
      - name: Relay of elevator 6
        default_entity_id: switch.{_ADOPTED}_relay
        state: "{{{{ is_state('input_boolean.{_ADOPTED}_relay', 'on') }}}}"
        turn_on:
          - action: input_boolean.turn_on
            target:
              entity_id: input_boolean.{_ADOPTED}_relay
        turn_off:
          - action: input_boolean.turn_off
            target:
              entity_id: input_boolean.{_ADOPTED}_relay
"""
FIRM: Final[dict[Language, str]] = {"en": "Harbour Lift Maintenance Ltd.", "zh-Hans": "港湾电梯维保有限公司"}
LICENCE: Final = "TS3331234-2027"
LANDING: Final = "1"
STANDS_WITHIN: Final = 30.0
_LONGEST_NOTE_WAIT: Final = 20.0
_POLL: Final = 0.05

type Line = dict[str, Json]


def elevator_name(number: int, building: str, language: Language) -> str:
    """Return what people call an elevator of the demo."""
    side = (number - 1) % 2 + 1
    return {"en": f"{building}, elevator {side}", "zh-Hans": f"{building}{side}号梯"}[language]


@dataclass(frozen=True, slots=True)
class Made:
    """An elevator of the demo: its subentry, and its device unless it is adopted."""

    id: str
    name: str
    device: str | None


async def make_elevators(
    owner: HomeAssistantClient, cameras: Mapping[str, str], *, language: Language, progress: Callable[[str], None]
) -> list[Made]:
    """Set up those that are missing; `cameras`: the subentry's id of each camera by Frigate's name. Return all six."""
    there = await subentries(owner)
    buildings = await buildings_of(owner)
    made: list[Made] = []
    for number in range(1, 7):
        building_id, building = buildings[(number - 1) // 2 % len(buildings)]
        device = f"elevator-{number}" if number <= len(DEVICES) else None
        name = elevator_name(number, building, language)
        known = there.get(("elevator", name))
        if known is None:
            if number == 1:
                progress("setting up six elevators")
            camera = cameras.get(CAMERAS.get(device or "", ""))
            answers = {
                "name": name,
                "building": building_id,
                **({"device": device} if device is not None else {}),
                "cameras": [camera] if camera is not None else [],
                "languages": ["zh-Hans", "en"],
                "points": {} if device is not None else _adopted_points(),
            }
            known = await add_subentry(owner, "elevator", answers)
        made.append(Made(known, name, device))
    return made


def _adopted_points() -> dict[str, str]:
    points = {name: f"input_boolean.{_ADOPTED}_{name}" for name in ("door", "level", "fire")}
    return {"hold": f"switch.{_ADOPTED}_relay", "floor": f"input_text.{_ADOPTED}_floor", **points}


async def buildings_of(owner: HomeAssistantClient) -> list[tuple[str, str]]:
    """Return id and name of each building, in the order of their names."""
    found: dict[str, str] = {}
    offset = 0
    while True:
        page = await owner.call(f"{DOMAIN}/register/homes", offset=offset, limit=100)
        found |= {home["building"]: home["building_name"] for home in page["homes"]}
        offset += len(page["homes"])
        if not page["homes"] or offset >= page["total"]:
            return sorted(found.items(), key=lambda one: one[1])


# Commissioning, as the maintenance firm and the technician do it together, at the open door of the simulated car.


async def commission(
    owner: HomeAssistantClient,
    elevators: Elevators,
    made: Sequence[Made],
    *,
    language: Language,
    progress: Callable[[str], None],
) -> None:
    """Commission those with a camera, unless they are; all at once, since one test of each takes twenty seconds."""
    waiting = [one for one in made if one.device in CAMERAS and not await _in_force(owner, one.id)]
    if not waiting:
        return
    progress(f"commissioning {len(waiting)} elevators: each door is held, let go, and let go by itself")
    await asyncio.gather(
        *(commission_one(owner, elevators[one.device], one.id, language) for one in waiting if one.device)
    )


async def _in_force(owner: HomeAssistantClient, elevator_id: str) -> bool:
    answer = await owner.call(f"{DOMAIN}/commissioning/get", elevator=elevator_id)
    return answer["in_force"] is not None


async def commission_one(
    owner: HomeAssistantClient, elevator: Elevator, elevator_id: str, language: Language = "en"
) -> None:
    """Go through the checklist of one elevator, and put the record in force. Raises CommandError."""
    # Under test, so that trying its entrapment signal calls nobody.
    device = elevator.device_id
    test = (await owner.call(f"{DOMAIN}/walk_test/start", devices=[device], minutes=5, list=False))["test"]
    try:
        await _go_through(owner, elevator, elevator_id, language)
    finally:
        await owner.call(f"{DOMAIN}/walk_test/stop", test_id=test["id"])


async def _go_through(owner: HomeAssistantClient, elevator: Elevator, elevator_id: str, language: Language) -> None:
    command = f"{DOMAIN}/commissioning"
    day = datetime.now(UTC).date().isoformat()
    await owner.call(f"{command}/start", elevator=elevator_id, firm=FIRM[language], licence=LICENCE, date=day)
    items = (await owner.call(f"{command}/get", elevator=elevator_id))["items"]
    for each in items:
        item = each["item"]
        if each["how"] == "driven":
            await stand_open(elevator)
            await _until_known_open(owner, elevator_id)
            await owner.call(f"{command}/record", elevator=elevator_id, item=item)
            continue
        await _show(elevator, item)
        if each["how"] == "seen":
            await _until_seen(owner, elevator_id, item)
        await owner.call(f"{command}/record", elevator=elevator_id, item=item, result="passed", note="scripts/demo")
    await owner.call(f"{command}/finish", elevator=elevator_id)


async def _show(elevator: Elevator, item: str) -> None:
    """Have the car show what an item asks for, and be as before."""
    if item in MODES:
        mode = next(mode for mode in MODES if mode == item)
        elevator.set_mode(mode, on=True)
        # Two states that come together are still two: each is a message of its own.
        await asyncio.sleep(_POLL)
        elevator.set_mode(mode, on=False)
    elif item == "moving":
        other = next(floor for floor in elevator.car.floors if floor not in {LANDING, elevator.car.floor})
        elevator.car.call(other)
        await _until(lambda: elevator.car.moving)
    elif item == "key":
        await (await elevator.turn_key()).acked(_LONGEST_NOTE_WAIT)


async def stand_open(elevator: Elevator, floor: str = LANDING) -> None:
    """Call the car to a landing, and wait until its door is open there."""
    if elevator.car.floor != floor or elevator.car.moving or elevator.car.door != "open":
        elevator.car.call(floor)
    await _until(lambda: elevator.car.floor == floor and not elevator.car.moving and elevator.car.door == "open")


async def _until_known_open(owner: HomeAssistantClient, elevator_id: str) -> None:
    """Wait until the community knows that the door is open."""
    async with asyncio.timeout(STANDS_WITHIN):
        while True:
            listed = (await owner.call(f"{DOMAIN}/elevators/list"))["elevators"]
            if any(one["id"] == elevator_id and one["door"] == "open" for one in listed):
                return
            await asyncio.sleep(_POLL)


async def _until_seen(owner: HomeAssistantClient, elevator_id: str, item: str) -> None:
    """Wait until the community has seen the car show an item: what we ask of it may overtake what the car says."""
    async with asyncio.timeout(STANDS_WITHIN):
        while True:
            items = (await owner.call(f"{DOMAIN}/commissioning/get", elevator=elevator_id))["items"]
            if any(one["item"] == item and one["seen_at"] is not None for one in items):
                return
            await asyncio.sleep(_POLL)


async def _until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(STANDS_WITHIN):
        while not done():  # noqa: ASYNC110 - the car is a simulation that runs beside us
            await asyncio.sleep(_POLL)


# What `do ebike` asks of the running demo.


class Stage:
    """The elevators and the cameras in their cars, for a scenario: what it asks for, and what then happens there."""

    def __init__(self, elevators: Elevators, frigate: SimulatedFrigate) -> None:
        """Know both; the picture in a car follows its door. One of them has no door contact."""
        elevators[WITHOUT_DOOR_CONTACT].unwired = {"door"}
        self._elevators = elevators
        self._frigate = frigate
        self._watchers: list[asyncio.Queue[Line]] = []
        for elevator in elevators:
            elevator.on_happening = partial(self._happened, elevator)
            elevator.on_state = partial(self._show, elevator)

    async def play(self, request: Mapping[str, Json]) -> AsyncGenerator[Line]:
        """Play an e-bike into a car, and tell what happens there until it is told to end.

        `elevator`: a device's id; `fire`: it is recalled by fire first; `scene`: of Frigate's; `seconds`: in all.
        """
        elevator = self._elevators[str(request.get("elevator", DEVICES[0]))]
        scene, fire = str(request.get("scene", "ebike")), bool(request.get("fire"))
        with self._watched() as lines:
            if fire:
                elevator.set_mode("fire", on=True)
            await stand_open(elevator)
            yield {"event": "stands", "at": time.monotonic(), "floor": elevator.car.floor, "fire": fire}
            playing = await self._frigate.play(scene, camera=CAMERAS[elevator.device_id], stay=None)
            try:
                yield {"event": "comes", "at": time.monotonic(), "scene": scene}
                async with asyncio.timeout(min(float(request.get("seconds", 60)), 180)):
                    while True:
                        yield await lines.get()
            except TimeoutError:
                yield {"event": "ended", "at": time.monotonic()}
            finally:
                playing.leave()
                elevator.set_mode("fire", on=False)

    @contextlib.contextmanager
    def _watched(self) -> Iterator[asyncio.Queue[Line]]:
        lines: asyncio.Queue[Line] = asyncio.Queue()
        self._watchers.append(lines)
        try:
            yield lines
        finally:
            self._watchers.remove(lines)

    def _happened(self, elevator: Elevator, happening: Happening) -> None:
        line = {
            "event": happening.what,
            "at": happening.at,
            "elevator": elevator.device_id,
            "detail": happening.detail,
        }
        for lines in self._watchers:
            lines.put_nowait(line)

    def _show(self, elevator: Elevator) -> None:
        if (camera := CAMERAS.get(elevator.device_id)) is not None:
            doors = {"open": 1.0, "opening": 0.5, "closing": 0.5, "closed": 0.0}[elevator.car.door]
            self._frigate.show_car(camera, doors=doors, floor=elevator.car.floor)
