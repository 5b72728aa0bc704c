"""Paging for the response desk: fills the delivery ledger, hands over, follows up. Kept by the response desk alone.

`queued` is on disk with the change that pages, before anything is sent; the outcome is written after. A row that is
queued at a start was perhaps sent: it is sent again under the same tag.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ..core.delivery import (
    NO_CHANNEL,
    Audience,
    Delivery,
    DeliveryKey,
    DeliveryState,
    Ledger,
    Recipient,
    addressed,
    current_round,
    next_channel,
    overdue,
    turned,
)
from ..core.incident import Change, Incident, Severity, TimelineEntry
from ..core.plan import DEFAULT_PLANS, Page, page_for
from ..core.ports import Clock, FindRecipients, HandOver, HandOverError, Recall
from ..core.response import Instant
from ..core.storm import StormGate
from .saving import Saver

_LOGGER = logging.getLogger(__name__)

# Seconds after a start within which a channel that does not exist yet is waited for, not failed.
STARTING_FOR: Final = 60.0
_OWNED = frozenset({Change.ACKNOWLEDGED, Change.TAKEN_OVER, Change.RESOLVED})
_UNANSWERED = frozenset({DeliveryState.QUEUED, DeliveryState.HANDED_OVER, DeliveryState.FAILED})
_URGENCY: Final = tuple(Severity)


@dataclass(slots=True)
class _Under:
    """A delivery on its way: since when (monotonic seconds), and whether it is being handed over now.

    `chased`: nobody has taken the incident since it was queued, so that the next channel is tried in time.
    """

    delivery: Delivery
    since: float
    busy: bool = False
    chased: bool = True


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
        self._saver = saver
        self._find_recipients = find_recipients
        self._hand_over = hand_over
        self._recall = recall
        self._find_incident = find_incident
        self._on_change = on_change
        self._ledgers: dict[str, dict[DeliveryKey, Delivery]] = {}
        self._under: dict[tuple[str, DeliveryKey], _Under] = {}
        self._gates: defaultdict[str, StormGate] = defaultdict(StormGate)
        self._gathered: defaultdict[tuple[str, str], list[_Under]] = defaultdict(list)
        self._timers: dict[tuple[str, str], asyncio.TimerHandle] = {}
        # By recipient and channel: the incidents nobody owns yet for which one push with their count speaks.
        self._stormed: defaultdict[tuple[str, str], dict[str, Delivery]] = defaultdict(dict)
        # As they were when they were last addressed.
        self._recipients: dict[str, Recipient] = {}
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
            self._ledgers.setdefault(delivery.incident, {})[delivery.key] = delivery
            if delivery.state in _UNANSWERED and (incident := self._find_incident(delivery.incident)) is not None:
                owned = incident.acknowledged_at
                chased = owned is None or delivery.at > owned
                self._under[delivery.incident, delivery.key] = _Under(delivery, now, chased=chased)

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
        return self._ledgers.get(incident_id, {})

    def pages_for(self, incident: Incident, entries: Sequence[TimelineEntry]) -> list[Delivery]:
        """Return the deliveries that a change of an incident queues; the caller commits them with it."""
        queued: list[Delivery] = []
        ledger = dict(self._ledgers.get(incident.id, {}))
        for entry in entries:
            page = page_for(incident, entry, DEFAULT_PLANS[incident.kind], current_round(ledger))
            if page is None:
                continue
            for delivery in self._queue(incident, ledger, page):
                ledger[delivery.key] = delivery
                queued.append(delivery)
        return queued

    def dispatched(
        self, incident: Incident, audience: Sequence[Audience], step: int | None, text: str | None
    ) -> tuple[list[Delivery], list[Delivery]]:
        """Return what a rule's `dispatch` queues, and all deliveries of that step: who is told already is not again."""
        ledger = self._ledgers.get(incident.id, {})
        page = Page(current_round(ledger), step or incident.level, tuple(audience), text=text)
        queued = self._queue(incident, ledger, page)
        standing = [delivery for key, delivery in ledger.items() if key[:2] == (page.round, page.step)]
        return queued, [*standing, *queued]

    def send(self, deliveries: Iterable[Delivery]) -> None:
        """Hand over what is queued, all at once: nobody waits for a slow one. Called once it is on disk, or unsaved."""
        now = self._clock().monotonic
        for delivery in deliveries:
            self._ledgers.setdefault(delivery.incident, {})[delivery.key] = delivery
            if delivery.state is DeliveryState.QUEUED:
                under = self._under[delivery.incident, delivery.key] = _Under(delivery, now)
                self._start(under, now)

    def changed(self, incident: Incident, entries: Sequence[TimelineEntry]) -> None:
        """Follow an incident: once it is owned, phones are cleared; once it is resolved, its ledger is closed."""
        if any(entry.what in _OWNED for entry in entries):
            for key in self._ledgers.get(incident.id, {}):
                if (under := self._under.get((incident.id, key))) is not None:
                    under.chased = False
            recalled = {
                (delivery.recipient, delivery.channel): delivery
                for delivery in self._ledgers.get(incident.id, {}).values()
                if delivery.state is not DeliveryState.FAILED
            }
            for delivery in recalled.values():
                recipient = self._recipient(incident, delivery)
                if recipient is not None:
                    self._run(self._recall(incident, delivery, recipient, gathered=False))
            self._leave_storms(incident)
        if not incident.is_active:
            for key in self._ledgers.pop(incident.id, {}):
                self._under.pop((incident.id, key), None)

    def receipt(self, incident_id: str, recipient: str, state: DeliveryState, channel: str | None = None) -> None:
        """Note a receipt of a recipient's device for what was handed over to it, over one channel or over all."""
        for delivery in list(self._ledgers.get(incident_id, {}).values()):
            if delivery.recipient != recipient or delivery.channel == NO_CHANNEL:
                continue
            if channel is None or delivery.channel == channel:
                self._turn(delivery, state)

    def storm_receipt(self, recipient: str, channel: str) -> None:
        """Note that a recipient's device has received the push that speaks for several incidents."""
        for delivery in list(self._stormed.get((recipient, channel), {}).values()):
            self._turn(delivery, DeliveryState.RECEIVED)

    def answered(self, incident_id: str, recipient: str, nonce: str) -> bool:
        """Return whether `nonce` is one that this recipient was given for this incident."""
        return any(
            delivery.recipient == recipient and delivery.nonce == nonce
            for delivery in self._ledgers.get(incident_id, {}).values()
        )

    def tick(self, now: Instant) -> None:
        """Send again what waits for its channel, and try the next channel where no receipt came."""
        for under in list(self._under.values()):
            incident = self._find_incident(under.delivery.incident)
            if incident is None or under.busy:
                continue
            if under.delivery.state is DeliveryState.QUEUED:
                self._start(under, now.monotonic)
            elif under.chased and overdue(under.delivery, now.monotonic - under.since):
                self._fall_back(incident, under, now)

    def _queue(self, incident: Incident, ledger: Ledger, page: Page) -> list[Delivery]:
        recipients = self._find_recipients(page.audience, incident.place.home)
        if page.owner is not None:
            everyone = self._find_recipients((Audience.EVERYONE_ON_DUTY,), None)
            recipients = [recipient for recipient in everyone if recipient.user_id == page.owner] or everyone
        self._recipients.update((recipient.id, recipient) for recipient in recipients)
        return addressed(
            incident.id,
            ledger,
            recipients,
            round_number=page.round,
            step=page.step,
            at=self._clock().utc,
            nonces={recipient.id: self._new_nonce() for recipient in recipients},
            text=page.text,
        )

    def _fall_back(self, incident: Incident, under: _Under, now: Instant) -> None:
        delivery = under.delivery
        self._under.pop((delivery.incident, delivery.key), None)
        recipient = self._recipient(incident, delivery)
        if recipient is None:
            return
        following = next_channel(delivery, self._ledgers[incident.id], recipient.channels, now.utc)
        if following is not None:
            self._run(self._queue_and_send(replace(following, nonce=self._new_nonce())))

    async def _queue_and_send(self, delivery: Delivery) -> None:
        await self._write([delivery])
        if delivery.key not in self._ledgers.get(delivery.incident, {}):
            self.send([delivery])
            self._on_change(delivery.incident)

    # Handing over.

    def _start(self, under: _Under, now: float) -> None:
        delivery = under.delivery
        under.busy = True
        if self._gates[delivery.recipient].passes(delivery.incident, now):
            self._run(self._tell([under]))
            return
        line = (delivery.recipient, delivery.channel)
        self._gathered[line].append(under)
        if line not in self._timers:
            delay = self._gates[delivery.recipient].delay(now)
            self._timers[line] = self._loop.call_later(delay, self._tell_gathered, line)

    def _tell_gathered(self, line: tuple[str, str]) -> None:
        del self._timers[line]
        self._gates[line[0]].pushed(self._clock().monotonic)
        self._run(self._tell(self._gathered.pop(line), storm=line))

    async def _tell(self, together: Sequence[_Under], storm: tuple[str, str] | None = None) -> None:
        """Hand over one delivery, or several to one recipient as one push with their count."""
        told = [(under, incident) for under in together if (incident := self._find_incident(under.delivery.incident))]
        if not told:
            return
        under, incident = min(told, key=lambda one: _URGENCY.index(one[1].severity))
        count = 1 if storm is None else self._gathered_count(storm, told)
        recipient = self._recipient(incident, under.delivery)
        if recipient is None:
            self._outcome(told, DeliveryState.FAILED, "recipient_gone")
            return
        try:
            await self._hand_over(incident, under.delivery, recipient, count)
        except HandOverError as error:
            if error.waiting and self._clock().monotonic - self._started < STARTING_FOR:
                for other, _ in told:
                    other.busy = False
                return
            self._outcome(told, DeliveryState.FAILED, error.code)
        except Exception:
            # A channel is anybody's code: whatever it raises, the next channel is tried.
            _LOGGER.exception("A channel failed")
            self._outcome(told, DeliveryState.FAILED, "channel_failed")
        else:
            self._outcome(told, DeliveryState.HANDED_OVER, None)

    def _gathered_count(self, line: tuple[str, str], told: Sequence[tuple[_Under, Incident]]) -> int:
        """Return for how many a gathered push speaks: these, and those of earlier ones that it takes the place of."""
        if len(told) > 1 or line in self._stormed:
            unowned = {under.delivery.incident: under.delivery for under, one in told if one.acknowledged_at is None}
            self._stormed[line] |= unowned
        return max(len(told), len(self._stormed.get(line, ())))

    def _leave_storms(self, incident: Incident) -> None:
        """Take an incident that is owned out of the storms; a storm with none left is taken back."""
        for line, stormed in list(self._stormed.items()):
            delivery = stormed.pop(incident.id, None)
            if not stormed:
                del self._stormed[line]
                if delivery is not None and (recipient := self._recipient(incident, delivery)) is not None:
                    self._run(self._recall(incident, delivery, recipient, gathered=True))

    def _outcome(self, told: Sequence[tuple[_Under, Incident]], state: DeliveryState, error: str | None) -> None:
        now = self._clock()
        for under, incident in told:
            under.busy = False
            under.since = now.monotonic
            self._turn(under.delivery, state, error)
            if state is DeliveryState.FAILED and under.chased:
                self._fall_back(incident, under, now)

    def _turn(self, delivery: Delivery, state: DeliveryState, error: str | None = None) -> None:
        ledger = self._ledgers.get(delivery.incident, {})
        known = ledger.get(delivery.key, delivery)
        after = turned(known, state, self._clock().utc, error)
        if after is known:
            return
        if delivery.key in ledger:
            ledger[delivery.key] = after
        line = (delivery.incident, delivery.key)
        if state in {DeliveryState.RECEIVED, DeliveryState.SEEN}:
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

    def _recipient(self, incident: Incident, delivery: Delivery) -> Recipient | None:
        known = self._recipients.get(delivery.recipient)
        if known is not None:
            return known
        # Queued before a restart.
        for recipient in self._find_recipients(tuple(Audience), incident.place.home):
            self._recipients[recipient.id] = recipient
        return self._recipients.get(delivery.recipient)

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
