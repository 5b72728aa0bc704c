"""The guard under any order of what may happen, messages lost, doubled, late and out of order, and clocks that jump.

What the guard may want is said once more here, by hand, from what was told: an oracle that shares no code with it.
Run with `-s` to see what was covered; the counts are of the whole run.
"""

from collections import Counter, deque
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

import hypothesis
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from custom_components.smart_community.core.ebike_evidence import Counted, Evidence
from custom_components.smart_community.core.elevator import (
    CarReported,
    CarState,
    Door,
    ElevatorOnline,
    Inhibitor,
    KeyReleased,
)
from custom_components.smart_community.core.elevator_guard import step
from custom_components.smart_community.core.guard_state import Guard
from custom_components.smart_community.core.guard_words import (
    Answered,
    Asked,
    Do,
    Eyes,
    GuardFact,
    HoldFor,
    LetGo,
    Opened,
    OpenIncident,
    Passed,
    Permit,
    Permitted,
    Rearmed,
    Release,
    Resolved,
    Saw,
    Speak,
    Suspend,
    WhyNot,
)
from custom_components.smart_community.core.incident import Kind
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.sighting import Phase, Sighting, ZoneCount

from .guards import CAMERA, ELEVATOR, OPEN, START, changed, count, sighting

OTHER: Final = "camera-2"
CAMERAS: Final = (CAMERA, OTHER)
WATCHED: Final = ("door", "level", "moving", *(inhibitor.value for inhibitor in Inhibitor))
LIMIT: Final = 120.0
# What nobody counts and nothing was heard of for so long is not there any more, in seconds.
FORGOTTEN_AFTER: Final = 180.0
# Every combination of the six is as likely.
INHIBITORS: Final = st.integers(0, 63).map(lambda bits: {one.value for n, one in enumerate(Inhibitor) if bits >> n & 1})


@dataclass
class Coverage:
    """What the runs have met, all of them together."""

    steps: int = 0
    facts: Counter[str] = field(default_factory=Counter)
    orders: set[tuple[str, ...]] = field(default_factory=set)
    forbidden: set[frozenset[str]] = field(default_factory=set)
    inhibitors: set[frozenset[str]] = field(default_factory=set)
    ways_out: Counter[str] = field(default_factory=Counter)
    disturbed: Counter[str] = field(default_factory=Counter)
    holds: int = 0

    def __str__(self) -> str:
        """Return the counts, as a person reads them."""
        told = ", ".join(f"{name} {number}" for name, number in self.facts.most_common())
        let_go = ", ".join(f"{name} {number}" for name, number in self.ways_out.most_common())
        return (
            f"{self.steps} facts; {len(self.forbidden)} combinations of what forbids a hold while one was wanted, "
            f"{len(self.inhibitors)} of the 64 combinations of inhibitors among them; {len(self.orders)} orders of "
            f"three facts; {self.holds} holds; let go: {let_go}; disturbed: {dict(self.disturbed)}; facts: {told}"
        )


COVERED = Coverage()


@dataclass
class Told:
    """What the guard was told, kept as plainly as it can be."""

    online: bool = False
    car: CarState | None = None
    known: set[str] = field(default_factory=set)
    up: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(CAMERAS, False))
    holds: bool = False
    saved: bool = False
    suspended: set[WhyNot] = field(default_factory=set)

    def forbids(self) -> frozenset[str]:
        """Return all that forbids a hold."""
        found: set[str] = {why.value for why in self.suspended}
        found |= set() if self.online else {"offline"}
        found |= set() if self.holds else {"not commissioned"}
        found |= set() if any(self.up.values()) else {"blind"}
        if (car := self.car) is None:
            return frozenset({*found, "unknown"})
        found |= {inhibitor.value for inhibitor in Inhibitor if getattr(car, inhibitor) is True}
        found |= {"moving"} if car.moving is True else set()
        found |= {"not level"} if car.level is False else set()
        found |= {"door"} if car.door is not Door.OPEN else set()
        lost = any(getattr(car, name) is None for name in self.known)
        found |= {"unknown"} if lost or (car.level is None and car.moving is None) or car.fire is None else set()
        return frozenset(found)


class GuardMachine(RuleBasedStateMachine):
    """One elevator, and a world that does what it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.guard = Guard(replace(ELEVATOR, cameras=CAMERAS))
        self.told = Told()
        self.now = 1000.0
        self.wrong_by = 0.0
        # Sightings by track: the frames on which an e-bike was sure since it last had to be looked at anew.
        self.sure: dict[tuple[str, str], list[float]] = {}
        self.ended: set[tuple[str, str]] = set()
        self.newest: dict[tuple[str, str], float] = {}
        self.counted: set[str] = set()
        # When something was last heard of, by track; and whose count is that of what has left, by camera.
        self.followed: dict[tuple[str, str], float] = {}
        self.of_what_left: set[str] = set()
        self.frame = 0.0
        self.held: int | None = None
        self.asked_at = 0.0
        self.began: float | None = None
        self.by_person_until = 0.0
        self.person_let_go = False
        self.late: deque[GuardFact] = deque(maxlen=6)
        self.last: deque[str] = deque(maxlen=3)
        self.incidents: list[str] = []
        # The episode whose incident is to be opened, and is not yet.
        self.wanted: int | None = None

    # What the world does.

    def tell(self, fact: GuardFact) -> None:
        self.heard(fact)
        before = self.guard
        utc = START + timedelta(seconds=self.now + self.wrong_by)
        self.guard, acts = step(before, fact, Instant(utc, self.now))
        name = type(fact).__name__
        COVERED.steps += 1
        COVERED.facts[name] += 1
        self.last.append(name)
        COVERED.orders.add(tuple(self.last))
        self.check(acts, fact)
        if self.guard.episodes > before.episodes:
            assert any(isinstance(act, Speak) for act in acts), "a new e-bike that is not spoken to"
        if before.episode is not None and self.guard.episode is None:
            # That e-bike is gone, and the next one is another, with 120 s of its own.
            self.person_let_go = False
            self.began = self.began if self.held is not None else None
        for act in acts:
            if isinstance(act, OpenIncident) and act.kind is Kind.EBIKE:
                self.told.saved, self.wanted = False, act.episode

    def heard(self, fact: GuardFact) -> None:  # noqa: C901 - one for each fact
        """Keep what a fact says, for the oracle."""
        told = self.told
        match fact:
            case ElevatorOnline(online=online):
                told.car = told.car if told.online is online else None
                told.online = online
            case CarReported(car=car):
                told.car = car
                told.known |= {name for name in WATCHED if getattr(car, name) is not None}
                if car.door is Door.CLOSED and self.held is None:
                    self.began = None
            case Permitted(permit=permit):
                told.holds = permit.holds
            case Eyes(camera=camera, up=up):
                told.up[camera] = up
                if not up:
                    self.nothing_is_seen(camera)
            case Saw(camera=camera, fact=Sighting() as seen) if told.up[camera]:
                self.heard_sighting(camera, seen)
            case Saw(camera=camera, fact=ZoneCount() as counted) if told.up[camera]:
                if counted.count:
                    self.counted.add(camera)
                else:
                    self.nothing_is_seen(camera)
            case Opened(saved=saved, episode=episode) if self.wanted == episode:
                self.wanted, told.saved = None, saved
            case Rearmed(why=why):
                told.suspended.discard(why)

    def nothing_is_seen(self, camera: str) -> None:
        self.counted.discard(camera)
        self.of_what_left.discard(camera)
        self.sure = {key: seen for key, seen in self.sure.items() if key[0] != camera}
        self.newest = {key: at for key, at in self.newest.items() if key[0] != camera}
        self.followed = {key: at for key, at in self.followed.items() if key[0] != camera}

    def heard_sighting(self, camera: str, seen: Sighting) -> None:
        key = (camera, seen.id)
        if seen.phase is Phase.ENDED:
            if self.is_followed(key) and camera in self.counted:
                self.of_what_left.add(camera)
            self.ended.add(key)
            self.sure.pop(key, None)
            self.followed.pop(key, None)
            return
        at = (seen.frame_at - START).total_seconds()
        if key in self.ended or at <= self.newest.get(key, -1.0):
            return
        self.newest[key], self.followed[key] = at, self.now
        if seen.sub_label == "bicycle":
            self.sure.pop(key, None)
        elif seen.score >= 0.8:
            self.sure.setdefault(key, []).append(at)

    # What may be wanted.

    def check(self, acts: tuple[Do, ...], fact: GuardFact) -> None:
        kinds = [type(act) for act in acts]
        releases = [position for position, kind in enumerate(kinds) if kind is Release]
        # What lets go comes before anything else that is done; only a hold that follows it, or a fault, stands later.
        if releases and HoldFor in kinds:
            assert min(releases) < kinds.index(HoldFor)
        for act in acts:
            match act:
                case Release():
                    self.held = None if act.hold == self.held or self.held is None else self.held
                    COVERED.ways_out[act.reason.value] += 1
                    if isinstance(fact, LetGo | KeyReleased):
                        self.person_let_go = True
                case HoldFor():
                    self.check_hold(act, fact)
                case Suspend():
                    self.told.suspended.add(act.why)

    def check_hold(self, hold: HoldFor, fact: GuardFact) -> None:
        assert self.told.forbids() == frozenset(), "asked for while something forbids it"
        assert 0 < hold.seconds <= 10
        person = isinstance(fact, Asked) and fact.person
        if self.held == hold.hold:
            assert self.now - self.asked_at >= 3 - 1e-6, "renewed too soon"
        else:
            COVERED.holds += 1
            assert self.guard.holds == hold.hold, "a hold of a number comes once"
            if not isinstance(fact, Asked):
                assert self.told.saved, "asked for before the incident is on disk"
            if not person:
                assert self.agree(), "asked for without two agreeing sightings"
                assert not self.person_let_go, "asked for by itself though a person has let go"
            self.began = self.now if self.began is None else self.began
        if person:
            assert isinstance(fact, Asked)
            self.by_person_until = max(self.by_person_until, self.now + fact.seconds)
        until = self.began + LIMIT if self.began is not None else self.now
        assert self.now + hold.seconds <= max(until, self.by_person_until) + 1e-6, "beyond the 120 s"
        self.held, self.asked_at = hold.hold, self.now

    def agree(self) -> bool:
        """Return whether two frames of one thing, a frame and a count, or a count that stands, say e-bike.

        A count has no score: of what is followed there the frames know better, and what has left is not counted.
        """
        if any(max(frames) - min(frames) >= 0.2 - 1e-9 for frames in self.sure.values()):
            return True
        counting = self.counted - self.of_what_left
        unsure = {key[0] for key in self.followed if self.is_followed(key)}
        return bool(counting & {key[0] for key in self.sure}) or bool(counting - unsure)

    def is_followed(self, key: tuple[str, str]) -> bool:
        return self.now - self.followed.get(key, -FORGOTTEN_AFTER) < FORGOTTEN_AFTER

    # Rules.

    @rule(seconds=st.sampled_from([0.05, 0.3, 1.0, 3.0, 11.0, 31.0, 61.0]), jump=st.sampled_from([0.0, 0.0, -3e5, 3e5]))
    def time_passes(self, seconds: float, jump: float) -> None:
        self.wrong_by += jump
        end = self.now + seconds
        while (due := self.guard.due()) is not None and due <= end:
            self.now = max(due, self.now)
            self.tell(Passed())
        self.now = end
        self.tell(Passed())

    @rule(seconds=st.sampled_from([4.0, 8.0, 40.0]))
    def we_stand_still(self, seconds: float) -> None:
        COVERED.disturbed["stood still"] += 1
        self.now += seconds

    @initialize(well=st.sampled_from([True, True, True, False]))
    def begin(self, well: bool) -> None:
        if well:
            self.everything_is_well()

    @rule(inhibitors=INHIBITORS)
    def an_e_bike_comes(self, inhibitors: set[str]) -> None:
        self.it_stands_open(inhibitors)
        self.tell(Eyes(CAMERA, up=True))
        for _ in range(2):
            self.frame += 0.2
            self.hear(Saw(CAMERA, sighting(f"e{int(self.now) // 10}", self.frame)))
        if not self.told.saved:
            self.the_incident_is_written(saved=True, late=False)
        self.it_stands_open(set())

    @rule()
    def another_day(self) -> None:
        for fact in (Eyes(CAMERA, up=False), Eyes(OTHER, up=False)):
            self.tell(fact)
        self.it_rides()
        self.the_technician_has_looked()
        self.time_passes(31.0, 0.0)
        self.everything_is_well()

    @rule()
    def everything_is_well(self) -> None:
        self.tell(ElevatorOnline(ELEVATOR.id, online=True, at=START))
        self.tell(CarReported(ELEVATOR.id, OPEN))
        self.tell(Permitted(Permit(holds=True)))
        self.tell(Eyes(CAMERA, up=True))

    @rule(inhibitors=INHIBITORS)
    def it_stands_open(self, inhibitors: set[str]) -> None:
        self.report(changed(OPEN, **dict.fromkeys(inhibitors, True)))

    @rule(
        change=st.fixed_dictionaries(
            {},
            optional={
                "door": st.sampled_from([*Door, None]),
                "level": st.sampled_from([True, False, None]),
                "moving": st.sampled_from([True, False, None]),
                "hold": st.sampled_from([True, False, None]),
                "fire": st.sampled_from([True, False, None]),
                "inspection": st.sampled_from([True, False, None]),
                "overload": st.sampled_from([True, False]),
                "entrapment": st.sampled_from([True, False]),
            },
        )
    )
    def the_car_says(self, change: dict[str, Any]) -> None:
        self.report(replace(self.told.car or OPEN, **change))

    @rule()
    def it_rides(self) -> None:
        for change in ({"door": Door.CLOSING}, {"door": Door.CLOSED}, {"moving": True, "level": False},
                       {"moving": False, "level": True}, {"door": Door.OPENING}, {"door": Door.OPEN}):  # fmt: skip
            self.report(replace(self.told.car or OPEN, **change))

    def report(self, car: CarState) -> None:
        self.tell(CarReported(ELEVATOR.id, car))
        if car.door is Door.CLOSED and self.guard.bar is None:
            self.person_let_go = False

    @rule(online=st.booleans())
    def the_link(self, online: bool) -> None:
        self.tell(ElevatorOnline(ELEVATOR.id, online=online, at=START))

    @rule(camera=st.sampled_from(CAMERAS), up=st.booleans())
    def a_camera(self, camera: str, up: bool) -> None:
        self.tell(Eyes(camera, up=up))

    @rule(
        camera=st.sampled_from(CAMERAS),
        track=st.sampled_from(["a", "b"]),
        score=st.sampled_from([0.6, 0.9, 0.9]),
        sub_label=st.sampled_from([None, None, None, "bicycle"]),
        frames=st.integers(1, 3),
    )
    def something_is_seen(self, camera: str, track: str, score: float, sub_label: str | None, frames: int) -> None:
        for _ in range(frames):
            self.frame += 0.2
            name = f"{track}{int(self.now) // 40}"
            self.hear(Saw(camera, sighting(name, self.frame, score=score, sub_label=sub_label, sub_score=0.9)))

    @rule(camera=st.sampled_from(CAMERAS), track=st.sampled_from(["a", "b"]))
    def it_is_gone(self, camera: str, track: str) -> None:
        name = f"{track}{int(self.now) // 40}"
        self.hear(Saw(camera, sighting(name, self.frame, phase=Phase.ENDED)))

    @rule(camera=st.sampled_from(CAMERAS), gone_before=st.booleans())
    def what_may_be_one_is_followed_and_counted(self, camera: str, gone_before: bool) -> None:
        self.everything_is_well()
        self.tell(Eyes(camera, up=True))
        self.frame += 0.2
        track = f"s{self.frame:.1f}"
        self.hear(Saw(camera, sighting(track, self.frame, score=0.6)))
        self.it_is_counted(camera, 1)
        if gone_before:
            self.hear(Saw(camera, sighting(track, self.frame, phase=Phase.ENDED)))
        self.time_passes(1.0, 0.0)
        if self.wanted is not None:
            self.tell(Opened(self.wanted, f"incident-{self.wanted}", saved=True))

    @rule(camera=st.sampled_from(CAMERAS), number=st.integers(0, 2))
    def it_is_counted(self, camera: str, number: int) -> None:
        self.hear(Saw(camera, count(number)))

    def hear(self, fact: GuardFact) -> None:
        self.late.append(fact)
        self.tell(fact)

    @rule(position=st.integers(0, 5))
    def a_message_comes_again_late_and_out_of_order(self, position: int) -> None:
        if position < len(self.late):
            COVERED.disturbed["late or twice"] += 1
            self.tell(self.late[position])

    @rule(camera=st.sampled_from(CAMERAS))
    def a_message_is_lost(self, camera: str) -> None:
        COVERED.disturbed["lost"] += 1
        self.frame += 0.2
        self.late.append(Saw(camera, sighting("a0", self.frame)))

    @rule(saved=st.sampled_from([True, True, True, False]), late=st.booleans())
    def the_incident_is_written(self, saved: bool, late: bool) -> None:
        number = self.guard.episodes - (1 if late else 0)
        self.incidents.append(f"incident-{number}")
        self.tell(Opened(number, f"incident-{number}", saved=saved))

    @rule(seconds=st.sampled_from([5.0, 30.0, 120.0]), person=st.booleans())
    def somebody_asks(self, seconds: float, person: bool) -> None:
        if person:
            held = self.guard.held
            if not self.told.forbids() and held is not None:
                self.by_person_until = max(self.by_person_until, self.now + seconds)
        self.tell(Asked(seconds, person=person))

    @rule(how=st.sampled_from(["staff", "false alarm", "key", "resolved", "resolved false"]))
    def a_person_lets_go(self, how: str) -> None:
        if how.startswith("resolved") and self.incidents:
            self.tell(Resolved(self.incidents[-1], false_alarm=how.endswith("false")))
        elif how == "key":
            self.tell(KeyReleased(ELEVATOR.id, START))
        else:
            self.tell(LetGo(false_alarm=how == "false alarm"))

    @rule(error=st.sampled_from([None, None, None, "no_result", "refused", "not_connected"]), held=st.booleans())
    def the_relay_answers(self, error: str | None, held: bool) -> None:
        self.tell(Answered(self.guard.holds, held=held, error=error))

    @rule(holds=st.sampled_from([True, True, False]))
    def commissioning(self, holds: bool) -> None:
        self.tell(Permitted(Permit(holds=holds)))

    @rule()
    def the_technician_has_looked(self) -> None:
        for why in sorted(self.told.suspended):
            self.tell(Rearmed(why))

    # What always holds.

    @invariant()
    def a_hold_never_outlives_what_forbids_it(self) -> None:
        forbids = self.told.forbids()
        if self.guard.agreed:
            COVERED.forbidden.add(forbids)
            COVERED.inhibitors.add(forbids & {one.value for one in Inhibitor})
        assert self.guard.held is None or not forbids
        assert (self.held is not None) is (self.guard.held is not None), "told to hold and holding are one"

    @invariant()
    def it_looks_again_in_time(self) -> None:
        if self.guard.held is not None:
            due = self.guard.due()
            assert due is not None
            assert due <= self.guard.now + 3 + 1e-6


def test_any_order_of_what_may_happen_lost_doubled_late_and_out_of_order() -> None:
    run_state_machine_as_test(GuardMachine, settings=settings(max_examples=200, stateful_step_count=60, deadline=None))
    print(f"\n{COVERED}")
    assert COVERED.holds > 100
    assert len(COVERED.forbidden) > 40
    assert len(COVERED.inhibitors) > 20
    assert len(COVERED.orders) > 400


def _believes_every_count(evidence: Evidence, counted: Counted) -> bool:
    return evidence.gate.is_ebike(counted[1])


def _believes_what_has_left(evidence: Evidence, counted: Counted) -> bool:
    return not any((track.camera, track.label) == counted for track in evidence.tracks.values())


def _asks_no_sightings(guard: Guard, *, person: bool) -> tuple[object, ...]:
    bar = None if person else guard.barred
    return (*guard.why_not, *guard.hindrances, *((bar,) if bar else ()))


FORGOTTEN: Final = {
    "what forbids a hold": (Guard, "hindrances", property(lambda _guard: ())),
    "the score of what is counted": (Evidence, "_counts_alone", _believes_every_count),
    "that what was counted has left": (Evidence, "_counts_alone", _believes_what_has_left),
    "that a rule needs two sightings": (Guard, "forbids", _asks_no_sightings),
}


@pytest.mark.parametrize("rule_of", FORGOTTEN)
def test_the_oracle_has_teeth(monkeypatch: pytest.MonkeyPatch, rule_of: str) -> None:
    """A guard that forgets one rule is caught."""
    monkeypatch.setattr(*FORGOTTEN[rule_of])
    # The first run that is caught is enough: nobody reads the shortest.
    first = settings(
        max_examples=1000,
        stateful_step_count=40,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        report_multiple_bugs=False,
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(GuardMachine, settings=first)
