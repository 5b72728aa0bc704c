"""What is sealed opens as the field that it was sealed as, with the key that sealed it, and otherwise not at all."""

import base64
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String, Table

# Their tables are part of the schema once they are imported.
from custom_components.smart_community.store import migrations, schema
from custom_components.smart_community.store.sealed import SEALED
from custom_components.smart_community.store.vault import KeyRing, Vault, VaultError, VaultLockedError

FIELD = "households.note:01HX"
# Columns that hold text and no person: needed to sort, to find and to route, or chosen from a list.
PLAIN = {
    "buildings": {"id", "name"},
    "homes": {"id", "building", "unit", "number", "grid"},
    "households": {"home", "status"},
    "residents": {"home", "id"},
    "contacts": {"home"},
    "grids": {"id", "name", "worker", "deputy"},
    "register_edits": {"id"},
    "consents": {"id", "home", "purpose", "by", "text_version"},
    "staff": {"user_id", "roles", "channels"},
    "devices": {"id", "source", "kind", "model", "firmware", "serial", "via", "home", "building", "points"}
    | {"last_event"},
    "device_events": {"device", "boot", "type"},
    "incidents": {"id", "kind", "severity", "state", "place", "device", "acknowledged_by", "resolution"}
    | {"cause", "subject", "linked", "plan"},
    "timeline": {"incident", "what", "by"},
    "deliveries": {"incident", "recipient", "channel", "role", "state", "nonce", "error"},
    "journal": {"actor", "action", "subject", "details", "hash"},
    "meta": {"key", "value"},
    "handovers": {"id", "author", "incidents", "accepted_by"},
    "plans": {"id", "plan", "by"},
    "rosters": {"role", "roster"},
    "roster_overrides": {"role", "day", "shift", "people", "swap"},
    "roster_swaps": {"id", "role", "asked_by", "other", "gives_day", "gives_shift", "takes_day", "takes_shift"}
    | {"state", "decided_by", "last_day"},
    "roster_readings": {"role", "entity_id", "duties"},
    "holidays": {"day", "name"},
    "commissionings": {"id", "elevator", "name", "firm", "licence", "points", "started_by", "finished_by"}
    | {"void_reason"},
    "falls": {"id", "device", "camera", "kind", "phase", "subject"},
    "fall_verdicts": {"id", "incident", "camera", "fall", "verdict", "by", "kind"},
    "media": {"incident", "kind", "camera", "mime", "lost"},
    "commissioning_checks": {"commissioning", "item", "result", "by"},
}


@given(st.text(max_size=200), st.text(min_size=1, max_size=60))
def test_what_is_sealed_opens(text: str, field: str) -> None:
    vault = Vault(KeyRing.new())
    sealed = vault.seal(field, text) if text else vault.seal(field, "")
    assert vault.open(field, sealed) == text
    if text:
        assert sealed.isascii()
        assert text not in sealed or len(text) < 4


def test_nothing_stays_nothing() -> None:
    for vault in (Vault(), Vault(KeyRing.new())):
        assert vault.seal(FIELD, "") == ""
        assert vault.open(FIELD, "") == ""
        assert vault.read(FIELD, None) is None


def test_the_same_text_is_sealed_differently_each_time() -> None:
    vault = Vault(KeyRing.new())
    assert len({vault.seal(FIELD, "Li Gui") for _ in range(1000)}) == 1000


def test_a_sealed_value_names_its_key() -> None:
    ring = KeyRing.new()
    version, key_id, data = Vault(ring).seal(FIELD, "Li Gui").split(".")
    assert (version, key_id) == ("v1", ring.current)
    assert len(base64.b64decode(data, validate=True)) == 12 + len("Li Gui") + 16


@pytest.mark.parametrize("field", ["households.note:01HY", "households.name:01HX", "residents.note:01HX", ""])
def test_moved_to_another_field_a_value_is_refused(field: str) -> None:
    vault = Vault(KeyRing.new())
    with pytest.raises(VaultError):
        vault.open(field, vault.seal(FIELD, "Li Gui"))


@pytest.mark.parametrize("value", ["Li Gui", "v1", "v1.", "v1.key", "v2.key.AAAA", "李贵", ".", "v1..", "13800138000"])
def test_what_was_never_sealed_is_refused(value: str) -> None:
    for vault in (Vault(), Vault(KeyRing.new())):
        with pytest.raises(VaultError) as caught:
            vault.open(FIELD, value)
        assert FIELD in str(caught.value)
        assert value not in str(caught.value) or value == "."
        assert vault.read(FIELD, value) == ""


@given(st.integers(min_value=0), st.integers(1, 255))
def test_a_damaged_value_is_refused(place: int, flip: int) -> None:
    vault = Vault(KeyRing.new())
    sealed = vault.seal(FIELD, "Li Gui")
    head, _, data = sealed.rpartition(".")
    raw = bytearray(base64.b64decode(data))
    raw[place % len(raw)] ^= flip
    with pytest.raises(VaultError):
        vault.open(FIELD, f"{head}.{base64.b64encode(raw).decode()}")


@pytest.mark.parametrize("data", ["AAAA", "A", "!!!!", "", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_cut_value_is_refused(data: str) -> None:
    ring = KeyRing.new()
    with pytest.raises(VaultError):
        Vault(ring).open(FIELD, f"v1.{ring.current}.{data}")


def test_without_its_key_a_value_is_empty() -> None:
    sealed = Vault(KeyRing.new()).seal(FIELD, "Li Gui")
    for vault in (Vault(), Vault(KeyRing.new())):
        assert vault.open(FIELD, sealed) == ""
        assert vault.read(FIELD, sealed) == ""


def test_locked_it_seals_what_is_added_and_refuses_what_replaces() -> None:
    vault = Vault()
    spare = KeyRing.new()
    vault.use(spare, is_open=False)
    assert not vault.is_open
    assert vault.open("timeline.text:a:0", vault.seal("timeline.text:a:0", "on my way")) == "on my way"
    assert vault.seal("deliveries.text:a:1:1:b:c", "come")
    for field in (FIELD, "contacts.phone:01HX:0", "residents.name:01HX", "consents.note:01HX"):
        with pytest.raises(VaultLockedError):
            vault.seal(field, "Li Gui")


def test_without_any_key_nothing_is_sealed() -> None:
    with pytest.raises(VaultLockedError):
        Vault().seal("timeline.text:a:0", "on my way")


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    old = KeyRing.new()
    vault = Vault(old)
    before = vault.seal(FIELD, "Li Gui")
    new = old.with_new_key()
    vault.use(new)
    after = vault.seal(FIELD, "Li Gui")
    assert vault.is_current(after)
    assert not vault.is_current(before)
    assert vault.open(FIELD, before) == vault.open(FIELD, after) == "Li Gui"
    vault.use(new.only_current())
    assert (vault.open(FIELD, before), vault.open(FIELD, after)) == ("", "Li Gui")


def test_threads_may_use_it_while_the_key_changes() -> None:
    ring = KeyRing.new()
    vault = Vault(ring)

    def work(number: int) -> None:
        field = f"contacts.phone:{number}:0"
        for _ in range(500):
            assert vault.open(field, vault.seal(field, "13800138000")) == "13800138000"

    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(work, number) for number in range(4)]
        for _ in range(20):
            ring = ring.with_new_key()
            vault.use(ring)
        for future in running:
            future.result()


def text_columns(table: Table) -> set[str]:
    return {column.name for column in table.columns if isinstance(column.type, String) or "JSON" in str(column.type)}


@pytest.mark.parametrize("table", schema.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_text_is_sealed_or_is_no_persons(table: Table) -> None:
    assert migrations.NEWEST >= 2
    sealed = {column for each in SEALED if each.table is table for column in each.columns}
    plain = PLAIN.get(table.name, set())
    assert not sealed & plain
    assert text_columns(table) - sealed <= plain, "say whether this may hold a person: SEALED, or PLAIN here"


def test_a_field_is_told_apart_from_every_other() -> None:
    for each in SEALED:
        names = {column.name for column in each.place}
        # The register's generation is left out on purpose; an id of its own tells a row apart as well.
        assert set(each.key) >= names - {"generation"} or each.key == ("id",)
