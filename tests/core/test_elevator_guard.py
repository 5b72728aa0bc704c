"""The rules of the elevator guard: each test is a sentence of docs/elevators.md, or of what the guard has to stand."""

from dataclasses import replace
from itertools import combinations, pairwise, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.elevator import (
    CarReported,
    CarSighting,
    Door,
    Elevator,
    ElevatorOnline,
    ElevatorPoints,
    Inhibitor,
    KeyReleased,
)
from custom_components.smart_community.core.guard_state import LIMIT, Guard, view_of
from custom_components.smart_community.core.guard_words import (
    Acknowledged,
    Answered,
    Asked,
    Eyes,
    GuardFact,
    GuardState,
    Happened,
    Happening,
    Hindrance,
    HoldFor,
    LetGo,
    Opened,
    OpenIncident,
    Permit,
    Permitted,
    Rearmed,
    Reason,
    Release,
    Resolved,
    Saw,
    Speak,
    Suspended,
    WhyNot,
)
from custom_components.smart_community.core.incident import Kind
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.sighting import Phase

from .guards import CAMERA, ELEVATOR, OPEN, START, World, changed, classified, count, sighting

INHIBITORS = [inhibitor.value for inhibitor in Inhibitor]
OFFLINE = ElevatorOnline(ELEVATOR.id, online=False, at=START)
ONLINE = ElevatorOnline(ELEVATOR.id, online=True, at=START)
KEY = KeyReleased(ELEVATOR.id, START)
# Every way in which a car is not level at a landing with its door open, or nobody knows.
NOT_AT_A_LANDING: list[dict[str, Any]] = [
    {"door": Door.CLOSED},
    {"door": Door.CLOSING},
    {"door": Door.OPENING},
    {"door": None},
    {"moving": True},
    {"moving": None},
    {"level": False},
    {"level": None},
    {"level": None, "moving": None},
]
NAMES = [", ".join(f"{name} {value}" for name, value in one.items()) for one in NOT_AT_A_LANDING]


def test_an_e_bike_in_a_car_that_stands_open_is_spoken_to_alarmed_and_held() -> None:
    world = World().ready()
    first = world.see()
    assert [type(act) for act in first] == [Happened, Speak]
    world.see()
    assert world.holding
    assert [act.kind for act in world.incidents()] == [Kind.EBIKE]
    assert world.guard.state is GuardState.HOLDING
    assert (world.incidents()[0].camera, world.incidents()[0].track) == (CAMERA, "t1")


# It may only ask for the door to be held, and only when the car is level at a landing with its doors open.


@pytest.mark.parametrize("so", NOT_AT_A_LANDING, ids=NAMES)
def test_it_asks_only_when_the_car_is_level_at_a_landing_with_its_doors_open(so: dict[str, Any]) -> None:
    world = World().ready()
    world.car(**so)
    world.see(3)
    assert not world.holds()
    assert len(world.incidents()) == 1
    assert world.spoken()
    world.car(**{name: getattr(OPEN, name) for name in so})
    assert world.holding


@pytest.mark.parametrize("so", NOT_AT_A_LANDING, ids=NAMES)
def test_never_once_it_moves_or_its_door_closes(so: dict[str, Any]) -> None:
    world = World().ready()
    world.see(2)
    acts = world.car(**so)
    assert isinstance(acts[0], Release)
    assert not world.holding
    before = len(world.holds())
    assert world.take(Asked(60, person=True)) == []
    assert len(world.holds()) == before


def test_a_car_that_has_said_nothing_is_not_held() -> None:
    world = World()
    world.take(ONLINE, Permitted(Permit(holds=True)), Eyes(CAMERA, up=True))
    world.see(2)
    assert not world.holds()
    assert Hindrance.UNKNOWN in world.guard.hindrances
    assert world.guard.state is GuardState.FAULTY


# Fire recall, firefighter service, inspection, earthquake, entrapment and overload inhibit it.


@pytest.mark.parametrize("inhibitor", INHIBITORS)
def test_fire_recall_firefighter_service_inspection_earthquake_entrapment_and_overload_inhibit_it(
    inhibitor: str,
) -> None:
    world = World().ready()
    world.car(**{inhibitor: True})
    world.see(3)
    assert not world.holds()
    assert "ebike_out" in world.spoken()
    assert Kind.EBIKE in {act.kind for act in world.incidents()}
    assert world.guard.state is GuardState.INHIBITED
    world.car(**{inhibitor: False})
    assert world.holding
    acts = world.car(**{inhibitor: True})
    assert isinstance(acts[0], Release)
    assert world.reasons() == ["inhibited"]
    # Not to know any more is as much as to know that it is so.
    world.car(**{inhibitor: False})
    assert world.holding
    world.car(**{inhibitor: None})
    assert not world.holding


def test_every_combination_of_inhibitors_with_every_order_of_events_inhibits_it() -> None:
    """64 combinations of the six inhibitors, each in every order of the five events that lead to a hold."""
    runs = holds = 0
    for inhibitors in (chosen for n in range(7) for chosen in combinations(INHIBITORS, n)):
        told = CarReported(ELEVATOR.id, changed(OPEN, **dict.fromkeys(inhibitors, True)))
        events: tuple[GuardFact, ...] = (
            Saw(CAMERA, sighting(frame=0.2)),
            Saw(CAMERA, count(1)),
            told,
            Permitted(Permit(holds=True)),
            Asked(30, person=True),
        )
        for order in permutations(events):
            world = World()
            world.take(ONLINE, Eyes(CAMERA, up=True))
            for event in order:
                world.opened(world.take(event))
            runs += 1
            holds += bool(world.holds())
            assert bool(world.holds()) is not bool(inhibitors), (inhibitors, order)
            assert len([one for one in world.incidents() if one.kind is Kind.EBIKE]) == 1
            assert world.spoken()
    print(f"\n64 combinations of inhibitors in 120 orders: {runs} runs, {holds} held, {runs - holds} inhibited")
    assert (runs, holds) == (64 * 120, 120)


# The hold is asked for at most 10 s at a time and renewed every 3 s.


@given(seconds=st.floats(0.5, 400))
def test_the_hold_is_asked_for_10_s_at_a_time_and_renewed_every_3_s(seconds: float) -> None:
    world = World().ready()
    world.see(2)
    world.wait(seconds)
    holds = world.holds()
    assert all(0 < hold.seconds <= 10 for _at, hold in holds)
    gaps = [later - at for (at, _), (later, _) in pairwise(holds)]
    assert all(gap == pytest.approx(3) for gap in gaps)
    assert len(holds) == 1 + min(int(seconds // 3), 39)
    # Whatever happens to us, the elevator is free by itself when the 120 s are over.
    assert all(at + hold.seconds <= holds[0][0] + LIMIT + 1e-6 for at, hold in holds)


# The hold drops on: vehicle gone, staff release, the own key, loss of power, link or watchdog, a stale camera.

DROPS: dict[str, tuple[GuardFact, str]] = {
    "vehicle gone": (Saw(CAMERA, sighting(frame=9, phase=Phase.ENDED)), "gone"),
    "it turns out to be a bicycle": (Saw(CAMERA, sighting(frame=9, sub_label="bicycle", sub_score=0.9)), "gone"),
    "staff release": (LetGo(), "staff"),
    "a false alarm": (LetGo(false_alarm=True), "staff"),
    "the elevator's own key": (KEY, "key"),
    "loss of power or link": (OFFLINE, "offline"),
    "the broker is gone": (Answered(1, held=True, error="not_connected"), "offline"),
    "its own watchdog": (CarReported(ELEVATOR.id, replace(OPEN, hold=False)), "let_go"),
    "a stale camera": (Eyes(CAMERA, up=False), "camera"),
    "commissioning withdrawn": (Permitted(Permit()), "not_allowed"),
    "it refuses": (Answered(1, held=True, error="refused"), "refused"),
    "the incident is resolved": (Resolved("incident-1", false_alarm=False), "staff"),
}


@pytest.mark.parametrize("what", DROPS)
def test_the_hold_drops_on(what: str) -> None:
    fact, reason = DROPS[what]
    world = World().ready()
    world.see(2)
    world.wait(5)
    assert world.holding
    acts = world.take(fact)
    assert isinstance(acts[0], Release)
    assert (acts[0].reason, world.reasons()) == (reason, [reason])
    assert not world.holding
    assert world.guard.held is None


def test_120_s_then_it_may_be_asked_for_again_once_the_door_has_closed() -> None:
    world = World().ready()
    world.see(2)
    world.wait(119.9)
    assert world.holding
    world.wait(0.2)
    assert world.reasons() == ["limit"]
    world.see(5)
    assert not world.holding
    assert len(world.incidents()) == 1
    assert world.guard.episode is not None
    # Staff may ask at once.
    assert world.take(Asked(20, person=True))
    assert world.holding
    world.wait(21)
    assert not world.holding
    world.car(door=Door.CLOSED)
    world.car(door=Door.OPEN)
    assert not world.holding
    world.see(2)
    assert world.holding
    # One e-bike, one incident: it is still there.
    assert len(world.incidents()) == 1


@given(when=st.floats(0, 119), seconds=st.floats(1, 120))
def test_staff_may_extend(when: float, seconds: float) -> None:
    world = World().ready()
    world.see(2)
    # It stands still: no more frames come of it, but it is counted.
    world.take(Saw(CAMERA, count(1)))
    world.wait(when)
    began = world.seconds - when
    world.take(Asked(seconds, person=True))
    ends = max(began + LIMIT, world.seconds + seconds)
    world.wait(ends - world.seconds - 0.01)
    assert world.holding
    world.wait(0.02)
    assert not world.holding
    assert world.reasons() == ["limit"]


@given(asks=st.lists(st.tuples(st.floats(0, 60), st.floats(1, 300)), max_size=8))
def test_a_rule_holds_within_the_120_s_and_never_extends_them(asks: list[tuple[float, float]]) -> None:
    world = World().ready()
    # Its incident is not on disk, so that the guard itself asks for nothing.
    seen = (sighting(frame=1), sighting(frame=2), count(1))
    world.opened(world.take(*(Saw(CAMERA, fact) for fact in seen)), saved=False)
    for after, seconds in asks:
        world.take(Asked(seconds, person=False))
        world.wait(after)
    holds = world.holds()
    assert bool(holds) is bool(asks)
    assert all(at + hold.seconds <= holds[0][0] + LIMIT + 1e-6 for at, hold in holds)


def test_a_rule_may_hold_only_while_two_sightings_agree() -> None:
    world = World().ready()
    assert world.guard.forbids(person=False) == (Reason.NOT_AGREED,)
    assert world.take(Asked(60, person=False)) == []
    wanted = world.take(Saw(CAMERA, sighting(frame=1)))
    world.take(Asked(60, person=False))
    assert not world.holds()
    wanted += world.take(Saw(CAMERA, sighting(frame=1.2)))
    world.opened(wanted, saved=False)
    assert not world.holds()
    world.take(Asked(60, person=False))
    assert world.holding
    world.gone()
    assert world.reasons() == ["gone"]
    assert world.take(Asked(60, person=False)) == []
    # A person sees for himself.
    assert world.take(Asked(60, person=True))


def test_a_hold_that_staff_asked_for_ends_when_an_e_bike_that_came_has_gone() -> None:
    world = World().ready()
    world.take(Asked(60, person=True))
    assert world.spoken() == ["door_held"]
    world.see(2)
    world.gone()
    assert world.reasons() == ["gone"]


@pytest.mark.parametrize("fact", [LetGo(), KEY], ids=["staff", "key"])
def test_what_a_person_has_let_go_is_not_asked_again_for_the_same_e_bike(fact: GuardFact) -> None:
    world = World().ready()
    world.see(2)
    world.take(fact)
    world.see(5)
    world.gone()
    world.wait(5)
    world.see(5)
    assert not world.holding
    world.car(door=Door.CLOSED)
    world.car(door=Door.OPEN)
    world.see(5)
    assert not world.holding
    world.gone()
    world.car(door=Door.CLOSED)
    world.car(door=Door.OPEN)
    world.see(2, track="another")
    assert world.holding
    assert len(world.incidents()) == 2


@given(pauses=st.lists(st.tuples(st.floats(0.1, 40), st.floats(0.1, 25)), min_size=1, max_size=12))
def test_a_flickering_e_bike_or_inhibitor_gets_no_more_than_the_120_s(pauses: list[tuple[float, float]]) -> None:
    world = World().ready()
    world.see(2)
    for on, off in pauses:
        world.wait(on)
        world.car(overload=True)
        world.wait(off)
        world.car(overload=False)
    world.wait(130)
    holds = world.holds()
    assert all(at + hold.seconds <= holds[0][0] + LIMIT + 1e-6 for at, hold in holds)


# Two agreeing sightings are needed.


@given(gap=st.floats(0, 0.19))
def test_two_agreeing_sightings_are_needed(gap: float) -> None:
    world = World().ready()
    world.take(Saw(CAMERA, sighting(frame=1)), Saw(CAMERA, sighting(frame=1)), Saw(CAMERA, sighting(frame=1 + gap)))
    world.take(Saw(CAMERA, sighting("t2", frame=2)))
    assert not world.holds()
    assert not world.incidents()
    assert world.spoken() == ["ebike_out"]
    world.opened(world.take(Saw(CAMERA, sighting(frame=1.3))))
    assert world.holding


def test_a_sighting_and_a_count_agree_whichever_comes_first() -> None:
    for order in permutations((Saw(CAMERA, sighting(frame=1, label="bicycle", sub_label="ebike", sub_score=0.9)),
                               Saw(CAMERA, count(1, "bicycle")))):  # fmt: skip
        world = World().ready()
        for fact in order:
            world.opened(world.take(fact))
        assert world.holding


def test_a_standing_e_bike_is_held_for_by_the_count_alone() -> None:
    world = World().ready()
    world.take(Saw(CAMERA, count(1)))
    assert world.spoken() == ["ebike_out"]
    assert not world.holds()
    world.opened(world.wait(1.0))
    assert world.holding
    world.take(Saw(CAMERA, count(0)))
    assert world.reasons() == ["gone"]


def test_a_classification_and_a_count_agree_and_another_class_takes_it_back() -> None:
    world = World().ready()
    world.take(Saw(CAMERA, sighting(frame=1, label="motorcycle")), Saw(CAMERA, count(1, "motorcycle")))
    assert not world.spoken()
    world.opened(world.take(Saw(CAMERA, classified("ebike", 0.92))))
    assert world.holding
    world.take(Saw(CAMERA, classified("bicycle", 0.92)))
    assert world.reasons() == ["gone"]


def test_the_elevators_own_camera_is_a_source_of_sightings_too() -> None:
    def seen(frame: str, label: str = "ebike", score: float = 0.9) -> CarSighting:
        return CarSighting(ELEVATOR.id, label, score, "cabin", frame, START)

    world = World().ready()
    world.take(seen("1"))
    assert world.spoken() == ["ebike_out"]
    world.take(seen("1"), seen("2"))
    assert not world.holds()
    world.seconds += 0.3
    world.opened(world.take(seen("3")))
    assert world.holding
    world.wait(10)
    assert world.reasons() == ["gone"]


@given(score=st.floats(0.5, 0.79), times=st.integers(1, 8))
def test_a_suspected_one_below_the_gate_is_sighted_announced_not_held(score: float, times: int) -> None:
    world = World().ready()
    world.see(times, score=score)
    world.wait(10)
    assert world.guard.state is GuardState.SIGHTED
    assert world.spoken() == ["ebike_out"]
    assert not world.holds()
    assert not world.incidents()


def test_suspected_and_a_count_is_announced_not_held() -> None:
    """A count has no score: Frigate counts from a threshold of its own."""
    for order in permutations((Saw(CAMERA, sighting(frame=1, score=0.65)), Saw(CAMERA, sighting(frame=2, score=0.7)),
                               Saw(CAMERA, count(1)))):  # fmt: skip
        world = World().ready()
        world.take(*order)
        world.opened(world.wait(20))
        assert world.guard.state is GuardState.SIGHTED
        assert world.spoken() == ["ebike_out"]
        assert not world.holds()
        assert not world.incidents()
        # Its end comes a moment before the count's 0, or that is lost.
        world.take(Saw(CAMERA, sighting(phase=Phase.ENDED)))
        world.opened(world.wait(40))
        assert world.guard.episode is None
        assert not world.holds()
        assert not world.incidents()


@given(
    label=st.sampled_from(["bicycle", "motorcycle", "person", "wheelchair", "trolley", "pushchair"]),
    sub_label=st.sampled_from([None, "bicycle", "wheelchair", "pushchair", "trolley"]),
    score=st.floats(0, 1),
)
def test_bicycles_push_chairs_wheelchairs_and_trolleys_are_nothing(
    label: str, sub_label: str | None, score: float
) -> None:
    world = World().ready()
    world.see(4, label=label, sub_label=sub_label, sub_score=score, score=score)
    world.take(Saw(CAMERA, count(1, label)))
    world.wait(10)
    assert world.guard.state is GuardState.CLEAR
    assert not world.done


def test_a_sub_label_without_a_score_is_never_sure() -> None:
    world = World().ready()
    world.see(5, label="bicycle", sub_label="ebike")
    assert world.guard.state is GuardState.SIGHTED
    assert not world.incidents()


# On detection: voice in the car at once, alarm on the duty console; the hold follows the disk.


@given(inhibitors=st.sets(st.sampled_from(INHIBITORS)), allowed=st.booleans(), open_=st.booleans())
def test_the_voice_speaks_at_the_first_sure_sighting_even_when_the_hold_is_inhibited(
    inhibitors: set[str], allowed: bool, open_: bool
) -> None:
    world = World().ready()
    world.car(door=Door.OPEN if open_ else Door.CLOSED, **dict.fromkeys(inhibitors, True))
    world.take(Permitted(Permit(holds=allowed)))
    world.done.clear()
    acts = world.take(Saw(CAMERA, sighting(frame=1)))
    assert Speak(world.done[-1][1].phrase) in acts if isinstance(world.done[-1][1], Speak) else False
    assert world.spoken() == ["ebike_out"]


def test_the_incident_is_on_disk_before_the_hold_is_asked_for() -> None:
    world = World().ready()
    wanted = world.take(Saw(CAMERA, sighting(frame=1)), Saw(CAMERA, sighting(frame=1.2)))
    assert world.incidents()
    world.wait(1.5)
    assert not world.holds()
    world.opened(wanted)
    assert world.holding


def test_a_failing_disk_leaves_voice_and_alarm_and_no_hold() -> None:
    world = World().ready()
    wanted = world.take(Saw(CAMERA, sighting(frame=1)), Saw(CAMERA, sighting(frame=1.2)))
    world.opened(wanted, saved=False)
    world.see(3)
    world.wait(60)
    assert not world.holds()
    assert len(world.incidents()) == 1
    assert (Happened(Happening.NOT_HELD, "not_saved")) in [act for _at, act in world.done]
    # A late answer to another episode changes nothing either.
    world.take(Opened(99, "incident-99", saved=True))
    assert not world.holds()


def test_what_is_surely_seen_only_once_is_told_to_the_console_and_not_held() -> None:
    world = World().ready()
    world.take(Saw(CAMERA, sighting(frame=1)))
    world.opened(world.wait(5))
    assert len(world.incidents()) == 1
    world.wait(100)
    assert not world.holds()


def test_an_e_bike_that_is_still_there_after_120_s_stays_one_incident_and_is_said_to_six_times() -> None:
    world = World().ready()
    world.see(2)
    world.take(Saw(CAMERA, count(1)))
    world.wait(600)
    assert len(world.incidents()) == 1
    assert world.spoken() == ["ebike_out", *["ebike_please_leave"] * 5]
    assert world.guard.episode is not None
    assert view_of(world.guard, Instant(START, world.seconds)).incident == "incident-1"


LEAVES = ["its end is told", "it is not counted any more", "the stream was lost meanwhile", "nobody says so"]


@given(
    rides=st.lists(
        st.tuples(
            st.sampled_from(LEAVES),
            st.booleans(),
            st.sampled_from([None, LetGo(), KEY]),
            st.sets(st.sampled_from(INHIBITORS)),
            st.sampled_from([1.0, 60.0, 200.0]),
        ),
        min_size=2,
        max_size=6,
    )
)
def test_each_new_e_bike_is_spoken_to_and_alarmed(
    rides: list[tuple[str, bool, GuardFact | None, set[str], float]],
) -> None:
    world = World().ready()
    for number, (leaves, counted, let_go, inhibitors, stays) in enumerate(rides):
        before = len(world.spoken())
        world.car(**dict.fromkeys(inhibitors, True))
        opened = len(ebikes(world))
        world.see(1, track=f"e{number}")
        assert set(world.spoken()[before:]) & {"ebike_out", "ebike_please_leave"}
        world.see(1, track=f"e{number}")
        assert len(ebikes(world)) == opened + 1
        assert ebikes(world)[-1].track == f"e{number}"
        if counted:
            world.take(Saw(CAMERA, count(1)))
        if let_go is not None:
            world.take(let_go)
        world.wait(stays)
        world.car(door=Door.CLOSED, **dict.fromkeys(inhibitors, False))
        match leaves:
            case "its end is told":
                world.take(Saw(CAMERA, sighting(f"e{number}", phase=Phase.ENDED)))
            case "it is not counted any more":
                world.take(Saw(CAMERA, count(0)))
            case "the stream was lost meanwhile":
                world.take(Eyes(CAMERA, up=False), Eyes(CAMERA, up=True))
        world.wait(20)
        world.car(door=Door.OPENING)
        world.car(door=Door.OPEN)


def ebikes(world: World) -> list[OpenIncident]:
    return [act for act in world.incidents() if act.kind is Kind.EBIKE]


# No hold at all until the commissioning record names the firm, its licence and the date.


def test_no_hold_without_a_commissioning_record() -> None:
    world = World().ready()
    world.take(Permitted(Permit()))
    world.see(3)
    assert world.take(Asked(30, person=True)) == []
    assert not world.holds()
    assert world.guard.state is GuardState.VOICE_ONLY
    assert world.guard.why_not == (WhyNot.NOT_COMMISSIONED,)
    assert world.spoken()
    assert world.incidents()


@pytest.mark.parametrize("lacking", ["hold", "door", "level and moving", "fire"])
def test_it_says_which_points_are_missing_and_holds_nothing_without_them(lacking: str) -> None:
    names = {"hold", "door", "level", "moving", "floor", *INHIBITORS} - set(lacking.split(" and "))
    points = ElevatorPoints(**{name: f"binary_sensor.{name}" for name in names})
    elevator = Elevator(ELEVATOR.id, "One", points=points, cameras=(CAMERA,))
    world = World(Guard(elevator)).ready()
    world.car(**dict.fromkeys(lacking.split(" and "), None))
    world.see(3)
    assert not world.holds()
    expected = "landing" if lacking.startswith("level") else lacking
    assert f"missing_{expected}" in world.guard.why_not
    assert expected in view_of(world.guard, Instant(START, 0)).missing


def test_an_adopted_point_that_falls_silent_forbids_the_hold() -> None:
    names = {"hold", "door", "level", "moving", "floor", *INHIBITORS}
    points = ElevatorPoints(**{name: f"binary_sensor.{name}" for name in names})
    world = World(Guard(Elevator(ELEVATOR.id, "One", points=points, cameras=(CAMERA,)))).ready()
    world.car(floor=None)
    world.see(2)
    assert world.holding
    world.car(earthquake=None)
    assert not world.holding
    assert world.guard.state is GuardState.FAULTY


# Two false alarms within an hour: voice only, and a task for the technician.


def false_alarm(world: World) -> None:
    world.see(2, track="first")
    world.take(LetGo(false_alarm=True), Saw(CAMERA, sighting("first", phase=Phase.ENDED)))
    world.wait(31)


@given(apart=st.floats(0, 7200))
def test_two_false_alarms_within_an_hour_leave_voice_only_and_a_task_for_the_technician(apart: float) -> None:
    world = World().ready()
    false_alarm(world)
    world.wait(apart)
    # The other comes from whoever resolves the incident.
    world.see(2)
    assert world.holding
    world.take(Resolved(f"incident-{world.guard.episodes}", false_alarm=True))
    world.gone()
    world.wait(31)
    assert not world.holding
    suspended = apart + 31 < 3600
    assert world.faults() == (["false_alarms"] if suspended else [])
    before = len(world.holds())
    world.see(2, track="third")
    assert (len(world.holds()) > before) is not suspended
    assert world.spoken()[-1] == "ebike_out"
    assert len(world.incidents()) == 3
    if suspended:
        assert world.take(Asked(30, person=True)) == []
        assert world.guard.state is GuardState.VOICE_ONLY
        world.take(Rearmed(WhyNot.FALSE_ALARMS))
        assert world.holding


def test_one_false_alarm_told_twice_counts_once() -> None:
    world = World().ready()
    world.see(2)
    world.take(LetGo(false_alarm=True), LetGo(false_alarm=True), Resolved("incident-1", false_alarm=True))
    world.gone()
    world.wait(40)
    world.take(Resolved("incident-1", false_alarm=True), LetGo(false_alarm=True))
    assert not world.faults()
    assert view_of(world.guard, Instant(START, world.seconds)).false_alarms == 1


def test_a_false_alarm_told_before_its_incident_has_a_name_counts_once() -> None:
    world = World().ready()
    wanted = world.take(Saw(CAMERA, sighting(frame=1)), Saw(CAMERA, sighting(frame=1.2)))
    world.take(LetGo(false_alarm=True), Saw(CAMERA, sighting(frame=2, phase=Phase.ENDED)))
    world.wait(40)
    # The disk is slow: by now the e-bike is gone, and only then is its incident there and resolved.
    (asked,) = (act for act in wanted if isinstance(act, OpenIncident))
    world.take(Opened(asked.episode, "incident-1", saved=True), Resolved("incident-1", false_alarm=True))
    assert not world.faults()
    assert view_of(world.guard, Instant(START, world.seconds)).false_alarms == 1


# Faults.


@pytest.mark.parametrize("others", [{}, {"level": True}, {"level": False}])
def test_a_door_that_reports_open_while_moving_is_a_contradiction_inhibited_and_a_fault(others: dict[str, Any]) -> None:
    world = World().ready()
    world.see(2)
    acts = world.car(moving=True, **others)
    assert isinstance(acts[0], Release)
    assert not world.faults()
    world.wait(2)
    assert world.faults() == ["contradiction"]
    # That door contact is not believed any more, until a technician has looked.
    world.car(moving=False, level=True)
    world.see(3)
    assert not world.holding
    assert world.guard.state is GuardState.INHIBITED
    world.take(Rearmed(WhyNot.CONTRADICTION))
    assert world.holding


def test_points_that_are_told_one_after_the_other_are_no_fault() -> None:
    world = World().ready()
    world.car(moving=True)
    world.wait(1)
    world.car(door=Door.CLOSED)
    world.wait(60)
    assert not world.faults()


def test_a_relay_that_never_answers_is_released_a_fault_and_voice_only() -> None:
    world = World(answers=False).ready()
    world.see(2)
    world.wait(5.9)
    assert world.holding
    world.wait(0.2)
    assert world.reasons() == ["relay"]
    assert world.faults() == ["relay"]
    assert not world.holding
    assert world.guard.state is GuardState.VOICE_ONLY
    world.see(5)
    assert len(world.holds()) == 2


@given(closes_after=st.floats(0, 11.9))
def test_a_relay_that_answers_goes_on(closes_after: float) -> None:
    world = World(answers=False).ready()
    world.see(2)
    answer = Answered(1, held=True, error=None)
    world.take(answer)
    began, reported = world.seconds, False
    for _ in range(40):
        world.wait(0.75)
        world.take(answer)
        if not reported and world.seconds + 0.75 - began > closes_after:
            world.car(hold=True)
            reported = True
    assert world.holding
    assert not world.faults()


@pytest.mark.parametrize("says_so", [True, False], ids=["says so each second", "says nothing new"])
def test_a_relay_that_answers_and_never_closes_is_released_a_fault_and_voice_only(says_so: bool) -> None:
    world = World(answers=False).ready()
    world.see(2)
    for _ in range(12):
        assert not world.faults()
        assert world.holding
        world.take(Answered(1, held=True, error=None))
        if says_so:
            world.car(hold=False)
        world.wait(1)
    assert world.faults() == ["relay"]
    assert world.reasons() == ["relay"]
    assert not world.holding
    assert world.guard.state is GuardState.VOICE_ONLY
    # It speaks, and the console has its alarm, all the same.
    assert world.spoken()
    assert len(world.incidents()) == 1


def test_a_release_is_sent_until_it_is_confirmed_and_a_relay_that_stays_is_a_fault() -> None:
    world = World(answers=False).ready()
    world.see(2)
    world.car(hold=True)
    world.take(LetGo(), Answered(1, held=False, error=None))
    world.wait(20)
    assert world.faults() == ["relay"]
    releases = [at for at, act in world.done if isinstance(act, Release)]
    assert len(releases) == 4
    world.car(hold=False)
    world.wait(100)
    assert len([act for _at, act in world.done if isinstance(act, Release)]) == 4


def test_our_own_standstill_lets_go_and_accuses_nobody() -> None:
    world = World().ready()
    world.see(2)
    world.seconds += 30
    world.take(Saw(CAMERA, sighting(frame=1)))
    assert world.reasons() == ["lapsed"]
    assert not world.faults()
    world.wait(9)
    assert not world.holding
    world.wait(2)
    assert world.holding


def test_a_hold_that_is_asked_for_after_a_standstill_is_held_and_never_left_behind_a_release() -> None:
    world = World().ready()
    world.seconds += 30
    acts = world.take(Asked(60, person=True))
    assert isinstance(acts[0], HoldFor)
    assert not any(isinstance(act, Release) for act in acts)
    assert world.guard.held is not None


def test_after_a_restart_nothing_is_resumed_and_what_is_held_still_is_let_go() -> None:
    world = World()
    world.take(ONLINE, Permitted(Permit(holds=True)), Eyes(CAMERA, up=True))
    acts = world.car(hold=True)
    assert [type(act) for act in acts] == [Release]
    assert acts[0] == Release(0, "stray")  # type: ignore[arg-type]
    world.take(Suspended(WhyNot.FALSE_ALARMS))
    world.see(2)
    assert not world.holds()


def test_a_hold_of_a_commissioning_under_way_is_left_alone() -> None:
    world = World().ready()
    world.take(Permitted(Permit(tested=True)))
    assert world.car(hold=True) == []


def test_what_was_said_before_the_link_was_lost_counts_no_more() -> None:
    world = World().ready()
    world.see(2)
    world.take(OFFLINE, ONLINE)
    world.see(2)
    assert not world.holding
    world.car()
    assert world.holding


def test_what_a_stale_camera_still_says_is_not_heard() -> None:
    world = World().ready()
    world.take(Eyes(CAMERA, up=False))
    world.see(4)
    assert not world.done
    world.take(Eyes(CAMERA, up=True))
    world.see(2)
    assert world.holding


def test_frigate_restarting_in_a_hold_lets_go_and_two_new_sightings_hold_again() -> None:
    world = World().ready()
    world.see(2)
    world.take(Eyes(CAMERA, up=False))
    assert not world.holding
    world.take(Eyes(CAMERA, up=True))
    world.see(1, track="after")
    assert not world.holding
    world.see(1, track="after")
    assert world.holding
    assert len(world.incidents()) == 1


@given(jumps=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_a_clock_that_jumps_changes_nothing(jumps: list[float]) -> None:
    def played(jumps: list[float]) -> list[object]:
        world = World().ready()
        world.see(2)
        for jump in jumps:
            world.wrong_by = jump
            world.wait(7)
        return [(at, act) for at, act in world.done]

    assert played(jumps) == played([0.0] * len(jumps))


# Entrapment.


def test_an_entrapment_opens_an_incident_with_a_calm_phrase_once() -> None:
    world = World().ready()
    acts = world.car(entrapment=True, door=Door.CLOSED, level=False)
    assert OpenIncident(Kind.ENTRAPMENT) in acts
    assert world.spoken() == ["entrapment_stay_calm"]
    world.car(entrapment=True)
    world.take(Acknowledged(Kind.ENTRAPMENT))
    assert world.spoken() == ["entrapment_stay_calm", "help_is_coming"]
    assert len(world.incidents()) == 1
    world.car(entrapment=False)
    world.take(Acknowledged(Kind.ENTRAPMENT))
    world.car(entrapment=True)
    assert len(world.incidents()) == 2


def test_every_hold_of_one_number_ends_with_its_release() -> None:
    world = World().ready()
    world.see(2)
    world.take(LetGo())
    world.take(Asked(10, person=True))
    numbers = {act.hold for _at, act in world.holds()}
    assert numbers == {1, 2}
    # What was answered to the first says nothing of the second.
    world.take(Answered(1, held=True, error="refused"))
    assert world.holding
    assert isinstance(world.take(Answered(2, held=True, error="refused"))[0], Release)
