"""Keys: asked for after a move, changed row by row, and never lost, whatever is cut off where."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, select, text

from custom_components.smart_community.core.delivery import Audience, Delivery, DeliveryState
from custom_components.smart_community.core.handover import Handover, accepted
from custom_components.smart_community.core.incident import Kind, noted, opened
from custom_components.smart_community.core.journal import first_broken
from custom_components.smart_community.core.ports import IncidentChange, StoreError, StoreFailure
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.desks.vault import SETTLES_AFTER, VaultDesk, VaultState
from custom_components.smart_community.store import (
    copies,
    deliveries,
    handovers,
    incidents,
    journal,
    keys,
    safe,
    schema,
    sealed,
)
from custom_components.smart_community.store.database import Database
from custom_components.smart_community.store.keys import WrongPhraseError
from custom_components.smart_community.store.meta import get_value
from custom_components.smart_community.store.vault import VaultLockedError

PHRASE = "7R0VQ-0F8ZK-C2D4E-9XW1N-5TB3G-MH6PY"
OTHER = "8R0VQ-0F8ZK-C2D4E-9XW1N-5TB3G-MH6PY"
OPEN = VaultState(is_open=True, has_phrase=True)
AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def cheap_phrase() -> Iterator[None]:
    """Make guessing cheap: how dear it is says nothing about the desk."""
    with patch.dict(keys._COST, {"n": 2}):
        yield


@dataclass
class House:
    """A database with its desk; `now` is the monotonic clock, in seconds."""

    path: Path
    now: float = 0.0
    states: list[VaultState] = field(default_factory=list)
    reloads: int = 0

    def clock(self) -> Instant:
        return Instant(datetime.now(UTC), self.now)

    async def start(self) -> None:
        self.database = Database(self.path, self.clock)
        await self.database.open()
        self.desk = VaultDesk(
            database=self.database, clock=self.clock, on_change=self.states.append, reload=self._reload
        )
        await self.desk.start()

    async def restart(self) -> None:
        await self.database.close()
        await self.start()

    def _reload(self) -> None:
        self.reloads += 1

    async def live_in(self, home: str, name: str) -> None:
        """Write a household as the register does."""
        await self.live_in_all({home: name})

    async def live_in_all(self, names: Mapping[str, str]) -> None:
        """Write households by their homes."""
        seal = self.database.vault.seal
        rows = [
            {"generation": 0, "home": home, "note": "", "name": seal(f"households.name:{home}", name)}
            | {"access": seal(f"households.access:{home}", f"key of {name}")}
            for home, name in names.items()
        ]
        await self.insert(rows)

    async def insert(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Write rows of households."""
        await self.database.bulk(lambda connection: connection.execute(schema.households.insert(), rows))

    async def names(self) -> dict[str, str]:
        """Return the households' names as they can be read."""
        rows = await self.database.read(lambda connection: connection.execute(select(schema.households)).all())
        return {row.home: self.database.vault.open(f"households.name:{row.home}", row.name) for row in rows}

    async def note_on(self, incident_id: str, note: str) -> None:
        """Open an incident and write a note on it."""
        incident = noted(opened(incident_id, 1, Kind.HELP, AT), AT, "user", note)
        await self.database.commit([IncidentChange(None, incident)])

    async def note_of(self, incident_id: str) -> str | None:
        """Return the note as it can be read."""
        incident = await self.database.read(lambda c: incidents.find(c, self.database.vault, incident_id))
        assert incident is not None
        return incident.timeline[-1].text

    async def journal(self) -> list[str]:
        """Return what was noted in the journal."""
        chain = await self.database.read(lambda connection: journal.entries_after(connection, 0, 1000))
        assert first_broken(chain) is None
        return [entry.note.action for entry in chain]

    async def keys_in_use(self) -> set[str]:
        """Return the ids of the keys that some value is sealed with."""

        def look(connection: Connection) -> set[str]:
            found = set()
            for each in sealed.SEALED:
                for column in each.columns:
                    values = connection.execute(select(each.table.c[column])).scalars()
                    found |= {value.split(".")[1] for value in values if value}
            return found

        return await self.database.read(look)

    def file(self) -> keys.KeyFile:
        file = keys.load(keys.key_path(self.path))
        assert file is not None
        return file

    def lose_key(self) -> None:
        keys.key_path(self.path).unlink()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Return a community that was set up with a phrase, with a person in it and an incident."""
    house = House(tmp_path / "smart_community.db")
    keys.make_phrase_hold(house.path, PHRASE)
    await house.start()
    await house.live_in("home1", "Li Gui")
    await house.note_on("incident1", "fell in the bathroom")
    yield house
    await house.database.close()


async def test_set_up_with_a_phrase_all_is_well(house: House) -> None:
    assert house.states == [OPEN]
    assert await house.names() == {"home1": "Li Gui"}


async def test_made_without_a_phrase_one_is_asked_for(tmp_path: Path) -> None:
    house = House(tmp_path / "smart_community.db")
    await house.start()
    assert house.states == [VaultState(is_open=True, has_phrase=False)]
    await house.desk.take_phrase(PHRASE, "admin")
    assert house.desk.state == OPEN
    assert await house.journal() == ["recovery_phrase_made"]
    await house.restart()
    assert house.desk.state == OPEN
    wrapped = await house.database.read(lambda connection: get_value(connection, safe.WRAPPED))
    assert keys.unwrap(wrapped or "", PHRASE) == house.file().ring
    await house.database.close()


# The key is missing.


async def test_without_its_key_the_database_runs_without_names(house: House) -> None:
    await house.database.close()
    house.lose_key()
    await house.start()
    assert house.desk.state == VaultState(is_open=False, has_phrase=True)
    assert await house.names() == {"home1": ""}
    assert await house.note_of("incident1") == ""
    with pytest.raises(VaultLockedError):
        await house.live_in("home2", "Zhang San")
    # An alarm goes on, and what is said of it is kept, sealed with a key of its own.
    await house.note_on("incident2", "on my way")
    assert await house.note_of("incident2") == "on my way"
    await house.restart()
    assert await house.note_of("incident2") == "on my way"


async def test_the_phrase_opens_it_and_what_was_noted_meanwhile_stays(house: House) -> None:
    await house.database.close()
    house.lose_key()
    await house.start()
    await house.note_on("incident2", "on my way")
    await house.desk.unlock(PHRASE, "admin")
    assert house.reloads == 1
    await house.restart()
    assert house.desk.state == VaultState(is_open=True, has_phrase=True, is_rotating=True)
    assert await house.names() == {"home1": "Li Gui"}
    assert (await house.note_of("incident1"), await house.note_of("incident2")) == ("fell in the bathroom", "on my way")
    assert "vault_unlocked" in await house.journal()
    # The key that was used meanwhile is given up again.
    await changed(house)
    assert await house.note_of("incident2") == "on my way"
    assert not keys.spare_path(house.path).exists()
    # The same phrase opens it all once more.
    await house.database.close()
    house.lose_key()
    await house.start()
    await house.desk.unlock(PHRASE, "admin")
    await house.restart()
    assert (await house.note_of("incident1"), await house.note_of("incident2")) == ("fell in the bathroom", "on my way")


async def test_what_is_written_anew_while_the_key_is_missing_keeps_the_text_that_nobody_could_read(
    house: House, tmp_path: Path
) -> None:
    def load(connection: Connection) -> list[Delivery]:
        return deliveries.of_incidents(connection, house.database.vault, ["incident1"])

    called = Delivery("incident1", "user:w", Audience.DUTY_ROOM, 1, 1, "mobile_app", AT, "n", text="to Li Gui")
    given = Handover("given", "anna", AT, AT, "Li Gui fell", given_at=AT)
    draft = Handover("draft", "anna", AT, AT, "Li Gui may call again")
    await house.database.commit([called])
    for one in (given, draft):
        await house.database.bulk(partial(handovers.save, vault=house.database.vault, handover=one))
    await house.database.close()
    shutil.move(keys.key_path(house.path), tmp_path / "safe")
    await house.start()

    vault = house.database.vault
    (unread,) = await house.database.read(load)
    assert unread.text == ""
    incident = await house.database.read(lambda c: incidents.find(c, vault, "incident1"))
    assert incident is not None
    # All of it once more, as what was told from memory is written.
    await house.database.commit([replace(unread, state=DeliveryState.SEEN), IncidentChange(None, incident)])
    locked = await house.database.read(lambda c: handovers.find(c, vault, "given"))
    assert locked is not None
    await house.database.bulk(partial(handovers.save, vault=vault, handover=accepted(locked, AT, "boris")))
    # A new draft takes the place of the one that cannot be read only for as long.
    assert await house.database.read(lambda c: handovers.draft_of(c, vault, "anna")) is None

    await house.database.close()
    shutil.move(tmp_path / "safe", keys.key_path(house.path))
    await house.start()
    vault = house.database.vault
    (seen,) = await house.database.read(load)
    assert (seen.state, seen.text) == (DeliveryState.SEEN, "to Li Gui")
    assert await house.note_of("incident1") == "fell in the bathroom"
    known = await house.database.read(lambda c: handovers.find(c, vault, "given"))
    assert known is not None
    assert (known.note, known.accepted_by) == ("Li Gui fell", "boris")
    assert await house.database.read(lambda c: handovers.draft_of(c, vault, "anna")) == draft
    # What can be read can be taken out again.
    await house.database.bulk(partial(handovers.save, vault=vault, handover=replace(draft, note="")))
    assert await house.database.read(lambda c: handovers.draft_of(c, vault, "anna")) == replace(draft, note="")


async def test_a_wrong_phrase_opens_nothing_and_can_be_repeated(house: House) -> None:
    await house.database.close()
    house.lose_key()
    await house.start()
    with pytest.raises(WrongPhraseError):
        await house.desk.unlock(OTHER, "admin")
    assert house.reloads == 0
    assert not keys.key_path(house.path).exists()
    await house.desk.unlock(PHRASE, "admin")
    assert house.reloads == 1


async def test_the_key_file_put_back_by_hand_opens_it_without_a_phrase(house: House, tmp_path: Path) -> None:
    await house.database.close()
    shutil.move(keys.key_path(house.path), tmp_path / "safe")
    await house.start()
    await house.note_on("incident2", "on my way")
    await house.database.close()
    shutil.move(tmp_path / "safe", keys.key_path(house.path))
    await house.start()
    # No phrase covers what was noted meanwhile.
    assert house.desk.state == VaultState(is_open=True, has_phrase=False, is_rotating=True)
    assert await house.names() == {"home1": "Li Gui"}
    assert await house.note_of("incident2") == "on my way"
    await house.desk.take_phrase(OTHER, "admin")
    await changed(house)
    assert house.desk.state == OPEN


async def test_the_keys_of_another_community_do_not_open_it(house: House) -> None:
    await house.database.close()
    house.lose_key()
    keys.make_phrase_hold(house.path, OTHER)
    await house.start()
    assert house.desk.state == VaultState(is_open=False, has_phrase=True)
    with pytest.raises(WrongPhraseError):
        await house.desk.unlock(OTHER, "admin")
    await house.desk.unlock(PHRASE, "admin")
    await house.restart()
    assert await house.names() == {"home1": "Li Gui"}


async def test_without_key_and_phrase_it_says_so_and_people_can_be_entered_again(tmp_path: Path) -> None:
    house = House(tmp_path / "smart_community.db")
    await house.start()
    await house.live_in("home1", "Li Gui")
    await house.database.close()
    house.lose_key()
    await house.start()
    assert house.desk.state == VaultState(is_open=False, has_phrase=False)
    with pytest.raises(VaultLockedError):
        await house.desk.unlock(PHRASE, "admin")
    await house.note_on("incident2", "on my way")
    await house.desk.give_up("admin")
    assert house.reloads == 1
    await house.restart()
    assert house.desk.state == VaultState(is_open=True, has_phrase=False)
    assert await house.names() == {"home1": ""}
    await house.live_in("home2", "Zhang San")
    assert (await house.names())["home2"] == "Zhang San"
    assert await house.note_of("incident2") == "on my way"
    assert "vault_given_up" in await house.journal()
    await house.database.close()


async def test_what_was_given_up_no_phrase_opens(house: House) -> None:
    await house.database.close()
    house.lose_key()
    await house.start()
    await house.desk.give_up("admin")
    await house.restart()
    assert house.desk.state == VaultState(is_open=True, has_phrase=False)
    with pytest.raises(VaultLockedError):
        await house.desk.unlock(PHRASE, "admin")
    # Nor is one asked for when the new key is lost before it got a phrase.
    await house.database.close()
    house.lose_key()
    await house.start()
    assert house.desk.state == VaultState(is_open=False, has_phrase=False)
    with pytest.raises(VaultLockedError):
        await house.desk.unlock(PHRASE, "admin")


async def test_an_open_vault_is_neither_unlocked_nor_given_up(house: House) -> None:
    with pytest.raises(VaultLockedError):
        await house.desk.unlock(PHRASE, "admin")
    await house.desk.give_up("admin")
    assert await house.names() == {"home1": "Li Gui"}
    assert house.reloads == 0


async def test_a_locked_vault_takes_no_phrase_and_no_new_key(house: House) -> None:
    await house.database.close()
    house.lose_key()
    await house.start()
    for asked in (house.desk.ask_for_new_key("admin"), house.desk.take_phrase(OTHER, "admin")):
        with pytest.raises(VaultLockedError):
            await asked


async def test_before_the_database_could_be_opened_nothing_is_known(tmp_path: Path) -> None:
    house = House(tmp_path / "missing" / "smart_community.db")
    house.database = Database(house.path, house.clock)
    house.desk = VaultDesk(
        database=house.database, clock=house.clock, on_change=house.states.append, reload=house._reload
    )
    with pytest.raises(StoreError):
        await house.database.open()
    with pytest.raises(StoreError):
        await house.desk.start()
    assert house.desk.state is None
    await house.desk.go_on()
    await house.desk.give_up("admin")
    with pytest.raises(VaultLockedError):
        await house.desk.unlock(PHRASE, "admin")
    await house.database.close()


# The key is changed.


async def changed(house: House) -> None:
    """Let time pass until a change of keys is over."""
    for _ in range(2):
        await house.desk.go_on()
        house.now += SETTLES_AFTER
    await house.desk.go_on()


async def test_a_new_key_waits_for_its_phrase(house: House) -> None:
    before = house.file()
    await house.desk.ask_for_new_key("technician")
    assert house.desk.state == VaultState(is_open=True, has_phrase=True, waits_for_phrase=True)
    assert house.file() == before
    await house.restart()
    assert house.desk.state == VaultState(is_open=True, has_phrase=True, waits_for_phrase=True)
    assert await house.journal() == ["key_rotation_asked"]


async def test_a_new_key_takes_over_all_that_is_sealed(house: House) -> None:
    old = house.file().ring
    await house.desk.ask_for_new_key("technician")
    await house.desk.take_phrase(OTHER, "technician")
    assert house.desk.state == VaultState(is_open=True, has_phrase=True, is_rotating=True)
    await house.live_in("home2", "Zhang San")
    await changed(house)
    assert house.desk.state == OPEN
    assert await house.keys_in_use() == {house.file().ring.current} == set(house.file().ring.keys)
    assert house.file().ring.current != old.current
    assert await house.names() == {"home1": "Li Gui", "home2": "Zhang San"}
    assert await house.note_of("incident1") == "fell in the bathroom"
    assert await house.journal() == ["key_rotation_asked", "key_rotation_begun", "key_rotated"]
    await house.restart()
    assert house.desk.state == OPEN
    assert await house.names() == {"home1": "Li Gui", "home2": "Zhang San"}


async def test_what_was_sealed_just_before_with_the_old_key_is_sealed_anew_too(house: House) -> None:
    """An import seals long before it writes."""
    seal = house.database.vault.seal
    late = {"generation": 1, "home": "home9", "note": "", "access": ""}
    late |= {"name": seal("households.name:home9", "Wang Wu")}
    await house.desk.ask_for_new_key("technician")
    await house.desk.take_phrase(OTHER, "technician")
    await house.desk.go_on()
    await house.insert([late])
    await changed(house)
    assert house.desk.state == OPEN
    assert (await house.names())["home9"] == "Wang Wu"


async def test_only_the_new_phrase_opens_what_comes_after(house: House) -> None:
    await house.desk.ask_for_new_key("technician")
    await house.desk.take_phrase(OTHER, "technician")
    await house.database.close()
    house.lose_key()
    await house.start()
    with pytest.raises(WrongPhraseError):
        await house.desk.unlock(PHRASE, "admin")
    await house.desk.unlock(OTHER, "admin")
    await house.restart()
    assert await house.names() == {"home1": "Li Gui"}
    await changed(house)
    assert await house.names() == {"home1": "Li Gui"}


async def test_a_backup_from_before_opens_with_the_phrase_from_before(house: House, tmp_path: Path) -> None:
    await house.database.begin_backup()
    shutil.copy(copies.backup_copy_of(house.path), tmp_path / "old.db")
    await house.database.end_backup()
    await house.desk.ask_for_new_key("technician")
    await house.desk.take_phrase(OTHER, "technician")
    await changed(house)
    old = House(tmp_path / "old.db")
    await old.start()
    await old.desk.unlock(PHRASE, "admin")
    await old.restart()
    assert await old.names() == {"home1": "Li Gui"}
    await old.database.close()


@pytest.mark.parametrize("after", range(7))
async def test_cut_off_after_any_step_the_change_goes_on_at_the_next_start(house: House, after: int) -> None:
    await house.live_in_all({f"home{number:04}": f"Person {number}" for number in range(2, 700)})
    expected = await house.names()
    await house.desk.ask_for_new_key("technician")
    await house.desk.take_phrase(OTHER, "technician")
    steps = 0

    def cut(*arguments: object) -> sealed.Step:
        nonlocal steps
        steps += 1
        if steps > after:
            raise StoreError(StoreFailure.FULL)
        return whole(*arguments)  # type: ignore[arg-type]

    whole = sealed.reseal
    with patch.object(sealed, "reseal", cut), pytest.raises(StoreError):
        await house.desk.go_on()
    await house.restart()
    assert await house.names() == expected
    assert house.desk.state == VaultState(is_open=True, has_phrase=True, is_rotating=True)
    await changed(house)
    assert await house.names() == expected
    assert len(await house.keys_in_use()) == 1
    assert house.desk.state == OPEN


async def test_a_change_of_keys_makes_no_alarm_wait(house: House) -> None:
    await house.live_in_all({f"home{number:04}": f"Person {number}" for number in range(2, 1200)})
    await house.desk.ask_for_new_key("technician")
    await house.desk.take_phrase(OTHER, "technician")
    changing = asyncio.ensure_future(house.desk.go_on())
    commits = 0
    while not changing.done():
        await house.database.commit([])
        commits += 1
    await changing
    # A commit waits for a step, never for the whole change; the change is made of many.
    assert commits > 10


async def test_a_phrase_that_is_not_saved_does_not_hold(house: House) -> None:
    before = house.file()
    await house.desk.ask_for_new_key("technician")
    with (
        patch.object(house.database, "bulk", side_effect=StoreError(StoreFailure.FULL)),
        pytest.raises(StoreError),
    ):
        await house.desk.take_phrase(OTHER, "technician")
    assert house.file() == before
    await house.restart()
    assert house.desk.state == VaultState(is_open=True, has_phrase=True, waits_for_phrase=True)
    assert await house.names() == {"home1": "Li Gui"}


async def test_cut_off_before_the_database_knows_of_the_new_key_nothing_is_lost(house: House) -> None:
    """Killed between key file and database: both phrases' keys are in the file, and the start finds its way."""
    await house.desk.ask_for_new_key("technician")
    await asyncio.to_thread(house.desk._wrap, OTHER, with_new_key=True)
    await house.restart()
    assert house.desk.state == VaultState(is_open=True, has_phrase=True, waits_for_phrase=True, is_rotating=True)
    assert await house.names() == {"home1": "Li Gui"}
    await changed(house)
    assert await house.names() == {"home1": "Li Gui"}


@pytest.mark.parametrize("wrong", ["gone", "of another community"])
async def test_a_key_file_that_goes_while_the_community_runs_is_not_replaced(house: House, wrong: str) -> None:
    """A new key would leave what is sealed without one."""
    house.lose_key()
    if wrong != "gone":
        keys.make_phrase_hold(house.path, OTHER)
    await house.desk.ask_for_new_key("technician")
    with pytest.raises(StoreError):
        await house.desk.take_phrase(OTHER, "technician")
    assert await house.names() == {"home1": "Li Gui"}


async def test_a_damaged_value_keeps_its_old_key_and_does_not_stop_the_change(house: House) -> None:
    await house.live_in("home2", "Zhang San")
    clear = text("UPDATE households SET name = 'Zhang San' WHERE home = 'home2'")
    await house.database.bulk(lambda connection: connection.execute(clear))
    await house.desk.ask_for_new_key("technician")
    await house.desk.take_phrase(OTHER, "technician")
    await changed(house)
    assert house.desk.state == OPEN


async def test_the_last_good_copy_opens_after_a_change_of_keys(house: House) -> None:
    await house.database.copy_while_good()
    await house.desk.ask_for_new_key("technician")
    await house.desk.take_phrase(OTHER, "technician")
    await changed(house)
    await house.database.close()
    house.path.write_bytes(b"this was a database once" * 1000)
    await house.start()
    assert house.desk.state == OPEN
    assert await house.names() == {"home1": "Li Gui"}


async def test_no_phrase_and_no_key_is_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await house.desk.ask_for_new_key("technician")
    await house.desk.take_phrase(OTHER, "technician")
    await changed(house)
    await house.database.close()
    house.lose_key()
    await house.start()
    with pytest.raises(WrongPhraseError):
        await house.desk.unlock(PHRASE, "admin")
    for secret in (PHRASE, OTHER, "Li Gui"):
        assert secret not in caplog.text
