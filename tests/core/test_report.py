"""The story of an incident: everything that happened, once each, in order; and the copy that leaves the house."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.delivery import (
    Audience,
    Delivery,
    DeliveryState,
    history_before,
    next_channel,
    turned,
)
from custom_components.smart_community.core.incident import CallOutcome, Change, Incident, Kind, Resolution
from custom_components.smart_community.core.printed import Setting
from custom_components.smart_community.core.report import (
    acknowledged_at,
    canonical,
    fingerprint,
    incident_copy,
    story,
    without_words,
)
from custom_components.smart_community.core.report_page import printable

T0 = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
NASTY = """<script>alert("x")</script>'&\u2028李华"""
ZONE = ZoneInfo("Asia/Shanghai")


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def delivery(recipient: str = "user:anna", round_number: int = 1, step: int = 1, at: datetime = T0) -> Delivery:
    return Delivery("i", recipient, Audience.DUTY_ROOM, round_number, step, "mobile_app", at, "n")


def alarm() -> Incident:
    place = Place(building="b1", unit="1", home="h1")
    return life.opened("i", 1042, Kind.HELP, T0, place=place, device="button-1", by="button-1", text="pressed")


def night() -> tuple[Incident, list[Delivery]]:
    """Return an alarm of a night: a phone that fails, another that is reached, a call to the home."""
    incident = life.escalated(alarm(), after(60), 2)
    incident = life.acknowledged(incident, after(75), "boris")
    incident = life.called_back(incident, after(90), "boris", CallOutcome.NO_ANSWER, "rang ten times")
    incident = life.on_site(incident, after(200), "boris")
    incident = life.resolved(incident, after(400), "boris", Resolution.REAL, "fell beside the bed")
    anna = turned(turned(delivery(), DeliveryState.HANDED_OVER, after(1)), DeliveryState.RECEIVED, after(2))
    carla = turned(delivery("user:carla"), DeliveryState.FAILED, after(3), "no_phone")
    boris = delivery("user:boris", step=2, at=after(60))
    boris = turned(turned(boris, DeliveryState.HANDED_OVER, after(61)), DeliveryState.SEEN, after(70))
    return incident, [anna, carla, boris]


def told(incident: Incident, deliveries: list[Delivery]) -> list[tuple[float, str, str | None]]:
    return [((line.at - T0).total_seconds(), line.what.value, line.by) for line in story(incident, deliveries)]


def test_a_night_is_told_in_the_order_in_which_it_happened() -> None:
    assert told(*night()) == [
        (0, "opened", "button-1"),
        (0, "queued", "user:anna"),
        (0, "queued", "user:carla"),
        (1, "handed_over", "user:anna"),
        (2, "received", "user:anna"),
        (3, "failed", "user:carla"),
        (60, "escalated", "system"),
        (60, "queued", "user:boris"),
        (61, "handed_over", "user:boris"),
        (70, "seen", "user:boris"),
        (75, "acknowledged", "boris"),
        (90, "called_back", "boris"),
        (90, "note", "boris"),
        (200, "on_site", "boris"),
        (400, "resolved", "boris"),
    ]


MOMENTS = st.integers(-5, 50).map(after)
STEPS = st.lists(st.tuples(st.sampled_from(["again", "note", "escalated", "call"]), MOMENTS), max_size=8)
TURNS = st.lists(st.tuples(st.sampled_from(DeliveryState), MOMENTS), max_size=6)


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """Draw an incident whose clock may have been set back."""
    incident = alarm()
    for number, (step, at) in enumerate(draw(STEPS)):
        match step:
            case "again":
                incident = life.again(incident, at, "button-1", "pressed")
            case "note":
                incident = life.noted(incident, at, "anna", f"note {number}")
            case "escalated":
                incident = life.escalated(incident, at, number)
            case "call":
                incident = life.called_back(incident, at, "anna", CallOutcome.REACHED, "all well")
    return incident


@st.composite
def deliveries(draw: st.DrawFn) -> list[Delivery]:
    """Draw a ledger, its deliveries in any state."""
    rows: list[Delivery] = []
    for number in range(draw(st.integers(0, 5))):
        row = delivery(f"user:{number}", draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(MOMENTS))
        for state, at in draw(TURNS):
            row = turned(row, state, at, "no_phone" if state is DeliveryState.FAILED else None)
        rows.append(row)
    return rows


@given(incidents(), deliveries())
def test_everything_is_told_exactly_once(incident: Incident, rows: list[Delivery]) -> None:
    lines = story(incident, rows)
    assert [line for line in lines if line.delivery is None] == [
        line for line in lines if isinstance(line.what, Change)
    ]
    entries = [(line.at, line.what, line.by, line.text) for line in lines if line.delivery is None]
    assert entries == [(entry.at, entry.what, entry.by, entry.text) for entry in incident.timeline]
    states = [(line.delivery.recipient, line.what, line.at) for line in lines if line.delivery is not None]
    assert sorted(states) == sorted((row.recipient, state, at) for row in rows for state, at in row.times.items())


@given(incidents(), deliveries())
def test_no_clock_that_was_set_back_puts_an_effect_before_its_cause(incident: Incident, rows: list[Delivery]) -> None:
    lines = story(incident, rows)
    for row in rows:
        assert [line.what for line in lines if line.delivery is row] == list(row.times)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8), deliveries())
def test_with_clocks_that_go_forward_the_times_go_forward(seconds: list[int], rows: list[Delivery]) -> None:
    incident = alarm()
    for second in sorted(seconds):
        incident = life.noted(incident, after(second), "anna", "note")
    forward = [row for row in rows if list(row.times.values()) == sorted(row.times.values())]
    times = [line.at for line in story(incident, forward)]
    assert times == sorted(times)


# The times of a delivery.


@given(deliveries())
def test_a_delivery_remembers_when_it_came_to_each_state_and_forgets_none(rows: list[Delivery]) -> None:
    for row in rows:
        assert next(iter(row.times)) is DeliveryState.QUEUED
        assert list(row.times)[-1] is row.state
        stored: dict[DeliveryState, Any] = {state: row.times.get(state) for state in DeliveryState}
        assert history_before(row.state, stored) == row.history


def test_the_next_channel_has_times_of_its_own() -> None:
    failed = turned(delivery(), DeliveryState.FAILED, after(3), "no_phone")
    following = next_channel(failed, {failed.key: failed}, ["mobile_app", "script.sms"], after(3))
    assert following is not None
    assert following.times == {DeliveryState.QUEUED: after(3)}


def test_of_a_row_of_version_1_the_last_state_is_all_that_is_known() -> None:
    row = replace(delivery(at=after(5)), state=DeliveryState.SEEN)
    assert row.times == {DeliveryState.SEEN: after(5)}


def test_who_acknowledged_is_told_with_what_reached_him_before() -> None:
    incident, rows = night()
    assert [acknowledged_at(incident, row) for row in rows] == [None, None, after(75)]
    late = delivery("user:boris", round_number=2, at=after(80))
    assert acknowledged_at(incident, late) is None


# The copy.


class Words:
    """Every word is its own name, so that a test sees which was asked for."""

    def option(self, selector: str, option: str) -> str:
        texts = {"level": "level {level}", "turn": "{round}/{step}", "title": "#{number} {kind}"}
        return texts.get(option, option) if selector == "report" else f"{selector}.{option}"

    def building(self, name: str) -> str:
        return f"Building {name}"

    def event(self, event: str) -> str:
        return f"event.{event}"


SETTING = Setting("zh-Hans", Words(), ZONE, "Asia/Shanghai")


def copied(incident: Incident, rows: list[Delivery], **changes: Any) -> dict[str, Any]:
    return incident_copy(incident, rows) | {
        "site": {"id": "test", "name": "Green Garden"},
        "exported": {"at": after(500).isoformat(), "by": "anna"},
        "journal": {"seq": 77, "hash": "ab" * 32},
        "building": "3",
        "names": {"anna": "Anna", "boris": "Boris", "user:boris": "Boris"},
        "home": None,
        "words": True,
        **changes,
    }


CELLS = {"td", "th", "p", "h1", "title"}


class Reader(HTMLParser):
    """Reads a page as a browser would: its tags with their attributes, and its text by cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[str] = []
        self._within = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in CELLS:
            self._within = True
            self.cells.append("")
        elif tag == "br":
            self.cells[-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        self._within = self._within and tag not in CELLS

    def handle_data(self, data: str) -> None:
        if self._within:
            self.cells[-1] += data


def rows_of(page: str) -> list[list[str]]:
    (body,) = re.findall(r'<table class="story">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    return [Reader(row).cells for row in re.findall(r"<tr>(.*?)</tr>", body)]


def test_the_page_reads_from_top_to_bottom_at_the_clock_of_the_place() -> None:
    incident, rows = night()
    page = printable(copied(incident, rows), "f" * 64, SETTING)
    assert rows_of(page) == [
        ["2026-11-23 08:30:00.000", "timeline.opened", "button-1", "event.pressed"],
        ["2026-11-23 08:30:00.000", "delivery_state.queued", "audience.duty_room", "mobile_app; 1/1"],
        ["2026-11-23 08:30:00.000", "delivery_state.queued", "audience.duty_room", "mobile_app; 1/1"],
        ["2026-11-23 08:30:01.000", "delivery_state.handed_over", "audience.duty_room", "mobile_app; 1/1"],
        ["2026-11-23 08:30:02.000", "delivery_state.received", "audience.duty_room", "mobile_app; 1/1"],
        [
            "2026-11-23 08:30:03.000",
            "delivery_state.failed",
            "audience.duty_room",
            "mobile_app; 1/1; delivery_error.no_phone",
        ],
        ["2026-11-23 08:31:00.000", "timeline.escalated", "system", "level 2"],
        ["2026-11-23 08:31:00.000", "delivery_state.queued", "Boris (audience.duty_room)", "mobile_app; 1/2"],
        ["2026-11-23 08:31:01.000", "delivery_state.handed_over", "Boris (audience.duty_room)", "mobile_app; 1/2"],
        ["2026-11-23 08:31:10.000", "delivery_state.seen", "Boris (audience.duty_room)", "mobile_app; 1/2"],
        ["2026-11-23 08:31:15.000", "timeline.acknowledged", "Boris", ""],
        ["2026-11-23 08:31:30.000", "timeline.called_back", "Boris", "call_outcome.no_answer"],
        ["2026-11-23 08:31:30.000", "timeline.note", "Boris", "rang ten times"],
        ["2026-11-23 08:33:20.000", "timeline.on_site", "Boris", ""],
        ["2026-11-23 08:36:40.000", "timeline.resolved", "Boris", "resolution.real: fell beside the bed"],
    ]


def test_the_hash_on_the_page_is_that_of_the_json() -> None:
    incident, rows = night()
    copy = copied(incident, rows)
    text = canonical(copy)
    sha256 = fingerprint(text)
    cells = Reader(printable(copy, sha256, SETTING)).cells
    assert sha256 in cells
    assert f"77: {'ab' * 32}" in cells
    # Whoever has the file can write it anew and get the same hash, in whatever order its keys were.
    again = dict(reversed(json.loads(text).items()))
    assert fingerprint(canonical(again)) == sha256
    assert json.loads(text)["incident"]["deliveries"][2]["acknowledged_at"] == after(75).isoformat()


@given(st.sampled_from(["note", "name", "site", "building", "home", "channel", "device"]), st.text(max_size=8))
def test_nothing_that_a_person_wrote_becomes_markup(where: str, more: str) -> None:
    text = NASTY + more
    incident, rows = night()
    incident = life.noted(life.again(alarm(), after(5), "button-1"), after(6), "anna", text if where == "note" else "x")
    home: dict[str, Any] = {"unit": "1", "number": "302", "household": text, "note": text, "residents": [text]}
    home["contacts"] = [{"name": text, "phone": text, "relation": text}]
    every: dict[str, dict[str, Any]] = {
        "name": {"names": {"anna": text, "user:boris": text}},
        "site": {"site": {"id": "s", "name": text}},
        "building": {"building": text},
        "home": {"home": home},
    }
    changes = every.get(where, {})
    if where == "channel":
        rows = [replace(rows[0], channel=text), *rows[1:]]
    if where == "device":
        incident = replace(incident, device=text)
    clean = Reader(printable(copied(incident, rows, home=home | dict.fromkeys(home, "")), "f" * 64, SETTING))
    page = Reader(printable(copied(incident, rows, **changes), "f" * 64, SETTING))
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in clean.tags} | {
        "br",
        "h2",
        "table",
        "tr",
        "th",
        "td",
        "p",
    }
    assert all(
        attributes.keys() <= {"class", "lang", "charset", "http-equiv", "content"} for _, attributes in page.tags
    )
    if where == "note":
        assert text in page.cells


def test_the_page_loads_nothing_from_anywhere_and_runs_nothing() -> None:
    page = printable(copied(*night()), "f" * 64, SETTING)
    assert not re.search(r"src=|href=|url\(|@import|<script|<link|https?:", page)
    assert "default-src &#x27;none&#x27;" in page
    assert "size: A4" in page
    assert "counter(page)" in page
    assert '<html lang="zh-Hans">' in page


def test_people_are_on_the_page_only_if_they_are_in_the_copy() -> None:
    incident, rows = night()
    contacts = [{"name": "Wang Jing", "phone": "100", "relation": ""}, {"name": "Li Na", "phone": "200"}]
    home = {"unit": "1", "number": "302", "household": "Wang", "note": "", "residents": [], "contacts": contacts}
    cells = Reader(printable(copied(incident, rows, home=home), "f" * 64, SETTING)).cells
    assert {"Building 3, 1, 302", "Wang", "Wang Jing 100\nLi Na 200"} <= set(cells)
    without = Reader(printable(copied(incident, rows), "f" * 64, SETTING)).cells
    assert "people_left_out" in without
    assert "Building 3" in without


def test_a_copy_without_words_keeps_what_is_no_persons_own_words() -> None:
    incident = without_words(night()[0])
    texts = [(entry.what, entry.text) for entry in incident.timeline if entry.text is not None]
    assert texts == [(Change.OPENED, "pressed"), (Change.ESCALATED, "2"), (Change.CALLED_BACK, "no_answer")]
    by_staff = life.opened("i", 1, Kind.OTHER, T0, by="anna", text="she lies in the hall")
    assert [entry.text for entry in without_words(by_staff).timeline] == [None]
    assert "words_left_out" in Reader(printable(copied(incident, [], words=False), "f" * 64, SETTING)).cells


@pytest.mark.parametrize("outcome", CallOutcome)
def test_a_call_to_the_home_is_written_down_and_acknowledges_nothing(outcome: CallOutcome) -> None:
    incident = life.called_back(alarm(), after(9), "anna", outcome)
    assert incident.timeline[-1] == life.TimelineEntry(after(9), Change.CALLED_BACK, "anna", outcome.value)
    assert incident.state is life.State.OPEN
    with pytest.raises(life.IncidentResolvedError):
        life.called_back(night()[0], after(500), "anna", outcome)
