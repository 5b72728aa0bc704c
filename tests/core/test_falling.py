"""Falling objects: the sentences of domain.md, and what order, doubling and late news may not change."""

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.alarm import Alarm
from custom_components.smart_community.core.device import DeviceEvent
from custom_components.smart_community.core.fall_news import is_fall_news, news_of
from custom_components.smart_community.core.fall_trace import MOST_CANDIDATES, MOST_LIKELY, Trace
from custom_components.smart_community.core.fall_verdict import (
    LEAST_VERDICTS,
    FallVerdict,
    Verdict,
    figures_of,
    recent_precision,
    weekly,
)
from custom_components.smart_community.core.falling import (
    LEAST_FLOOR,
    OLD_AFTER,
    TOGETHER_WITHIN,
    Act,
    Fall,
    FallClass,
    FallNews,
    FallPhase,
    after,
    decide,
    fell,
    joined,
    key_of,
    raised,
    withdrawn,
)
from custom_components.smart_community.core.incident import (
    Change,
    IncidentResolvedError,
    Kind,
    Resolution,
    Severity,
    opened,
    resolved,
)
from tests.falls import FALL, NOON, OTHER, news, said

GATE = 0.7
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=20,
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"building": JSON, "unit": JSON, "floor": st.integers(-300, 300) | JSON, "p": st.floats(0, 1) | JSON},
        optional={"home": JSON, "floor_name": JSON, "name": JSON},
    )
    | JSON,
    max_size=30,
)
NEWS = st.builds(
    FallNews,
    fall=st.sampled_from([FALL, OTHER]),
    phase=st.sampled_from(FallPhase),
    kind=st.sampled_from(FallClass),
    confidence=st.floats(0, 1),
    trace=st.builds(Trace, floor=st.none() | st.integers(1, 40), floor_sd=st.none() | st.floats(0, 5)),
    picture=st.booleans(),
    clip=st.booleans(),
    frigate=st.booleans(),
)


def read(**changes: Any) -> FallNews:
    found = news_of(news(1, **changes))
    assert found is not None
    return found


def known(told: FallNews, fall: Fall | None = None, seconds: float = 0, **changes: Any) -> Fall:
    at = NOON + timedelta(seconds=seconds)
    return replace(after(fall, told, at, at, device="facade-3", camera="cam1"), **changes)


# A trace.


@given(ROWS | JSON, JSON, JSON, JSON)
def test_a_trace_is_a_list_of_candidate_homes_with_its_uncertainty_never_one_name(
    rows: Any, floor: Any, floors: Any, box: Any
) -> None:
    trace = Trace.read({"candidates": rows, "floor": floor, "floors": floors, "box": box, "speed": floor})
    likely = [one.p for one in trace.candidates]
    assert len(likely) <= MOST_CANDIDATES
    assert all(0 <= p <= MOST_LIKELY for p in likely)
    assert sum(likely) <= 1 + 1e-9
    assert likely == sorted(likely, reverse=True)
    # Of one alone, that it is none of them is always said with it.
    assert len(likely) != 1 or trace.as_dict()["elsewhere"] >= 1 - MOST_LIKELY - 1e-9
    # What is kept is read back as it was, but for the last digits.
    again = Trace.read(trace.as_dict())
    assert [(one.building, one.unit, one.floor) for one in again.candidates] == [
        (one.building, one.unit, one.floor) for one in trace.candidates
    ]


def test_what_a_companion_says_is_read_as_it_is_meant() -> None:
    told = read(frigate_event="1732363200.1-abc", picture=True)
    assert (told.fall, told.phase, told.kind, told.confidence) == (FALL, FallPhase.CONFIRMED, FallClass.FALLING, 0.93)
    assert (told.picture, told.clip, told.frigate) == (True, False, True)
    trace = told.trace
    assert (trace.floor, trace.floor_sd, trace.floors, trace.speed) == (14, 0.4, (14, 15), 19.5)
    assert [(one.home, one.p) for one in trace.candidates] == [("HOME-1402", 0.6), ("HOME-1502", 0.3)]
    assert trace.as_dict()["elsewhere"] == pytest.approx(0.1)


@given(st.dictionaries(st.sampled_from(list(said())), JSON))
def test_nothing_that_a_companion_says_breaks_anything(changes: dict[str, Any]) -> None:
    event = DeviceEvent("facade-3", "b", 1, "fall", NOON, None, said() | changes)
    told = news_of(event)
    assert told is None or 0 <= told.confidence <= 1


def test_the_fall_of_a_person_is_no_falling_object() -> None:
    assert not is_fall_news(DeviceEvent("button-1", "b", 1, "fall", NOON))
    assert is_fall_news(news(1))


@pytest.mark.parametrize(
    "changes",
    [{"fall": "../etc"}, {"fall": 7}, {"class": "flying"}, {"confidence": True}, {"confidence": 1.1}, {"phase": "x"}],
)
def test_news_that_makes_no_sense_is_none(changes: dict[str, Any]) -> None:
    assert news_of(DeviceEvent("facade-3", "b", 1, "fall", NOON, None, said() | changes)) is None


# What news does.


@given(NEWS)
def test_a_first_alert_is_shown_and_tells_nobody(told: FallNews) -> None:
    decision = decide(replace(told, phase=FallPhase.SUSPECTED), None, [], gate=GATE, at=NOON, now=NOON)
    assert decision.act is Act.SHOW


@given(NEWS)
def test_only_falls_of_more_than_two_floors(told: FallNews) -> None:
    low = replace(told, trace=Trace(floor=2, floor_sd=0.2))
    assert decide(low, None, [], gate=GATE, at=NOON, now=NOON).act is Act.SHOW
    # Somebody who may have stood higher is told of.
    doubtful = replace(told, phase=FallPhase.CONFIRMED, confidence=1.0, trace=Trace(floor=2, floor_sd=1.0))
    assert decide(doubtful, None, [], gate=GATE, at=NOON, now=NOON).act is Act.OPEN
    high = replace(doubtful, trace=Trace(floor=LEAST_FLOOR, floor_sd=0.0))
    assert decide(high, None, [], gate=GATE, at=NOON, now=NOON).act is Act.OPEN


@given(NEWS, st.floats(0.5, 0.99))
def test_below_the_gate_nobody_is_told(told: FallNews, gate: float) -> None:
    told = replace(told, phase=FallPhase.CONFIRMED, trace=Trace(floor=10))
    decision = decide(told, None, [], gate=gate, at=NOON, now=NOON)
    assert (decision.act is Act.OPEN) is (told.confidence >= gate)


@pytest.mark.parametrize(("kind", "severity"), [("falling", Severity.HIGH), ("fluttering", Severity.NORMAL)])
def test_what_flutters_is_less_urgent(kind: str, severity: Severity) -> None:
    decision = decide(read(**{"class": kind}), None, [], gate=GATE, at=NOON, now=NOON)
    assert (decision.act, decision.subject, decision.severity) == (Act.OPEN, FALL, severity)


def test_what_is_told_after_an_outage_is_less_urgent() -> None:
    now = NOON + OLD_AFTER + timedelta(seconds=1)
    assert decide(read(), None, [], gate=GATE, at=NOON, now=now).severity is Severity.NORMAL


@given(st.floats(0, 200))
def test_further_falls_of_a_camera_within_a_minute_join(seconds: float) -> None:
    first = known(read(), subject=FALL)
    at = NOON + timedelta(seconds=seconds)
    decision = decide(read(fall=OTHER), None, [first], gate=GATE, at=at, now=at)
    if timedelta(seconds=seconds) <= TOGETHER_WITHIN:
        assert (decision.act, decision.subject) == (Act.JOIN, FALL)
    else:
        assert (decision.act, decision.subject) == (Act.OPEN, OTHER)


def test_what_is_told_after_an_outage_joins_what_fell_with_it_and_nothing_else() -> None:
    # Both were seen an hour apart, and are heard at once.
    heard = NOON + timedelta(hours=3)
    first = replace(known(read(), subject=FALL), at=NOON, updated_at=heard)
    for seen, act in ((NOON + timedelta(seconds=50), Act.JOIN), (NOON + timedelta(hours=1), Act.OPEN)):
        assert decide(read(fall=OTHER), None, [first], gate=GATE, at=seen, now=heard).act is act
    # What falls now is no line in what fell three hours ago.
    assert decide(read(fall=OTHER), None, [first], gate=GATE, at=heard, now=heard).act is Act.OPEN


def test_what_is_further_and_yet_the_first_says_nothing_in_its_opening() -> None:
    alarm = Alarm(Kind.FALLING_OBJECT, "facade-3", NOON, subject=FALL, text="falling", is_further=True)
    assert [entry.text for entry in alarm.opens("i", 1).timeline] == [None]


@given(st.lists(NEWS, min_size=1, max_size=12))
def test_a_fall_opens_or_joins_once_whatever_comes_in_whatever_order(many: list[FallNews]) -> None:
    falls: dict[str, Fall] = {}
    acts: dict[str, list[Act]] = {FALL: [], OTHER: []}
    for number, told in enumerate([*many, *many]):
        at = NOON + timedelta(seconds=number)
        decision = decide(told, falls.get(told.fall), falls.values(), gate=GATE, at=at, now=at)
        acts[told.fall].append(decision.act)
        before = falls.get(told.fall)
        falls[told.fall] = known(told, before, number, **({"subject": decision.subject} if decision.subject else {}))
        now = falls[told.fall]
        if before is not None:
            ended = {FallPhase.ENDED, FallPhase.WITHDRAWN}
            assert before.phase not in ended or now.phase is before.phase
            assert before.subject in {"", now.subject}
            assert (before.offers_picture, before.offers_clip) <= (now.offers_picture, now.offers_clip)
    for done in acts.values():
        assert sum(act in {Act.OPEN, Act.JOIN} for act in done) <= 1
        assert done.count(Act.TAKE_BACK) <= 1
        assert done.count(Act.RAISE) == 0 or Act.OPEN in done or Act.JOIN in done


def test_what_fluttered_and_falls_is_raised_and_what_is_withdrawn_is_noted() -> None:
    flutters = known(read(**{"class": "fluttering"}), subject=FALL)
    decision = decide(read(), flutters, [], gate=GATE, at=NOON, now=NOON)
    assert (decision.act, decision.severity) == (Act.RAISE, Severity.HIGH)
    falls = known(read(), flutters)
    back = decide(read(phase="withdrawn"), falls, [], gate=GATE, at=NOON, now=NOON)
    assert (back.act, back.subject) == (Act.TAKE_BACK, FALL)
    gone = known(read(phase="withdrawn"), falls)
    assert decide(read(phase="withdrawn"), gone, [], gate=GATE, at=NOON, now=NOON).act is Act.SHOW
    # What was taken back before it was told opens nothing.
    never = known(read(phase="withdrawn"))
    assert decide(read(), never, [], gate=GATE, at=NOON, now=NOON).act is Act.SHOW


def test_news_that_is_overtaken_changes_no_end() -> None:
    ended = known(read(phase="ended", confidence=0.95))
    late = known(read(phase="suspected", confidence=0.5, picture=True), ended, 5)
    assert (late.phase, late.confidence, late.updated_at) == (FallPhase.ENDED, 0.95, NOON)
    assert late.offers_picture
    assert known(read(phase="withdrawn"), ended).phase is FallPhase.ENDED


def test_only_frigate_has_it() -> None:
    assert known(read(frigate_event="1-a")).unmasked_only
    assert not known(read(frigate_event="1-a", picture=True)).unmasked_only
    assert not known(read()).unmasked_only


# Incidents.


def test_one_incident_for_one_fall_with_a_line_for_each_further_one() -> None:
    alarm = Alarm(Kind.FALLING_OBJECT, "facade-3", NOON, device="facade-3", severity=Severity.NORMAL, subject=FALL)
    incident = alarm.opens("i", 1)
    assert incident.merge_key == alarm.merge_key == key_of(FALL) != key_of(OTHER)
    further = replace(alarm, is_further=True, text="falling")
    assert further.joins(incident).timeline[-1].what is Change.FELL
    # A thing that falls is more urgent than one that flutters: people are told anew.
    urgent = replace(further, severity=Severity.HIGH).joins(incident)
    assert (urgent.severity, urgent.timeline[-1].what) == (Severity.HIGH, Change.AGAIN)
    assert raised(urgent, Severity.NORMAL).severity is Severity.HIGH
    assert withdrawn(urgent, NOON, "facade-3", "falling").timeline[-1].what is Change.WITHDRAWN
    ended = resolved(incident, NOON, "user", Resolution.REAL)
    for change in (fell, withdrawn):
        with pytest.raises(IncidentResolvedError):
            change(ended, NOON, "facade-3", "falling")
    with pytest.raises(IncidentResolvedError):
        joined(ended, NOON, "facade-3", "falling", Severity.HIGH)


def test_one_that_a_person_opens_is_of_its_place() -> None:
    by_hand = opened("i", 1, Kind.FALLING_OBJECT, NOON, device="facade-3")
    assert by_hand.merge_key == f"{Kind.FALLING_OBJECT}:device:facade-3"


# Verdicts.


def judged(days_ago: float, verdict: Verdict) -> FallVerdict:
    return FallVerdict(
        id="v",
        incident="i",
        camera="cam1",
        fall=FALL,
        verdict=verdict,
        by="user",
        at=NOON - timedelta(days=days_ago),
        confidence=0.9,
        kind=FallClass.FALLING,
    )


def test_precision_is_the_share_of_real_ones_among_the_sure_and_needs_five() -> None:
    few = [judged(1, Verdict.REAL)] * (LEAST_VERDICTS - 1)
    assert recent_precision(few, NOON) is None
    assert recent_precision([*few, judged(29, Verdict.REAL)], NOON) is None
    assert recent_precision([*few, judged(2, Verdict.FALSE_ALARM)], NOON) == 0.8
    assert recent_precision([judged(1, Verdict.UNSURE)] * 9, NOON) is None
    assert figures_of(few).as_dict() == {"real": 4, "false_alarm": 0, "unsure": 0, "precision": 1.0}


def test_weeks_begin_on_monday_newest_first() -> None:
    verdicts = [judged(0, Verdict.REAL), judged(1, Verdict.FALSE_ALARM), judged(400, Verdict.REAL)]
    weeks = weekly(verdicts, NOON, UTC)
    assert [week.isoformat() for week, _ in weeks[:2]] == ["2026-11-23", "2026-11-16"]
    assert (weeks[0][1].real, weeks[1][1].false_alarm) == (1, 1)
    assert sum(figures.real for _, figures in weeks) == 1
