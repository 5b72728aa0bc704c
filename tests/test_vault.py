"""The keys as people meet them: at set-up, after a move, when one is changed, and when a second instance starts."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState, ConfigFlowResult
from homeassistant.core import Context, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_community import backup
from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.phrase import last_group, make_phrase
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.desks.vault import VaultState
from custom_components.smart_community.errors import told
from custom_components.smart_community.issues import VAULT_ISSUES, report_vault
from custom_components.smart_community.runtime import DATABASE, Runtime
from custom_components.smart_community.store import copies, keys, register
from custom_components.smart_community.store.keys import KeyFile
from custom_components.smart_community.store.vault import KeyRing, VaultError, VaultLockedError
from custom_components.smart_community.vault_repairs import is_last_group

from .conftest import Community, StandInLink, settle

REPAIRS = "repairs"


@pytest.fixture(autouse=True)
def _stand_in() -> Iterator[None]:
    """Let every start meet the stand-in of the broker, and a phrase be cheap."""
    with (
        patch("custom_components.smart_community.runtime.DeviceLink", StandInLink),
        patch.dict(keys._COST, {"n": 2}),
    ):
        yield


def folder(hass: HomeAssistant) -> Path:
    return Path(hass.config.config_dir)


def key_path(hass: HomeAssistant) -> Path:
    return keys.key_path(folder(hass) / DATABASE)


def shown(hass: HomeAssistant) -> set[str]:
    """Return which repairs of the vault are shown."""
    return {issue_id for domain, issue_id in ir.async_get(hass).issues if domain == DOMAIN} & VAULT_ISSUES


async def start(hass: HomeAssistant, entry: MockConfigEntry) -> Runtime:
    """Set the entry up, or again if it runs; return the runtime."""
    if entry.state is ConfigEntryState.LOADED:
        assert await hass.config_entries.async_unload(entry.entry_id)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    runtime: Runtime = entry.runtime_data
    return runtime


async def reloaded(hass: HomeAssistant, entry: MockConfigEntry, before: Runtime) -> Runtime:
    """Wait until the entry has started anew."""
    await settle(hass, lambda: entry.state is ConfigEntryState.LOADED and entry.runtime_data is not before)
    runtime: Runtime = entry.runtime_data
    return runtime


async def repair(hass: HomeAssistant, issue: str) -> dict[str, Any]:
    """Open a repair and return its first form."""
    assert await async_setup_component(hass, REPAIRS, {})
    manager = hass.data[REPAIRS]["flow_manager"]
    return dict(await manager.async_init(DOMAIN, context={"issue_id": issue}))


async def answer(hass: HomeAssistant, form: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """Submit a form of a repair and return what comes."""
    return dict(await hass.data[REPAIRS]["flow_manager"].async_configure(form["flow_id"], answers))


async def lose_key(hass: HomeAssistant, entry: MockConfigEntry, community: Community) -> Runtime:
    """Start with a database that came without its key, from a community with a household and a phrase."""
    await community.button("button-1")
    assert await hass.config_entries.async_unload(entry.entry_id)
    key_path(hass).unlink()
    return await start(hass, entry)


async def name_in(runtime: Runtime, home: str | None) -> str:
    """Return who lives in a home, as far as it can be read."""
    assert home is not None
    found = await runtime.database.read(lambda c: register.find_home(c, runtime.database.vault, home))
    assert found is not None
    return found[1].name


@pytest.fixture
async def phrase(hass: HomeAssistant, entry: MockConfigEntry) -> str:
    """Return the phrase of a community that is not set up yet."""
    phrase = make_phrase(lambda limit: limit // 2)
    await hass.async_add_executor_job(keys.make_phrase_hold, folder(hass) / DATABASE, phrase)
    return phrase


# The phrase.


def test_the_last_group_shows_that_the_phrase_was_written_down() -> None:
    phrase = make_phrase(lambda limit: limit // 3)
    last = last_group(phrase)
    for typed in (last, last.lower(), f" {last} "):
        assert is_last_group(typed, phrase)
    for typed in ("", "XXXXX", phrase.split("-")[0], phrase, last[:-1]):
        assert not is_last_group(typed, phrase)


async def set_up(hass: HomeAssistant) -> ConfigFlowResult:
    """Run the config flow up to what follows the broker."""
    form = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {"site_name": "Garden", "site": "garden"})
    with patch("custom_components.smart_community.config_flow.try_login"):
        return await hass.config_entries.flow.async_configure(
            form["flow_id"], {"host": "broker.invalid", "port": 1883, "tls": False}
        )


async def test_set_up_shows_a_phrase_that_opens_the_keys(
    hass: HomeAssistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hass.config.config_dir = str(tmp_path)
    form = await set_up(hass)
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "phrase")
    phrase = (form["description_placeholders"] or {})["phrase"]

    form = await hass.config_entries.flow.async_configure(form["flow_id"], {"last_group": "AAAAA"})
    assert form["errors"] == {"last_group": "last_group_wrong"}
    assert (form["description_placeholders"] or {})["phrase"] == phrase
    assert not key_path(hass).exists()

    answers = {"last_group": last_group(phrase).lower()}
    with patch.object(keys, "save", side_effect=OSError(28, "No space left on device")):
        form = await hass.config_entries.flow.async_configure(form["flow_id"], answers)
    assert form["errors"] == {"base": "keys_not_saved"}
    created = await hass.config_entries.flow.async_configure(form["flow_id"], answers)
    assert created["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    file = keys.load(key_path(hass))
    assert file is not None
    assert keys.unwrap(file.wrapped or "", phrase) == file.ring
    assert shown(hass) == set()
    assert phrase not in str(created["data"])
    assert phrase not in caplog.text
    assert await hass.config_entries.async_unload(created["result"].entry_id)


@pytest.mark.parametrize("kept", ["keys with a phrase", "a database without keys"])
async def test_set_up_again_keeps_the_phrase_that_there_is(hass: HomeAssistant, tmp_path: Path, kept: str) -> None:
    hass.config.config_dir = str(tmp_path)
    if kept == "keys with a phrase":
        keys.make_phrase_hold(tmp_path / DATABASE, "a phrase")
    else:
        (tmp_path / DATABASE).touch()
    with patch("custom_components.smart_community.async_setup_entry", return_value=True):
        created = await set_up(hass)
    assert created["type"] is FlowResultType.CREATE_ENTRY


async def test_a_community_of_before_is_asked_to_write_a_phrase_down(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    key_path(hass).unlink()
    runtime = await start(hass, entry)
    assert shown(hass) == {"vault_phrase"}
    form = await repair(hass, "vault_phrase")
    phrase = form["description_placeholders"]["phrase"]
    again = await answer(hass, form, {"last_group": "AAAAA"})
    assert again["errors"] == {"last_group": "last_group_wrong"}
    assert again["description_placeholders"]["phrase"] == phrase
    done = await answer(hass, form, {"last_group": last_group(phrase)})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    assert shown(hass) == set()
    assert runtime.vault.state == VaultState(is_open=True, has_phrase=True)
    file = keys.load(key_path(hass))
    assert file is not None
    assert keys.unwrap(file.wrapped or "", phrase) == file.ring


@pytest.mark.parametrize("why", ["not_running", "not_saved"])
async def test_a_phrase_that_cannot_be_saved_does_not_count(
    hass: HomeAssistant, entry: MockConfigEntry, why: str
) -> None:
    key_path(hass).unlink()
    runtime = await start(hass, entry)
    form = await repair(hass, "vault_phrase")
    if why == "not_running":
        assert await hass.config_entries.async_unload(entry.entry_id)
    answers = {"last_group": last_group(form["description_placeholders"]["phrase"])}
    with patch.object(runtime.vault, "take_phrase", side_effect=StoreError(StoreFailure.FULL)):
        result = await answer(hass, form, answers)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, why)


async def test_two_looks_at_the_repair_show_two_phrases(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    key_path(hass).unlink()
    await start(hass, entry)
    first, second = [await repair(hass, "vault_phrase") for _ in range(2)]
    assert first["description_placeholders"] != second["description_placeholders"]


async def test_a_new_key_is_asked_for_by_an_action_and_made_by_the_repair(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    runtime = await start(hass, entry)
    old = runtime.database.vault.current
    await hass.services.async_call(DOMAIN, "rotate_key", {}, blocking=True, context=Context())
    assert shown(hass) == {"vault_new_key"}
    assert runtime.database.vault.current == old
    form = await repair(hass, "vault_new_key")
    await answer(hass, form, {"last_group": last_group(form["description_placeholders"]["phrase"])})
    assert shown(hass) == set()
    assert runtime.database.vault.current != old


# The key is missing.


@pytest.mark.usefixtures("with_faults")
async def test_without_the_key_alarms_come_without_names(
    hass: HomeAssistant, phrase: str, entry: MockConfigEntry, community: Community
) -> None:
    runtime = await lose_key(hass, entry, community)
    assert shown(hass) == {"vault_locked"}
    await settle(
        hass, lambda: any(incident.cause == "register_locked" for incident in runtime.response.active.values())
    )
    assert isinstance(runtime.link, StandInLink)
    receipt = runtime.link.press("button-1", 1)
    await settle(hass, lambda: receipt.confirmed)
    incident = next(each for each in runtime.response.active.values() if each.device == "button-1")
    assert incident.place.home is not None
    assert await name_in(runtime, incident.place.home) == ""
    noted = await runtime.response.note(incident.id, "user", "nobody opens")
    assert noted is None or noted.timeline[-1].text == "nobody opens"
    with pytest.raises(VaultLockedError):
        await runtime.register.save_home({"building": "3", "unit": "1", "number": "101", "household": "Li"}, "test")


async def test_the_phrase_brings_the_names_back(
    hass: HomeAssistant, phrase: str, entry: MockConfigEntry, community: Community
) -> None:
    runtime = await lose_key(hass, entry, community)
    menu = await repair(hass, "vault_locked")
    assert (menu["type"], list(menu["menu_options"])) == (FlowResultType.MENU, ["unlock", "give_up"])
    form = await answer(hass, menu, {"next_step_id": "unlock"})
    form = await answer(hass, form, {"phrase": phrase[:-1]})
    assert form["errors"] == {"phrase": "phrase_mistyped"}
    form = await answer(hass, form, {"phrase": make_phrase(lambda limit: limit // 3)})
    assert form["errors"] == {"phrase": "phrase_wrong"}
    done = await answer(hass, form, {"phrase": phrase.lower().replace("-", " ")})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    runtime = await reloaded(hass, entry, runtime)
    assert shown(hass) == set()
    (button,) = runtime.supervision.devices.values()
    assert await name_in(runtime, button.place.home) == "Li Hua"


async def test_without_a_phrase_there_is_nothing_to_enter(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    keys.save(key_path(hass), KeyFile(KeyRing.new()))
    await start(hass, entry)
    assert await hass.config_entries.async_unload(entry.entry_id)
    key_path(hass).unlink()
    runtime = await start(hass, entry)
    assert shown(hass) == {"vault_lost"}
    form = await repair(hass, "vault_lost")
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "give_up")
    done = await answer(hass, form, {})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await reloaded(hass, entry, runtime)
    assert shown(hass) == {"vault_phrase"}


@pytest.mark.parametrize("step", ["unlock", "give_up"])
@pytest.mark.parametrize("why", ["not_running", "not_saved"])
async def test_what_cannot_be_saved_does_not_count(
    hass: HomeAssistant, phrase: str, entry: MockConfigEntry, community: Community, step: str, why: str
) -> None:
    runtime = await lose_key(hass, entry, community)
    form = await answer(hass, await repair(hass, "vault_locked"), {"next_step_id": step})
    if why == "not_running":
        assert await hass.config_entries.async_unload(entry.entry_id)
    with patch.object(runtime.vault, step, side_effect=StoreError(StoreFailure.FULL)):
        result = await answer(hass, form, {"phrase": phrase} if step == "unlock" else {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, why)


async def test_a_repair_of_a_community_that_does_not_run_says_so(
    hass: HomeAssistant, phrase: str, entry: MockConfigEntry, community: Community
) -> None:
    runtime = await lose_key(hass, entry, community)
    with patch.object(runtime.vault, "_safe", None):
        result = await repair(hass, "vault_locked")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_running")


def test_who_changes_people_without_the_key_is_told_why() -> None:
    assert told(VaultLockedError()).code == "vault_locked"
    assert told(VaultError("contacts.phone:home:0 is not sealed")).code == "store_failed"


@pytest.mark.parametrize(
    ("state", "issue"),
    [
        (VaultState(is_open=True, has_phrase=True), None),
        (VaultState(is_open=True, has_phrase=True, is_rotating=True), None),
        (VaultState(is_open=True, has_phrase=False), "vault_phrase"),
        (VaultState(is_open=True, has_phrase=False, waits_for_phrase=True), "vault_new_key"),
        (VaultState(is_open=True, has_phrase=True, waits_for_phrase=True), "vault_new_key"),
        (VaultState(is_open=False, has_phrase=True), "vault_locked"),
        (VaultState(is_open=False, has_phrase=True, waits_for_phrase=True), "vault_locked"),
        (VaultState(is_open=False, has_phrase=False), "vault_lost"),
    ],
)
async def test_each_state_has_one_repair(
    hass: HomeAssistant, community: Community, state: VaultState, issue: str | None
) -> None:
    for other in VAULT_ISSUES:
        assert other.startswith("vault_")
    report_vault(hass, VaultState(is_open=False, has_phrase=False))
    report_vault(hass, state)
    assert shown(hass) == ({issue} if issue else set())


# A second instance.


async def test_a_second_instance_is_refused_and_takes_over_once_it_may(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    with patch(
        "custom_components.smart_community.store.database.Ownership", side_effect=StoreError(StoreFailure.IN_USE)
    ):
        assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "database_in_use"
    issues = {issue_id for domain, issue_id in ir.async_get(hass).issues if domain == DOMAIN}
    assert issues == {"database_in_use"}
    assert not (folder(hass) / DATABASE).exists()

    assert await hass.config_entries.async_reload(entry.entry_id)
    assert not {issue_id for domain, issue_id in ir.async_get(hass).issues if domain == DOMAIN}


# Home Assistant's backup.


async def test_a_backup_takes_a_whole_copy_along(hass: HomeAssistant, community: Community) -> None:
    await community.button("button-1")
    await backup.async_pre_backup(hass)
    copy = copies.backup_copy_of(folder(hass) / DATABASE)
    assert copy.exists()
    receipt = community.link.press("button-1", 1)
    await community.settle(lambda: receipt.confirmed)
    await backup.async_post_backup(hass)
    assert not copy.exists()


async def test_a_backup_while_the_community_does_not_run_is_one_of_a_file_at_rest(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await backup.async_pre_backup(hass)
    await backup.async_post_backup(hass)
    assert not (folder(hass) / DATABASE).exists()


async def test_a_backup_that_would_be_worth_nothing_is_refused(hass: HomeAssistant, community: Community) -> None:
    with (
        patch.object(community.runtime.database, "begin_backup", side_effect=StoreError(StoreFailure.FULL)),
        pytest.raises(HomeAssistantError) as caught,
    ):
        await backup.async_pre_backup(hass)
    assert caught.value.translation_key == "store_failed"


async def test_a_backup_that_would_hold_the_key_is_refused(hass: HomeAssistant, community: Community) -> None:
    """A later Home Assistant may pack files that this one leaves out."""
    with (
        patch.object(backup, "EXCLUDE_FROM_BACKUP", ["*.log", "backups/*.tar"]),
        pytest.raises(HomeAssistantError) as caught,
    ):
        await backup.async_pre_backup(hass)
    assert caught.value.translation_key == "backup_holds_key"
    assert not copies.backup_copy_of(folder(hass) / DATABASE).exists()


async def test_what_was_restored_is_noted(hass: HomeAssistant, entry: MockConfigEntry, community: Community) -> None:
    await backup.async_pre_backup(hass)
    copy = copies.backup_copy_of(folder(hass) / DATABASE)
    kept = await asyncio.to_thread(copy.read_bytes)
    await backup.async_post_backup(hass)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await asyncio.to_thread(copy.write_bytes, kept)
    runtime = await start(hass, entry)
    noted = await runtime.database.read(lambda c: list(c.exec_driver_sql("SELECT action FROM journal")))
    assert ("backup_restored",) in noted
