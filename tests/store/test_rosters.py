"""Rosters in the store: what comes back is what was written, and no word of a calendar is readable on disk."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select

from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.roster import (
    Because,
    CalendarSource,
    Duty,
    Holiday,
    Override,
    Reading,
    RoleRoster,
    Roster,
    Slot,
    shifts_between,
)
from custom_components.smart_community.core.swap import Swap, SwapState
from custom_components.smart_community.store import rosters, schema
from custom_components.smart_community.store.schema_roster import rosters as table
from custom_components.smart_community.store.sealed import SEALED, reseal
from custom_components.smart_community.store.vault import KeyRing, Vault
from tests.core.test_roster import ROLE, window
from tests.core.test_roster import rosters as made_rosters

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SINCE = date(1990, 1, 1)


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    schema.metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(made_rosters(), st.booleans())
def test_a_restart_changes_nothing(connection: Connection, made: tuple[Roster, date], again: bool) -> None:
    roster, day = made
    vault = Vault(KeyRing.new())
    with connection.begin() as transaction:
        # What is written twice is there once.
        for _ in range(1 + again):
            rosters.save_role(connection, vault, ROLE, roster.roles[ROLE])
            if roster.overrides:
                rosters.save_overrides(connection, list(roster.overrides.values()))
            rosters.save_holidays(connection, list(roster.holidays.values()), [])
        stored = rosters.load(connection, vault, SINCE)
        transaction.rollback()
    assert (stored.roles, stored.overrides, stored.holidays) == (roster.roles, roster.overrides, roster.holidays)
    loaded = Roster(roster.zone, stored.roles, stored.holidays, stored.overrides, stored.readings, roster.holders)
    assert shifts_between(loaded, ROLE, *window(roster, day)) == shifts_between(roster, ROLE, *window(roster, day))


def test_swaps_and_readings_come_back(connection: Connection) -> None:
    vault = Vault(KeyRing.new())
    gives, takes = Slot(date(2026, 12, 24), "day"), Slot(date(2026, 12, 31), "night")
    asked = Swap("s1", ROLE, "a", "b", gives, takes, NOW)
    agreed = Swap("s2", ROLE, "a", "b", gives, None, NOW + timedelta(1), SwapState.AGREED, "b", NOW)
    duty = Duty(ROLE, NOW.date(), "", "", NOW, NOW + timedelta(hours=8), ("a", "b"), Because.CALENDAR)
    reading = Reading("calendar.duty", NOW, NOW, NOW + timedelta(days=2), (duty,))
    for swap in (agreed, asked):
        rosters.save_swap(connection, swap)
    rosters.save_reading(connection, ROLE, reading)
    stored = rosters.load(connection, vault, SINCE)
    assert list(stored.swaps.values()) == [asked, agreed]
    assert stored.readings == {ROLE: reading}
    # What is long ago is history: the day of the later shift counts.
    assert list(rosters.load(connection, vault, date(2026, 12, 31)).swaps) == ["s1"]


def test_what_is_removed_does_not_come_back(connection: Connection) -> None:
    vault = Vault(KeyRing.new())
    slot, day = Slot(date(2026, 12, 24), "day"), date(2027, 1, 1)
    rosters.save_role(connection, vault, ROLE, RoleRoster(ROLE, calendar=CalendarSource("calendar.duty")))
    rosters.save_reading(connection, ROLE, Reading("calendar.duty", NOW, NOW, NOW))
    rosters.save_overrides(connection, [Override(ROLE, slot, ("a",), "s1")])
    rosters.save_holidays(connection, [Holiday(day, "元旦")], [])
    rosters.save_role(connection, vault, ROLE, None)
    rosters.remove_override(connection, ROLE, slot)
    rosters.save_holidays(connection, [], [day])
    assert rosters.load(connection, vault, SINCE) == rosters.StoredRosters()


def test_the_words_of_a_calendar_are_sealed_and_follow_a_new_key(connection: Connection) -> None:
    ring = KeyRing.new()
    vault = Vault(ring)
    roster = RoleRoster(ROLE, calendar=CalendarSource("calendar.duty", {"李华": "a", "Night": None}))
    rosters.save_role(connection, vault, ROLE, roster)
    row = connection.execute(select(table)).one()
    assert "李华" not in str(row)
    assert "Night" not in str(row)

    fresh = ring.with_new_key()
    vault.use(fresh)
    (sealed,) = (each for each in SEALED if each.table is table)
    assert reseal(connection, vault, sealed, ()).changed == 1
    vault.use(fresh.only_current())
    assert rosters.load(connection, vault, SINCE).roles == {ROLE: roster}
    # Without the key there are no names; the desk then reads no calendar.
    (locked,) = rosters.load(connection, Vault(), SINCE).roles.values()
    assert locked.calendar == CalendarSource("calendar.duty", {})


def test_a_roster_that_this_version_cannot_read_is_as_none(connection: Connection) -> None:
    wrong = {"role": "grid_worker", "roster": {"shifts": 1, "calendar": None}, "names": ""}
    connection.execute(table.insert(), [wrong])
    stored = rosters.load(connection, Vault(KeyRing.new()), SINCE)
    assert (stored.roles, stored.unreadable) == ({}, (Role.GRID_WORKER,))
