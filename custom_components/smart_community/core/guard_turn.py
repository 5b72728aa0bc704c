"""What follows from what a guard knows: let go, tell, ask, renew; in this order after every fact. Pure.

The facts are taken by `elevator_guard.py`.
"""

from dataclasses import replace
from typing import Final

from .ebike_evidence import Grade
from .elevator import LONGEST_HOLD, RENEW_EVERY, Door
from .guard_state import (
    ALONE_FOR,
    ANSWERS_WITHIN,
    CLOSES_WITHIN,
    CONTRADICTS_FOR,
    FALSE_ALARM_WINDOW,
    GONE_FOR,
    LIMIT,
    MOST_FALSE_ALARMS,
    MOST_SAID,
    OVER_AFTER,
    REFUSED_FOR,
    SAID_EVERY,
    STILL_SAYING,
    Bar,
    Episode,
    Guard,
    Held,
    Releasing,
    contradicts,
    lifts_when_closed,
    release_again,
)
from .guard_words import (
    BLINDING,
    INHIBITING,
    Do,
    Happened,
    Happening,
    Hindrance,
    HoldFor,
    OpenIncident,
    Reason,
    Release,
    Speak,
    Suspend,
    WhyNot,
)
from .incident import Kind
from .phrases import Phrase

# Of several hindrances the one that a released door is told to be let go for.
_REASONS: Final = {
    **dict.fromkeys(INHIBITING, Reason.INHIBITED),
    Hindrance.MOVING: Reason.MOVING,
    Hindrance.OFFLINE: Reason.OFFLINE,
    Hindrance.DOOR_NOT_OPEN: Reason.DOOR,
    Hindrance.NOT_LEVEL: Reason.DOOR,
    Hindrance.UNKNOWN: Reason.UNKNOWN,
    Hindrance.BLIND: Reason.CAMERA,
}
# Whoever reads why a door is not held learns nothing from what belongs to every ride.
_TELLING: Final = INHIBITING | BLINDING | frozenset(WhyNot)
# A remainder shorter than this is not asked for: what was asked before lasts that long, in seconds.
_SHORTEST: Final = 1.0
# So many false alarms are remembered, so that each is counted once.
MOST_COUNTED: Final = 32
# After these two further sightings must agree; after those it is not asked again at once.
_ASK_ANEW: Final = frozenset({Reason.LET_GO, Reason.LIMIT})
_ASK_LATER: Final = frozenset({Reason.REFUSED, Reason.LAPSED})


def episode_key(number: int) -> str:
    """Return the name under which an episode is counted as a false alarm."""
    return f"episode:{number}"


class Turn:
    """One fact's turn: the guard as it becomes, and what is to be done."""

    def __init__(self, guard: Guard, now: float) -> None:
        """Begin with nothing to be done, at a time (monotonic seconds); a clock that goes back stands still."""
        self.guard = replace(guard, now=max(guard.now, now))
        # So long nobody has looked: what we know may be as old.
        self._unwatched = self.guard.now - guard.now
        self.acts: list[Do] = []
        # What it means if the e-bike is not seen any more after this fact.
        self.gone = Reason.GONE

    # What follows.

    def settle(self) -> None:
        """Do what the rules say about what is known now; what lets go comes first."""
        self.guard = replace(self.guard, evidence=self.guard.evidence.passed(self.guard.now))
        self._look_for_contradiction()
        self._hold_on()
        self._follow_episode()
        self._start()
        self._renew()
        self._release_again()

    def _look_for_contradiction(self) -> None:
        guard = self.guard
        if not contradicts(guard.car):
            self.guard = replace(guard, contradicts_since=None)
            return
        since = guard.now if guard.contradicts_since is None else guard.contradicts_since
        self.guard = replace(guard, contradicts_since=since)
        if guard.now - since >= CONTRADICTS_FOR:
            self._suspend(WhyNot.CONTRADICTION)

    def _hold_on(self) -> None:
        """End the hold if anything forbids it, or it has lasted long enough."""
        guard, held = self.guard, self.guard.held
        if held is None:
            return
        if (reason := self._forbidden()) is not None:
            self.end(reason)
        elif held.seen and not guard.agreed:
            self.end(self.gone)
        elif guard.now >= held.ends:
            self.end(Reason.LIMIT)
        elif self._unwatched >= ANSWERS_WITHIN and held.began < guard.now:
            # What stood still was us, not the relay: what has come meanwhile is taken first.
            self.end(Reason.LAPSED)
        elif (held.unanswered is not None and guard.now - held.unanswered >= ANSWERS_WITHIN) or self._never_closed():
            self._suspend(WhyNot.RELAY)
            self.end(Reason.RELAY)
        elif guard.agreed and not held.seen:
            self.guard = replace(guard, held=replace(held, seen=True))

    def _never_closed(self) -> bool:
        """Return whether the car goes on saying that its door is not held: the relay answers, but does nothing."""
        guard, held = self.guard, self.guard.held
        if held is None or held.reported or guard.car is None or guard.car.hold is not False:
            return False
        return guard.now - held.began >= CLOSES_WITHIN

    def _forbidden(self) -> Reason | None:
        forbids = (*self.guard.why_not, *self.guard.hindrances)
        if not forbids:
            return None
        return next((reason for what, reason in _REASONS.items() if what in forbids), Reason.NOT_ALLOWED)

    def _follow_episode(self) -> None:
        guard, grade, episode = self.guard, self.guard.evidence.grade, self.guard.episode
        if grade is Grade.NOTHING:
            self._follow_absence()
            return
        if episode is None:
            episode = Episode(guard.episodes + 1, Grade.NOTHING)
        elif episode.before_opening is not None and (news := guard.evidence.taken_for_one - episode.before_opening):
            # The door closed and opened since: what comes in is another, even if nobody has said that the first left.
            episode = Episode(guard.episodes + 1, Grade.NOTHING)
            if guard.held is None:
                guard = replace(guard, evidence=guard.evidence.asks_anew(but=news))
        first_sure = grade is Grade.SURE and episode.grade is not Grade.SURE
        if first_sure or episode.grade is Grade.NOTHING:
            self.do(Happened(Happening.SIGHTED if grade is Grade.SURE else Happening.SUSPECTED))
        if first_sure:
            episode = replace(episode, sure_since=guard.now)
        episode = replace(episode, grade=max(grade, episode.grade), gone_at=None)
        self.guard = replace(guard, episode=self._said(episode, first_sure=first_sure), episodes=episode.number)
        self._alarm()

    def _follow_absence(self) -> None:
        guard, episode = self.guard, self.guard.episode
        if episode is None:
            return
        if episode.gone_at is None:
            self.do(Happened(Happening.GONE))
            episode = replace(episode, gone_at=guard.now)
        closed = guard.car is not None and guard.car.door is Door.CLOSED
        if closed or guard.now - (episode.gone_at or guard.now) >= GONE_FOR:
            run = guard.run if guard.held is not None else None
            bar = guard.bar if guard.bar is not None and guard.bar.until is not None else None
            self.guard = replace(guard, episode=None, bar=bar, run=run)
        else:
            self.guard = replace(guard, episode=episode)

    def _said(self, episode: Episode, *, first_sure: bool) -> Episode:
        """Say at the first sighting that it has to leave, and again while it is surely there."""
        now, before = self.guard.now, episode.said_at
        if before is not None and now - before < (STILL_SAYING if first_sure else SAID_EVERY):
            return episode
        if before is not None and (self.guard.evidence.grade is not Grade.SURE or episode.said >= MOST_SAID):
            return episode
        held = self.guard.held is not None
        self.do(Speak(Phrase.EBIKE_PLEASE_LEAVE if held else Phrase.EBIKE_OUT))
        return replace(episode, said_at=now, said=episode.said + 1)

    def _alarm(self) -> None:
        """Tell the console, once: two sightings agree, or a sure one stays alone."""
        guard, episode = self.guard, self.guard.episode
        if episode is None or episode.alarmed:
            return
        is_sure = episode.sure_since is not None and guard.evidence.grade is Grade.SURE
        alone = is_sure and guard.now - (episode.sure_since or guard.now) >= ALONE_FOR
        if guard.agreed or alone:
            self.guard = replace(guard, episode=replace(episode, alarmed=True))
            camera, track = guard.evidence.pictured
            self.do(OpenIncident(Kind.EBIKE, episode.number, camera, track))

    def _start(self) -> None:
        """Ask for the hold, if everything says that it may be asked for."""
        guard, episode = self.guard, self.guard.episode
        if guard.held is not None or episode is None or not guard.agreed or not episode.saved:
            return
        if not (forbids := guard.forbids(person=False)):
            self.begin(self.limit())
        elif (telling := next((what for what in forbids if what in _TELLING), None)) is not None:
            self.tell_not_held(telling.value)

    def _renew(self) -> None:
        guard, held = self.guard, self.guard.held
        if held is None or guard.now - held.asked < RENEW_EVERY or held.ends - guard.now < _SHORTEST:
            return
        unanswered = guard.now if held.unanswered is None else held.unanswered
        self.guard = replace(guard, held=replace(held, asked=guard.now, unanswered=unanswered))
        self.do(HoldFor(held.number, min(LONGEST_HOLD, held.ends - guard.now)))

    def _release_again(self) -> None:
        """Send a release again until it is confirmed; what is held after its time, or never answers, is broken."""
        guard, releasing = self.guard, self.guard.releasing
        if releasing is None:
            return
        stuck = guard.car is not None and guard.car.hold is True
        if guard.now - releasing.began >= OVER_AFTER:
            if guard.online and (stuck or not releasing.heard):
                self._suspend(WhyNot.RELAY)
            if not stuck:
                self.guard = replace(self.guard, releasing=None)
                return
        if guard.now - releasing.asked >= release_again(self.guard):
            self.guard = replace(self.guard, releasing=replace(releasing, asked=guard.now))
            self.do(Release(releasing.hold, releasing.reason))

    # Small steps.

    def do(self, *acts: Do) -> None:
        """Add to what is to be done."""
        self.acts.extend(acts)

    def limit(self) -> float:
        """Return until when the guard itself, or a rule, may hold."""
        return (self.guard.now if self.guard.run is None else self.guard.run) + LIMIT

    def begin(self, ends: float) -> None:
        """Begin a hold that ends at `ends` at the latest; all that may forbid it was asked."""
        guard, number = self.guard, self.guard.holds + 1
        now, run = guard.now, guard.now if guard.run is None else guard.run
        held = Held(number, now, ends, asked=now, unanswered=now, seen=guard.agreed)
        self.guard = replace(guard, held=held, holds=number, run=run, releasing=None)
        self.do(HoldFor(number, min(LONGEST_HOLD, ends - now)), Happened(Happening.HELD))
        if not held.seen:
            self.do(Speak(Phrase.DOOR_HELD))

    def end(self, reason: Reason) -> None:
        """Let go, and say why; what comes after depends on why."""
        guard = self.guard
        self.release(reason)
        self.do(Happened(Happening.RELEASED, reason.value))
        evidence = guard.evidence.asks_anew() if reason in _ASK_ANEW else guard.evidence
        self.guard = replace(self.guard, held=None, evidence=evidence)
        if reason is Reason.LET_GO:
            self._bar(Bar(reason))
        elif reason in _ASK_LATER:
            self.wait_with(reason)

    def wait_with(self, reason: Reason) -> None:
        """Do not ask again by ourselves for a while."""
        self._bar(Bar(reason, self.guard.now + REFUSED_FOR))

    def _bar(self, bar: Bar) -> None:
        # What a person has barred stays barred.
        if self.guard.bar is None or self.guard.bar.until is not None:
            self.guard = replace(self.guard, bar=bar)

    def release(self, reason: Reason) -> None:
        """Tell the elevator to let go, whether or not it holds."""
        guard = self.guard
        # What makes safe goes first, before whatever else follows from this fact; what was to be held is not any more.
        self.acts = [Release(guard.holds, reason), *(act for act in self.acts if not isinstance(act, HoldFor))]
        self.guard = replace(guard, releasing=Releasing(guard.holds, reason, guard.now, guard.now))

    def let_go(self, reason: Reason) -> None:
        """Let go because a person wants it, and do not ask by ourselves again for the same e-bike."""
        if self.guard.held is not None:
            self.end(reason)
        else:
            self.release(reason)
        self.guard = replace(self.guard, bar=Bar(reason))

    def closed(self) -> None:
        """Take note that the door has closed: the ride goes on, and what comes is another time."""
        guard = self.guard
        there = guard.evidence.grade is not Grade.NOTHING
        bar = None if guard.bar is not None and lifts_when_closed(guard.bar, there=there) else guard.bar
        self.guard = replace(guard, bar=bar, run=guard.run if guard.held is not None else None)

    def opening(self) -> None:
        """Take note that the door opens again: what comes in now is not what is followed already."""
        if (episode := self.guard.episode) is not None:
            followed = frozenset(self.guard.evidence.tracks)
            self.guard = replace(self.guard, episode=replace(episode, before_opening=followed))

    def count(self, *keys: str | None) -> None:
        """Count a false alarm, each once, however it is told."""
        guard, named = self.guard, [key for key in keys if key is not None]
        new = [key for key in named if key not in guard.counted]
        self.guard = replace(guard, counted=(*guard.counted, *new)[-MOST_COUNTED:])
        if len(new) < len(named):
            return
        recent = tuple(at for at in guard.false_alarms if guard.now - at < FALSE_ALARM_WINDOW)
        self.guard = replace(self.guard, false_alarms=(*recent, guard.now))
        self.do(Happened(Happening.FALSE_ALARM))
        if len(self.guard.false_alarms) >= MOST_FALSE_ALARMS:
            self._suspend(WhyNot.FALSE_ALARMS)

    def _suspend(self, why: WhyNot) -> None:
        if why not in self.guard.suspended:
            self.guard = replace(self.guard, suspended=self.guard.suspended | {why})
            self.do(Suspend(why))

    def tell_not_held(self, reason: str) -> None:
        """Tell why the door is not held, once for each e-bike."""
        episode = self.guard.episode
        if episode is not None and not episode.told_not_held:
            self.guard = replace(self.guard, episode=replace(episode, told_not_held=True))
            self.do(Happened(Happening.NOT_HELD, reason))
