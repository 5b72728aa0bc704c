"""Repair issues: each is shown for as long as it is true, says what it is about, and a person ends the last two."""

import json
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any
from unittest.mock import AsyncMock, Mock, patch

import pytest
from homeassistant.components.repairs import DOMAIN as REPAIRS
from homeassistant.components.repairs import RepairsFlowManager, RepairsFlowResult, repairs_flow_manager
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, UnknownStep
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.issue_registry import IssueSeverity
from homeassistant.loader import async_get_integration
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_community import issues
from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.links.devices.broker import LinkProblem, LinkStatus
from custom_components.smart_community.repairs import ConfirmRegisterFlow, async_create_fix_flow
from custom_components.smart_community.store.files import Found

PACKAGE = "custom_components.smart_community"
TRANSLATIONS = Path(issues.__file__).parent / "translations"
DATABASE = Path("/config/smart_community.db")
DATA = {
    "role": "community",
    "site_name": "Green Garden",
    "site": "green_garden",
    "host": "broker.lan",
    "port": 1883,
    "username": "community",
    "password": "secret",
    "tls": False,
    "ca_certificate": None,
}
BROKER_PROBLEMS = [problem for problem in LinkProblem if problem is not LinkProblem.LOGIN_REFUSED]
REPLACED = [Found.REPLACED_BY_COPY, Found.REPLACED_BY_EMPTY]
CONNECTED = LinkStatus(connected=True, problem=None)

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


@pytest.fixture(autouse=True)
def setup_entry() -> Iterator[None]:
    """Replace the running community by one that does nothing."""
    with (
        patch(f"{PACKAGE}.async_setup_entry", AsyncMock(return_value=True)),
        patch(f"{PACKAGE}.async_unload_entry", AsyncMock(return_value=True)),
    ):
        yield


@pytest.fixture
async def entry(hass: HomeAssistant) -> MockConfigEntry:
    """Return the entry of a community that runs."""
    await async_get_integration(hass, DOMAIN)
    assert await async_setup_component(hass, REPAIRS, {})
    entry = MockConfigEntry(domain=DOMAIN, title="Green Garden", unique_id="green_garden", data=DATA)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    entry.runtime_data = Mock(confirm_register=AsyncMock())
    return entry


def shown(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    """Return our own issues by id."""
    return {issue_id: issue for (domain, issue_id), issue in ir.async_get(hass).issues.items() if domain == DOMAIN}


def lost(problem: LinkProblem) -> LinkStatus:
    return LinkStatus(connected=False, problem=problem)


def reauth_flows(hass: HomeAssistant, entry: MockConfigEntry) -> list[Any]:
    return list(entry.async_get_active_flows(hass, {SOURCE_REAUTH}))


@pytest.mark.parametrize("problem", BROKER_PROBLEMS)
async def test_a_broker_problem_is_one_issue_until_the_broker_is_reached(
    hass: HomeAssistant, entry: MockConfigEntry, problem: LinkProblem
) -> None:
    issues.report_broker(hass, entry, lost(problem))
    issue = shown(hass)[f"broker_{problem}"]
    assert issue.severity is (IssueSeverity.ERROR if problem is LinkProblem.TWIN else IssueSeverity.CRITICAL)
    assert (issue.is_fixable, issue.is_persistent) == (False, False)
    assert issue.translation_placeholders == {"host": "broker.lan", "port": "1883", "site": "green_garden"}
    assert issue.learn_more_url is not None
    assert issue.learn_more_url.endswith(f"/docs/troubleshooting.md#broker_{problem}")

    other = LinkProblem.TLS if problem is LinkProblem.UNREACHABLE else LinkProblem.UNREACHABLE
    issues.report_broker(hass, entry, lost(other))
    assert set(shown(hass)) == {f"broker_{other}"}

    issues.report_broker(hass, entry, CONNECTED)
    assert shown(hass) == {}
    assert reauth_flows(hass, entry) == []


async def test_a_twin_is_shown_although_we_are_connected(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    issues.report_broker(hass, entry, LinkStatus(connected=True, problem=LinkProblem.TWIN))
    assert set(shown(hass)) == {"broker_twin"}


async def test_before_anything_is_known_what_is_shown_stays(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    issues.report_broker(hass, entry, lost(LinkProblem.UNREACHABLE))
    issues.report_broker(hass, entry, LinkStatus(connected=False, problem=None))
    assert set(shown(hass)) == {"broker_unreachable"}


async def test_a_refused_login_asks_for_a_new_one_until_the_old_one_works(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    issues.report_broker(hass, entry, lost(LinkProblem.UNREACHABLE))
    for _ in range(2):
        issues.report_broker(hass, entry, lost(LinkProblem.LOGIN_REFUSED))
        await hass.async_block_till_done()
        assert shown(hass) == {}
        assert len(reauth_flows(hass, entry)) == 1

    issues.report_broker(hass, entry, CONNECTED)
    assert reauth_flows(hass, entry) == []
    assert ir.async_get(hass).issues == {}


@pytest.mark.parametrize("failure", list(StoreFailure))
async def test_a_store_failure_is_one_issue_until_the_store_writes(
    hass: HomeAssistant, entry: MockConfigEntry, failure: StoreFailure
) -> None:
    issues.report_store(hass, failure)
    issue = shown(hass)[f"database_{failure}"]
    assert (issue.severity, issue.is_fixable) == (IssueSeverity.ERROR, False)
    assert issue.translation_placeholders == {"folder": hass.config.config_dir}

    other = StoreFailure.FULL if failure is StoreFailure.LOCKED else StoreFailure.LOCKED
    issues.report_store(hass, other)
    assert set(shown(hass)) == {f"database_{other}"}

    issues.report_store(hass, None)
    assert shown(hass) == {}


async def test_broker_and_store_do_not_clear_each_other_nor_what_a_person_must_confirm(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    issues.report_broker(hass, entry, lost(LinkProblem.UNREACHABLE))
    issues.report_store(hass, StoreFailure.FULL)
    issues.report_found(hass, Found.REPLACED_BY_COPY, DATABASE)
    assert len(shown(hass)) == 3

    issues.report_store(hass, None)
    assert set(shown(hass)) == {"broker_unreachable", "database_replaced_by_copy"}
    issues.report_store(hass, StoreFailure.FULL)
    issues.forget(hass)
    assert set(shown(hass)) == {"database_replaced_by_copy"}
    issues.forget_replaced(hass)
    assert shown(hass) == {}


async def test_the_last_replacement_counts(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    issues.report_found(hass, Found.REPLACED_BY_COPY, DATABASE)
    issues.report_found(hass, Found.REPLACED_BY_EMPTY, DATABASE)
    assert set(shown(hass)) == {"database_replaced_by_empty"}


@pytest.mark.parametrize("found", [Found.GOOD, Found.NEW])
async def test_a_good_database_is_no_issue(hass: HomeAssistant, entry: MockConfigEntry, found: Found) -> None:
    issues.report_found(hass, Found.REPLACED_BY_COPY, DATABASE)
    issues.report_found(hass, found, DATABASE)
    assert shown(hass) == {}


def manager(hass: HomeAssistant) -> RepairsFlowManager:
    found = repairs_flow_manager(hass)
    assert found is not None
    return found


async def open_repair(hass: HomeAssistant, found: Found) -> RepairsFlowResult:
    issues.report_found(hass, found, DATABASE)
    return await manager(hass).async_init(DOMAIN, context={"issue_id": f"database_{found}"})


@pytest.mark.parametrize("found", REPLACED)
async def test_a_replaced_database_is_confirmed(hass: HomeAssistant, entry: MockConfigEntry, found: Found) -> None:
    form = await open_repair(hass, found)
    issue = shown(hass)[f"database_{found}"]
    severe = IssueSeverity.CRITICAL if found is Found.REPLACED_BY_EMPTY else IssueSeverity.ERROR
    assert (issue.severity, issue.is_fixable) == (severe, True)
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "confirm")
    assert form["description_placeholders"] == {"folder": "/config", "file": "smart_community.db.corrupt-"}
    entry.runtime_data.confirm_register.assert_not_awaited()

    result = await manager(hass).async_configure(form["flow_id"], {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry.runtime_data.confirm_register.assert_awaited_once_with("system")
    assert shown(hass) == {}


async def test_a_confirmation_that_is_not_on_disk_does_not_count(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    form = await open_repair(hass, Found.REPLACED_BY_EMPTY)
    entry.runtime_data.confirm_register.side_effect = StoreError(StoreFailure.FULL)
    result = await manager(hass).async_configure(form["flow_id"], {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_saved")
    assert set(shown(hass)) == {"database_replaced_by_empty"}


async def test_nothing_is_confirmed_while_the_community_does_not_run(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    form = await open_repair(hass, Found.REPLACED_BY_EMPTY)
    assert await hass.config_entries.async_unload(entry.entry_id)
    result = await manager(hass).async_configure(form["flow_id"], {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_running")
    assert set(shown(hass)) == {"database_replaced_by_empty"}


async def test_a_repair_that_was_cleared_meanwhile_still_asks(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    issues.report_found(hass, Found.REPLACED_BY_COPY, DATABASE)
    flow = await async_create_fix_flow(hass, "database_replaced_by_copy", None)
    assert isinstance(flow, ConfirmRegisterFlow)
    flow.hass, flow.handler, flow.flow_id = hass, DOMAIN, "flow"
    flow.context = {"issue_id": "database_replaced_by_copy"}
    issues.forget_replaced(hass)
    form = await flow.async_step_init(None)
    assert (form["type"], form["description_placeholders"]) == (FlowResultType.FORM, None)


async def test_a_person_takes_note_that_the_journal_is_broken(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    take_note = entry.runtime_data.records.watch.take_note = AsyncMock()
    issues.report_journal(hass, 12)
    form = await manager(hass).async_init(DOMAIN, context={"issue_id": issues.JOURNAL_ISSUE})
    assert form["description_placeholders"] == {"entry": "12"}
    take_note.assert_not_awaited()
    take_note.side_effect = StoreError(StoreFailure.FULL)
    result = await manager(hass).async_configure(form["flow_id"], {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_saved")
    assert set(shown(hass)) == {issues.JOURNAL_ISSUE}

    take_note.side_effect = None
    form = await manager(hass).async_init(DOMAIN, context={"issue_id": issues.JOURNAL_ISSUE})
    result = await manager(hass).async_configure(form["flow_id"], {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    take_note.assert_awaited_with("system")
    # The watch itself reports that nothing new is wrong.
    issues.report_journal(hass, None)
    assert shown(hass) == {}


async def test_what_a_click_does_not_settle_has_no_flow(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    issues.report_store(hass, StoreFailure.FULL)
    with pytest.raises(UnknownStep):
        await manager(hass).async_init(DOMAIN, context={"issue_id": "database_full"})
    with pytest.raises(HomeAssistantError, match="database_full"):
        await async_create_fix_flow(hass, "database_full", None)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_every_issue_has_its_text_and_every_placeholder_its_value(
    hass: HomeAssistant, entry: MockConfigEntry, language: str
) -> None:
    texts = json.loads((TRANSLATIONS / f"{language}.json").read_text(encoding="utf-8"))["issues"]
    met: set[str] = set()
    reports: list[Any] = [
        *(lambda problem=problem: issues.report_broker(hass, entry, lost(problem)) for problem in BROKER_PROBLEMS),
        *(lambda failure=failure: issues.report_store(hass, failure) for failure in StoreFailure),
        *(lambda found=found: issues.report_found(hass, found, DATABASE) for found in REPLACED),
        lambda: issues.report_journal(hass, 7),
    ]
    for report in reports:
        report()
        for issue_id, issue in shown(hass).items():
            met.add(issue_id)
            assert issue.translation_key == issue_id
            text = texts[issue_id]
            assert ("fix_flow" in text) is issue.is_fixable
            spoken = [text["title"], text.get("description", "")]
            if issue.is_fixable:
                step = text["fix_flow"]["step"]["confirm"]
                spoken += [step["title"], step["description"]]
                assert set(text["fix_flow"]["abort"]) == {"not_running", "not_saved"}
            used = {field for part in spoken for _, field, _, _ in Formatter().parse(part) if field}
            assert used <= set(issue.translation_placeholders or {})
    assert met >= {key for key in texts if key.startswith(("broker_", "database_", "journal_"))}
