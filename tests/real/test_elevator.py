"""An e-bike in an elevator over a real broker and a simulated Frigate: voice, held door, alarm, picture, release.

And whatever breaks in a hold: the door is free again without us.
"""

import asyncio
import os
import signal
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from demo.broker import FRIGATE, Broker
from demo.cameras import LOGIN
from demo.client import CommandError, HomeAssistantClient
from demo.community import DOMAIN, open_owner, set_up_integration
from demo.elevators import commission_one, stand_open
from demo.home_assistant import HomeAssistant
from demo.kills import Heartbeats
from demo.subentries import add_subentry
from simulators.elevator import LONGEST_HOLD, Elevator, Elevators
from simulators.elevator_car import Pace
from simulators.frigate import SimulatedFrigate, View, camera_of
from simulators.frigate.server import Playing

from .leftovers import Leftovers
from .logs import check_log
from .patience import ALIVE
from .world import eventually

DEVICE, CAMERA = "elevator-1", "elevator_1"
# The door stays open until the test is through with it (`calm`): a hold is never asked for behind a door that closes.
PACE = Pace(floor=0.3, door=0.3, open=600.0)
# From the picture to the voice and the held door (`domain.md`: 1–2 s), with a machine that does other things besides.
GOAL = 2.0

type View_ = dict[str, Any]


class House:
    """A community with one elevator that is commissioned, its camera, and Frigate."""

    def __init__(
        self, broker: Broker, home_assistant: HomeAssistant, frigate: SimulatedFrigate, elevators: Elevators
    ) -> None:
        """Know what runs."""
        self.broker = broker
        self.home_assistant = home_assistant
        self.frigate = frigate
        self.elevator: Elevator = elevators[DEVICE]
        self.elevator_id = ""
        self.owner: HomeAssistantClient
        self._playing: list[Playing] = []

    async def view(self) -> View_:
        """Return how the guard of the elevator is."""
        (view,) = (await self.owner.call(f"{DOMAIN}/elevators/list"))["elevators"]
        return dict(view)

    async def until(self, wanted: Callable[[View_], bool], what: str, *, within: float = ALIVE) -> View_:
        """Wait until the guard says what is wanted."""
        return await eventually(self.view, wanted, within=within, what=what)

    async def push_ebike_in(self) -> float:
        """Push an e-bike into the car that stands open; return when (monotonic seconds)."""
        await stand_open(self.elevator)
        self.elevator.happened.clear()
        self._playing.append(await self.frigate.play("ebike", camera=CAMERA, stay=None))
        return time.monotonic()

    async def happened(self, what: str, *, within: float = ALIVE) -> float:
        """Wait until the box has done something; return when."""

        async def look() -> float | None:
            return next((one.at for one in self.elevator.happened if one.what == what), None)

        at = await eventually(look, lambda at: at is not None, within=within, what=f"{DEVICE} {what}")
        assert at is not None
        return at

    async def held(self) -> None:
        """Push an e-bike in, and wait until the door is held and the guard knows it."""
        await self.push_ebike_in()
        await self.happened("held")
        await self.until(lambda view: view["state"] == "holding", "the guard holds")

    async def alarm(self) -> dict[str, Any]:
        """Wait for the alarm of the e-bike, and return it."""

        async def look() -> list[dict[str, Any]]:
            active = (await self.owner.call(f"{DOMAIN}/incidents/list", state="active"))["incidents"]
            return [one for one in active if one["kind"] == "ebike"]

        (incident,) = await eventually(look, bool, within=ALIVE, what="the alarm")
        assert incident["place"]["elevator"] == self.elevator_id
        return incident

    def leave(self) -> None:
        """Take the e-bike out."""
        for playing in self._playing:
            playing.leave()
        self._playing.clear()

    async def _resolve(self, incident_id: str) -> None:
        """Resolve an incident; as staff would, once more if the disk was too slow for a moment."""

        async def is_resolved() -> bool:
            try:
                await self.owner.call(f"{DOMAIN}/incidents/resolve", incident_id=incident_id, resolution="test")
            except CommandError as error:
                if error.code != "store_failed":
                    raise
                return False
            return True

        await eventually(is_resolved, bool, within=ALIVE, what="a resolved incident")

    async def calm(self) -> None:
        """Take the e-bike out, close the door, resolve everything, and wait until the guard is as at the beginning."""
        self.leave()
        self.elevator.dead = False
        for mode in list(self.elevator.car.modes):
            self.elevator.set_mode(mode, on=False)
        for incident in (await self.owner.call(f"{DOMAIN}/incidents/list", state="active"))["incidents"]:
            await self._resolve(incident["id"])
        car = self.elevator.car
        car.pace = replace(PACE, open=0.0)
        try:
            if car.door != "closed":
                # The button stirs it: from now on it counts by the new pace.
                car.press_open()
            await self.until(
                lambda view: (
                    (view["state"], view["door"], car.door, car.moving) == ("clear", "closed", "closed", False)
                    and view["camera"]["up"]
                ),
                "a calm elevator",
            )
        finally:
            # The next test's door stays open, whatever became of this one.
            car.pace = PACE

    async def come_back(self) -> None:
        """Start a Home Assistant that was killed, and log in again."""
        await self.owner.close()
        since = datetime.now(UTC)
        async with Heartbeats(self.broker.endpoint()) as heartbeats:
            await self.home_assistant.start()
            self.owner = await open_owner(self.home_assistant, "en")
            await heartbeats.since(since, within=ALIVE)


@asynccontextmanager
async def run_house(folder: Path) -> AsyncGenerator[House]:
    """Run it, set up through its forms and commissioned through its commands."""
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(Broker(folder / "broker"))
        home_assistant = HomeAssistant(folder / "config")
        stack.push_async_callback(home_assistant.stop)
        await home_assistant.start()
        frigate = SimulatedFrigate(
            "0.17", cameras=[camera_of(CAMERA, View.ELEVATOR)], mqtt=broker.endpoint(FRIGATE), users=[LOGIN]
        )
        await stack.enter_async_context(frigate)
        elevators = await stack.enter_async_context(Elevators(broker.endpoint(), [DEVICE], pace=PACE))
        house = House(broker, home_assistant, frigate, elevators)
        house.owner = await open_owner(home_assistant, "en")
        try:
            await _set_up(house)
            yield house
        finally:
            await house.owner.close()
    check_log(home_assistant.process.log)


async def _set_up(house: House) -> None:
    await set_up_integration(house.owner, house.broker)
    frigate = {
        "url": house.frigate.auth_url,
        "username": LOGIN.name,
        "password": LOGIN.password,
        "verify_tls": False,
        "events": "mqtt",
        "topic_prefix": "frigate",
    }
    await add_subentry(house.owner, "frigate", frigate)
    camera = {"name": "Car", "frigate_name": CAMERA, "purpose": "elevator_car", "room": "elevator"}
    camera_id = await add_subentry(house.owner, "camera", {**camera, "retention_days": 30})
    elevator = {"name": "Elevator 1", "device": DEVICE, "cameras": [camera_id], "points": {}}
    house.elevator_id = await add_subentry(house.owner, "elevator", elevator)
    await house.until(lambda view: view["online"], "the elevator is heard")
    await commission_one(house.owner, house.elevator, house.elevator_id)
    await house.calm()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_house(leftovers: Leftovers, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    """Return the community that these tests share."""
    assert leftovers is not None
    async with run_house(tmp_path_factory.mktemp("elevator")) as house:
        yield house


@pytest_asyncio.fixture(loop_scope="session")
async def house(shared_house: House) -> AsyncGenerator[House]:
    """Return it calm, and leave it so."""
    yield shared_house
    await shared_house.calm()


async def test_an_ebike_is_spoken_to_and_the_door_held_until_staff_let_go(house: House, figures: list[str]) -> None:
    began = await house.push_ebike_in()
    spoken, held = await asyncio.gather(house.happened("said"), house.happened("held"))
    figures.append(f"e-bike in the picture → voice {spoken - began:.2f} s, door held {held - began:.2f} s")
    assert max(spoken, held) - began < GOAL
    incident = await house.alarm()
    assert house.elevator.car.door == "open"

    async def pictures() -> list[dict[str, Any]]:
        media = (await house.owner.call(f"{DOMAIN}/incidents/media", incident_id=incident["id"]))["media"]
        return [one for one in media if one["kind"] == "snapshot"]

    (picture, *_) = await eventually(pictures, bool, within=ALIVE, what="the picture")
    jpeg = await house.owner.fetch(picture["url"])
    assert jpeg.startswith(b"\xff\xd8")
    # As long as nobody lets go, it is asked for again and again: the box would have let go by now.
    await house.until(lambda view: view["state"] == "holding", "the guard holds")
    commands = [command.command for command in house.elevator.executed]
    assert "announce" in commands
    await house.owner.call(f"{DOMAIN}/elevators/release", elevator=house.elevator_id)
    await house.happened("free")
    assert not house.elevator.held


async def test_recalled_by_fire_it_speaks_and_alarms_and_holds_nothing(house: House) -> None:
    house.elevator.set_mode("fire", on=True)
    await house.push_ebike_in()
    await house.happened("said")
    await house.alarm()
    view = await house.view()
    assert "fire" in view["inhibitors"]
    assert not [one for one in house.elevator.happened if one.what in {"held", "refused"}], "nobody even asked"


async def test_fire_in_a_hold_lets_go_at_once(house: House) -> None:
    await house.held()
    house.elevator.set_mode("fire", on=True)
    assert not house.elevator.held
    await house.until(lambda view: view["state"] != "holding" and "fire" in view["inhibitors"], "the guard lets go")


async def test_home_assistant_killed_in_a_hold_the_door_is_free_within_its_expiry(
    house: House, figures: list[str]
) -> None:
    await house.held()
    await house.home_assistant.kill()
    killed = time.monotonic()
    free = await house.happened("free")
    figures.append(f"Home Assistant killed in a hold → door free after {max(0.0, free - killed):.1f} s")
    assert free - killed <= LONGEST_HOLD + 1
    # Nobody is left to ask again, and the e-bike has gone by the time that somebody is.
    house.elevator.happened.clear()
    house.leave()
    await house.come_back()
    view = await house.until(lambda view: view["online"] and view["camera"]["up"], "all is there")
    assert view["state"] != "holding"
    assert not [one for one in house.elevator.happened if one.what == "held"], "a hold is never taken up again"


async def test_home_assistant_hanging_in_a_hold_the_door_is_free_within_its_expiry(
    house: House, figures: list[str]
) -> None:
    await house.held()
    pid = house.home_assistant.process.pid
    assert pid is not None
    # It neither asks again nor says goodbye, and its connection stands: only the box's own timer is left.
    os.kill(pid, signal.SIGSTOP)
    stopped = time.monotonic()
    try:
        free = await house.happened("free")
        house.leave()
    finally:
        os.kill(pid, signal.SIGCONT)
    figures.append(f"Home Assistant hanging in a hold → door free after {free - stopped:.1f} s")
    assert [one.detail for one in house.elevator.happened if one.what == "free"] == ["its time is up"]
    assert free - stopped <= LONGEST_HOLD + 1


async def test_the_entry_reloaded_in_a_hold_lets_go_first(house: House) -> None:
    await house.held()
    house.leave()
    (entry,) = await house.owner.config_entries(DOMAIN)
    since = datetime.now(UTC)
    async with Heartbeats(house.broker.endpoint()) as heartbeats:
        await house.owner.rest("POST", f"/api/config/config_entries/entry/{entry['entry_id']}/reload")
        await heartbeats.since(since, within=ALIVE)
    assert [one.detail for one in house.elevator.happened if one.what == "free"][:1] == ["told to"]
    assert not house.elevator.held


async def test_frigate_restarting_in_a_hold_lets_go(house: House) -> None:
    await house.held()
    await house.frigate.go_offline()
    await house.happened("free")
    view = await house.until(lambda view: view["state"] != "holding", "the guard lets go")
    assert not view["camera"]["up"]
    house.leave()
    await house.frigate.come_back()
    await house.until(lambda view: view["camera"]["up"], "the camera is back")


async def test_a_relay_that_never_answers_leaves_voice_and_alarm(house: House) -> None:
    house.elevator.dead = True
    await house.push_ebike_in()
    await house.happened("said")
    await house.alarm()
    await house.until(lambda view: "relay" in view["promises"]["why_not"], "the relay is given up")
    assert not house.elevator.held

    async def tasks() -> list[dict[str, Any]]:
        active = (await house.owner.call(f"{DOMAIN}/incidents/list", state="active"))["incidents"]
        return [one for one in active if one["cause"] == "guard_relay"]

    # Without it there would be nothing to resolve, and the guard would stay suspended. Of this cause: that the alarm
    # reached nobody is a fault too, and comes first.
    await eventually(tasks, bool, within=ALIVE, what="the technician's task")


async def test_its_own_key_lets_go_whatever_the_guard_wants(house: House) -> None:
    await house.held()
    await (await house.elevator.turn_key()).acked(ALIVE)
    assert not house.elevator.held
    await house.until(lambda view: view["state"] != "holding", "the guard lets go")
    assert not house.elevator.held
