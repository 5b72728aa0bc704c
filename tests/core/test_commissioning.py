"""The commissioning record: what must be in it before a door is asked for, and what makes it void.

The names of the properties are the sentences of `domain.md`, "The e-bike in the elevator".
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.commissioning import (
    DRIVEN,
    Check,
    Commissioning,
    CommissioningError,
    How,
    Item,
    Result,
    VoidReason,
    begun,
    corrected,
    driven,
    fingerprint_of,
    finished,
    holds_for,
    how,
    may_be_left_out,
    may_drive,
    shown_by,
    told,
    voided,
)
from custom_components.smart_community.core.elevator import CarState, Door, Elevator, ElevatorPoints, Inhibitor

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SPOKEN = Elevator("e1", "Building 1, elevator 1", device="elevator-1", cameras=("c1",), speakers=("media_player.car",))
ADOPTED = Elevator(
    "e2",
    "Building 1, elevator 2",
    points=ElevatorPoints(
        hold="switch.relay", door="binary_sensor.door", moving="binary_sensor.moving", fire="binary_sensor.fire"
    ),
    cameras=("c2",),
)
OFF: dict[str, Any] = dict.fromkeys(Inhibitor, False)
OPEN = CarState(at=AT, door=Door.OPEN, level=True, moving=False, hold=False, **OFF)

elevators = st.sampled_from([SPOKEN, ADOPTED])
results = st.sampled_from(Result)
checks = st.builds(
    Check,
    st.sampled_from(Item),
    results,
    st.just(AT),
    st.just("account"),
    st.sampled_from(["", "because"]),
    st.none() | st.floats(0, 20),
    st.none() | st.just(AT),
)


def a_draft(elevator: Elevator = SPOKEN, firm: str = "A firm", licence: str = "TS1") -> Commissioning:
    return begun("r1", elevator, firm=firm, licence=licence, day=TODAY, at=AT, today=TODAY, by="account")


def gone_through(elevator: Elevator, *, without: Sequence[Item] = ()) -> Commissioning:
    """Return a draft with every item tried, but for some."""
    draft = a_draft(elevator)
    for item in Item:
        if item in without:
            continue
        if item in DRIVEN:
            draft = driven(draft, item, passed=True, at=AT, by="account", seconds=1.0)
        else:
            left_out = may_be_left_out(item, elevator, OPEN)
            result = Result.NOT_FITTED if left_out else Result.PASSED
            draft = told(draft, elevator, OPEN, item, result, at=AT, by="account", note="no such point", seen_at=AT)
    return draft


@st.composite
def records(draw: st.DrawFn) -> Commissioning:
    """Draw any record at all, such as a database may hold."""
    elevator = draw(elevators)
    record = Commissioning(
        "r1",
        elevator.id,
        elevator.name,
        draw(st.sampled_from(["", "  ", "A firm"])),
        draw(st.sampled_from(["", "TS1"])),
        TODAY,
        draw(st.sampled_from([fingerprint_of(elevator), "other"])),
        AT,
        "account",
        checks=draw(st.one_of(st.just(gone_through(elevator).checks), st.lists(checks, max_size=20).map(tuple))),
        finished_at=draw(st.none() | st.just(AT)),
        finished_by="account",
        void_at=draw(st.none() | st.just(AT)),
    )
    dropped = draw(st.sets(st.sampled_from(Item), max_size=2))
    return replace(record, checks=tuple(check for check in record.checks if check.item not in dropped))


@given(records(), elevators)
def test_no_hold_at_all_until_the_commissioning_record_names_the_licensed_maintenance_firm_its_licence_and_the_date(
    record: Commissioning, elevator: Elevator
) -> None:
    assert not holds_for(None, elevator)
    if holds_for(record, elevator):
        assert record.firm.strip()
        assert record.licence.strip()
        assert record.day <= TODAY
        assert record.finished_at is not None
        assert record.void_at is None
        assert record.elevator == elevator.id
        assert record.points == fingerprint_of(elevator)


@given(records(), elevators)
def test_an_adopted_relay_may_hold_only_if_commissioning_saw_it_let_go_by_itself_with_us_cut_off(
    record: Commissioning, elevator: Elevator
) -> None:
    if holds_for(record, elevator):
        seen = [check for check in record.checks if check.item is Item.LET_GO_CUT_OFF]
        assert any(check.result is Result.PASSED and check.seen_at is not None for check in seen)


@given(records(), elevators)
def test_a_record_holds_a_door_only_with_every_item_settled(record: Commissioning, elevator: Elevator) -> None:
    if holds_for(record, elevator):
        settled = {check.item for check in record.checks if check.result is not Result.FAILED}
        assert settled == set(Item)
        assert not record.open


@pytest.mark.parametrize("elevator", [SPOKEN, ADOPTED], ids=["protocol", "adopted"])
def test_a_whole_checklist_holds_the_door_of_that_elevator_alone(elevator: Elevator) -> None:
    record = finished(gone_through(elevator), elevator, AT, "account")
    assert holds_for(record, elevator)
    assert record.as_dict()["allows_hold"] is True
    (other,) = {SPOKEN.id, ADOPTED.id} - {elevator.id}
    assert not holds_for(record, replace(elevator, id=other))


@given(elevators, st.sets(st.sampled_from(Item), min_size=1))
def test_a_checklist_with_a_gap_is_not_finished(elevator: Elevator, gap: set[Item]) -> None:
    draft = gone_through(elevator, without=sorted(gap))
    assert set(draft.open) == gap
    with pytest.raises(CommissioningError, match="commissioning_incomplete") as refused:
        finished(draft, elevator, AT, "account")
    assert refused.value.placeholders == {"items": ", ".join(item for item in Item if item in gap)}


@given(elevators, st.sampled_from(Item))
def test_an_item_that_failed_last_is_open_whatever_it_was_before(elevator: Elevator, item: Item) -> None:
    draft = told(gone_through(elevator), elevator, OPEN, item, Result.FAILED, at=AT, by="account")
    assert draft.open == (item,)


@given(
    st.sampled_from(["device", "points", "cameras"]),
    elevators,
)
def test_changing_what_was_tried_makes_it_void(what: str, elevator: Elevator) -> None:
    record = finished(gone_through(elevator), elevator, AT, "account")
    points = replace(elevator.points or ElevatorPoints(), hold="switch.another")
    others: dict[str, Any] = {"device": "another", "points": points, "cameras": ("another",)}
    now = replace(elevator, **{what: others[what]})
    assert not holds_for(record, now)
    for step in (
        lambda draft: told(draft, now, OPEN, Item.VOICE, Result.PASSED, at=AT, by="account"),
        lambda draft: finished(draft, now, AT, "account"),
        lambda draft: may_drive(draft, now, OPEN),
    ):
        with pytest.raises(CommissioningError, match="points_changed"):
            step(gone_through(elevator))


def test_a_name_a_speaker_or_a_language_changes_nothing() -> None:
    record = finished(gone_through(SPOKEN), SPOKEN, AT, "account")
    now = replace(SPOKEN, name="Another", building="b", speakers=(), languages=("en",), two_way="https://a.example")
    assert holds_for(record, now)


@given(st.sampled_from(Item), elevators)
def test_what_a_hold_needs_cannot_be_left_out(item: Item, elevator: Elevator) -> None:
    needed = {*DRIVEN, Item.FIRE, Item.MOVING, Item.VOICE, Item.SIGN}
    bare = replace(elevator, points=ElevatorPoints() if elevator.points else None, cameras=())
    assert not (item in needed and may_be_left_out(item, bare, None))
    if item in needed:
        with pytest.raises(CommissioningError, match="may_not_be_left_out"):
            told(a_draft(bare), bare, None, item, Result.NOT_FITTED, at=AT, by="account", note="because")


def test_leaving_out_needs_a_missing_point_and_a_reason() -> None:
    assert may_be_left_out(Item.OVERLOAD, ADOPTED, OPEN)
    assert not may_be_left_out(Item.OVERLOAD, SPOKEN, OPEN)
    with pytest.raises(CommissioningError, match="note_missing"):
        told(a_draft(ADOPTED), ADOPTED, OPEN, Item.OVERLOAD, Result.NOT_FITTED, at=AT, by="account", note="  ")


@given(st.sampled_from([item for item in Item if how(item) is How.SEEN]), st.none() | st.integers(-100, -1))
def test_an_inhibitor_passes_only_once_the_car_has_shown_it_since_the_draft_began(item: Item, ago: int | None) -> None:
    seen_at = None if ago is None else AT + timedelta(seconds=ago)
    with pytest.raises(CommissioningError, match="not_seen"):
        told(a_draft(), SPOKEN, OPEN, item, Result.PASSED, at=AT, by="account", seen_at=seen_at)
    draft = told(a_draft(), SPOKEN, OPEN, item, Result.PASSED, at=AT, by="account", seen_at=AT)
    assert item not in draft.open


@given(st.sampled_from(DRIVEN))
def test_a_driven_item_cannot_pass_by_word(item: Item) -> None:
    with pytest.raises(CommissioningError, match="must_be_driven"):
        told(a_draft(), SPOKEN, OPEN, item, Result.PASSED, at=AT, by="account", seen_at=AT)
    failed = told(a_draft(), SPOKEN, OPEN, item, Result.FAILED, at=AT, by="account")
    assert item in failed.open


@given(
    st.sampled_from([None, *Door]),
    st.none() | st.booleans(),
    st.none() | st.booleans(),
    st.sets(st.sampled_from(Inhibitor), max_size=2),
)
def test_a_test_asks_for_the_door_only_when_the_car_is_level_at_a_landing_with_its_doors_open(
    door: Door | None, level: bool | None, moving: bool | None, inhibitors: set[Inhibitor]
) -> None:
    on: dict[str, Any] = dict.fromkeys(inhibitors, True)
    car = replace(OPEN, door=door, level=level, moving=moving, **on)
    stands = door is Door.OPEN and moving is not True and level is not False and (level is True or moving is False)
    if stands and not inhibitors:
        may_drive(a_draft(), SPOKEN, car)
    else:
        with pytest.raises(CommissioningError, match="car_inhibited" if stands else "car_not_open"):
            may_drive(a_draft(), SPOKEN, car)


def test_a_test_asks_for_nothing_before_the_record_names_the_firm_nor_of_a_car_that_is_silent() -> None:
    with pytest.raises(CommissioningError, match="firm_missing"):
        may_drive(replace(a_draft(), firm=" "), SPOKEN, OPEN)
    with pytest.raises(CommissioningError, match="car_not_open"):
        may_drive(a_draft(), SPOKEN, None)


@pytest.mark.parametrize(
    ("firm", "licence", "day", "code"),
    [
        (" ", "TS1", TODAY, "firm_missing"),
        ("A firm", "", TODAY, "firm_missing"),
        ("A firm", "TS1", TODAY + timedelta(days=1), "date_in_future"),
        ("A" * 201, "TS1", TODAY, "text_too_long"),
    ],
)
def test_a_draft_names_the_firm_and_no_day_to_come(firm: str, licence: str, day: date, code: str) -> None:
    with pytest.raises(CommissioningError, match=code):
        begun("r1", SPOKEN, firm=firm, licence=licence, day=day, at=AT, today=TODAY, by="account")
    with pytest.raises(CommissioningError, match=code):
        corrected(a_draft(), firm, licence, day, TODAY)
    assert corrected(a_draft(), " B ", "TS2", TODAY, TODAY).firm == "B"


def test_what_a_car_shows() -> None:
    assert shown_by(OPEN) == frozenset()
    assert shown_by(replace(OPEN, fire=True, overload=True)) == {Item.FIRE, Item.OVERLOAD}
    assert shown_by(replace(OPEN, moving=True)) == {Item.MOVING}
    assert shown_by(replace(OPEN, moving=None, level=False)) == {Item.MOVING}


def test_what_became_void_first_stays_so() -> None:
    record = voided(finished(gone_through(SPOKEN), SPOKEN, AT, "account"), AT, VoidReason.POINTS_CHANGED)
    assert not record.allows_hold
    assert voided(record, AT + timedelta(days=1), VoidReason.REPLACED) is record
    assert record.as_dict()["void_reason"] == "points_changed"
