"""What `scripts/demo do NAME` plays into a running demo: each step on the screen with its milliseconds."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from simulators.help_button import Buttons, HelpButton, MakeButton, Press
from simulators.smoke_sensor import Sensor, sensor_of

from .client import HomeAssistantClient, Json, Subscription
from .community import DOMAIN, OWNER_ROLE
from .control import RunningDemo, broker_down, tap, watching_phones
from .phones import Line, in_words

ACK_WITHIN = 10.0
ANSWER_WITHIN = 15.0
DOWN_FOR = 10.0
# After a break both sides wait up to some seconds before they connect again.
BACK_WITHIN = 45.0
PUSH_WITHIN = 10.0
WHO_WIDTH = 14
# Buttons that are pressed in a walk test; one more is left out.
WALKED = 2
# Whose phones the first step of a help alarm's plan reaches, beside the emergency contact's.
FIRST_TOLD = ("grid_worker", "duty_room")


class ScenarioError(Exception):
    """Something that should have happened did not."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `at` is monotonic seconds."""

    at: float
    who: str
    what: str


class Table:
    """Prints what happened in the order it happened, with the milliseconds since the press."""

    def __init__(self) -> None:
        """Begin without rows."""
        self._rows: list[Row] = []

    def add(self, at: float, who: str, what: str) -> None:
        """Note one thing."""
        self._rows.append(Row(at, who, what))

    def text(self, zero: float) -> str:
        """Return the table; times count from `zero`."""
        rows = sorted(self._rows, key=lambda row: row.at)
        width = max([WHO_WIDTH, *(len(row.who) for row in rows)])
        lines = [f"{(row.at - zero) * 1000:>9.1f}  {row.who:<{width}}  {row.what}" for row in rows]
        return "\n".join([f"{'ms':>9}  {'who':<{width}}  what", *lines])


class Stage:
    """The people of a scenario: clients of the running demo, logged in, and one of its devices."""

    def __init__(self, demo: RunningDemo, kind: str = "help_button") -> None:
        """Belong to a running demo; `kind`: of the device that the scenario is about."""
        self.demo = demo
        self.kind = kind
        self.table = Table()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Log everybody in, and pick a device of a home where nothing is going on."""
        try:
            await self._enter()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Log out."""
        await self._stack.aclose()

    async def _enter(self) -> None:
        technician = await self._login(OWNER_ROLE)
        self.duty_room = await self._login("duty_room")
        self.grid_worker = await self._login("grid_worker")
        self.incidents: Subscription = await self.duty_room.subscribe(f"{DOMAIN}/incidents/subscribe")
        snapshot = await self.incidents.get(ANSWER_WITHIN)
        busy = {incident["place"].get("home") for incident in snapshot["incidents"] if incident["state"] != "resolved"}
        devices = (await technician.call(f"{DOMAIN}/devices/list"))["devices"]
        of_kind = [device for device in devices if device["kind"] == self.kind and device["home"] is not None]
        self.free: list[str] = [device["id"] for device in of_kind if device["home"] not in busy]
        if not self.free:
            message = f"none of {len(of_kind)} devices of kind {self.kind} is in a home without an open incident"
            raise ScenarioError(message)
        self.device: str = self.free[0]
        make: MakeButton[HelpButton] = HelpButton if self.kind == "help_button" else sensor_of
        self.buttons = await self._stack.enter_async_context(
            Buttons(self.demo.endpoint, self.free, make=make, announce=False)
        )

    async def _login(self, role: str) -> HomeAssistantClient:
        password = self.demo.accounts[role]
        client = await HomeAssistantClient.login(self.demo.url, role, password)
        return await self._stack.enter_async_context(client)

    async def press(self) -> Press:
        """Press the button."""
        press = await self.buttons[self.device].press()
        self.table.add(press.pressed_at, self.device, f"pressed (boot {press.boot}, event {press.seq})")
        return press

    async def smell(self) -> Press:
        """Have the sensor smell smoke."""
        press = await self.sensor.alarm()
        self.table.add(press.pressed_at, self.device, f"smells smoke (boot {press.boot}, event {press.seq})")
        return press

    @property
    def sensor(self) -> Sensor:
        """The device, as the sensor that it is."""
        sensor = self.buttons[self.device]
        if not isinstance(sensor, Sensor):
            message = f"{self.device} is no sensor"
            raise ScenarioError(message)
        return sensor

    async def follow(self, press: Press, *, within: float) -> Json:
        """Wait for the acknowledgement to the button and for the incident; return the incident."""
        _, incident = await asyncio.gather(self._acknowledged(press, within), self._opened(within))
        return incident

    async def _acknowledged(self, press: Press, within: float) -> None:
        await _in_time(press.acked(within), f"{self.device} got no acknowledgement", within)
        sent = "once" if press.attempts == 1 else f"{press.attempts} times"
        self.table.add(press.acked_at or 0.0, "community", f"told {self.device} that it is on disk (sent {sent})")

    async def _opened(self, within: float) -> Json:
        def wanted(event: Json) -> bool:
            return bool(event["type"] == "change" and event["incident"].get("device") == self.device)

        event = await _in_time(self.incidents.until(wanted, within), "no incident was opened", within)
        incident = event["incident"]
        shown = await self.duty_room.call(f"{DOMAIN}/incidents/get", incident_id=incident["id"])
        home = shown.get("home") or {}
        place = ", ".join(str(home.get(part, "?")) for part in ("building_name", "unit", "number"))
        what = f"sees incident #{incident['number']} {event['change']}: {incident['kind']}, {incident['severity']}"
        self.table.add(self.incidents.arrived_at, "duty_room", f"{what}; {place}, {home.get('household', '?')}")
        return incident

    async def acknowledge(self, incident: Json) -> None:
        """Have the grid worker acknowledge, and wait until the duty room sees it."""
        at = time.monotonic()
        answer = await self.grid_worker.call(f"{DOMAIN}/incidents/acknowledge", incident_id=incident["id"])
        owner = "and owns it" if answer["owner"] else "but somebody else owns it"
        self.table.add(at, "grid_worker", f"acknowledges #{incident['number']}, {owner}")
        await self.seen(incident, "acknowledged")

    async def resolve(self, incident: Json) -> None:
        """Have the duty room resolve it, as a test."""
        fields = {"incident_id": incident["id"], "resolution": "test", "note": "scripts/demo do"}
        self.table.add(time.monotonic(), "duty_room", f"resolves #{incident['number']} as a test")
        await self.duty_room.call(f"{DOMAIN}/incidents/resolve", **fields)
        await self.seen(incident, "resolved")

    async def seen(self, incident: Json, change: str, state: str | None = None) -> None:
        """Wait until the duty room sees a change, with the state that it leads to unless another is given."""

        def wanted(event: Json) -> bool:
            return bool(
                event["type"] == "change"
                and event["change"] == change
                and event["incident"]["id"] == incident["id"]
                and event["incident"]["state"] == (state or change)
            )

        late = f"the duty room did not see #{incident['number']} {change}"
        await _in_time(self.incidents.until(wanted, ANSWER_WITHIN), late, ANSWER_WITHIN)
        self.table.add(self.incidents.arrived_at, "duty_room", f"sees #{incident['number']} {change}")


async def _in_time[T](awaitable: Awaitable[T], otherwise: str, within: float) -> T:
    try:
        return await awaitable
    except TimeoutError as error:
        message = f"{otherwise} within {within:g} s"
        raise ScenarioError(message) from error


async def play_help(stage: Stage) -> float:
    """Play a call for help from the press to the resolution; return when it was pressed."""
    if stage.demo.phones:
        return await _play_help_on_phones(stage)
    press = await stage.press()
    incident = await stage.follow(press, within=ACK_WITHIN)
    await stage.acknowledge(incident)
    await stage.resolve(incident)
    return press.pressed_at


async def _play_help_on_phones(stage: Stage) -> float:
    """Play it as people meet it: three phones show it, one taps, the others are cleared."""
    async with watching_phones(stage.demo) as lines:
        watch = _Watch(lines)
        press = await stage.press()
        incident = await stage.follow(press, within=ACK_WITHIN)
        tag, number = f"{DOMAIN}_{incident['id']}", re.compile(rf"#{incident['number']}\b")

        def message(line: Line) -> bool:
            return line["event"] == "sms" and number.search(line["text"]) is not None

        def on(phone: str, event: str) -> Callable[[Line], bool]:
            return lambda line: (line["event"], line.get("phone"), line.get("tag")) == (event, phone, tag)

        try:
            for phone in FIRST_TOLD:
                await watch.first(on(phone, "push"), f"phone {phone} shows nothing of it")
            await watch.first(message, "no text message about it was sent")
            owner, *others = FIRST_TOLD
            await tap(stage.demo, owner, tag, "ack")
            await stage.seen(incident, "acknowledged")
            for phone in others:
                await watch.first(on(phone, "cleared"), f"phone {phone} was not cleared")
        finally:
            for line in watch.seen:
                if line.get("tag") == tag or message(line):
                    stage.table.add(line["at"], line["who"], in_words(line).removeprefix(f"{line['who']}: "))
    await stage.resolve(incident)
    return press.pressed_at


class _Watch:
    """What the demo's phones have done since the watch began."""

    def __init__(self, lines: AsyncGenerator[Line]) -> None:
        """Read `lines` as far as is asked for."""
        self._lines = lines
        self.seen: list[Line] = []

    async def first(self, wanted: Callable[[Line], bool], otherwise: str, within: float = PUSH_WITHIN) -> Line:
        """Return the first line that is wanted, of those seen and those to come. Raises ScenarioError."""
        for line in self.seen:
            if wanted(line):
                return line
        return await _in_time(self._next(wanted, within), otherwise, within)

    async def _next(self, wanted: Callable[[Line], bool], within: float) -> Line:
        async with asyncio.timeout(within):
            async for line in self._lines:
                self.seen.append(line)
                if wanted(line):
                    return line
        message = "the demo ended"
        raise ScenarioError(message)


async def play_smoke(stage: Stage) -> float:
    """Play smoke in a home, from the sensor to the resolution; return when it was smelt."""
    press = await stage.smell()
    try:
        incident = await stage.follow(press, within=ACK_WITHIN)
        await stage.acknowledge(incident)
    finally:
        clear = await stage.sensor.clear()
        stage.table.add(clear.pressed_at, stage.device, "smells nothing any more")
    # Clear is noted, and the incident stays open for a person.
    await stage.seen(incident, "cleared", "acknowledged")
    await stage.resolve(incident)
    return press.pressed_at


async def play_walk_test(stage: Stage) -> float:
    """Play a walk test of three buttons, of which one is not reached; return when it began."""
    reached, (left,) = stage.free[:WALKED], stage.free[WALKED : WALKED + 1]
    tests = await stage.duty_room.subscribe(f"{DOMAIN}/walk_test/subscribe")
    await tests.get(ANSWER_WITHIN)
    started = time.monotonic()
    test = (await stage.duty_room.call(f"{DOMAIN}/walk_test/start", devices=[*reached, left], minutes=5))["test"]
    stage.table.add(started, "duty_room", f"begins a walk test of {len(test['expected'])} buttons")
    try:
        for device_id in reached:
            press = await stage.buttons[device_id].press()
            stage.table.add(press.pressed_at, device_id, "pressed, under test")

            def ticked(event: Json, device_id: str = device_id) -> bool:
                lines = [line for run in event["running"] for line in run["expected"]]
                return any(line["device"] == device_id and line["tested_at"] is not None for line in lines)

            await _in_time(tests.until(ticked, ACK_WITHIN), f"{device_id} was not ticked off", ACK_WITHIN)
            stage.table.add(tests.arrived_at, "duty_room", f"sees {device_id} ticked off")
            await _in_time(press.acked(ACK_WITHIN), f"{device_id} got no acknowledgement", ACK_WITHIN)
    finally:
        answer = await stage.duty_room.call(f"{DOMAIN}/walk_test/stop", test_id=test["id"])
    stage.table.add(time.monotonic(), "duty_room", f"ends it; left: {', '.join(answer['report']['left'])}")
    if answer["report"]["left"] != [left]:
        message = f"left should be {left}"
        raise ScenarioError(message)
    return started


async def play_broker_down(stage: Stage) -> float:
    """Play a call for help while the broker is away; return when it was pressed."""
    async with aclosing(broker_down(stage.demo, DOWN_FOR)) as down:
        _, at = await anext(down)
        stage.table.add(at, "broker", "stopped")
        press = await stage.press()
        # From now on, so that the table has the time at which each thing came.
        following = asyncio.create_task(stage.follow(press, within=DOWN_FOR + BACK_WITHIN))
        try:
            _, at = await anext(down)
            stage.table.add(at, "broker", "started")
            incident = await following
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
    await stage.acknowledge(incident)
    await stage.resolve(incident)
    return press.pressed_at


SCENARIOS: dict[str, Callable[[Stage], Awaitable[float]]] = {
    "help": play_help,
    "smoke": play_smoke,
    "walk-test": play_walk_test,
    "broker-down": play_broker_down,
}
# Of what kind the device is that a scenario is about; of the others, a help button.
KINDS = {"smoke": "smoke"}


async def play(name: str, config_dir: Path | None = None) -> None:
    """Play a scenario into the running demo (the one on `config_dir`, if several run) and print its table.

    Raises NoDemoError when no demo runs, ScenarioError when something does not happen in time; what did happen is
    printed then as well.
    """
    demo = RunningDemo.find(config_dir)
    async with Stage(demo, KINDS.get(name, "help_button")) as stage:
        started = time.monotonic()
        try:
            started = await SCENARIOS[name](stage)
        finally:
            print(stage.table.text(started), flush=True)
