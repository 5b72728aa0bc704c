"""A chase in the open: one incident, its ledger, who is on duty, which channels work, and clocks that misbehave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.delivery import (
    Audience,
    Delivery,
    DeliveryKey,
    DeliveryState,
    Recipient,
    Target,
    next_channel,
    turned,
)
from custom_components.smart_community.core.incident import Change, Incident, Kind, Severity
from custom_components.smart_community.core.plan import REPEAT_WITHIN, ResponsePlan, Step, plan_of
from custom_components.smart_community.core.response import (
    Instant,
    Marks,
    Reach,
    advanced,
    is_untold,
    looked_again,
    moved,
    page_for,
    paged,
    reach_of,
)

START: Final = datetime(2026, 11, 23, 22, tzinfo=UTC)
HOME: Final = Place(building="b1", home="h1")
ROLES: Final = (Audience.GRID_WORKER, Audience.DUTY_ROOM, Audience.COMMUNITY_OFFICE)
PEOPLE: Final = (
    Recipient("user:grid", Audience.GRID_WORKER, ("mobile_app", "notify.grid"), "grid"),
    Recipient("user:duty", Audience.DUTY_ROOM, ("mobile_app",), "duty"),
    Recipient("user:deputy", Audience.DUTY_ROOM, ("notify.deputy", "script.call"), "deputy"),
    Recipient("user:office", Audience.COMMUNITY_OFFICE, ("notify.office",), "office"),
    Recipient("contact:h1:0", Audience.EMERGENCY_CONTACT, ("script.sms",), None, "100 0000 0001"),
    Recipient("siren:community", Audience.SIREN, ("siren.gate", "siren.hall")),
    Recipient("group:1", Audience.GROUP, ("bot:notify.group",)),
)
CHANNELS: Final = sorted({channel for one in PEOPLE for channel in one.channels})
# What a plan may name; one of the persons has left.
TARGETS: Final[tuple[Target, ...]] = (
    *(*ROLES, Audience.EMERGENCY_CONTACT, Audience.EVERYONE_ON_DUTY, Audience.SIREN, Audience.GROUP),
    *("user:duty", "user:office", "user:left"),
)


def by_round(ledger: Mapping[DeliveryKey, Delivery]) -> dict[int, dict[DeliveryKey, Delivery]]:
    """Return a ledger as `reach_of` wants it."""
    rounds: dict[int, dict[DeliveryKey, Delivery]] = {}
    for key, delivery in ledger.items():
        rounds.setdefault(key[0], {})[key] = delivery
    return rounds


@dataclass
class Chase:
    """What the response desk does with one incident, without a desk."""

    plan: ResponsePlan
    severity: Severity = Severity.CRITICAL
    # Seconds that have passed in the world; how far UTC is off; and for how long this machine stood still.
    now: float = 0.0
    utc_off_by: float = 0.0
    stood_still: float = 0.0
    away: set[str] = field(default_factory=set)
    dead: set[str] = field(default_factory=set)
    ledger: dict[DeliveryKey, Delivery] = field(default_factory=dict)
    queued: list[Delivery] = field(default_factory=list)
    # Whom a page named who could be had, and who is not in the ledger for it: round, step, recipient.
    skipped: list[tuple[int, int, str]] = field(default_factory=list)
    incident: Incident = field(init=False)
    marks: Marks = field(init=False)

    def __post_init__(self) -> None:
        opened = life.opened("i", 1, Kind.HELP, self.clock.utc, severity=self.severity, place=HOME, by="button")
        self.incident = replace(opened, plan=self.plan, timeline=())
        self.marks = Marks(self.clock.monotonic, self.clock.monotonic)
        self.change(replace(self.incident, timeline=opened.timeline))

    @property
    def clock(self) -> Instant:
        utc = START + timedelta(seconds=self.now + self.utc_off_by)
        return Instant(utc, 5000.0 + self.now - self.stood_still)

    @property
    def run_for(self) -> float:
        """For how many seconds the machine has run: its own time, which no one can set."""
        return self.now - self.stood_still

    def find(self, to: Sequence[Target], home: str | None) -> list[Recipient]:
        """Return who is addressed now, as `recipients.py` does."""
        found: dict[str, Recipient] = {}
        for target in to:
            for one in PEOPLE:
                role = one.role == target or (target == Audience.EVERYONE_ON_DUTY and one.role in ROLES)
                family = one.role is not Audience.EMERGENCY_CONTACT or home is not None
                if one.id == target or (role and family and one.id not in self.away):
                    found.setdefault(one.id, one)
        return list(found.values())

    def change(self, after: Incident) -> None:
        """Take a change: page, write down, hand over."""
        written = len(self.incident.timeline)
        after, queued = paged(after, written, self.ledger, self.find, self.clock.utc, lambda: "nonce")
        self.incident = after
        if any(moved(entry.what) for entry in after.timeline[written:]):
            self.marks = replace(self.marks, moved=self.clock.monotonic)
        self.take(queued)
        self.look_for_skipped(written)

    def look_for_skipped(self, written: int) -> None:
        """Note whom one of the new pages should have told and did not."""
        for position in range(written, len(self.incident.timeline)):
            reached = self.incident.timeline[: position + 1]
            levels = [int(entry.text or 1) for entry in reached if entry.what is Change.ESCALATED]
            page = page_for(replace(self.incident, timeline=reached, level=max(levels, default=1)), position)
            if page is not None:
                who = self.find(page.to, HOME.home) or self.find(page.instead, HOME.home)
                told = {key[2] for key in self.ledger if key[:2] == (page.round, page.step)}
                self.skipped += [(page.round, page.step, one.id) for one in who if one.id not in told]

    def take(self, queued: list[Delivery]) -> None:
        self.queued += queued
        self.ledger.update((delivery.key, delivery) for delivery in queued)
        for delivery in queued:
            self.hand_over(delivery)

    def hand_over(self, delivery: Delivery) -> None:
        """Hand over, and go on to the next channel where one is dead."""
        if delivery.state is not DeliveryState.QUEUED:
            return
        if delivery.channel not in self.dead:
            self.ledger[delivery.key] = turned(delivery, DeliveryState.HANDED_OVER, self.clock.utc)
            return
        failed = self.ledger[delivery.key] = turned(delivery, DeliveryState.FAILED, self.clock.utc, "dead")
        recipient = next(one for one in PEOPLE if one.id == delivery.recipient)
        channels = plan_of(self.incident).step(delivery.step).channels_of(recipient)
        following = next_channel(failed, self.ledger, channels, self.clock.utc)
        if following is not None:
            self.take([following])

    def tick(self) -> int:
        """Do what is due; return how many steps that were."""
        steps = 0
        while (after := advanced(self.incident, self.marks, self.clock, self.reach())) is not None:
            self.change(after)
            steps += 1
            assert steps < 50, "a step that is done is not due again"
        if self.incident.is_active and is_untold(self.incident, self.ledger):
            self.take(looked_again(self.incident, self.ledger, self.find, self.clock.utc, lambda: "nonce"))
        return steps

    def reach(self) -> Reach:
        return reach_of(self.incident, by_round(self.ledger), lambda _delivery: False)

    def wait(self, seconds: float) -> None:
        """Let time pass; the desk asks each second, which here need not be every one."""
        end = self.now + seconds
        while self.now < end:
            self.now = min(end, self.now + 15.0)
            self.tick()

    def pause(self, seconds: float) -> None:
        """Stand still as a virtual machine does: the world goes on, and UTC is right when we wake."""
        self.now += seconds
        self.stood_still += seconds
        self.tick()

    def restart(self) -> None:
        """Start anew: what is in memory is lost, what is on disk is not."""
        self.marks = Marks(self.clock.monotonic, self.clock.monotonic)
        self.tick()

    def do(self, what: str, how: object) -> None:
        """Let something happen."""
        match what, how:
            case "wait", float():
                self.wait(how)
            case "pause", float():
                self.pause(how)
            case "jump", float():
                self.utc_off_by = how
                self.tick()
            case "restart", _:
                self.restart()
            case "away", frozenset():
                self.away = set(how)
                self.tick()
            case "dead", frozenset():
                self.dead = set(how)
                self.tick()
            case "press", _ if self.incident.is_active:
                self.change(life.again(self.incident, self.clock.utc, "button"))
            case "acknowledge", str():
                self.change(life.acknowledged(self.incident, self.clock.utc, how))


def _steps(draw: st.DrawFn) -> tuple[Step, ...]:
    delays = sorted(draw(st.sets(st.sampled_from([20.0, 60.0, 90.0, 180.0, 300.0, 900.0]), max_size=5)))
    targets = st.lists(st.sampled_from(TARGETS), min_size=1, max_size=4, unique=True).map(tuple)
    channels = st.sampled_from([(), (), ("script.call",), ("all",), ("notify.extra", "all")])
    return tuple(Step(after, draw(targets), draw(channels)) for after in (0.0, *delays))


@st.composite
def plans(draw: st.DrawFn) -> ResponsePlan:
    """Draw any plan that staff may save for something that is not urgent, gaps and all."""
    repeat = draw(st.sampled_from([REPEAT_WITHIN[0], 300.0, 600.0]))
    ask_again = draw(st.sampled_from([120.0, 900.0]))
    return ResponsePlan("help", Kind.HELP, None, _steps(draw), repeat, ask_again, version=3)


WAITS: Final = st.tuples(st.just("wait"), st.floats(0.5, 400.0))
PAUSES: Final = st.tuples(st.just("pause"), st.sampled_from([5.0, 3600.0]))
JUMPS: Final = st.tuples(st.just("jump"), st.sampled_from([0.0, 3600.0, -3600.0, -400.0 * 86_400]))
RESTARTS: Final = st.tuples(st.just("restart"), st.none())
ROSTERS: Final = st.tuples(st.just("away"), st.frozensets(st.sampled_from([one.id for one in PEOPLE])))
CHANNELS_DIE: Final = st.tuples(st.just("dead"), st.frozensets(st.sampled_from(CHANNELS)))
PRESSES: Final = st.tuples(st.just("press"), st.none())
ACKNOWLEDGEMENTS: Final = st.tuples(st.just("acknowledge"), st.sampled_from(["grid", "left"]))
