"""The life of an incident: what may happen to it, what never, and how the wire shows it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core.community import NOWHERE, Place
from custom_components.smart_community.core.device import Device, HelpButtonEvent
from custom_components.smart_community.core.incident import (
    ACTS_FROM_MEMORY,
    DEFAULT_SEVERITY,
    OPENED_BY,
    Change,
    Incident,
    IncidentResolvedError,
    Kind,
    Resolution,
    Severity,
    State,
    TimelineEntry,
)

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
PEOPLE = st.sampled_from(["anna", "bo", "chen"])
TEXTS = st.none() | st.text(max_size=20)
PLACES = st.builds(
    Place,
    building=st.none() | st.sampled_from(["b1", "b2"]),
    unit=st.none() | st.sampled_from(["1", "2"]),
    home=st.none() | st.sampled_from(["h1", "h2", "h3"]),
)
DEVICES = st.none() | st.sampled_from(["button-1", "button-2"])


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def an_incident(kind: Kind = Kind.HELP, place: Place = NOWHERE, number: int = 1, device: str | None = None) -> Incident:
    return life.opened(f"id-{number}", number, kind, START, place=place, device=device, by=device or "anna")


def words(incident: Incident) -> list[str]:
    return [entry.what.value for entry in incident.timeline]


def from_wire(wire: dict[str, object]) -> Incident:
    """Read an incident as another program would: from `interfaces.md` alone."""

    def time(value: object) -> datetime | None:
        return None if value is None else datetime.fromisoformat(str(value))

    def text(value: object) -> str | None:
        return None if value is None else str(value)

    opened_at = time(wire["opened_at"])
    assert opened_at is not None
    timeline, number, level, place = wire["timeline"], wire["number"], wire["level"], wire["place"]
    assert isinstance(timeline, list)
    assert isinstance(number, int)
    assert isinstance(level, int)
    assert isinstance(place, dict)
    return Incident(
        id=str(wire["id"]),
        number=number,
        kind=Kind(str(wire["kind"])),
        severity=Severity(str(wire["severity"])),
        place=Place.from_dict(place),
        opened_at=opened_at,
        state=State(str(wire["state"])),
        device=text(wire["device"]),
        acknowledged_at=time(wire["acknowledged_at"]),
        acknowledged_by=text(wire["acknowledged_by"]),
        resolved_at=time(wire["resolved_at"]),
        resolution=Resolution(str(wire["resolution"])) if wire["resolution"] else None,
        level=level,
        unsaved=bool(wire.get("unsaved", False)),
        timeline=tuple(
            TimelineEntry(
                datetime.fromisoformat(entry["at"]), Change(entry["what"]), entry.get("by"), entry.get("text")
            )
            for entry in timeline
        ),
    )


class Life(RuleBasedStateMachine):
    """Anything that people, devices and the timer do to one incident, in any order."""

    incident: Incident
    owners: list[str]
    history: list[TimelineEntry]

    @initialize(kind=st.sampled_from(Kind), place=PLACES, device=DEVICES, text=TEXTS)
    def open(self, kind: Kind, place: Place, device: str | None, text: str | None) -> None:
        self.now = START
        self.incident = life.opened("id", 7, kind, START, place=place, device=device, by="anna", text=text)
        self.owners = []
        self.history = list(self.incident.timeline)

    def step(self, change: Callable[[datetime], Incident]) -> None:
        """Try one change; a resolved incident must refuse it and stay what it was."""
        before = self.incident
        self.now += timedelta(seconds=1)
        if before.is_active:
            self.incident = change(self.now)
        else:
            with pytest.raises(IncidentResolvedError):
                change(self.now)
        assert self.incident.timeline[: len(before.timeline)] == before.timeline, "the timeline only grows"
        if self.incident.acknowledged_by != before.acknowledged_by:
            assert self.incident.acknowledged_by is not None
            self.owners.append(self.incident.acknowledged_by)

    @rule(by=PEOPLE)
    def acknowledge(self, by: str) -> None:
        before = self.incident
        self.step(lambda at: life.acknowledged(self.incident, at, by))
        if before.state is not State.OPEN:
            assert self.incident is before, "who comes second changes nothing"

    @rule(by=PEOPLE)
    def take_over(self, by: str) -> None:
        active = self.incident.is_active
        self.step(lambda at: life.taken_over(self.incident, at, by))
        assert not active or self.incident.acknowledged_by == by

    @rule(by=PEOPLE, arrives=st.booleans())
    def go(self, by: str, *, arrives: bool) -> None:
        self.step(lambda at: (life.on_site if arrives else life.en_route)(self.incident, at, by))
        assert self.incident.state is not State.OPEN

    @rule(device=DEVICES)
    def press_again(self, device: str | None) -> None:
        before = self.incident
        self.step(lambda at: life.again(self.incident, at, device))
        assert (self.incident.state, self.incident.number) == (before.state, before.number)

    @rule(device=DEVICES)
    def cancel(self, device: str | None) -> None:
        before = self.incident
        self.step(lambda at: life.cancelled(self.incident, at, device))
        assert self.incident.state is before.state

    @precondition(lambda self: self.incident.level < 4)
    @rule()
    def escalate(self) -> None:
        before = self.incident
        self.step(lambda at: life.escalated(self.incident, at, self.incident.level + 1))
        assert self.incident.state is before.state

    @rule()
    def ask_again(self) -> None:
        self.step(lambda at: life.asked_again(self.incident, at))

    @rule(by=PEOPLE, resolution=st.sampled_from(Resolution), note=TEXTS)
    def resolve(self, by: str, resolution: Resolution, note: str | None) -> None:
        self.step(lambda at: life.resolved(self.incident, at, by, resolution, note))
        assert self.incident.state is State.RESOLVED

    @rule(by=PEOPLE, text=st.text(max_size=20))
    def note(self, by: str, text: str) -> None:
        before = self.incident
        self.step(lambda at: life.noted(self.incident, at, by, text))
        assert (self.incident.state, self.incident.resolution) == (before.state, before.resolution)

    @invariant()
    def timeline_is_in_the_order_of_what_happened(self) -> None:
        times = [entry.at for entry in self.incident.timeline]
        assert times == sorted(times)
        assert self.incident.timeline[0].what is Change.OPENED
        assert words(self.incident).count("opened") == 1
        assert words(self.incident).count("acknowledged") <= 1
        assert words(self.incident).count("resolved") <= 1

    @invariant()
    def state_and_figures_agree(self) -> None:
        incident = self.incident
        assert (incident.acknowledged_at is None) is (incident.acknowledged_by is None)
        assert (incident.state is State.OPEN) is (incident.acknowledged_by is None)
        assert (incident.state is State.RESOLVED) is (incident.resolved_at is not None)
        assert (incident.resolved_at is None) is (incident.resolution is None)
        assert incident.is_active is (incident.state is not State.RESOLVED)
        assert incident.opened_at == START, "how long it took is counted from the first press"

    @invariant()
    def one_owner_at_a_time(self) -> None:
        owner = self.incident.acknowledged_by
        assert owner == (self.owners[-1] if self.owners else None)
        claims = [e for e in self.incident.timeline if e.what in {Change.ACKNOWLEDGED, Change.TAKEN_OVER}]
        assert [entry.by for entry in claims] == self.owners

    @invariant()
    def wire_form_round_trips(self) -> None:
        assert from_wire(json.loads(json.dumps(self.incident.as_dict()))) == self.incident


Life.TestCase.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
TestLifeOfAnIncident = Life.TestCase


def test_a_second_press_on_an_open_incident_is_logged_and_opens_no_second_one() -> None:
    first = an_incident(device="button-1")
    second = life.again(first, after(5), "button-1", "pressed")
    assert (second.id, second.number, second.state, second.opened_at) == (first.id, 1, State.OPEN, START)
    assert second.timeline[-1] == TimelineEntry(after(5), Change.AGAIN, "button-1", "pressed")


def test_two_people_acknowledging_at_once_give_one_owner() -> None:
    owned = life.acknowledged(an_incident(), after(1), "anna")
    late = life.acknowledged(owned, after(1), "bo")
    assert late is owned
    assert (owned.acknowledged_by, owned.acknowledged_at) == ("anna", after(1))


def test_cancelled_adds_a_note_and_never_closes_an_incident() -> None:
    incident = life.cancelled(an_incident(), after(2), "button-1")
    assert (incident.state, words(incident)) == (State.OPEN, ["opened", "cancelled"])
    owned = life.cancelled(life.acknowledged(incident, after(3), "anna"), after(4), "button-1")
    assert owned.state is State.ACKNOWLEDGED


def test_a_responder_takes_over_and_the_time_of_the_first_acknowledgement_stays() -> None:
    incident = life.taken_over(life.acknowledged(an_incident(), after(30), "anna"), after(90), "bo")
    assert (incident.acknowledged_by, incident.acknowledged_at) == ("bo", after(30))
    assert words(incident) == ["opened", "acknowledged", "taken_over"]
    assert life.taken_over(incident, after(95), "bo") is incident


@pytest.mark.parametrize("step", [life.en_route, life.on_site])
def test_who_sets_out_on_an_open_incident_acknowledges_it(step: Callable[..., Incident]) -> None:
    incident = step(an_incident(), after(20), "anna")
    assert (incident.state, incident.acknowledged_by) == (State.ACKNOWLEDGED, "anna")
    assert words(incident) == ["opened", "acknowledged", step.__name__]


def test_who_resolves_an_open_incident_acknowledges_it_with_that() -> None:
    incident = life.resolved(an_incident(), after(20), "anna", Resolution.FALSE_ALARM, "a cushion")
    assert (incident.acknowledged_by, incident.resolution) == ("anna", Resolution.FALSE_ALARM)
    assert words(incident) == ["opened", "acknowledged", "resolved"]
    assert incident.timeline[-1].text == "a cushion"


def test_resolved_is_final() -> None:
    over = life.resolved(an_incident(), after(20), "anna", Resolution.REAL)
    changes: list[Callable[[], Incident]] = [
        lambda: life.again(over, after(21), "button-1"),
        lambda: life.acknowledged(over, after(21), "bo"),
        lambda: life.resolved(over, after(21), "bo", Resolution.TEST),
        lambda: life.escalated(over, after(21), 2),
        lambda: life.noted(over, after(21), "bo", "the daughter called back"),
    ]
    for change in changes:
        with pytest.raises(IncidentResolvedError) as refused:
            change()
        assert refused.value.code == "incident_resolved"


def test_people_come_before_records_for_help_fall_smoke_gas_and_entrapment_only() -> None:
    assert {kind.value for kind in ACTS_FROM_MEMORY} == {"help", "fall", "smoke", "gas", "entrapment"}
    assert {kind for kind, severity in DEFAULT_SEVERITY.items() if severity is Severity.CRITICAL} == ACTS_FROM_MEMORY
    assert DEFAULT_SEVERITY.keys() == set(Kind)


def test_an_e_bike_is_told_from_memory_too_and_is_no_help_alarm_for_that() -> None:
    incident = life.opened("i", 1, Kind.EBIKE, START)
    assert incident.acts_from_memory
    assert incident.severity is Severity.HIGH
    assert not life.opened("i", 1, Kind.INTRUSION, START).acts_from_memory


def test_only_a_press_a_long_press_and_a_fall_open_an_incident() -> None:
    opened = {event: OPENED_BY.get(event) for event in HelpButtonEvent}
    assert opened == {
        HelpButtonEvent.PRESSED: Kind.HELP,
        HelpButtonEvent.LONG_PRESSED: Kind.HELP,
        HelpButtonEvent.FALL: Kind.FALL,
        HelpButtonEvent.CANCELLED: None,
        HelpButtonEvent.TEST: None,
    }


@settings(deadline=None)
@given(
    first=st.tuples(st.sampled_from(Kind), PLACES, DEVICES), second=st.tuples(st.sampled_from(Kind), PLACES, DEVICES)
)
def test_alarms_of_one_kind_from_one_home_are_one_incident_and_no_others_are(
    first: tuple[Kind, Place, str | None], second: tuple[Kind, Place, str | None]
) -> None:
    def identity(kind: Kind, place: Place, device: str | None) -> object:
        return kind, place.home or device or tuple(place.as_dict().items()), place.home is None, device is None

    same = life.merge_key(*first) == life.merge_key(*second)
    if first[1].home is not None and second[1].home is not None:
        assert same is ((first[0], first[1].home) == (second[0], second[1].home))
    else:
        assert same is (identity(*first) == identity(*second))


def test_cancelled_speaks_of_the_newest_alarm_of_its_home_and_never_of_another_kind() -> None:
    home, elsewhere = Place(building="b1", home="h1"), Place(building="b1", home="h2")
    button = Device("button-1", 1, place=home)
    help_of_home = an_incident(Kind.HELP, home, 1, "button-2")
    fall_of_home = an_incident(Kind.FALL, home, 2, "button-1")
    welfare = an_incident(Kind.WELFARE, home, 3)
    other_home = an_incident(Kind.HELP, elsewhere, 4, "button-3")
    assert life.latest_alarm(button, [fall_of_home, help_of_home, welfare, other_home]) is fall_of_home
    assert life.latest_alarm(button, [help_of_home, welfare]) is help_of_home
    assert life.latest_alarm(button, [welfare, other_home]) is None
    # A button without a home speaks for itself only, although nobody's home is nobody's too.
    stranger = Device("button-9", 9)
    nowhere = an_incident(Kind.HELP, NOWHERE, 5, "button-8")
    assert life.latest_alarm(stranger, [nowhere]) is None
    assert life.latest_alarm(Device("button-8", 8), [nowhere]) is nowhere


def test_wire_form_has_every_field_of_the_interface_and_says_unsaved_only_when_it_is() -> None:
    wire = an_incident(place=Place(building="b1", home="h1"), device="button-1").as_dict()
    assert wire.keys() == {
        *("id", "number", "kind", "severity", "state", "place", "device", "level", "opened_at", "acknowledged_at"),
        *("acknowledged_by", "resolved_at", "resolution", "timeline", "deliveries", "media"),
        *("cause", "subject", "linked", "plan"),
    }
    assert wire["opened_at"] == "2026-11-23T08:00:00+00:00"
    assert wire["place"] == {"building": "b1", "home": "h1"}
    assert wire["timeline"] == [{"at": "2026-11-23T08:00:00+00:00", "what": "opened", "by": "button-1"}]
