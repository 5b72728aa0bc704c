"""Paging for the response desk: fills the delivery ledger, hands over, follows up. Kept by the response desk alone.

`queued` is on disk with the change that pages, before anything is sent; the outcome is written after. A row that is
queued at a start was perhaps sent: it is sent again under the same tag, unless somebody has the incident by now.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from ..core.channel import STARTING_FOR, limits_of
from ..core.delivery import (
    NO_CHANNEL,
    Delivery,
    DeliveryKey,
    DeliveryState,
    Ledger,
    next_channel,
    overdue,
    turned,
)
from ..core.incident import Incident, Severity, TimelineEntry
from ..core.journal import Note
from ..core.plan import plan_of
from ..core.ports import Clock, FindRecipients, HandOver, HandOverError, Recall
from ..core.response import OWNED, Instant, Reach, owned_in
from ..core.storm import NEVER_GATHERED, StormGate
from .ledgers import Ledgers
from .saving import Saver
from .storms import Line, Storms
from .under_way import attempt

_LOGGER = logging.getLogger(__name__)

_UNANSWERED = frozenset({DeliveryState.QUEUED, DeliveryState.HANDED_OVER, DeliveryState.FAILED})
_ENDED = frozenset({DeliveryState.RECEIVED, DeliveryState.SEEN, DeliveryState.NOT_NEEDED})
_URGENCY: Final = tuple(Severity)


@dataclass(slots=True)
class _Under:
    """A delivery on its way: since when (monotonic seconds), and whether it is being handed over now.

    `chased`: nobody has taken the incident since it was queued, so that the next channel is tried in time. `shared`:
    what else says the same to the same recipient over the same channel, and comes to whatever this one comes to.
    """

    delivery: Delivery
    since: float
    busy: bool = False
    chased: bool = True
    shared: list[_Under] = field(default_factory=list)

    @property
    def all(self) -> list[_Under]:
        """It and what shares its outcome."""
        return [self, *self.shared]

    @property
    def is_followed(self) -> bool:
        """Whether the next channel is tried if no receipt comes."""
        return self.chased and limits_of(self.delivery.channel).receipt is not None


class Pager:
    """The ledgers of the active incidents, and what is on its way. Used on the event loop only."""

    def __init__(  # noqa: PLR0913 - what the runtime hands it
        self,
        *,
        clock: Clock,
        new_nonce: Callable[[], str],
        saver: Saver,
        find_recipients: FindRecipients,
        hand_over: HandOver,
        recall: Recall,
        find_incident: Callable[[str], Incident | None],
        on_change: Callable[[str], None],
    ) -> None:
        """`on_change` hears of each incident whose deliveries have changed."""
        self._clock = clock
        self._new_nonce = new_nonce
        self.ledgers = Ledgers(clock, new_nonce, find_recipients)
        self._saver = saver
        self._hand_over = hand_over
        self._recall = recall
        self._find_incident = find_incident
        self._on_change = on_change
        self._under: dict[tuple[str, DeliveryKey], _Under] = {}
        # By incident, recipient and channel: what is being handed over now, or waits for it.
        self._busy: dict[tuple[str, str, str], _Under] = {}
        self._gates: defaultdict[str, StormGate] = defaultdict(StormGate)
        self._gathered: defaultdict[Line, list[_Under]] = defaultdict(list)
        self._timers: dict[Line, asyncio.TimerHandle] = {}
        self._storms = Storms()
        # Failed deliveries whose next channel is being written down, by what failed.
        self._following: dict[tuple[str, DeliveryKey], _Under] = {}
        self._turned: dict[tuple[str, DeliveryKey], Delivery] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._started = clock().monotonic
        self._loop = asyncio.get_running_loop()

    def load(self, deliveries: Iterable[Delivery]) -> None:
        """Take over the ledgers of the active incidents; what was not told for certain is told again by `tick`.

        What had failed is followed up, too: the process may have ended before the next channel was tried.
        """
        now = self._clock().monotonic
        for delivery in deliveries:
            self.ledgers.keep(delivery)
            if (incident := self._find_incident(delivery.incident)) is None:
                continue
            if delivery.state in _UNANSWERED:
                # By its round: a clock that was set back may have put a later press before the answer to the first.
                owned_at = incident.acknowledged_at or delivery.at
                chased = delivery.round > owned_in(incident) or delivery.at > owned_at
                self._under[incident.id, delivery.key] = _Under(delivery, now, chased=chased)
            if incident.acknowledged_at is None:
                self._storms.load(delivery)

    async def stop(self) -> None:
        """Let what is being handed over end, for a moment; what does not is queued again at the next start."""
        for timer in self._timers.values():
            timer.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)
        for task in self._tasks:
            task.cancel()

    def ledger(self, incident_id: str) -> Ledger:
        """Return the deliveries of an active incident."""
        return self.ledgers.of(incident_id)

    def reach(self, incident: Incident) -> Reach:
        """Return how far the chase of an incident came."""
        return self.ledgers.reach(incident, self._is_left)

    async def tell_more(self, incident: Incident, queued: Sequence[Delivery], *notes: Note) -> None:
        """Write what is queued without a change of the incident, and send it. May raise StoreError."""
        if queued:
            await self._saver.save([*queued, *notes], from_memory=incident.acts_from_memory, on_late=_written_late)
            self.send(queued)
            self.ledgers.watch(incident)

    def send(self, deliveries: Iterable[Delivery]) -> None:
        """Hand over what is queued, all at once: nobody waits for a slow one. Called once it is on disk, or unsaved."""
        now = self._clock().monotonic
        for delivery in deliveries:
            self.ledgers.keep(delivery)
            if delivery.state is DeliveryState.QUEUED:
                under = self._under[delivery.incident, delivery.key] = _Under(delivery, now)
                self._start(under, now)

    def changed(self, incident: Incident, entries: Sequence[TimelineEntry]) -> None:
        """Follow an incident: once it is owned, phones are cleared; once it is resolved, its ledger is closed."""
        if any(entry.what in OWNED for entry in entries):
            self._owned(incident)
        if incident.is_active:
            self.ledgers.watch(incident)
        else:
            for key in self.ledgers.close(incident.id):
                self._under.pop((incident.id, key), None)
                self._busy.pop((incident.id, *key[2:]), None)

    def receipt(self, incident_id: str, recipient: str, state: DeliveryState, channel: str | None = None) -> None:
        """Note a receipt of a recipient's device for what was handed over to it, over one channel or over all."""
        for delivery in list(self.ledger(incident_id).values()):
            if delivery.recipient != recipient or delivery.channel == NO_CHANNEL:
                continue
            if channel is None or delivery.channel == channel:
                self._turn(delivery, state)

    def storm_receipt(self, recipient: str, channel: str) -> None:
        """Note that a recipient's device has received the push that speaks for several incidents."""
        for delivery in self._storms.spoken_for((recipient, channel)):
            self._turn(delivery, DeliveryState.RECEIVED)

    def answered(self, incident_id: str, recipient: str, nonce: str) -> bool:
        """Return whether `nonce` is one that this recipient was given for this incident."""
        return any(
            delivery.recipient == recipient and delivery.nonce == nonce
            for delivery in self.ledger(incident_id).values()
        )

    def tick(self, now: Instant) -> None:
        """Send again what waits for its channel, and try the next channel where no receipt came."""
        attempt(*(partial(self._look_after, under, now) for under in self._under.values()))

    def _look_after(self, under: _Under, now: Instant) -> None:
        incident = self._find_incident(under.delivery.incident)
        if incident is None or under.busy:
            return
        if under.delivery.state is DeliveryState.QUEUED:
            if under.chased:
                self._start(under, now.monotonic)
            else:
                self._turn(under.delivery, DeliveryState.NOT_NEEDED)
        elif under.chased and overdue(under.delivery, now.monotonic - under.since):
            self._fall_back(incident, under, now)
        elif under.delivery.state is DeliveryState.HANDED_OVER and not under.is_followed:
            # Nothing more is done with it, and it need not be looked at each second for days.
            del self._under[under.delivery.incident, under.delivery.key]

    def _is_left(self, delivery: Delivery) -> bool:
        line = (delivery.incident, delivery.key)
        return line in self._under or line in self._following

    def _fall_back(self, incident: Incident, under: _Under, now: Instant) -> None:
        delivery = under.delivery
        self._under.pop((delivery.incident, delivery.key), None)
        recipient = self.ledgers.recipient(incident, delivery)
        if recipient is None:
            return
        channels = plan_of(incident).step(delivery.step).channels_of(recipient)
        following = next_channel(delivery, self.ledger(incident.id), channels, now.utc)
        if following is not None:
            next_one = _Under(replace(following, nonce=self._new_nonce()), now.monotonic)
            self._following[delivery.incident, delivery.key] = next_one
            self._run(self._queue_and_send(delivery, next_one))

    async def _queue_and_send(self, failed: Delivery, following: _Under) -> None:
        delivery = following.delivery
        await self._write([delivery])
        del self._following[failed.incident, failed.key]
        if self._find_incident(delivery.incident) is None or delivery.key in self.ledger(delivery.incident):
            return
        if following.chased:
            self.send([delivery])
        else:
            # Somebody took it while the next channel was written down.
            self.ledgers.keep(delivery)
            self._turn(delivery, DeliveryState.NOT_NEEDED)
        self._on_change(delivery.incident)

    # Somebody owns it.

    def _owned(self, incident: Incident) -> None:
        """Stop what has not gone out yet, and take back what phones show."""
        for line, gathered in self._gathered.items():
            for one in [other for first in gathered for other in first.all]:
                one.busy = one.busy and one.delivery.incident != incident.id
            self._gathered[line] = [one for one in gathered if one.busy]
        for following in self._following.values():
            following.chased = following.chased and following.delivery.incident != incident.id
        ledger = self.ledger(incident.id)
        for key, delivery in list(ledger.items()):
            if (under := self._under.get((incident.id, key))) is not None:
                under.chased = False
                if delivery.state is DeliveryState.QUEUED and not under.busy:
                    self._turn(delivery, DeliveryState.NOT_NEEDED)
        shown = {
            (delivery.recipient, delivery.channel): delivery
            for delivery in ledger.values()
            if delivery.state not in {DeliveryState.FAILED, DeliveryState.NOT_NEEDED}
        }
        for delivery in shown.values():
            self._take_back(incident, delivery)
        for delivery in self._storms.leave(incident.id):
            self._take_back(incident, delivery, gathered=True)

    def _take_back(self, incident: Incident, delivery: Delivery, *, gathered: bool = False) -> None:
        if (recipient := self.ledgers.recipient(incident, delivery)) is not None:
            self._run(self._recall(incident, delivery, recipient, gathered=gathered))

    # Handing over.

    def _start(self, under: _Under, now: float) -> None:
        delivery = under.delivery
        under.busy = True
        what = (delivery.incident, delivery.recipient, delivery.channel)
        first = self._busy.get(what)
        if first is not None and first.busy and first.chased and first.delivery.text == delivery.text:
            # One call after another would only keep the line from other homes.
            first.shared.append(under)
            return
        self._busy[what] = under
        if delivery.role in NEVER_GATHERED or self._gates[delivery.recipient].passes(delivery.incident, now):
            self._run(self._tell([under]))
            return
        line = (delivery.recipient, delivery.channel)
        self._gathered[line].append(under)
        if line not in self._timers:
            delay = self._gates[delivery.recipient].delay(now)
            self._timers[line] = self._loop.call_later(delay, self._tell_gathered, line)

    def _tell_gathered(self, line: tuple[str, str]) -> None:
        del self._timers[line]
        if together := self._gathered.pop(line):
            self._gates[line[0]].pushed(self._clock().monotonic)
            self._run(self._tell(together, storm=line))

    async def _tell(self, together: Sequence[_Under], storm: Line | None = None) -> None:
        """Hand over one delivery, or several to one recipient as one push with their count."""
        told = [(under, incident) for under in together if (incident := self._find_incident(under.delivery.incident))]
        if not told:
            return
        under, incident = min(told, key=lambda one: _URGENCY.index(one[1].severity))
        count = 1
        if storm is not None:
            unowned = [one.delivery for one, its in told if its.acknowledged_at is None]
            count = self._storms.gathered(storm, unowned, len(told))
        recipient = self.ledgers.recipient(incident, under.delivery)
        if recipient is None:
            self._outcome(told, DeliveryState.FAILED, "recipient_gone")
            return
        try:
            await self._hand_over(incident, under.delivery, recipient, count)
        except HandOverError as error:
            if error.waiting and self._clock().monotonic - self._started < STARTING_FOR:
                for other, _ in self._ended_with(told):
                    other.busy = False
                return
            self._outcome(told, DeliveryState.FAILED, error.code)
        except Exception:
            # A channel is anybody's code: whatever it raises, the next channel is tried.
            _LOGGER.exception("A channel failed")
            self._outcome(told, DeliveryState.FAILED, "channel_failed")
        else:
            self._outcome(told, DeliveryState.HANDED_OVER, None)
            for other, its in told:
                self._shown_late(its, other)

    def _shown_late(self, incident: Incident, under: _Under) -> None:
        """Take back what went out while somebody took the incident: it is shown after it was cleared."""
        if not under.chased:
            self._take_back(incident, under.delivery)

    def _outcome(self, told: Sequence[tuple[_Under, Incident]], state: DeliveryState, error: str | None) -> None:
        now = self._clock()
        for under, incident in self._ended_with(told):
            under.busy = False
            under.since = now.monotonic
            self._turn(under.delivery, state, error)
            if state is DeliveryState.FAILED and under.chased:
                self._fall_back(incident, under, now)

    def _ended_with(self, told: Sequence[tuple[_Under, Incident]]) -> list[tuple[_Under, Incident]]:
        """Return what was told and all that shares its outcome; what comes from now on is handed over by itself."""
        ended = [(other, incident) for under, incident in told for other in under.all]
        for under, _ in told:
            under.shared.clear()
            what = (under.delivery.incident, under.delivery.recipient, under.delivery.channel)
            if self._busy.get(what) is under:
                del self._busy[what]
        return ended

    def _turn(self, delivery: Delivery, state: DeliveryState, error: str | None = None) -> None:
        ledger = self.ledger(delivery.incident)
        known = ledger.get(delivery.key, delivery)
        after = turned(known, state, self._clock().utc, error)
        if after is known:
            return
        if delivery.key in ledger:
            self.ledgers.keep(after)
        line = (delivery.incident, delivery.key)
        if state in _ENDED:
            self._under.pop(line, None)
        elif line in self._under:
            self._under[line].delivery = after
        # What turns in one turn of the loop is written together.
        if not self._turned:
            self._loop.call_soon(self._write_turned)
        self._turned[line] = after
        self._on_change(delivery.incident)

    def _write_turned(self) -> None:
        turned_now, self._turned = list(self._turned.values()), {}
        self._run(self._write(turned_now))

    async def _write(self, deliveries: Sequence[Delivery]) -> None:
        await self._saver.save(deliveries, from_memory=True, on_late=_written_late)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.Task(work, loop=self._loop, eager_start=True)
        if not task.done():
            self._tasks.add(task)
            task.add_done_callback(self._ended)
        else:
            self._ended(task)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOGGER.error("Paging failed at a step", exc_info=error)


def _written_late() -> None:
    """Do nothing: what became of a delivery is shown already."""


def deliveries_as_dicts(ledger: Mapping[DeliveryKey, Delivery]) -> list[dict[str, Any]]:
    """Return an incident's deliveries as the wire shows them, in the order in which they were queued."""
    return [delivery.as_dict() for delivery in ledger.values()]
