"""What became of the deliveries of a community that was killed: judged from its disk and from what was handed over."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

# Round, step, recipient, channel: under it a delivery stands once in the ledger of its incident.
type Key = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class RecordedDelivery:
    """A delivery as it is on disk; `active`: its incident is not resolved."""

    incident: str
    key: Key
    state: str
    active: bool


@dataclass(frozen=True, slots=True)
class Ledgers:
    """What is on disk: the deliveries, and by incident how often it was opened or pressed again."""

    deliveries: Sequence[RecordedDelivery]
    pages: dict[str, int]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A push that a channel got from one process; `count` > 1: it spoke for so many incidents."""

    process: int
    incident: str
    key: Key
    count: int = 1


@dataclass(frozen=True, slots=True)
class DeliveryCount:
    """What became of the deliveries.

    `lost`: an opening or a further press told a recipient nothing, or the ledger says that it did and no channel got
    a push. `waiting`: queued although the incident is active. `repeated`: handed over again after a kill, as may be.
    `twice`: handed over again by the same process, as may not be.
    """

    queued: int
    pushes: int
    gathered: int
    lost: int
    waiting: int
    repeated: int
    twice: int


def judge_deliveries(ledgers: Ledgers, pushes: Iterable[HandedOver], recipients: Collection[str]) -> DeliveryCount:
    """Count. Each of `recipients` is to be told of everything; others may be."""
    pushes = list(pushes)
    told: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for delivery in ledgers.deliveries:
        if delivery.key[2] in recipients:
            told[delivery.incident, delivery.key[2]].add(delivery.key[0])
    unpaged = sum(
        max(0, pages - len(told[incident, recipient]))
        for incident, pages in ledgers.pages.items()
        for recipient in recipients
    )
    # A press while the push of the one before is still on its way shares it: the rounds of an incident count together.
    single = {(push.incident, push.key[2:]) for push in pushes if push.count == 1}
    in_storms = {push.key[2:] for push in pushes if push.count > 1}
    unpushed = sum(
        delivery.state not in {"queued", "failed", "not_needed"}
        and (delivery.incident, delivery.key[2:]) not in single
        # A push that speaks for several names one of them alone.
        and delivery.key[2:] not in in_storms
        for delivery in ledgers.deliveries
    )
    each = Counter((push.incident, push.key) for push in pushes)
    by_process = Counter((push.process, push.incident, push.key) for push in pushes)
    return DeliveryCount(
        queued=len(ledgers.deliveries),
        pushes=len(pushes),
        gathered=sum(push.count > 1 for push in pushes),
        lost=unpaged + unpushed,
        waiting=sum(delivery.active and delivery.state == "queued" for delivery in ledgers.deliveries),
        repeated=sum((each - Counter(set(each))).values()),
        twice=sum((by_process - Counter(set(by_process))).values()),
    )
