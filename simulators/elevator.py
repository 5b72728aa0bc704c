"""Simulated elevators of our protocol: a car, and beside its controller a small box with a relay that speaks MQTT.

The box keeps the door safe without the community: a hold ends by its own timer, without a heartbeat, without the
broker, at the elevator's own key, and it is refused unless the car stands at a landing with its door open.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self, override

from .elevator_car import MODES, Car, Mode, Pace
from .help_button import Buttons, HelpButton, Press, utc_now
from .link import Arrival, Endpoint
from .protocol import Command, Result, encode, judge, parse_command, resend_delays
from .watchdog import Watchdog

LONGEST_HOLD: Final = 10.0
# An elevator says how it is at least this often, in seconds, changed or not.
SAYS_EVERY: Final = 10.0
_WATCHES_EVERY: Final = 0.5
_LANGUAGES: Final = ("zh-Hans", "en")


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that the box did or was told, at monotonic seconds: `held`, `free`, `refused`, `said`, `key`."""

    at: float
    what: str
    detail: str = ""


class Elevator(HelpButton):
    """One elevator: its car, its relay box, and what the box says of both."""

    def __init__(
        self,
        device_id: str,
        send: Callable[[str, bytes, bool], bool],
        *,
        now: Callable[[], datetime] = utc_now,
        pace: Pace | None = None,
    ) -> None:
        """Make an elevator that sends with `send(leaf, payload, retain)`."""
        super().__init__(device_id, send, now=now)
        self.info |= {"kind": "elevator", "model": "Simulated elevator", "check_in": 60}
        self.car = Car(pace=pace)
        self.car.changed = self._say
        # What is wrong with the box: seconds that its relay takes; it takes no hold and answers none; it acts and does
        # not answer; what it knows nothing of (names of the state).
        self.relay_delay = 0.0
        self.dead = False
        self.mute = False
        self.unwired: set[str] = set()
        self.happened: list[Happening] = []
        self.on_happening: Callable[[Happening], None] = lambda _: None
        self.on_state: Callable[[], None] = lambda: None
        self._watchdog = Watchdog(time.monotonic())
        self._held = False
        self._locked = False
        self._expiry: asyncio.TimerHandle | None = None
        # The holds that a slow relay has not come to yet, by the command's id.
        self._switching: dict[str, asyncio.Task[None]] = {}
        self._said = b""
        self._said_at = 0.0
        self._details: dict[tuple[str, int], dict[str, object]] = {}

    @property
    def held(self) -> bool:
        """Whether the box's relay is closed."""
        return self._held

    @property
    def expires_at(self) -> float | None:
        """When the box lets go by itself, in seconds of the event loop; None if it does not hold."""
        return self._expiry.when() if self._expiry is not None else None

    # What the box is told.

    @override
    def receive(self, leaf: str, arrival: Arrival) -> None:
        if leaf == "command":
            self._take_command(arrival.payload)
        else:
            super().receive(leaf, arrival)

    def hear_heartbeat(self, payload: bytes, *, retained: bool) -> None:
        """Take a heartbeat of the community; its last will lets the door go at once."""
        self._watchdog.hear(payload, time.monotonic(), retained=retained)
        if payload == b'{"at":null}' and not retained:
            self._let_go("the community is gone")

    def look(self) -> None:
        """Let go when the community has not been heard for too long, and speak at least every 10 s."""
        if self._watchdog.sounds(time.monotonic()):
            self._let_go("no heartbeat")
        if time.monotonic() - self._said_at >= SAYS_EVERY:
            self._said = b""
            self._say()

    @override
    def pause(self) -> None:
        """Without the broker nobody can let go, so the box does."""
        self._let_go("no connection")
        super().pause()

    def _take_command(self, payload: bytes) -> None:
        command = parse_command(payload)
        if command is None:
            self.malformed += 1
            return
        if self.dead and command.command in {"hold_door", "release_door"}:
            return
        known = next((result for result in self._results if result.id == command.id), None)
        if known is not None:
            self._answer(known)
            return
        if command.id in self._switching:
            return
        error = self._refusal(command)
        match command.command:
            case _ if error is not None:
                self._happen("refused", error)
            case "hold_door":
                self._switch_on(command)
                return
            case "release_door":
                self._let_go("told to")
            case "announce":
                self._happen("said", f"{command.fields['language']}: {command.fields.get('text', '')}")
        if error is None:
            self.executed.append(command)
        result = Result(command.id, error)
        self._results.append(result)
        self._answer(result)

    def _refusal(self, command: Command) -> str | None:
        """Return why a command is not executed, None if it is."""
        if command.command == "release_door":
            # Letting go is never too late, least of all by a clock that is wrong.
            return None
        error = judge(command, self._now(), {"hold_door": {}, "announce": {"language": _LANGUAGES}})
        if error is not None or command.command != "hold_door":
            return error
        return self._why_not() if 0 < _seconds(command) <= LONGEST_HOLD else "invalid_for"

    def _why_not(self) -> str | None:
        """Return why the box refuses a hold, whoever asks: it knows its car better than anybody."""
        modes = [mode for mode in MODES if mode in self.car.modes]
        if modes:
            return modes[0]
        if self.car.moving or not self.car.level:
            return "moving"
        if self.car.door in {"closed", "closing"}:
            return "door_not_open"
        if self._locked:
            return "key"
        return "no_heartbeat" if self._watchdog.sounds(time.monotonic()) else None

    def _switch_on(self, command: Command) -> None:
        """Hold and answer when the relay has switched: at once, or after its delay if it still may then."""
        ident, seconds = command.id, _seconds(command)
        if not self.relay_delay:
            self._answer_hold(seconds, Result(ident, None))
            return

        async def switch() -> None:
            await asyncio.sleep(self.relay_delay)
            del self._switching[ident]
            self._answer_hold(seconds, Result(ident, self._why_not()))

        self._switching[ident] = asyncio.get_running_loop().create_task(switch())

    def _answer_hold(self, seconds: float, result: Result) -> None:
        if result.error is None:
            self._hold(seconds)
        else:
            self._happen("refused", result.error)
        self._results.append(result)
        self._answer(result)

    def _answer(self, result: Result) -> None:
        if not self.mute:
            self._send("result", result.encode(), False)  # noqa: FBT003

    # What its relay does.

    def _hold(self, seconds: float) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
        # By the device's own timer: nobody need tell it.
        self._expiry = asyncio.get_running_loop().call_later(seconds, self._let_go, "its time is up")
        if not self._held:
            self._held = True
            self._happen("held", f"for {seconds:g} s, to be asked for again")
            self.car.close_contact(True)  # noqa: FBT003
            self._say()

    def _let_go(self, why: str) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
        # What a slow relay has yet to do is not wanted any more.
        while self._switching:
            ident, task = self._switching.popitem()
            task.cancel()
            self._answer_hold(0.0, Result(ident, "released"))
        if self._held:
            self._held = False
            self._happen("free", why)
            self.car.close_contact(False)  # noqa: FBT003
            self._say()

    async def turn_key(self) -> Press:
        """Let go with the elevator's own key: until its door has closed, no hold is taken."""
        self._locked = True
        self._happen("key")
        self._let_go("the key")
        return await self.tell("key_release")

    def set_mode(self, mode: Mode, on: bool) -> None:  # noqa: FBT001 - a mode is on or off
        """Enter or leave a mode of the controller; each of them lets the door go."""
        if on:
            self._let_go(mode)
        self.car.set_mode(mode, on)

    # What it says.

    async def tell(self, kind: str, **details: object) -> Press:
        """Send an event, until it is acknowledged: `entrapment`, `sighting` {label, score, camera, frame} and so on."""
        self.seq += 1
        press = Press(self.device_id, self.boot, self.seq, kind, self._clock())
        self._details[press.boot, press.seq] = details
        self._pending[press.boot, press.seq] = press
        self._transmit(press, resend_delays())
        return press

    @override
    def _event(self, press: Press) -> bytes:
        details = self._details.get((press.boot, press.seq), {})
        return encode(
            {"boot": press.boot, "seq": press.seq, "type": press.type, "at": self._now().isoformat(), **details}
        )

    def _say(self) -> None:
        if self.car.moving or self.car.modes:
            self._let_go("the car moves" if self.car.moving else min(self.car.modes))
        if self.car.door == "closed":
            self._locked = False
        self.state = {
            "floor": self.car.floor,
            "door": self.car.door,
            "level": self.car.level,
            "moving": self.car.moving,
            "hold": self._held,
            **{mode: mode in self.car.modes for mode in MODES},
        }
        for name in self.unwired:
            self.state.pop(name, None)
        payload = encode(self.state)
        if payload != self._said:
            self._said, self._said_at = payload, time.monotonic()
            self._send("state", payload, True)  # noqa: FBT003
            self.on_state()

    @override
    def announcement(self) -> list[tuple[str, bytes, bool]]:
        self._say()
        return super().announcement()

    def _happen(self, what: str, detail: str = "") -> None:
        happening = Happening(time.monotonic(), what, detail)
        self.happened.append(happening)
        self.on_happening(happening)

    async def stop(self) -> None:
        """Stop its timers and its car."""
        switching = list(self._switching.values())
        self._let_go("switched off")
        await asyncio.gather(*switching, return_exceptions=True)
        await self.car.stop()


def _seconds(command: Command) -> float:
    """Return for how long a hold is asked for; 0 for what is no number."""
    seconds = command.fields.get("for")
    return float(seconds) if isinstance(seconds, int | float) else 0.0


class Elevators(Buttons[Elevator]):
    """Any number of simulated elevators over one connection; an asynchronous context manager. Their cars run."""

    def __init__(self, endpoint: Endpoint, device_ids: Iterable[str], *, pace: Pace | None = None) -> None:
        """Make the elevators; entering connects them and starts their cars."""

        def make(device_id: str, send: Callable[[str, bytes, bool], bool], *, now: Callable[[], datetime]) -> Elevator:
            return Elevator(device_id, send, now=now, pace=pace)

        self._heartbeat = f"{endpoint.prefix}/heartbeat"
        super().__init__(endpoint, device_ids, make=make, also=[self._heartbeat])
        self._looking: asyncio.Task[None] | None = None

    @override
    async def __aenter__(self) -> Self:
        """Connect, and let the cars run."""
        await super().__aenter__()
        for elevator in self:
            elevator.car.start()
        self._looking = asyncio.get_running_loop().create_task(self._look())
        return self

    @override
    async def __aexit__(self, *_: object) -> None:
        """Stop the cars, and say goodbye."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        for elevator in self:
            await elevator.stop()
        await super().__aexit__(*_)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_WATCHES_EVERY)
            for elevator in self:
                elevator.look()

    @override
    def _received(self, arrival: Arrival) -> None:
        if arrival.topic != self._heartbeat:
            super()._received(arrival)
            return
        for elevator in self:
            elevator.hear_heartbeat(arrival.payload, retained=arrival.retained)
