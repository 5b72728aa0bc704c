"""The works of a simulated elevator: car, door, controller. It knows nothing of us but the contact at its door button.

A hold is that contact closed: the same as somebody who keeps the door-open button pressed. So it does what the button
does: the open door stays open, the closing one opens again, and to a car that travels it means nothing. The controller
overrides it in every mode in which it overrides the button.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

type Door = Literal["open", "opening", "closed", "closing"]
type Mode = Literal["fire", "firefighter", "inspection", "earthquake", "entrapment", "overload"]

MODES: Final[tuple[Mode, ...]] = ("fire", "firefighter", "inspection", "earthquake", "entrapment", "overload")
# In these the controller does not listen to the door-open button.
_OVERRIDES: Final = frozenset({"fire", "firefighter", "inspection", "earthquake", "entrapment"})
# In these it does not travel.
_STANDS_STILL: Final = frozenset({"entrapment", "inspection", "earthquake"})


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things take, in seconds: of a floor, of the door's way, and how long the door stays open by itself."""

    floor: float = 2.0
    door: float = 1.5
    open: float = 5.0


class Car:
    """One car with its door. Runs in the event loop; `changed` is called at each change."""

    def __init__(
        self, *, floors: Sequence[str] = ("B1", "1", "2", "3", "4", "5", "6"), pace: Pace | None = None
    ) -> None:
        """Stand at the second of the floors (the ground), its door closed."""
        self.floors = list(floors)
        self.pace = pace or Pace()
        self._at = 1 if len(self.floors) > 1 else 0
        self.door: Door = "closed"
        self.moving = False
        self.level = True
        self.modes: set[Mode] = set()
        # The contact in parallel with the door-open button.
        self.contact = False
        self.changed: Callable[[], None] = lambda: None
        self._stir = asyncio.Event()
        self._wanted: int | None = None
        self._open_wanted = False
        self._task: asyncio.Task[None] | None = None

    @property
    def floor(self) -> str:
        """What the landing is called at which it stands, or which it passed last."""
        return self.floors[self._at]

    @property
    def held(self) -> bool:
        """Whether the contact keeps the door open now."""
        return self.contact and not self.moving and self.level and not _OVERRIDES & self.modes

    def start(self) -> None:
        """Begin to run."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Stand still."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    def call(self, floor: str) -> None:
        """Call it to a floor, where its door opens. Raises ValueError for a floor that it does not have."""
        self._wanted = self.floors.index(floor)
        self._stir.set()

    def press_open(self) -> None:
        """Press the door-open button once."""
        self._open_wanted = True
        self._stir.set()

    def close_contact(self, closed: bool) -> None:  # noqa: FBT001 - a contact is closed or not
        """Close or open the contact in parallel with the door-open button."""
        if closed is not self.contact:
            self.contact = closed
            self._stir.set()
            self.changed()

    def set_mode(self, mode: Mode, on: bool) -> None:  # noqa: FBT001 - a mode is on or off
        """Enter or leave a mode; recalled by fire it goes to the ground floor and stays there, open."""
        if on is (mode in self.modes):
            return
        self.modes ^= {mode}
        if mode == "fire" and on:
            self._wanted = 1 if len(self.floors) > 1 else 0
        self._stir.set()
        self.changed()

    async def _run(self) -> None:
        while True:
            kept_open = self.held and self.door != "closed"
            if self._wanted is not None and self._wanted != self._at and not kept_open:
                await self._travel(self._wanted)
            elif self._open_wanted or self._wanted == self._at:
                self._wanted, self._open_wanted = None, False
                await self._open()
            # One thing at a time: what was wanted meanwhile is looked at first.
            elif self.door != "open":
                await self._stirred(None)
            elif await self._time_is_up():
                await self._close()

    async def _time_is_up(self) -> bool:
        """Wait as long as the door stays open; return whether it may close now."""
        if self.held or {"fire", "overload"} & self.modes:
            await self._stirred(None)
            return False
        return not await self._stirred(self.pace.open) and not self.held

    async def _travel(self, floor: int) -> None:
        if self.door != "closed":
            await self._close()
        if self.door != "closed" or _STANDS_STILL & self.modes:
            self._wanted = None if _STANDS_STILL & self.modes else self._wanted
            return
        self._set(moving=True, level=False)
        while self._at != floor:
            await asyncio.sleep(self.pace.floor)
            self._at += 1 if floor > self._at else -1
            self.changed()
            if "entrapment" in self.modes:
                # Stuck between two landings.
                self._wanted = None
                self._set(moving=False)
                return
            floor = self._wanted if self._wanted is not None else floor
        # Before the door opens: whoever calls it meanwhile is not forgotten.
        self._wanted = None
        self._set(moving=False, level=True)
        await self._open()

    async def _open(self) -> None:
        if self.door != "open" and self.level:
            self._set(door="opening")
            await asyncio.sleep(self.pace.door)
            self._set(door="open")

    async def _close(self) -> None:
        self._set(door="closing")
        if not await self._stirred(self.pace.door):
            self._set(door="closed")
        elif self.held or self._open_wanted:
            # The button, or the contact beside it, opens a closing door again.
            self._open_wanted = False
            await self._open()
        else:
            await asyncio.sleep(self.pace.door)
            self._set(door="closed")

    async def _stirred(self, within: float | None) -> bool:
        """Wait until something has happened; return whether it did `within` seconds."""
        self._stir.clear()
        try:
            async with asyncio.timeout(within):
                await self._stir.wait()
        except TimeoutError:
            return False
        return True

    def _set(self, *, door: Door | None = None, moving: bool | None = None, level: bool | None = None) -> None:
        self.door = door if door is not None else self.door
        self.moving = moving if moving is not None else self.moving
        self.level = level if level is not None else self.level
        self.changed()
