"""The pictures of incidents: sealed on disk, gone when their time is over, and never in the way of an alarm."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, text

from custom_components.smart_community.core.camera import Camera
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.incident import Incident, Kind, Resolution, opened, resolved
from custom_components.smart_community.core.journal import Note
from custom_components.smart_community.core.media import MOST_OF_AN_INCIDENT, Media, MediaError, MediaKind, MediaLoss
from custom_components.smart_community.core.ports import IncidentChange, Record, StoreError, StoreFailure
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.desks.media import MediaDesk
from custom_components.smart_community.store import incidents, journal, media_files, sealed, traces
from custom_components.smart_community.store.database import Database
from custom_components.smart_community.store.vault import KeyRing, VaultLockedError
from tests.cameras import a_camera

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLANTED = b"\xff\xd8 PLANTED a face \xff\xd9" * 50


@dataclass
class House:
    """A media desk on a real database, whose writes a test may let fail."""

    database: Database
    folder: Path
    now: datetime = NOON
    broken: bool = False
    cameras: dict[str, Camera] = field(default_factory=lambda: {"cam1": a_camera()})
    shown: list[Media] = field(default_factory=list)
    said: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    desk: MediaDesk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = MediaDesk(
            database=self.database,
            commit=self.commit,
            clock=lambda: Instant(self.now, time.monotonic()),
            folder=self.folder,
            cameras=lambda: self.cameras,
            shown=self.show,
            note=self.note,
        )

    async def commit(self, records: Sequence[Record]) -> None:
        if self.broken:
            raise StoreError(StoreFailure.FULL)
        await self.database.commit(records)

    async def show(self, media: Media) -> None:
        self.shown.append(media)

    async def note(self, _actor: str, action: str, subject: str = "", **details: Any) -> None:
        self.said.append((action, subject, details))

    async def add(self, incident: str = "I1", data: bytes = PLANTED, camera: str | None = "cam1") -> Media:
        return await self.desk.add(incident, MediaKind.SNAPSHOT, camera, self.now, data, "image/jpeg")

    async def incident(self, name: str = "I1", *, ended: datetime | None = None, home: str | None = None) -> Incident:
        incident = opened(name, int(name[1:]), Kind.EBIKE, NOON, place=Place(home=home), by="x")
        if ended is not None:
            incident = resolved(incident, ended, "worker", Resolution.REAL)
        await self.database.commit([IncidentChange(None, incident)])
        return incident

    async def journal(self) -> list[Note]:
        found = await self.database.read(lambda connection: journal.entries_after(connection, 0, 1000))
        return [entry.note for entry in found]

    def files(self) -> list[str]:
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    database = Database(tmp_path / "smart_community.db", lambda: Instant(NOON, time.monotonic()))
    await database.open()
    yield House(database, tmp_path / media_files.FOLDER)
    await database.close()


async def test_nothing_of_a_picture_can_be_read_on_the_disk(house: House, tmp_path: Path) -> None:
    media = await house.add()
    assert house.files() == ["I1/1"]
    assert media.key
    for path in tmp_path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"PLANTED" not in content, path
            assert media.key.encode() not in content, path
    assert (await house.desk.open("I1", 1))[1] == PLANTED
    assert [(note.action, note.subject) for note in await house.journal()] == [("media_kept", "I1")]
    assert house.shown == [media]


async def test_pictures_are_numbered_one_after_the_other_also_when_many_come_at_once(house: House) -> None:
    kept = await asyncio.gather(*(house.add(data=PLANTED + bytes([number])) for number in range(5)))
    assert sorted(media.number for media in kept) == [1, 2, 3, 4, 5]
    for media in kept:
        assert (await house.desk.open("I1", media.number))[1].startswith(PLANTED)


async def test_an_incident_read_back_has_its_pictures(house: House) -> None:
    await house.incident()
    media = await house.add()
    found = await house.database.read(lambda c: incidents.find(c, house.database.vault, "I1"))
    assert found is not None
    assert found.media == (media,)
    assert found.as_dict()["media"] == [{"n": 1, "at": NOON.isoformat(), "kind": "snapshot", "camera": "cam1"}]


async def test_a_locked_vault_keeps_no_picture_and_says_so(house: House) -> None:
    house.database.vault.use(KeyRing.new(), is_open=False)
    media = await house.add()
    assert (media.lost, house.files()) == (MediaLoss.VAULT_LOCKED, [])
    assert [one.lost for one in await house.desk.of("I1")] == [MediaLoss.VAULT_LOCKED]
    (note,) = await house.journal()
    assert (note.action, note.details["why"]) == ("media_not_kept", "vault_locked")
    with pytest.raises(VaultLockedError):
        await house.desk.open("I1", 1)


async def test_a_store_that_fails_keeps_no_picture_leaves_no_file_and_says_so(house: House) -> None:
    house.broken = True
    with pytest.raises(MediaError, match="media_not_saved"):
        await house.add()
    assert house.files() == []
    assert house.said == [("media_not_kept", "I1", {"kind": "snapshot", "why": "media_not_saved"})]
    assert house.shown == []


async def test_a_full_disk_keeps_no_picture_and_says_so(house: House) -> None:
    with (
        patch.object(media_files, "write", side_effect=OSError(28, "No space left on device")),
        pytest.raises(MediaError, match="media_not_saved"),
    ):
        await house.add()
    assert await house.desk.of("I1") == []


async def test_a_camera_that_gives_no_picture_is_said_in_the_incident(house: House) -> None:
    await house.desk.lost("I1", MediaKind.SNAPSHOT, "cam1", NOON)
    (media,) = await house.desk.of("I1")
    assert media.as_dict()["lost"] == "no_picture"
    with pytest.raises(MediaError, match="media_gone"):
        await house.desk.open("I1", 1)
    house.broken = True
    await house.desk.lost("I1", MediaKind.SNAPSHOT, "cam1", NOON)
    assert len(house.shown) == 1


async def test_a_camera_that_fails_over_and_over_does_not_fill_the_disk(house: House) -> None:
    for _ in range(MOST_OF_AN_INCIDENT):
        await house.desk.lost("I1", MediaKind.SNAPSHOT, "cam1", NOON)
    await house.desk.lost("I1", MediaKind.SNAPSHOT, "cam1", NOON)
    assert len(await house.desk.of("I1")) == MOST_OF_AN_INCIDENT
    with pytest.raises(MediaError, match="media_too_many"):
        await house.add()


@pytest.mark.parametrize("spoil", ["flip", "move", "remove", "cut"])
async def test_a_file_that_is_not_what_was_written_is_not_shown(house: House, spoil: str) -> None:
    await house.add()
    await house.add(data=b"another")
    first, second = house.folder / "I1" / "1", house.folder / "I1" / "2"
    if spoil == "flip":
        content = first.read_bytes()
        first.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif spoil == "move":
        first.write_bytes(second.read_bytes())
    elif spoil == "cut":
        first.write_bytes(b"")
    else:
        first.unlink()
    with pytest.raises(MediaError, match="media_gone"):
        await house.desk.open("I1", 1)
    assert (await house.desk.open("I1", 2))[1] == b"another"


async def test_what_is_not_there_is_unknown(house: House) -> None:
    with pytest.raises(MediaError, match="media_unknown"):
        await house.desk.open("../../etc", 1)


async def test_pictures_are_removed_after_the_cameras_retention_once_the_incident_is_resolved(house: House) -> None:
    house.cameras["cam2"] = a_camera(id="cam2", retention_days=60)
    await house.incident("I1", ended=NOON)
    await house.incident("I2")
    for incident, camera in (("I1", "cam1"), ("I1", "cam2"), ("I2", "cam1")):
        await house.add(incident, camera=camera)
    house.now = NOON + timedelta(days=30) - timedelta(seconds=1)
    assert await house.desk.clean_up() == 0
    house.now = NOON + timedelta(days=30)
    assert await house.desk.clean_up() == 1
    assert house.files() == ["I1/2", "I2/1"]
    removal = next(note for note in await house.journal() if note.action == "media_removed")
    assert (removal.subject, removal.details) == ("I1", {"removed": 1})
    # Sixty days are asked for now; the camera is asked at the time, not remembered.
    house.cameras["cam2"] = replace(house.cameras["cam2"], retention_days=90)
    house.now = NOON + timedelta(days=60)
    assert await house.desk.clean_up() == 0
    house.now = NOON + timedelta(days=900)
    assert await house.desk.clean_up() == 1
    assert house.files() == ["I2/1"]


async def test_many_pictures_whose_time_is_over_all_go(house: House) -> None:
    await house.incident("I1", ended=NOON)
    with patch("custom_components.smart_community.store.media._OVER_A_STEP", 3):
        for _ in range(8):
            await house.add()
        house.now = NOON + timedelta(days=31)
        assert await house.desk.clean_up() == 8
    assert house.files() == []
    assert list(house.folder.iterdir()) == []


async def test_a_row_of_a_version_that_was_taken_back_keeps_nothing_from_its_end(house: House) -> None:
    await house.incident("I1", ended=NOON)
    for _ in range(3):
        await house.add()

    def taken_back(connection: Connection) -> None:
        connection.execute(text("UPDATE media SET kind = 'of another version' WHERE number = 1"))
        connection.execute(text("UPDATE media SET lost = 'of another version' WHERE number = 2"))

    await house.database.bulk(taken_back)
    for number in (1, 2):
        with pytest.raises(MediaError, match="media_unknown"):
            await house.desk.open("I1", number)
    assert [media.number for media in await house.desk.of("I1")] == [3]
    house.now = NOON + timedelta(days=31)
    assert await house.desk.clean_up() == 3
    assert house.files() == []


async def test_what_a_crash_left_is_swept_away_and_nothing_else(house: House) -> None:
    await house.add()
    (house.folder / "I1" / "2").write_bytes(b"left by a crash")
    (house.folder / "I1" / "3.tmp").write_bytes(b"half")
    (house.folder / "I9").mkdir()
    (house.folder / "I9" / "1").write_bytes(b"of a database that was put back")
    await house.desk.sweep()
    assert house.files() == ["I1/1"]
    assert house.said == [("media_swept", "", {"removed": 3})]
    assert (await house.desk.open("I1", 1))[1] == PLANTED


async def test_media_of_an_erased_households_incidents_go_too(house: House) -> None:
    await house.incident("I1", ended=NOON, home="home1")
    await house.incident("I2", ended=NOON, home="home2")
    await house.add("I1")
    await house.add("I2")
    ids, _ = await house.database.read(lambda connection: traces.incidents_of(connection, "home1", 0))
    await house.database.bulk(lambda connection: traces.erase_words(connection, ids))
    await house.desk.sweep()
    assert house.files() == ["I2/1"]
    with pytest.raises(MediaError, match="media_unknown"):
        await house.desk.open("I1", 1)


async def test_a_new_key_of_the_vault_rewrites_no_picture(house: House) -> None:
    await house.add()
    before = (house.folder / "I1" / "1").read_bytes()
    vault = house.database.vault
    ring = KeyRing(vault.current, {vault.current: b"k" * 32})
    vault.use(ring)
    media = await house.add(data=b"another")
    vault.use(new := ring.with_new_key())
    step = await house.database.bulk(lambda connection: sealed.reseal(connection, vault, sealed.MEDIA, ()))
    assert step.changed >= 1
    vault.use(new.only_current())
    assert (await house.desk.open("I1", media.number))[1] == b"another"
    assert (house.folder / "I1" / "1").read_bytes() == before
