"""A database of each released version becomes one of this version, and what it held in clear is gone from the disk.

`data/version_1.db` was written by the code of version 1: 40 homes, their people, three incidents, two accounts. All
that it says of a person contains PLANTED, 1380013 or 1390013. `data/version_2.db` was written by the code of version 2,
with its keys (`version_2_keys.json`): five homes, a consent, an account, three incidents; what it says is sealed.
`data/version_3.db` was written by the code of version 3 out of that: an incident of a falling object, two pictures.
"""

import shutil
import sqlite3
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, inspect

from custom_components.smart_community.core.device import DeviceKind
from custom_components.smart_community.core.fall_trace import Trace
from custom_components.smart_community.core.falling import Fall, FallClass, FallPhase
from custom_components.smart_community.core.incident import Change, Kind, State
from custom_components.smart_community.core.journal import first_broken
from custom_components.smart_community.core.media import MediaLoss
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.store import (
    copies,
    deliveries,
    devices,
    falls,
    incidents,
    journal,
    keys,
    media,
    migrations,
    register,
)
from custom_components.smart_community.store.database import Database
from custom_components.smart_community.store.files import Found

VERSION_1 = Path(__file__).parent / "data" / "version_1.db"
VERSION_3 = Path(__file__).parent / "data" / "version_3.db"
VERSION_2 = Path(__file__).parent / "data" / "version_2.db"
PLANTED = [word.encode() for word in ("PLANTED", "1380013", "1390013", "王奶奶", "李爷爷", "糖尿病", "儿子", "邻居")]


def clock() -> Instant:
    return Instant(datetime.now(UTC), time.monotonic())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a database of version 1 as a crash leaves it: free pages, a log, and the last good copy."""
    path = tmp_path / "smart_community.db"
    shutil.copy(VERSION_1, path)
    shutil.copy(VERSION_1, copies.good_copy_of(path))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("INSERT INTO households SELECT 7, home, name || '王奶奶', note, access FROM households")
    connection.execute("INSERT INTO contacts SELECT 7, home, position, name, phone, relation FROM contacts")
    connection.commit()
    connection.execute("DELETE FROM households WHERE generation = 7")
    connection.execute("DELETE FROM contacts WHERE generation = 7")
    connection.commit()
    shutil.copy(f"{path}-wal", f"{path}-kept")
    connection.close()
    Path(f"{path}-kept").rename(f"{path}-wal")
    return path


def clear_text(folder: Path) -> list[tuple[str, bytes]]:
    """Return what of the planted words can be read in which file."""
    return [(file.name, word) for file in sorted(folder.iterdir()) for word in PLANTED if word in file.read_bytes()]


async def name_in_home1(database: Database) -> str:
    """Return who lives in one of the homes."""
    found = await database.read(lambda connection: register.find_home(connection, database.vault, "home1"))
    assert found is not None
    return found[1].name


def shape(connection: Connection) -> dict[str, object]:
    """Return the tables, their columns and their indexes."""
    found = inspect(connection)
    return {
        table: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(table)),
            sorted(index["name"] or "" for index in found.get_indexes(table)),
            found.get_pk_constraint(table)["constrained_columns"],
        )
        for table in found.get_table_names()
    }


async def test_all_that_version_1_knew_is_still_known(path: Path) -> None:
    database = Database(path, clock)
    vault = database.vault
    assert await database.open() is Found.GOOD
    found = await database.read(lambda c: register.find_home(c, vault, "home1"))
    assert found is not None
    home, household = found
    assert (home.building, home.unit, home.number) == ("b1", "1单元", "101")
    assert (household.name, household.note, household.access) == (
        "PLANTED 李爷爷1",
        "PLANTED note 1: 糖尿病",
        "PLANTED key box 1",
    )
    assert [(contact.name, contact.phone, contact.relation) for contact in household.contacts] == [
        ("PLANTED son 1", "13800130001", "PLANTED 儿子")
    ]
    assert len(await database.read(register.load_buildings)) == 2
    staff = {person.user_id: person for person in await database.read(register.load_staff)}
    assert staff["user-technician"].roles == {Role.TECHNICIAN}
    assert staff["user-technician"].channels == ("mobile_app_x",)

    active = await database.read(lambda c: incidents.load_active(c, vault))
    active.sort(key=lambda incident: incident.number)
    assert [(incident.number, incident.state) for incident in active] == [(1, State.OPEN), (2, State.ACKNOWLEDGED)]
    assert [(entry.what, entry.text) for entry in active[0].timeline] == [
        (Change.OPENED, None),
        (Change.ESCALATED, "2"),
        (Change.NOTE, "PLANTED fell in the bathroom 0"),
    ]
    ended = await database.read(lambda c: incidents.find(c, vault, "incident-2"))
    assert ended is not None
    assert ended.timeline[-1].text == "PLANTED taken to hospital"
    told = await database.read(lambda c: deliveries.load_active(c, vault))
    assert sorted(delivery.text or "" for delivery in told) == [
        "",
        "",
        "PLANTED please go to Wang 0",
        "PLANTED please go to Wang 1",
    ]
    buttons = await database.read(devices.load)
    assert [(button.id, button.kind, button.check_in) for button in buttons] == [
        (f"button-{number}", DeviceKind.HELP_BUTTON, 3600) for number in range(3)
    ]
    chain = await database.read(lambda c: journal.entries_after(c, 0, 100))
    assert len(chain) == 9
    assert first_broken(chain) is None
    assert await database.close()


async def test_nothing_of_a_person_can_be_read_on_the_disk(path: Path) -> None:
    assert len({name for name, _ in clear_text(path.parent)}) == 3
    database = Database(path, clock)
    await database.open()
    # While it runs, with its log, and after it has ended.
    assert clear_text(path.parent) == []
    assert await database.close()
    assert clear_text(path.parent) == []
    assert copies.good_copy_of(path).exists()


async def test_a_migrated_database_has_the_shape_of_a_new_one(path: Path, tmp_path: Path) -> None:
    new = Database(tmp_path / "new.db", clock)
    assert await new.open() is Found.NEW
    old = Database(path, clock)
    await old.open()
    assert await old.read(shape) == await new.read(shape)
    await new.close()
    await old.close()


async def test_migrated_once_it_is_not_migrated_again(path: Path) -> None:
    for _ in range(3):
        database = Database(path, clock)
        with patch.object(copies, "warn_of_clear_text") as removed:
            await database.open()
        assert await name_in_home1(database) == "PLANTED 李爷爷1"
        await database.close()
    removed.assert_not_called()


async def test_a_disk_that_is_full_keeps_no_alarm_waiting_and_the_next_start_tries_again(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(path, clock)
    with patch.object(copies, "copy_while_good", side_effect=sqlite3.OperationalError("database or disk is full")):
        assert await database.open() is Found.GOOD
    assert "still holds personal data in clear" in caplog.text
    await database.bulk(lambda _: None)
    await database.close()
    assert {name for name, _ in clear_text(path.parent)} == {"smart_community.good.db"}
    await (database := Database(path, clock)).open()
    await database.close()
    assert clear_text(path.parent) == []


async def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    database = Database(path, clock)
    with patch.object(migrations, "seal_clear_text", side_effect=OSError(28, "No space left on device")):
        with pytest.raises(StoreError) as caught:
            await database.open()
        assert caught.value.failure is StoreFailure.FULL
        await database.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT name FROM households WHERE home = 'home1'").fetchone() == ("PLANTED 李爷爷1",)
    connection.close()
    assert len(before) <= path.stat().st_size


async def test_the_key_is_on_disk_before_anything_is_sealed(path: Path) -> None:
    database = Database(path, clock)
    with patch.object(keys, "save", side_effect=OSError(30, "Read-only file system")):
        with pytest.raises(StoreError) as caught:
            await database.open()
        assert caught.value.failure is StoreFailure.READ_ONLY
    # As for any other failure, the next commit tries again.
    await database.commit([])
    assert database.safe is not None
    assert database.safe.is_open
    await database.close()


async def test_what_was_set_aside_in_clear_is_named(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    aside = path.with_name(f"{path.name}.corrupt-20261101T080000")
    shutil.copy(VERSION_1, aside)
    database = Database(path, clock)
    await database.open()
    await database.close()
    assert f"{aside} holds personal data in clear" in caplog.text


async def test_a_corrupt_file_of_version_1_is_replaced_by_its_copy(path: Path) -> None:
    Path(f"{path}-wal").unlink()
    path.write_bytes(b"this was a database once" * 1000)
    database = Database(path, clock)
    assert await database.open() is Found.REPLACED_BY_COPY
    assert await name_in_home1(database) == "PLANTED 李爷爷1"
    await database.close()


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Return a database of version 2 with its keys."""
    path = tmp_path / "smart_community.db"
    shutil.copy(VERSION_2, path)
    shutil.copy(VERSION_2.with_name("version_2_keys.json"), keys.key_path(path))
    return path


async def test_all_that_version_2_knew_is_still_known(second: Path) -> None:
    database = Database(second, clock)
    vault = database.vault
    assert await database.open() is Found.GOOD
    assert vault.is_open
    found = await database.read(lambda c: register.find_home(c, vault, "id2"))
    assert found is not None
    assert found[1].name.startswith("PLANTED 李爷爷")
    active = await database.read(lambda c: incidents.load_active(c, vault))
    assert [(one.number, one.state, one.media) for one in sorted(active, key=lambda one: one.number)] == [
        (1, State.OPEN, ()),
        (2, State.OPEN, ()),
    ]
    assert active[0].timeline[-1].text == "PLANTED fell in the bathroom"
    told = await database.read(lambda c: deliveries.load_active(c, vault))
    assert [delivery.text for delivery in told] == ["PLANTED please go to Wang"]
    chain = await database.read(lambda c: journal.entries_after(c, 0, 100))
    assert first_broken(chain) is None
    assert await database.close()


async def test_a_database_of_version_2_has_the_shape_of_a_new_one(second: Path, tmp_path: Path) -> None:
    new = Database(tmp_path / "new.db", clock)
    assert await new.open() is Found.NEW
    old = Database(second, clock)
    await old.open()
    assert await old.read(shape) == await new.read(shape)
    await new.close()
    await old.close()


@pytest.fixture
def third(tmp_path: Path) -> Path:
    """Return a database of version 3 with its keys."""
    path = tmp_path / "smart_community.db"
    shutil.copy(VERSION_3, path)
    shutil.copy(VERSION_3.with_name("version_3_keys.json"), keys.key_path(path))
    return path


async def test_all_that_version_3_knew_is_still_known_and_falls_can_be_kept(third: Path) -> None:
    database = Database(third, clock)
    vault = database.vault
    assert await database.open() is Found.GOOD
    active = await database.read(lambda c: incidents.load_active(c, vault))
    fallen = next(one for one in active if one.kind is Kind.FALLING_OBJECT)
    assert (fallen.number, fallen.subject) == (4, None)
    (picture,) = next(one.media for one in active if one.media)
    assert (picture.key, picture.kept) == ("UExBTlRFRA==", False)
    lost = await database.read(lambda c: media.find(c, vault, "incident-2", 1))
    assert lost is not None
    assert lost.lost is MediaLoss.NO_PICTURE
    at = datetime.now(UTC)
    fall = Fall(
        id="01J00000000000000000000001",
        device="facade-3",
        camera="cam1",
        kind=FallClass.FALLING,
        phase=FallPhase.CONFIRMED,
        confidence=0.9,
        at=at,
        updated_at=at,
        subject="01J00000000000000000000001",
        trace=Trace(floor=14),
    )
    await database.commit([fall])
    # News that knows less takes nothing away.
    await database.commit([replace(fall, trace=None, subject="", phase=FallPhase.ENDED)])
    assert await database.read(lambda c: falls.of_subject(c, vault, fall.id)) == [replace(fall, phase=FallPhase.ENDED)]
    assert await database.close()


async def test_a_database_of_version_3_has_the_shape_of_a_new_one(third: Path, tmp_path: Path) -> None:
    new = Database(tmp_path / "new.db", clock)
    assert await new.open() is Found.NEW
    old = Database(third, clock)
    await old.open()
    assert await old.read(shape) == await new.read(shape)
    await new.close()
    await old.close()


def test_every_column_that_was_added_is_named_once() -> None:
    named = [(table.name, column.name) for table, column in migrations.ADDED_COLUMNS]
    assert len(named) == len(set(named))
