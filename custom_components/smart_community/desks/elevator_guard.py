"""The elevator guard's hands: one guard an elevator, its timer, and what it wants done. The rules are in core.

A release is sent first, and what was under way to hold is given up before it. A hold that a person or a rule asks for
is in the journal before it is sent, and the guard's own follows an incident that is on disk.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ..core.elevator import Elevator, ElevatorFact
from ..core.elevator_guard import step
from ..core.fault import Fault
from ..core.guard_faults import FAULTS, fault_of
from ..core.guard_state import Guard, is_the_same_car, view_of
from ..core.guard_words import (
    Answered,
    Asked,
    Do,
    GuardFact,
    GuardView,
    Happened,
    Happening,
    HoldFor,
    HoldRefusedError,
    LetGo,
    Opened,
    OpenIncident,
    Passed,
    Permit,
    Permitted,
    Rearmed,
    Release,
    Speak,
    Suspend,
    Suspended,
    UnknownElevatorError,
    WhyNot,
)
from ..core.incident import Kind
from ..core.journal import Note
from ..core.ports import (
    ClearFault,
    Clock,
    CommandError,
    Commit,
    HoldDoor,
    OpenElevatorIncident,
    ReleaseDoor,
    ReportFault,
    SayPhrase,
    TakePicture,
)
from ..core.telling import listen, tell

_LOGGER = logging.getLogger(__name__)

# How often it is looked whether commissioning still allows a hold, in seconds.
LOOK_EVERY: Final = 1.0
# A timer that is a rounding error early must not be wound again and again, in seconds.
_SHORTEST: Final = 0.001
# As we end, a door is told once to let go, and nobody waits longer than this for its answer, in seconds.
_ENDS_WITHIN: Final = 2.0


@dataclass(slots=True)
class _Post:
    """One guard at its post: what it knows, and what of it is under way."""

    guard: Guard
    view: GuardView
    timer: asyncio.TimerHandle | None = None
    # Facts that came while one was being done; a command may be answered before it has returned.
    waiting: deque[GuardFact] = field(default_factory=deque)
    busy: bool = False
    asking: set[asyncio.Task[None]] = field(default_factory=set)
    releasing: set[asyncio.Task[None]] = field(default_factory=set)


class ElevatorGuardDesk:
    """The guards of all elevators. Used on the event loop only."""

    def __init__(  # noqa: PLR0913 - what the runtime hands it
        self,
        *,
        clock: Clock,
        hold: HoldDoor,
        release: ReleaseDoor,
        say: SayPhrase,
        open_incident: OpenElevatorIncident,
        take_picture: TakePicture,
        permit_of: Callable[[str], Permit],
        commit: Commit,
        note_late: Callable[[str, str, str, Mapping[str, Any]], Coroutine[Any, Any, None]],
        report: ReportFault,
        clear: ClearFault,
    ) -> None:
        """`permit_of`: what commissioning allows now; `commit` writes before a hold; `note_late` writes after."""
        self._clock = clock
        self._hold = hold
        self._release = release
        self._say = say
        self._open_incident = open_incident
        self._take_picture = take_picture
        self._permit_of = permit_of
        self._commit = commit
        self._note_late = note_late
        self._report = report
        self._clear = clear
        self._posts: dict[str, _Post] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._leaving: set[asyncio.Task[None]] = set()
        self._listeners: list[Callable[[GuardView], None]] = []
        self._event_listeners: list[Callable[[str, Happened], None]] = []
        # Suspensions of before a restart, by elevator; what is open stays open.
        self._suspended: dict[str, set[WhyNot]] = {}

    # What others ask.

    @property
    def views(self) -> Mapping[str, GuardView]:
        """How every guard is, by elevator."""
        return {elevator_id: post.view for elevator_id, post in self._posts.items()}

    def view(self, elevator_id: str) -> GuardView:
        """Return how a guard is. Raises UnknownElevatorError."""
        return self._post(elevator_id).view

    def is_held(self, elevator_id: str) -> bool:
        """Return whether a door is held by us now; an elevator that nobody knows is not."""
        post = self._posts.get(elevator_id)
        return post is not None and post.guard.held is not None

    def on_view(self, listener: Callable[[GuardView], None]) -> Callable[[], None]:
        """Call `listener` with each view that has changed; returns how to stop that."""
        return listen(self._listeners, listener)

    def on_event(self, listener: Callable[[str, Happened], None]) -> Callable[[], None]:
        """Call `listener` with an elevator's id and what happened there; returns how to stop that."""
        return listen(self._event_listeners, listener)

    async def hold(self, elevator_id: str, seconds: float, by: str, *, person: bool) -> GuardView:
        """Ask for a hold, or for so much more of one; `person`: not a rule, whose hold ends with the guard's own.

        Raises UnknownElevatorError, HoldRefusedError, and StoreError: what is not in the journal is not asked for.
        """
        self._allow(elevator_id, person=person)
        await self._commit(
            [Note(self._clock().utc, by, "elevator_hold_asked", elevator_id, {"seconds": round(seconds)})]
        )
        # The car may have left meanwhile.
        post = self._allow(elevator_id, person=person)
        self.take(elevator_id, Asked(seconds, person=person))
        return post.view

    async def extend(self, elevator_id: str, seconds: float, by: str) -> GuardView:
        """Hold longer what is held; only a person does. Raises as `hold`."""
        if self._post(elevator_id).guard.held is None:
            raise HoldRefusedError(elevator_id, ["not_held"])
        return await self.hold(elevator_id, seconds, by, person=True)

    async def release(self, elevator_id: str, by: str, *, false_alarm: bool = False) -> GuardView:
        """Let go at once, and have it written down after. Raises UnknownElevatorError."""
        post = self._post(elevator_id)
        self.take(elevator_id, LetGo(false_alarm=false_alarm))
        await self._note_late(by, "elevator_released", elevator_id, {"false_alarm": false_alarm})
        return post.view

    # What the house tells.

    def configure(self, elevators: Iterable[Elevator]) -> frozenset[str]:
        """Have these elevators, and no others; a guard whose elevator is another now lets go and begins anew.

        Returns the ids of the elevators whose guards have begun: they know nothing yet.
        """
        wanted = {elevator.id: elevator for elevator in elevators}
        for elevator_id, post in list(self._posts.items()):
            elevator = wanted.get(elevator_id)
            if elevator is not None and is_the_same_car(elevator, post.guard.elevator):
                post.guard = replace(post.guard, elevator=elevator)
            else:
                self._suspended.setdefault(elevator_id, set()).update(post.guard.suspended)
                self._leave(elevator_id, post)
        now, begun = self._clock(), wanted.keys() - self._posts.keys()
        for elevator in wanted.values():
            if elevator.id not in begun:
                continue
            guard = Guard(elevator, now=now.monotonic)
            self._posts[elevator.id] = _Post(guard, view_of(guard, now))
            for why in self._suspended.pop(elevator.id, ()):
                self.take(elevator.id, Suspended(why))
        return frozenset(begun)

    def suspend(self, elevator_id: str, why: WhyNot) -> None:
        """Go on with a suspension of before a restart: the task for the technician is still open."""
        if elevator_id in self._posts:
            self.take(elevator_id, Suspended(why))
        else:
            self._suspended.setdefault(elevator_id, set()).add(why)

    def rearm(self, elevator_id: str, why: WhyNot) -> None:
        """Take a technician's word that what a guard was suspended for has been seen to."""
        self._clear(FAULTS[why], elevator_id)
        self._suspended.get(elevator_id, set()).discard(why)
        self.take(elevator_id, Rearmed(why))

    def task_of(self, elevator_id: str, why: WhyNot) -> Fault | None:
        """Return the fault that a guard is still suspended for, None if it is not."""
        post = self._posts.get(elevator_id)
        return fault_of(post.guard.elevator, why) if post is not None and why in post.guard.suspended else None

    def take_elevator_fact(self, fact: ElevatorFact) -> None:
        """Take what the link says of an elevator."""
        self.take(fact.elevator, fact)

    def take(self, elevator_id: str, fact: GuardFact) -> None:
        """Tell a guard a fact, and do what it wants; one that is not there is not told."""
        post = self._posts.get(elevator_id)
        if post is None:
            return
        permit = self._permit_of(elevator_id)
        if permit != post.guard.permit:
            post.waiting.append(Permitted(permit))
        post.waiting.append(fact)
        if post.busy:
            return
        post.busy = True
        try:
            while post.waiting and self._posts.get(elevator_id) is post:
                self._step(elevator_id, post, post.waiting.popleft())
        finally:
            post.busy = False

    async def look(self) -> None:
        """Look whether commissioning still says the same; called every second."""
        for elevator_id, post in list(self._posts.items()):
            if self._permit_of(elevator_id) != post.guard.permit:
                self.take(elevator_id, Passed())

    async def stop(self) -> None:
        """Let every door go; nothing is resumed after."""
        for elevator_id, post in list(self._posts.items()):
            self._leave(elevator_id, post)
        if self._leaving:
            await asyncio.wait(set(self._leaving), timeout=_ENDS_WITHIN)
        _give_up(self._tasks)

    # How it is done.

    def _post(self, elevator_id: str) -> _Post:
        post = self._posts.get(elevator_id)
        if post is None:
            raise UnknownElevatorError(elevator_id)
        return post

    def _allow(self, elevator_id: str, *, person: bool) -> _Post:
        """Return the post of a guard that may ask now. Raises UnknownElevatorError, HoldRefusedError."""
        post = self._post(elevator_id)
        self.take(elevator_id, Passed())
        if forbids := post.guard.forbids(person=person):
            raise HoldRefusedError(elevator_id, (what.value for what in forbids))
        return post

    def _step(self, elevator_id: str, post: _Post, fact: GuardFact) -> None:
        now = self._clock()
        post.guard, acts = step(post.guard, fact, now)
        before, post.view = post.view, view_of(post.guard, now)
        for act in acts:
            try:
                self._act(elevator_id, post, act)
            except Exception:
                # A screen that fails must keep nothing of the rest from being done.
                _LOGGER.exception("The guard of elevator %s could not do a thing", elevator_id)
        self._wind(elevator_id, post)
        if post.view != before:
            tell(self._listeners, post.view)

    def _act(self, elevator_id: str, post: _Post, act: Do) -> None:
        match act:
            case Release():
                _give_up(post.asking)
                self._run(self._let_go(elevator_id, act), post.releasing)
            case HoldFor():
                _give_up(post.releasing)
                self._run(self._ask(elevator_id, act), post.asking)
            case Speak(phrase):
                self._run(self._say(elevator_id, phrase))
            case OpenIncident():
                self._run(self._open(elevator_id, act))
            case Happened():
                if act.what in _WRITTEN:
                    details = {} if act.reason is None else {"reason": act.reason}
                    self._run(self._note_late("system", f"elevator_{act.what.value}", elevator_id, details))
                tell(self._event_listeners, elevator_id, act)
            case Suspend(why):
                self._report(fault_of(post.guard.elevator, why))

    async def _ask(self, elevator_id: str, act: HoldFor) -> None:
        error = await _error_of(self._hold(elevator_id, act.seconds))
        self.take(elevator_id, Answered(act.hold, held=True, error=error))

    async def _let_go(self, elevator_id: str, act: Release) -> None:
        error = await _error_of(self._release(elevator_id))
        self.take(elevator_id, Answered(act.hold, held=False, error=error))

    async def _open(self, elevator_id: str, act: OpenIncident) -> None:
        try:
            incident, saved = await self._open_incident(elevator_id, act.kind)
        except Exception:
            _LOGGER.exception("The incident of elevator %s could not be opened", elevator_id)
            incident, saved = None, False
        if act.kind is Kind.EBIKE:
            self.take(elevator_id, Opened(act.episode, incident, saved=saved))
        # Only now: nothing waits for a picture.
        if incident is not None and act.camera is not None:
            await self._take_picture(incident, act.camera, act.track)

    def _run(self, work: Coroutine[Any, Any, None], kept: set[asyncio.Task[None]] | None = None) -> None:
        """Begin a piece of work: eagerly, so that a command is on its way before anything else happens."""
        task = asyncio.Task(work, loop=asyncio.get_running_loop(), eager_start=True)
        for tasks in (self._tasks, kept):
            if tasks is not None and not task.done():
                tasks.add(task)
                task.add_done_callback(tasks.discard)
        task.add_done_callback(_log_failure)

    def _wind(self, elevator_id: str, post: _Post) -> None:
        if post.timer is not None:
            post.timer.cancel()
            post.timer = None
        if elevator_id in self._posts and (due := post.guard.due()) is not None:
            delay = max(_SHORTEST, due - self._clock().monotonic)
            loop = asyncio.get_running_loop()
            post.timer = loop.call_later(delay, self.take, elevator_id, Passed())

    def _leave(self, elevator_id: str, post: _Post) -> None:
        """Take a guard from its post; a door that it holds is let go."""
        del self._posts[elevator_id]
        if post.timer is not None:
            post.timer.cancel()
        _give_up(post.asking)
        if post.guard.held is not None:
            self._run(self._go(elevator_id), self._leaving)

    async def _go(self, elevator_id: str) -> None:
        await _error_of(self._release(elevator_id))


# What of all that happens is in the journal; the rest is in the incident.
_WRITTEN: Final = frozenset({Happening.HELD, Happening.NOT_HELD, Happening.RELEASED, Happening.FALSE_ALARM})


async def _error_of(command: Coroutine[Any, Any, None]) -> str | None:
    """Return the code of what became of a command, None if it was done."""
    try:
        await command
    except CommandError as error:
        return error.code
    except Exception:
        _LOGGER.exception("A command to an elevator failed")
        return "failed"
    return None


def _give_up(tasks: set[asyncio.Task[None]]) -> None:
    for task in list(tasks):
        # The answer of a command may itself be what ends the others.
        if task is not asyncio.current_task():
            task.cancel()


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _LOGGER.error("The elevator guard failed at a step", exc_info=error)
