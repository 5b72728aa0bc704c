"""Faults: each is told once, noted when it goes, and left for a person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core.fault import (
    BRIEF,
    REMINDS_AFTER,
    SETTLES_AFTER,
    SEVERITY,
    Act,
    Fault,
    FaultCause,
    alarm_of,
    due,
    due_when_gone,
    is_cleared,
)
from custom_components.smart_community.core.incident import Incident, Kind, Resolution

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LOST = Fault(FaultCause.GATEWAY_LOST, "gateway-1", "b1", "gateway-1")

causes = st.sampled_from(FaultCause)
seconds = st.floats(0, 1e6)


def opened(fault: Fault, at: datetime = NOW) -> Incident:
    return alarm_of(fault, at).opens("i1", 1)


@given(causes, st.text("abc", min_size=1), st.integers(1, 1000))
def test_each_fault_is_an_incident_of_its_own_that_a_person_must_take(cause: FaultCause, subject: str, n: int) -> None:
    incident = opened(Fault(cause, subject, "b1", count=n))
    assert (incident.kind, incident.cause, incident.subject) == (Kind.DEVICE_FAULT, cause.value, subject)
    assert (incident.severity, incident.place.building) == (SEVERITY[cause], "b1")
    assert incident.is_active


@given(causes, causes, st.sampled_from("ab"), st.sampled_from("ab"))
def test_faults_are_one_exactly_if_cause_and_subject_are_the_same(
    cause: FaultCause, other: FaultCause, subject: str, its: str
) -> None:
    same = opened(Fault(cause, subject, "b1")).merge_key == opened(Fault(other, its, "b2", "d")).merge_key
    assert same is ((cause, subject) == (other, its))


def test_a_fault_that_nobody_was_told_of_is_told() -> None:
    assert due(LOST, None, None, NOW) is Act.RAISE


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_a_fault_that_stands_is_told_again_only_when_twice_as_many_devices_have_it(said: int, count: int) -> None:
    standing = opened(replace(LOST, count=said))
    assert (due(replace(LOST, count=count), standing, None, NOW) is Act.RAISE) is (count >= 2 * said)


@given(seconds)
def test_a_fault_that_a_person_resolved_is_told_again_a_day_later_if_it_is_still_there(after: float) -> None:
    act = due(LOST, None, NOW, NOW + timedelta(seconds=after))
    assert act is (Act.RAISE if timedelta(seconds=after) >= REMINDS_AFTER else Act.NOTHING)


@settings(deadline=None)
@given(causes, st.floats(0, 200), st.floats(0, 200), st.booleans())
def test_a_fault_that_goes_away_gets_a_note_and_stays_for_a_person_unless_it_was_brief_and_nobody_had_it(
    cause: FaultCause, lasted: float, gone_for: float, acknowledged: bool
) -> None:
    incident = opened(Fault(cause, "x"))
    if acknowledged:
        incident = life.acknowledged(incident, NOW, "anna")
    act = due_when_gone(cause, incident, gone_for, NOW + timedelta(seconds=lasted) + timedelta(seconds=gone_for))
    if gone_for < SETTLES_AFTER:
        assert act is Act.WAIT
    elif act is Act.END:
        assert not acknowledged
        assert timedelta(seconds=lasted) <= BRIEF + timedelta(milliseconds=1)
    else:
        assert act is Act.CLEAR


@pytest.mark.parametrize("cause", [FaultCause.TAMPER, FaultCause.NOBODY_TOLD, FaultCause.JOURNAL_BROKEN])
def test_an_opened_case_is_looked_at_however_briefly_it_was_open(cause: FaultCause) -> None:
    later = NOW + timedelta(seconds=SETTLES_AFTER + 1)
    assert due_when_gone(cause, opened(Fault(cause, "x")), SETTLES_AFTER, later) is Act.CLEAR


def test_a_fault_that_went_away_is_noted_once_and_told_when_it_comes_back() -> None:
    incident = life.cleared(opened(LOST), NOW + timedelta(minutes=5), "system")
    assert incident.is_active
    assert is_cleared(incident)
    assert due_when_gone(LOST.cause, incident, 1e6, NOW + timedelta(days=20)) is Act.NOTHING
    assert due(LOST, incident, None, NOW + timedelta(minutes=6)) is Act.RAISE
    again = alarm_of(LOST, NOW + timedelta(minutes=6)).joins(incident)
    assert not is_cleared(again)


def test_a_note_by_staff_or_a_push_does_not_hide_that_a_fault_went_away() -> None:
    incident = life.noted(life.cleared(opened(LOST), NOW, "system"), NOW, "anna", "looked")
    assert is_cleared(incident)


def test_a_failing_disk_is_told_from_memory() -> None:
    assert opened(Fault(FaultCause.DATABASE_FAILING, "database")).acts_from_memory
    assert not opened(LOST).acts_from_memory


def test_what_is_resolved_is_nobodys_fault() -> None:
    incident = life.resolved(opened(LOST), NOW, "anna", Resolution.REAL)
    assert not incident.is_active
