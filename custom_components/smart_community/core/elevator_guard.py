"""The elevator guard: a state machine that asks for a door to be held, and lets go. Pure; one `Guard` for an elevator.

The rules are those of `domain.md`, "The e-bike in the elevator"; each sentence is a property in
`tests/core/test_elevator_guard.py`. The guard is never part of the elevator's safety chain: it may only *ask*, and only
while the car is level at a landing with its doors open. Whatever it is not sure of forbids the hold and ends one.
"""

from dataclasses import replace
from functools import singledispatchmethod

from .elevator import (
    CarReported,
    CarSighting,
    Door,
    ElevatorOnline,
    KeyReleased,
)
from .guard_state import (
    LIMIT,
    Guard,
    knows,
)
from .guard_turn import MOST_COUNTED, Turn, episode_key
from .guard_words import (
    Acknowledged,
    Answered,
    Asked,
    Do,
    Eyes,
    GuardFact,
    Happened,
    Happening,
    LetGo,
    Opened,
    OpenIncident,
    Passed,
    Permitted,
    Rearmed,
    Reason,
    Resolved,
    Saw,
    Speak,
    Suspended,
    WhyNot,
)
from .incident import Kind
from .phrases import Phrase
from .response import Instant
from .sighting import Classified, Sighting, ZoneCount


def step(guard: Guard, fact: GuardFact, now: Instant) -> tuple[Guard, tuple[Do, ...]]:
    """Return the guard after a fact, and what is to be done, in this order.

    Only the monotonic side of `now` measures; its UTC is only shown.
    """
    turn = _Facts(guard, now.monotonic)
    turn.take(fact)
    turn.settle()
    after = turn.guard
    if guard.since is None or after.state is not guard.state:
        after = replace(after, since=now.utc)
    return after, tuple(turn.acts)


class _Facts(Turn):
    """Takes what each fact says."""

    @singledispatchmethod
    def take(self, fact: GuardFact) -> None:
        """Take over what a fact says; what follows is settled after."""
        raise TypeError(type(fact))

    @take.register
    def _(self, _fact: Passed) -> None:
        # Time alone: all that follows is settled after.
        return

    @take.register
    def _(self, fact: CarReported) -> None:
        before, car, guard = self.guard.car, fact.car, self.guard
        self.guard = guard = replace(guard, car=car, known=knows(guard.known, car))
        if car.entrapment and not (before is not None and before.entrapment):
            self.do(OpenIncident(Kind.ENTRAPMENT), Speak(Phrase.ENTRAPMENT_STAY_CALM))
            self.do(Happened(Happening.ENTRAPMENT))
        if car.hold is True:
            if guard.held is not None:
                self.guard = replace(guard, held=replace(guard.held, reported=True, unanswered=None))
            elif guard.releasing is None and not guard.permit.tested:
                self.release(Reason.STRAY)
        elif car.hold is False:
            if guard.held is not None and guard.held.reported:
                self.end(Reason.LET_GO)
            elif guard.held is None:
                self.guard = replace(guard, releasing=None)
        if car.door is Door.CLOSED:
            self.closed()
        elif before is not None and before.door is Door.CLOSED:
            self.opening()

    @take.register
    def _(self, fact: ElevatorOnline) -> None:
        guard = self.guard
        if guard.online is not fact.online:
            # What it said before is not what is so now: it has to say it again.
            guard = replace(guard, car=None, evidence=guard.evidence.cut_off())
        self.guard = replace(guard, online=fact.online)

    @take.register
    def _(self, _fact: KeyReleased) -> None:
        self.let_go(Reason.KEY)

    @take.register
    def _(self, fact: CarSighting) -> None:
        self.guard = replace(self.guard, evidence=self.guard.evidence.sighted(fact, self.guard.now))

    @take.register
    def _(self, fact: Saw) -> None:
        guard, evidence = self.guard, self.guard.evidence
        if not guard.eyes.get(fact.camera, False):
            # A message of a camera that is stale or gone is about a moment that nobody knows.
            return
        match fact.fact:
            case Sighting() as sighting:
                evidence = evidence.saw(fact.camera, sighting, guard.now)
            case Classified() as classified:
                evidence = evidence.classified(fact.camera, classified, guard.now)
            case ZoneCount() as count:
                evidence = evidence.counted(fact.camera, count, guard.now)
        self.guard = replace(guard, evidence=evidence)

    @take.register
    def _(self, fact: Eyes) -> None:
        guard = replace(self.guard, eyes={**self.guard.eyes, fact.camera: fact.up})
        if not fact.up:
            guard = replace(guard, evidence=guard.evidence.blinded(fact.camera))
            self.gone = Reason.CAMERA
        self.guard = guard

    @take.register
    def _(self, fact: Permitted) -> None:
        self.guard = replace(self.guard, permit=fact.permit)

    @take.register
    def _(self, fact: Asked) -> None:
        guard = self.guard
        if guard.forbids(person=fact.person) or fact.seconds <= 0:
            return
        ends = guard.now + min(max(fact.seconds, 0.0), LIMIT)
        if (held := guard.held) is None:
            self.begin(ends if fact.person else min(ends, self.limit()))
        elif fact.person and ends > held.ends:
            self.guard = replace(guard, held=replace(held, ends=ends, extended=True))

    @take.register
    def _(self, fact: LetGo) -> None:
        if fact.false_alarm and (episode := self.guard.episode) is not None:
            self.count(episode_key(episode.number), episode.incident)
        self.let_go(Reason.STAFF)

    @take.register
    def _(self, fact: Opened) -> None:
        guard, episode = self.guard, self.guard.episode
        if fact.incident is not None and episode_key(fact.episode) in guard.counted:
            # It was called a false alarm before it had a name; whoever resolves it says the same once more.
            self.guard = guard = replace(guard, counted=(*guard.counted, fact.incident)[-MOST_COUNTED:])
        if episode is None or episode.number != fact.episode or not episode.alarmed or episode.incident is not None:
            # Of another e-bike, not asked for, or answered already.
            return
        self.guard = replace(guard, episode=replace(episode, incident=fact.incident, saved=fact.saved))
        self.do(Happened(Happening.DETECTED))
        if not fact.saved:
            self.tell_not_held("not_saved")

    @take.register
    def _(self, fact: Resolved) -> None:
        episode = self.guard.episode
        is_this = episode is not None and episode.incident == fact.incident
        if fact.false_alarm:
            self.count(episode_key(episode.number) if episode is not None and is_this else None, fact.incident)
        if is_this:
            self.let_go(Reason.STAFF)

    @take.register
    def _(self, fact: Acknowledged) -> None:
        car = self.guard.car
        if fact.kind is Kind.ENTRAPMENT and car is not None and car.entrapment:
            self.do(Speak(Phrase.HELP_IS_COMING))

    @take.register
    def _(self, fact: Answered) -> None:
        guard = self.guard
        if fact.held:
            self._hold_answered(fact)
        elif (releasing := guard.releasing) is not None and fact.error is None:
            is_over = guard.car is None or guard.car.hold is not True
            self.guard = replace(guard, releasing=None if is_over else replace(releasing, heard=True))

    @take.register
    def _(self, fact: Suspended) -> None:
        self.guard = replace(self.guard, suspended=self.guard.suspended | {fact.why})

    @take.register
    def _(self, fact: Rearmed) -> None:
        guard = replace(self.guard, suspended=self.guard.suspended - {fact.why})
        if fact.why is WhyNot.FALSE_ALARMS:
            guard = replace(guard, false_alarms=())
        self.guard = replace(guard, contradicts_since=None)

    def _hold_answered(self, fact: Answered) -> None:
        guard, held = self.guard, self.guard.held
        if held is None or held.number != fact.hold:
            return
        match fact.error:
            case None:
                self.guard = replace(guard, held=replace(held, unanswered=None))
            case "refused":
                self.end(Reason.REFUSED)
            case "not_connected":
                self.end(Reason.OFFLINE)
                # Nothing else has said so yet: it is not asked again at once only to fail again.
                self.wait_with(Reason.OFFLINE)
