"""Simulated help buttons: they press, resend until the community has it on disk, and signal when told to.

`HelpButtons` runs hundreds of them over one connection with a login that may speak for any simulated device; with
`as_device=True` it is one device that logs in as itself, with its own last will and its own topics only.
"""

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Literal, Protocol, Self

from .link import Arrival, Endpoint, Link, LinkError, Listener, Will
from .protocol import Command, Result, decode, encode, judge, parse_command, resend_delays

type EventType = Literal["pressed", "long_pressed", "fall", "cancelled", "test", "alarm", "clear"]

PATTERNS = ("sent", "acknowledged", "resolved")
SUPPORTED = {"signal": {"pattern": PATTERNS}}
REMEMBERED_COMMANDS = 32


def utc_now() -> datetime:
    """Return the time by the clock of this machine."""
    return datetime.now(UTC)


def random_boot() -> str:
    """Return what tells one power-up of a device from another."""
    return secrets.token_hex(4)


class Press:
    """One event of one button on its way to the disk of the community. Times are monotonic seconds."""

    def __init__(self, device: str, boot: str, seq: int, kind: str, pressed_at: float) -> None:
        """Note what was pressed and when; the button sends it."""
        self.device = device
        self.boot = boot
        self.seq = seq
        self.type = kind
        self.pressed_at = pressed_at
        self.sent_at: list[float] = []
        self.acked_at: float | None = None
        self._acked = asyncio.Event()

    def __repr__(self) -> str:
        """Say which press it is and how far it came."""
        state = "acked" if self.acked_at is not None else "unacked"
        return f"<Press {self.device} {self.boot}/{self.seq} {self.type}, sent {self.attempts} times, {state}>"

    @property
    def attempts(self) -> int:
        """Return how often it was sent; 0 while the device is offline."""
        return len(self.sent_at)

    @property
    def latency(self) -> float | None:
        """Return the seconds from the press to its acknowledgement, None before it."""
        return None if self.acked_at is None else self.acked_at - self.pressed_at

    async def acked(self, within: float | None = None) -> float:
        """Wait for the community's acknowledgement; return the seconds from the press to it.

        Raises TimeoutError if it does not come `within` seconds (None: wait as long as it takes).
        """
        try:
            async with asyncio.timeout(within):
                await self._acked.wait()
        except TimeoutError as error:
            message = f"no acknowledgement within {within:g} s: {self!r}"
            raise TimeoutError(message) from error
        return self.latency or 0.0

    def confirm(self, at: float) -> None:
        """Note that the acknowledgement came at `at`; a second one changes nothing."""
        if self.acked_at is None:
            self.acked_at = at
            self._acked.set()


class HelpButton:
    """One simulated button: its state, what it has not got acknowledged yet, and the timers that resend that."""

    def __init__(
        self,
        device_id: str,
        send: Callable[[str, bytes, bool], bool],
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = utc_now,
        new_boot: Callable[[], str] = random_boot,
    ) -> None:
        """Make a button that sends with `send(leaf, payload, retain)`, which returns False while it is offline."""
        self.device_id = device_id
        self._send = send
        self._clock = clock
        self._now = now
        self._new_boot = new_boot
        self.boot = new_boot()
        self.seq = 0
        self.info: dict[str, object] = {
            "kind": "help_button",
            "model": "Simulated help button",
            "firmware": "1.0.0",
            "serial": f"SIM-{device_id.upper()}",
        }
        self.state: dict[str, object] = {"battery": 100, "tamper": False, "rssi": -61}
        self.executed: list[Command] = []
        self.malformed = 0
        self._results: deque[Result] = deque(maxlen=REMEMBERED_COMMANDS)
        self._pending: dict[tuple[str, int], Press] = {}
        self._timers: dict[tuple[str, int], asyncio.TimerHandle] = {}

    @property
    def unacked(self) -> list[Press]:
        """Return the presses that still wait for their acknowledgement, oldest first."""
        return list(self._pending.values())

    async def press(self, kind: EventType = "pressed") -> Press:
        """Press: sent now, or as soon as there is a connection, and again until acknowledged."""
        self.seq += 1
        press = Press(self.device_id, self.boot, self.seq, kind, self._clock())
        self._pending[press.boot, press.seq] = press
        self._transmit(press, resend_delays())
        return press

    def replay(self, press: Press) -> None:
        """Send an event once more although it may be acknowledged, as a device that missed the acknowledgement."""
        self._send("event", self._event(press), False)  # noqa: FBT003

    def power_cycle(self) -> None:
        """Start anew with another boot id; what was not acknowledged is kept, as in a real button's flash."""
        self.boot = self._new_boot()
        self.seq = 0
        self.resume()

    def set_state(self, **values: object) -> None:
        """Change and publish values of the state: `battery` in %, `tamper`, `rssi` in dBm."""
        self.state.update(values)
        self._send("state", encode(self.state), True)  # noqa: FBT003

    def announcement(self) -> list[tuple[str, bytes, bool]]:
        """Return the retained messages (leaf, payload, retain) by which a device makes itself known."""
        return [
            ("info", encode(self.info), True),
            ("availability", b"online", True),
            ("state", encode(self.state), True),
        ]

    def resume(self) -> None:
        """After a (re)connection: send everything unacknowledged now, and start its delays from the first."""
        for key, press in self._pending.items():
            self._stop_timer(key)
            self._transmit(press, resend_delays())

    def pause(self) -> None:
        """Stop the timers when the connection is gone; `resume` starts them again."""
        for key in list(self._timers):
            self._stop_timer(key)

    def receive(self, leaf: str, arrival: Arrival) -> None:
        """Take a message of the community to this device; what is malformed is counted and changes nothing."""
        if leaf == "ack":
            self._receive_ack(arrival)
        elif leaf == "command":
            self._receive_command(arrival.payload)

    def _receive_ack(self, arrival: Arrival) -> None:
        message = decode(arrival.payload)
        if message is None:
            self.malformed += 1
            return
        boot, seq = message.get("boot", ""), message.get("seq")
        if not isinstance(boot, str) or not isinstance(seq, int):
            self.malformed += 1
            return
        press = self._pending.pop((boot, seq), None)
        if press is not None:
            self._stop_timer((boot, seq))
            press.confirm(arrival.at)

    def _receive_command(self, payload: bytes) -> None:
        command = parse_command(payload)
        if command is None:
            self.malformed += 1
            return
        result = next((known for known in self._results if known.id == command.id), None)
        if result is None:
            result = Result(command.id, judge(command, self._now(), SUPPORTED))
            self._results.append(result)
            if result.error is None:
                self.executed.append(command)
        self._send("result", result.encode(), False)  # noqa: FBT003

    def _event(self, press: Press) -> bytes:
        return encode({"boot": press.boot, "seq": press.seq, "type": press.type, "at": self._now().isoformat()})

    def _transmit(self, press: Press, delays: Iterator[float]) -> None:
        if not self._send("event", self._event(press), False):  # noqa: FBT003
            return
        press.sent_at.append(self._clock())
        timer = asyncio.get_running_loop().call_later(next(delays), self._transmit, press, delays)
        self._timers[press.boot, press.seq] = timer

    def _stop_timer(self, key: tuple[str, int]) -> None:
        timer = self._timers.pop(key, None)
        if timer is not None:
            timer.cancel()


class MakeButton[B](Protocol):
    """Makes the device that an id names."""

    def __call__(self, device_id: str, send: Callable[[str, bytes, bool], bool], *, now: Callable[[], datetime]) -> B:
        """Return a device that sends with `send(leaf, payload, retain)`."""


class Buttons[B: HelpButton]:
    """Any number of simulated devices over one connection; an asynchronous context manager."""

    def __init__(
        self,
        endpoint: Endpoint,
        device_ids: Iterable[str],
        *,
        make: MakeButton[B],
        as_device: bool = False,
        announce: bool = True,
        also: Iterable[str] = (),
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Make the devices; `open` connects them. `also`: topics to listen to besides their own.

        `announce=False` speaks for devices that another connection has announced (and will say goodbye for).
        """
        ids = list(device_ids)
        if as_device and ids != [endpoint.username]:
            message = "a device that logs in as itself is one device, and its login name is its device id"
            raise ValueError(message)
        self._endpoint = endpoint
        self._announce = announce
        self._now = now
        self._make = make
        self._buttons: dict[str, B] = {}
        self._opened = False
        self._online = asyncio.Event()
        who = ids[0] if as_device else "+"
        self._link = Link(
            endpoint,
            ids[0] if as_device else f"simulator-{secrets.token_hex(6)}",
            [endpoint.topic(who, "ack"), endpoint.topic(who, "command"), *also],
            Listener(message=self._received, online=self._came, offline=self._went),
            will=Will(endpoint.topic(ids[0], "availability"), b"offline") if as_device else None,
        )
        for device_id in ids:
            self._add(device_id)

    def __getitem__(self, device_id: str) -> B:
        """Return one button."""
        return self._buttons[device_id]

    def __iter__(self) -> Iterator[B]:
        """Iterate over the buttons, in the order they were added."""
        return iter(self._buttons.values())

    def __len__(self) -> int:
        """Return how many buttons there are."""
        return len(self._buttons)

    async def __aenter__(self) -> Self:
        """Connect."""
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Say goodbye."""
        await self.close()

    @property
    def online(self) -> bool:
        """Return whether there is a connection with its subscriptions."""
        return self._link.online

    @property
    def unacked(self) -> list[Press]:
        """Return every press of every button that still waits for its acknowledgement."""
        return [press for button in self for press in button.unacked]

    async def open(self, *, within: float = 60.0) -> None:
        """Connect, announce the buttons and wait until the broker has all of it. Raises LinkError."""
        self._opened = False
        await self._link.open(within=within)
        if self._announce:
            try:
                await self._link.publish_confirmed(self._announcements(), within=within)
            except BaseException:
                await self._link.close()
                raise
        self._opened = True

    async def close(self) -> None:
        """Say `offline` for every announced button and disconnect; nothing is resent any more."""
        if self._announce and self.online:
            goodbyes = [(self._endpoint.topic(button.device_id, "availability"), b"offline", True) for button in self]
            try:
                await self._link.publish_confirmed(goodbyes, within=3.0)
            except LinkError:
                # A broker that is going away takes no goodbyes; closing must work all the same.
                self._online.clear()
        await self._link.close()

    async def vanish(self) -> None:
        """Lose power: no goodbye, the last will speaks. `open` brings the buttons back."""
        await self._link.vanish()

    async def add(self, device_id: str) -> B:
        """Add one more button and announce it."""
        button = self._add(device_id)
        if self._announce and self.online:
            await self._link.publish_confirmed(self._announcement(button))
        return button

    async def wait_online(self, within: float) -> None:
        """Wait until there is a connection; raises TimeoutError if there is none `within` seconds."""
        async with asyncio.timeout(within):
            await self._online.wait()

    async def all_acked(self, within: float) -> None:
        """Wait until nothing waits for an acknowledgement; raises TimeoutError naming how many still do."""
        waiting = self.unacked
        try:
            async with asyncio.timeout(within):
                for press in waiting:
                    await press.acked()
        except TimeoutError as error:
            message = f"{len(self.unacked)} of {len(waiting)} presses not acknowledged within {within:g} s"
            raise TimeoutError(message) from error

    def send_raw(self, device_id: str, leaf: str, payload: bytes, *, retain: bool = False) -> bool:
        """Publish anything on a device's topic, also what no honest device would send; False while offline."""
        return self._link.publish(self._endpoint.topic(device_id, leaf), payload, retain=retain) is not None

    def _add(self, device_id: str) -> B:
        def send(leaf: str, payload: bytes, retain: bool) -> bool:  # noqa: FBT001
            return self.send_raw(device_id, leaf, payload, retain=retain)

        button = self._make(device_id, send, now=self._now)
        self._buttons[device_id] = button
        return button

    def _announcement(self, button: HelpButton) -> list[tuple[str, bytes, bool]]:
        return [
            (self._endpoint.topic(button.device_id, leaf), payload, retain)
            for leaf, payload, retain in button.announcement()
        ]

    def _announcements(self) -> list[tuple[str, bytes, bool]]:
        return [message for button in self for message in self._announcement(button)]

    def _came(self) -> None:
        if self._announce and self._opened:
            # Also after a break: a last will may have said `offline`, or a broker lost what it had retained.
            for topic, payload, retain in self._announcements():
                self._link.publish(topic, payload, retain=retain)
        self._online.set()
        for button in self:
            button.resume()

    def _went(self) -> None:
        self._online.clear()
        for button in self:
            button.pause()

    def _received(self, arrival: Arrival) -> None:
        *_, device_id, leaf = arrival.topic.split("/")
        button = self._buttons.get(device_id)
        if button is not None:
            button.receive(leaf, arrival)


class HelpButtons(Buttons[HelpButton]):
    """Any number of simulated help buttons over one connection."""

    def __init__(
        self,
        endpoint: Endpoint,
        device_ids: Iterable[str],
        *,
        as_device: bool = False,
        announce: bool = True,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Make the buttons; as `Buttons`."""
        super().__init__(endpoint, device_ids, make=HelpButton, as_device=as_device, announce=announce, now=now)
