"""Starting, stopping and starting again: nothing stays behind, and whatever the database is like, a press is heard."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock, Mock, patch

import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE, EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import get_scheduled_timer_handles
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_community import runtime as runtime_module
from custom_components.smart_community.const import DOMAIN, SIGNAL_INCIDENT
from custom_components.smart_community.core.community import NOWHERE, Place
from custom_components.smart_community.core.handover import Handover
from custom_components.smart_community.core.incident import Incident, Kind, Resolution
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.links.entities import EntityLink
from custom_components.smart_community.runtime import DATABASE, Runtime
from custom_components.smart_community.store import copies, files
from custom_components.smart_community.store import handovers as stored_handovers
from custom_components.smart_community.store import journal as stored_journal
from tests.conftest import Community, Receipt, StandInLink, settle


@pytest.fixture(autouse=True)
def stand_in() -> Iterator[None]:
    """Let every start in these tests meet the stand-in of the broker, and a locked file be known soon."""
    with (
        patch("custom_components.smart_community.runtime.DeviceLink", StandInLink),
        patch.object(files, "BUSY_TIMEOUT_MS", 50),
    ):
        yield


@pytest.fixture
async def entry(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """Return the entry of a community that has run before: a home with a button, and one incident that has ended."""
    community = await start(hass, entry)
    await community.button("button-1")
    incident = await community.runtime.response.open(Kind.OTHER, by="test")
    await community.runtime.response.resolve(incident.id, "test", Resolution.TEST)
    await community.runtime.database.copy_while_good()
    assert await hass.config_entries.async_unload(entry.entry_id)
    return entry


async def start(hass: HomeAssistant, entry: MockConfigEntry) -> Community:
    """Set the entry up, which must work, and return what runs."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return running(hass, entry)


def running(hass: HomeAssistant, entry: MockConfigEntry) -> Community:
    """Return what runs now: after a reload, it is another."""
    assert entry.state is ConfigEntryState.LOADED
    runtime: Runtime = entry.runtime_data
    assert isinstance(runtime.link, StandInLink)
    return Community(hass, entry, runtime, runtime.link)


async def stop(community: Community) -> None:
    assert await community.hass.config_entries.async_unload(community.entry.entry_id)
    await community.hass.async_block_till_done()


async def pressed(community: Community, device: str, seq: int = 1) -> tuple[Incident, Receipt]:
    """Press a button and return the incident that this opens."""
    receipt = community.link.press(device, seq)
    await community.settle(lambda: receipt.released)
    (incident,) = community.runtime.response.active.values()
    assert incident.device == device
    return incident, receipt


async def told(community: Community, receipt: Receipt) -> None:
    """Wait until a device is told that its event is on disk."""
    await community.settle(lambda: receipt.confirmed)


def issues(hass: HomeAssistant) -> set[str]:
    return {issue_id for domain, issue_id in ir.async_get(hass).issues if domain == DOMAIN}


def left(hass: HomeAssistant) -> dict[str, Any]:
    """Return what would stay behind of us: threads, timers, listeners."""
    return {
        "threads": sorted(thread.name for thread in threading.enumerate() if "smart_community" in thread.name),
        "timers": [
            repr(handle)
            for handle in get_scheduled_timer_handles(hass.loop)
            if not handle.cancelled() and "smart_community" in repr(handle)
        ],
        "signals": len(hass.data.get("dispatcher", {}).get(SIGNAL_INCIDENT, {})),
        # Home Assistant's own stores listen for the end while they have something to write.
        "listeners": {
            event: count
            for event, count in hass.bus.async_listeners().items()
            if count and event != EVENT_HOMEASSISTANT_FINAL_WRITE
        },
        "tasks": [task for task in hass.loop._ready if "smart_community" in repr(task)],  # type: ignore[attr-defined]
    }


# Starting and stopping.


async def test_nothing_stays_behind_however_often_it_is_stopped(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    after: list[dict[str, Any]] = []
    for seq in range(3):
        community = await start(hass, entry)
        assert sorted(left(hass)["threads"])
        incident, _ = await pressed(community, "button-1", seq)
        await community.runtime.response.resolve(incident.id, "test", Resolution.TEST)
        await stop(community)
        assert community.link.stopped
        after.append(left(hass))
    assert after[0] == after[1] == after[2]
    assert {name: after[0][name] for name in ("threads", "timers", "signals", "tasks")} == {
        "threads": [],
        "timers": [],
        "signals": 0,
        "tasks": [],
    }


async def test_nothing_stays_behind_of_a_start_that_fails(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await stop(await start(hass, entry))
    before = left(hass)
    with patch("custom_components.smart_community.register_community", side_effect=RuntimeError("a bug")):
        assert not await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert left(hass) == before
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert (await pressed(running(hass, entry), "button-1"))[1].confirmed


async def test_home_assistant_stopping_closes_the_line_in_order(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    community = await start(hass, entry)
    receipt = community.link.press("button-1", 1)
    hass.set_state(CoreState.stopping)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await settle(hass, lambda: not left(hass)["threads"])
    # What came in before the end is on disk, and its device was told.
    assert (receipt.confirmed, community.link.stopped) == (1, True)
    with sqlite3.connect(hass.config.path(DATABASE)) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'clean'").fetchone() == ("1",)
    connection.close()


async def test_what_is_open_and_what_was_seen_survives_a_restart(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    community = await start(hass, entry)
    await community.duty_room()
    incident, _ = await pressed(community, "button-1")
    await stop(community)

    community = await start(hass, entry)
    (kept,) = community.runtime.response.active.values()
    assert (kept.id, kept.number, kept.place, kept.timeline) == (
        incident.id,
        incident.number,
        incident.place,
        incident.timeline,
    )
    again = community.link.press("button-1", 1)
    assert (again.confirmed, again.released) == (1, 1)
    assert len(community.runtime.response.active[kept.id].timeline) == 1
    await community.runtime.response.resolve(kept.id, "test", Resolution.TEST)
    assert (await pressed(community, "button-1", 2))[0].number == incident.number + 1


async def test_a_bound_entity_that_shows_its_last_press_again_was_not_pressed(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    community = await start(hass, entry)
    home = await community.home("102")
    place = await community.runtime.directory.place_of_home(home)
    assert place is not None
    hass.states.async_set("event.zigbee", "unknown")
    await community.hass.services.async_call(
        DOMAIN, "assign_device", {"device": "event.zigbee", "home": home}, blocking=True
    )
    await hass.async_block_till_done()
    first = dt_util.utcnow().isoformat(timespec="milliseconds")
    hass.states.async_set("event.zigbee", first)
    await community.settle(lambda: community.runtime.response.active)
    (incident,) = community.runtime.response.active.values()
    await community.runtime.response.resolve(incident.id, "test", Resolution.TEST)
    await stop(community)

    # As at a restart: its integration is up later than we, and restores what it showed.
    hass.states.async_remove("event.zigbee")
    community = await start(hass, entry)
    for state in ("unavailable", first):
        hass.states.async_set("event.zigbee", state)
        await hass.async_block_till_done()
    assert community.runtime.response.active == {}
    hass.states.async_set("event.zigbee", dt_util.utcnow().isoformat(timespec="milliseconds"))
    await community.settle(lambda: community.runtime.response.active)


async def test_a_bound_entity_that_is_pressed_during_a_reload_pages(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    community = await start(hass, entry)
    home = await community.home("102")
    hass.states.async_set("event.zigbee", "unknown")
    await hass.services.async_call(DOMAIN, "assign_device", {"device": "event.zigbee", "home": home}, blocking=True)
    await hass.async_block_till_done()
    hass.states.async_set("event.zigbee", dt_util.utcnow().isoformat(timespec="milliseconds"))
    await community.settle(lambda: community.runtime.response.active)
    (heard,) = community.runtime.response.active.values()
    await community.runtime.response.resolve(heard.id, "test", Resolution.TEST)
    await community.runtime._beat()
    await stop(community)
    community = await start(hass, entry)
    assert community.runtime.response.active == {}, "what was heard before counts once"
    await stop(community)

    hass.states.async_set("event.zigbee", dt_util.utcnow().isoformat(timespec="milliseconds"))
    await hass.async_block_till_done()
    community = await start(hass, entry)
    await community.settle(lambda: community.runtime.response.active)
    (incident,) = community.runtime.response.active.values()
    assert (incident.kind, incident.place.home) == (Kind.HELP, home)
    await community.settle(lambda: not community.runtime.response.active[incident.id].unsaved)
    await stop(community)
    community = await start(hass, entry)
    assert len(community.runtime.response.active[incident.id].timeline) == len(incident.timeline)


async def test_each_change_of_a_bound_entity_looks_at_its_own_device_only(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    community = await start(hass, entry)
    home = await community.home("102")
    hass.states.async_set("binary_sensor.cord", "off")
    await hass.services.async_call(
        DOMAIN, "assign_device", {"device": "binary_sensor.cord", "home": home}, blocking=True
    )
    await hass.async_block_till_done()
    with patch.object(EntityLink, "watch", autospec=True) as watch:
        hass.states.async_set("binary_sensor.cord", "on")
        await community.settle(lambda: community.runtime.response.active)
    watch.assert_not_called()
    hass.states.async_set("button.other", "unknown")
    await hass.services.async_call(DOMAIN, "assign_device", {"device": "button.other", "home": home}, blocking=True)
    await hass.async_block_till_done()
    hass.states.async_set("button.other", dt_util.utcnow().isoformat())
    await community.settle(lambda: len(next(iter(community.runtime.response.active.values())).timeline) > 1)


async def test_a_routine_that_fails_once_runs_again(
    hass: HomeAssistant, entry: MockConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    community = await start(hass, entry)
    work = AsyncMock(side_effect=[ValueError("a fault of ours"), StoreError(StoreFailure.LOCKED), None, None])
    community.runtime.routines.every(0.001, work)
    await community.settle(lambda: work.await_count > 2)
    assert caplog.text.count("A routine failed") == 1
    await stop(community)


# What alarms can do without.


@pytest.mark.parametrize("part", ["tests", "roster", "records", "channels", "faults", "vault"])
async def test_a_part_that_does_not_start_keeps_no_press_from_a_person(
    hass: HomeAssistant, entry: MockConfigEntry, caplog: pytest.LogCaptureFixture, part: str
) -> None:
    start_it = f"start_{part}"
    broken = AsyncMock(side_effect=ValueError("a fault of ours"))
    broken.__name__ = start_it
    with patch.object(runtime_module, start_it, broken):
        community = await start(hass, entry)
    broken.assert_awaited_once()
    assert issues(hass) == {f"start_failed_{part}"}
    assert f"{part} did not start" in caplog.text
    incident, _ = await pressed(community, "button-1")
    assert incident.place.home is not None
    await community.runtime.response.resolve(incident.id, "test", Resolution.TEST)
    await stop(community)
    assert issues(hass) == set()
    await stop(await start(hass, entry))


async def test_what_this_version_does_not_know_is_left_out_and_the_rest_is_heard(
    hass: HomeAssistant, entry: MockConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    """As after a newer version was taken back: one kind, one role and one cause that came with it."""
    community = await start(hass, entry)
    await community.runtime.register.save_staff("worker", [Role.GRID_WORKER, Role.DUTY_ROOM], None, "test")
    await community.button("button-2", "102")
    kept, lost, garbled = [
        await community.runtime.response.open(Kind.HELP, by="test", place=Place(home=home)) for home in "abc"
    ]
    await community.duty_room()
    await stop(community)
    with sqlite3.connect(hass.config.path(DATABASE)) as connection:
        connection.execute("UPDATE incidents SET kind = 'flood' WHERE id = ?", (lost.id,))
        connection.execute("UPDATE timeline SET what = 'sung' WHERE incident = ?", (garbled.id,))
        connection.execute("UPDATE devices SET kind = 'flood_sensor' WHERE id = 'button-2'")
        connection.execute("UPDATE deliveries SET role = 'lifeguard' WHERE incident = ?", (kept.id,))
        connection.execute("UPDATE staff SET roles = '[\"lifeguard\", \"grid_worker\"]' WHERE user_id = 'worker'")
    connection.close()
    community = await start(hass, entry)
    assert issues(hass) == set()
    assert community.runtime.loaded
    assert set(community.runtime.response.active) == {kept.id}
    assert community.runtime.directory.staff["worker"].roles == {Role.GRID_WORKER}
    assert community.runtime.supervision.devices["button-2"].kind is None
    assert "left out" in caplog.text
    community.link.press("button-1", 1)
    await community.settle(lambda: len(community.runtime.response.active) == 2)
    assert max(one.number for one in community.runtime.response.active.values()) == garbled.number + 1


async def test_a_database_that_cannot_be_understood_at_all_does_not_keep_a_press_from_a_person(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    with patch("custom_components.smart_community.wiring.store.load_all", side_effect=ValueError("not a valid Kind")):
        community = await start(hass, entry)
    assert issues(hass) == {"database_error"}
    incident, _ = await pressed(community, "button-1")
    assert incident.place == NOWHERE


@pytest.mark.parametrize("copy", [HomeAssistantError("unreadable"), {"roles": {"worker": ["lifeguard", "duty_room"]}}])
async def test_a_copy_of_the_roles_that_cannot_be_read_does_not_keep_a_press_from_a_person(
    hass: HomeAssistant, entry: MockConfigEntry, copy: Exception | dict[str, Any]
) -> None:
    Path(hass.config.path(DATABASE)).write_bytes(b"no database at all" * 1000)
    copies.good_copy_of(Path(hass.config.path(DATABASE))).unlink()
    kept = Mock(async_load=AsyncMock(side_effect=[copy]), async_save=AsyncMock())
    with patch("custom_components.smart_community.roles_copy.Store", return_value=kept):
        community = await start(hass, entry)
    found = {user: person.roles for user, person in community.runtime.directory.staff.items()}
    assert found == ({} if isinstance(copy, Exception) else {"worker": {Role.DUTY_ROOM}})
    await pressed(community, "button-1")


async def test_the_database_outlives_the_entry_and_the_issues_do_not(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    path = Path(hass.config.path(DATABASE))
    copies.good_copy_of(path).unlink()
    path.write_bytes(b"no database at all" * 1000)
    await start(hass, entry)
    await settle(hass, lambda: issues(hass) == {"database_replaced_by_empty"})
    assert await hass.config_entries.async_remove(entry.entry_id)
    assert issues(hass) == set()
    assert path.exists()


# A database that cannot be used.


async def test_a_locked_database_does_not_keep_a_press_from_a_person(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    elsewhere = sqlite3.connect(hass.config.path(DATABASE))
    elsewhere.execute("BEGIN EXCLUSIVE")
    community = await start(hass, entry)
    assert issues(hass) == {"database_locked"}
    incident, receipt = await pressed(community, "button-1")
    # Nobody knows whose it is; the device asks again, and the broker goes on.
    assert (incident.kind, incident.unsaved, incident.place) == (Kind.HELP, True, NOWHERE)
    assert (receipt.confirmed, receipt.released) == (0, 1)
    assert community.link.beats == []

    elsewhere.rollback()
    elsewhere.close()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=2))
    await settle(hass, lambda: receipt.confirmed and entry.runtime_data is not community.runtime)
    await settle(hass, lambda: entry.state is ConfigEntryState.LOADED)
    community = running(hass, entry)
    assert issues(hass) == set()
    kept = community.runtime.response.active[incident.id]
    assert (kept.unsaved, kept.timeline) == (False, incident.timeline)
    # Devices and homes are as they were: what was met in between has not overwritten them.
    assert community.runtime.supervision.devices["button-1"].assigned
    assert community.link.press("button-1", 1).confirmed


async def test_what_one_start_has_seen_from_memory_the_next_knows_from_the_disk_only(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    path = Path(hass.config.path(DATABASE))
    for _ in range(2):
        elsewhere = sqlite3.connect(path)
        elsewhere.execute("BEGIN EXCLUSIVE")
        community = await start(hass, entry)
        # The same press again, as a device sends it that heard no answer: while the disk cannot be asked, it counts.
        incident, receipt = await pressed(community, "button-1")
        elsewhere.rollback()
        elsewhere.close()
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=2))
        await told(community, receipt)
        await settle(hass, lambda: entry.runtime_data is not community.runtime)  # noqa: B023 - waited for at once
        await settle(hass, lambda: entry.state is ConfigEntryState.LOADED)
        community = running(hass, entry)
        await community.runtime.response.resolve(incident.id, "test", Resolution.TEST)
        await stop(community)


async def test_a_database_of_a_newer_version_is_left_alone_and_a_press_is_heard(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    path = Path(hass.config.path(DATABASE))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    community = await start(hass, entry)
    assert issues(hass) == {"database_newer"}
    incident, receipt = await pressed(community, "button-1")
    assert (incident.unsaved, incident.place, receipt.confirmed) == (True, NOWHERE, 0)
    owned = await community.runtime.response.acknowledge(incident.id, "worker")
    ended = await community.runtime.response.resolve(incident.id, "worker", Resolution.REAL)
    assert (owned.acknowledged_by, ended.unsaved) == ("worker", True)
    await stop(community)
    assert path.read_bytes() == before
    assert copies.good_copy_of(path).exists()


async def test_a_corrupt_database_is_replaced_by_the_last_good_copy(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    path = Path(hass.config.path(DATABASE))
    path.write_bytes(b"no database at all" * 1000)
    community = await start(hass, entry)
    await settle(hass, lambda: issues(hass) == {"database_replaced_by_copy"})
    assert list(path.parent.glob(f"{DATABASE}.corrupt-*"))
    incident, receipt = await pressed(community, "button-1")
    assert (incident.unsaved, incident.place.home is None, receipt.confirmed) == (False, False, 1)
    # A button that was given to a home after the copy was made is heard as well.
    await told(community, community.link.press("button-2", 1))
    assert len(community.runtime.response.active) == 2


@pytest.mark.parametrize("with_copy", [True, False])
async def test_a_database_that_the_house_replaced_is_no_broken_journal_and_one_put_back_by_hand_is(
    hass: HomeAssistant, entry: MockConfigEntry, with_copy: bool
) -> None:
    path = Path(hass.config.path(DATABASE))
    # The journal was looked at when there was more in it than in the copy.
    community = await start(hass, entry)
    await community.runtime.note("test", "home_viewed", "h1")
    await community.runtime.records.watch.routine()
    await stop(community)
    good = path.read_bytes()
    if not with_copy:
        copies.good_copy_of(path).unlink()
    path.write_bytes(b"no database at all" * 1000)
    how = "replaced_by_copy" if with_copy else "replaced_by_empty"
    for _ in range(2):
        community = await start(hass, entry)
        await community.runtime.records.watch.routine()
        assert issues(hass) == {f"database_{how}"}
        entries = await community.runtime.database.read(lambda c: stored_journal.entries_after(c, 0, 1000))
        noted = [entry.note.details for entry in entries if entry.note.action == "database_replaced"]
        assert [(details["how"], details["lost_end"]["seq"] > 0) for details in noted] == [(how, True)]
        await stop(community)
    path.write_bytes(good)
    community = await start(hass, entry)
    await community.runtime.records.watch.routine()
    assert "journal_broken" in issues(hass)
    await stop(community)


async def test_a_community_that_runs_empties_the_old_notes_of_hand_overs(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    community = await start(hass, entry)
    database, long_ago = community.runtime.database, dt_util.utcnow() - timedelta(days=31)
    old = Handover("h1", "anna", long_ago, long_ago, "Li Hua fell", long_ago, (), "boris", long_ago)
    await database.bulk(lambda connection: stored_handovers.save(connection, database.vault, old))
    await stop(community)
    community = await start(hass, entry)
    database = community.runtime.database
    async with asyncio.timeout(60):
        while await database.read(stored_handovers.with_notes):
            continue
    await stop(community)


async def test_until_a_person_confirms_the_register_any_button_is_heard(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    path = Path(hass.config.path(DATABASE))
    copies.good_copy_of(path).unlink()
    path.write_bytes(b"no database at all" * 1000)
    for seq in range(2):
        # Also after a restart, which finds a good database.
        community = await start(hass, entry)
        await settle(hass, lambda: issues(hass) == {"database_replaced_by_empty"})
        incident, receipt = await pressed(community, "button-1", seq)
        assert (incident.unsaved, incident.place, receipt.confirmed) == (False, NOWHERE, 1)
        await community.runtime.response.resolve(incident.id, "test", Resolution.TEST)
        await stop(community)

    community = await start(hass, entry)
    await community.runtime.confirm_register("test")
    for _ in range(2):
        await told(community, community.link.press("button-1", 3))
        assert community.runtime.response.active == {}
        await stop(community)
        community = await start(hass, entry)


async def test_staff_keep_their_roles_when_the_database_cannot_be_read(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    with patch("custom_components.smart_community.runtime.DeviceLink", StandInLink):
        assert await hass.config_entries.async_setup(entry.entry_id)
        await entry.runtime_data.register.save_staff("worker", ["grid_worker"], None, "test")
        assert await hass.config_entries.async_unload(entry.entry_id)
        database = Path(hass.config.path(DATABASE))
        # A copy that was begun is written to its end, whatever is unloaded meanwhile.
        await settle(hass, lambda: not list(database.parent.glob("*.tmp")))
        for part in database.parent.glob(f"{database.stem}*"):
            part.unlink()
        await hass.async_add_executor_job(database.write_bytes, b"this was a database once" * 1000)
        assert await hass.config_entries.async_setup(entry.entry_id)
        assert entry.runtime_data.register_lost
        assert entry.runtime_data.directory.staff["worker"].roles == {Role.GRID_WORKER}
        assert await entry.runtime_data.register.staff() == [*entry.runtime_data.directory.staff.values()]
        assert await hass.config_entries.async_unload(entry.entry_id)
