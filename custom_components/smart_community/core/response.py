"""Who is due: given an incident's plan and ledger, who is on duty and the time, what the response desk must do. Pure.

`domain.md`, "Help alarms": it never stops while nobody has acknowledged, and asks again after an acknowledgement
without a resolution. A step that can tell nobody (nobody is on duty, the one it names has left, every channel failed)
holds nothing up: the next one is due at once.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from .delivery import NO_CHANNEL, Audience, Delivery, DeliveryState, Ledger, Recipient, Target, addressed
from .incident import Change, Incident, Severity, State, TimelineEntry, asked_again, escalated, told_nobody
from .plan import PERSON, plan_of

# After a round that reached nobody the next comes this soon, in seconds; then twice as late each time, and never later
# than the plan asks. A network that is gone for a minute must not cost five.
TRY_AGAIN_AFTER: Final = 30.0
# Further presses within so many seconds of one that paged are written down and page nobody anew: whoever was told is
# only now reaching for the phone, and a button that is held down must not call him hundreds of times.
BURST: Final = 10.0
# So many rounds in vain make the longest wait between two.
_MOST_IN_VAIN: Final = 17

# What counts as a step of the chase itself, and what as a sign of life from the owner.
_CHASE = frozenset({Change.ESCALATED})
_SIGNS_OF_LIFE = frozenset(
    {
        Change.ACKNOWLEDGED,
        Change.TAKEN_OVER,
        Change.EN_ROUTE,
        Change.ON_SITE,
        Change.NOTE,
        Change.CALLED_BACK,
        Change.ASKED_AGAIN,
    }
)
# What takes the load from everybody else.
OWNED: Final = frozenset({Change.ACKNOWLEDGED, Change.TAKEN_OVER, Change.RESOLVED})
_PAGING = frozenset({Change.OPENED, Change.AGAIN, Change.ESCALATED, Change.ASKED_AGAIN})
# What sounds or is posted for everybody: that it works does not mean that a person was told.
_NO_PERSON = frozenset({Audience.SIREN, Audience.GROUP})

# Looks up who is addressed now: targets, and the home whose contacts are meant.
type Find = Callable[[Sequence[Target], str | None], list[Recipient]]
# The deliveries of an incident by their round.
type Rounds = Mapping[int, Ledger]


@dataclass(frozen=True, slots=True)
class Instant:
    """One moment on both clocks: UTC, which survives a restart, and monotonic seconds, which no one can set."""

    utc: datetime
    monotonic: float


@dataclass(frozen=True, slots=True)
class Marks:
    """When an incident was opened (or released, if it was held back) and last moved, on our monotonic clock.

    Both are the moment at which the process took it over, if it is older: should UTC be behind after a restart (a
    small computer without a clock of its own), the delays still run.
    """

    opened: float
    moved: float


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the chase came. `nobody`: all that the newest page queued has failed, and no channel is left to try.

    `in_vain`: so many rounds in a row, up to the present one, reached nobody.
    """

    nobody: bool = False
    in_vain: int = 0


REACHED: Final = Reach()


@dataclass(frozen=True, slots=True)
class Page:
    """That somebody must be told now: the round and step, and whom; `instead`: whom if that is nobody.

    `text`: what a rule wants said instead of the usual words.
    """

    round: int
    step: int
    to: tuple[Target, ...]
    instead: tuple[Target, ...] = ()
    text: str | None = None


# Time.


def advanced(incident: Incident, marks: Marks, now: Instant, reach: Reach = REACHED) -> Incident | None:
    """Return the incident after the one step that is due now, or None if nothing is due.

    Overdue levels come one by one, so that after a restart nobody is skipped: call again until None.
    """
    if not incident.is_active:
        return None
    plan, level = plan_of(incident), incident.level
    if reach.nobody and not _noted(incident, level):
        return told_nobody(incident, now.utc, level)
    if incident.state is State.ACKNOWLEDGED:
        waited = _elapsed(_last(incident, _SIGNS_OF_LIFE), marks.moved, now)
        return asked_again(incident, now.utc) if waited >= _patience(plan.ask_again_after, reach) else None
    if level < plan.last:
        since, passed = _chased_since(incident)
        overdue = passed + _elapsed(since, marks.opened, now) >= plan.step(level + 1).after
        return escalated(incident, now.utc, level + 1) if overdue or reach.nobody else None
    waited = _elapsed(max(_last(incident, _CHASE), _chased_since(incident)[0]), marks.moved, now)
    return escalated(incident, now.utc, level) if waited >= _patience(plan.repeat_every, reach) else None


def _chased_since(incident: Incident) -> tuple[datetime, float]:
    """Return since when its delays run, and how much of them had passed then, in seconds.

    While another was chased for it, they stood still: whoever takes that one has not this one on his hands at once.
    """
    if (since := incident.held_until) is None:
        return incident.opened_at, 0.0
    before = (entry for entry in incident.timeline if entry.what is Change.ESCALATED and entry.at <= since)
    level = max((int(entry.text or 1) for entry in before), default=1)
    return since, plan_of(incident).step(level).after


def moved(change: Change) -> bool:
    """Return whether the change restarts the delay that `Marks.moved` measures."""
    return change in _CHASE or change in _SIGNS_OF_LIFE


def _patience(planned: float, reach: Reach) -> float:
    """Return how long to wait for a sign of somebody, in seconds."""
    return planned if reach.in_vain == 0 else min(planned, TRY_AGAIN_AFTER * 2.0 ** (reach.in_vain - 1))


def _last(incident: Incident, changes: frozenset[Change]) -> datetime:
    for entry in reversed(incident.timeline):
        if entry.what in changes:
            return entry.at
    return incident.opened_at


def _elapsed(since: datetime, mark: float, now: Instant) -> float:
    """Return seconds since a moment: whichever clock says more, so that neither can hold a page back."""
    return max((now.utc - since).total_seconds(), now.monotonic - mark)


# Rounds and steps.


def round_at(timeline: Sequence[TimelineEntry]) -> int:
    """Return the round that a timeline has come to: a further press, a repeat and an asking each begin one."""
    number = 1
    for _, number in _pages(timeline):  # noqa: B007 - the last
        pass
    return number


def _pages(timeline: Sequence[TimelineEntry]) -> Iterator[tuple[int, int]]:
    """Yield each entry that pages: its position, and the round that it begins or is in.

    A burst of presses pages once, but a press after somebody has taken the incident pages anew in any case.
    """
    number, reached = 1, {"1"}
    pressed: datetime | None = None
    for position, entry in enumerate(timeline):
        if entry.what in OWNED:
            pressed = None
        if entry.what not in _PAGING:
            continue
        if entry.what is Change.AGAIN:
            # A clock that was set back holds no page back.
            if pressed is not None and 0.0 <= (entry.at - pressed).total_seconds() < BURST:
                continue
            pressed = entry.at
        if entry.what in {Change.AGAIN, Change.ASKED_AGAIN} or (
            entry.what is Change.ESCALATED and entry.text in reached
        ):
            number += 1
        elif entry.what is Change.ESCALATED:
            reached.add(entry.text or "")
        yield position, number


def owned_in(incident: Incident) -> int:
    """Return the round in which somebody last took the incident, 0 if nobody did: what is older is not needed."""
    for position in range(len(incident.timeline) - 1, -1, -1):
        if incident.timeline[position].what in OWNED:
            return round_at(incident.timeline[: position + 1])
    return 0


def page_for(incident: Incident, position: int) -> Page | None:
    """Return whom an entry of the timeline pages, None if nobody; it is the last that pages.

    An opening, an escalation and a repeat tell whom the plan names. So does a further press, after an acknowledgement,
    too, unless it is one of a burst (BURST). An owner who is asked again is asked alone; asked in vain before, together
    with everyone on duty.
    """
    before, entry, plan = incident.timeline[:position], incident.timeline[position], plan_of(incident)
    if entry.what not in _PAGING:
        return None
    pages = dict(_pages((*before, entry)))
    if (number := pages.get(position)) is None:
        return None
    step = incident.level
    if entry.what is Change.ASKED_AGAIN:
        owner = (f"{PERSON}{incident.acknowledged_by}",)
        asked = next((other.what for other in reversed(before) if other.what in _SIGNS_OF_LIFE), None)
        if asked is Change.ASKED_AGAIN:
            return Page(number, step, (*owner, Audience.EVERYONE_ON_DUTY))
        return Page(number, step, owner, instead=(Audience.EVERYONE_ON_DUTY,))
    return Page(number, step, plan.step(step).to)


def siren_page(incident: Incident, position: int) -> Page | None:
    """Return that the sirens sound now, None if an entry of the timeline does not call for it.

    When the whole plan has told nobody, they sound even if it names none: only for a critical incident that nobody
    owns, since a siren wakes a whole neighbourhood.
    """
    entry, last = incident.timeline[position], plan_of(incident).last
    if entry.what is not Change.NOBODY_TOLD or entry.text != str(last) or incident.state is not State.OPEN:
        return None
    if incident.severity is not Severity.CRITICAL:
        return None
    return Page(round_at(incident.timeline[: position + 1]), last, (Audience.SIREN,))


def newest_page(incident: Incident) -> Page:
    """Return whom the latest entry that pages tells."""
    if pages := dict(_pages(incident.timeline)):
        page = page_for(incident, max(pages))
        if page is not None:
            return page
    return Page(1, 1, plan_of(incident).step(1).to)


# Who is told.


def queued_by(
    incident: Incident, page: Page, ledger: Ledger, find: Find, at: datetime, new_nonce: Callable[[], str]
) -> list[Delivery]:
    """Return the deliveries that a page adds to a ledger: each recipient once for the round and step."""
    step, home = plan_of(incident).step(page.step), incident.place.home
    recipients = find(page.to, home) if page.to else []
    if not recipients and page.instead:
        recipients = find(page.instead, home)
    return addressed(
        incident.id,
        ledger,
        [replace(recipient, channels=step.channels_of(recipient)) for recipient in recipients],
        round_number=page.round,
        step=page.step,
        at=at,
        nonces={recipient.id: new_nonce() for recipient in recipients},
        at_once=step.at_once,
        text=page.text,
    )


def paged(
    incident: Incident, since: int, ledger: Ledger, find: Find, at: datetime, new_nonce: Callable[[], str]
) -> tuple[Incident, list[Delivery]]:
    """Return what the entries of a timeline from `since` on queue, and the incident after what fell through.

    A step that has nobody is said to have told nobody, and the next is taken at once: as a level of an open
    incident, without a word of one that somebody owns.
    """
    told, queued = dict(ledger), list[Delivery]()
    position = since
    while position < len(incident.timeline):
        if (sirens := siren_page(incident, position)) is not None:
            new = queued_by(incident, sirens, told, find, at, new_nonce)
            told.update((delivery.key, delivery) for delivery in new)
            queued += new
        page = page_for(incident, position)
        position += 1
        while page is not None:
            new = queued_by(incident, page, told, find, at, new_nonce)
            told.update((delivery.key, delivery) for delivery in new)
            queued += new
            if any(key[:2] == (page.round, page.step) and key[3] != NO_CHANNEL for key in told):
                break
            if not _noted(incident, page.step):
                incident = told_nobody(incident, at, page.step)
            plan, following = plan_of(incident), page.step + 1
            if following > plan.last:
                break
            if incident.state is State.OPEN:
                incident = escalated(incident, at, following)
                break
            page = Page(page.round, following, plan.step(following).to)
    return incident, queued


def looked_again(
    incident: Incident, ledger: Ledger, find: Find, at: datetime, new_nonce: Callable[[], str]
) -> list[Delivery]:
    """Return what the newest page queues for whoever can be told by now, though nobody could at its time."""
    new = queued_by(incident, newest_page(incident), ledger, find, at, new_nonce)
    return [delivery for delivery in new if delivery.channel != NO_CHANNEL]


def is_untold(incident: Incident, ledger: Ledger) -> bool:
    """Return whether the newest page, with what took its place, told nobody."""
    page, owned = newest_page(incident), incident.state is State.ACKNOWLEDGED
    return not any(
        number == page.round and (step == page.step or (owned and step > page.step)) and channel != NO_CHANNEL
        for number, step, _, channel in ledger
    )


def reach_of(incident: Incident, rounds: Rounds, is_left: Callable[[Delivery], bool]) -> Reach:
    """Return how far the chase came; `is_left` says whether a failed delivery still has another channel to try."""
    newest = newest_page(incident)

    def in_vain(deliveries: Collection[Delivery]) -> bool:
        people = [delivery for delivery in deliveries if delivery.role not in _NO_PERSON] or deliveries
        return bool(people) and all(one.state is DeliveryState.FAILED and not is_left(one) for one in people)

    def in_round(number: int) -> Collection[Delivery]:
        return rounds.get(number, {}).values()

    count = 0
    # No further back than it makes a difference: this is asked each second, of what may have run for days.
    while count < _MOST_IN_VAIN and in_vain(in_round(newest.round - count)):
        count += 1
    of_newest = [delivery for delivery in in_round(newest.round) if delivery.step >= newest.step]
    return Reach(in_vain(of_newest), count)


def round_of_step(ledger: Ledger, step: int, current: int) -> int:
    """Return the newest round in which a step has told anybody, the current one if there is none."""
    return max((number for number, of_step, _, _ in ledger if of_step == step), default=current)


def _noted(incident: Incident, step: int) -> bool:
    """Return whether the timeline says already that a step told nobody; a repeat need not say so again."""
    pages = dict(_pages(incident.timeline))
    for position in range(len(incident.timeline) - 1, -1, -1):
        entry = incident.timeline[position]
        if entry.what is Change.NOBODY_TOLD:
            return entry.text == str(step)
        if position in pages and not (entry.what is Change.ESCALATED and entry.text == str(step)):
            return False
    return False
