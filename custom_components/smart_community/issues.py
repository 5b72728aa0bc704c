"""Repair issues: what is broken between us and the broker, or us and the disk, and what a technician does about it.

`docs/troubleshooting.md` has one section for each issue, headed by its id.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.issue_registry import IssueSeverity
from homeassistant.loader import async_get_loaded_integration

from .const import CONF_SITE, DOMAIN
from .core.ports import StoreFailure
from .links.devices.broker import LinkProblem, LinkStatus
from .store.files import Found

# Without the broker no device can call for help. A refused login is not here: it asks for a new one instead.
_BROKER: Final[Mapping[LinkProblem, IssueSeverity]] = {
    LinkProblem.UNREACHABLE: IssueSeverity.CRITICAL,
    LinkProblem.TLS: IssueSeverity.CRITICAL,
    LinkProblem.TOO_OLD: IssueSeverity.CRITICAL,
    LinkProblem.NOT_ALLOWED: IssueSeverity.CRITICAL,
    LinkProblem.TWIN: IssueSeverity.ERROR,
}
# Until a person has confirmed the register, alarms may come without names.
_REPLACED: Final[Mapping[Found, IssueSeverity]] = {
    Found.REPLACED_BY_COPY: IssueSeverity.ERROR,
    Found.REPLACED_BY_EMPTY: IssueSeverity.CRITICAL,
}

REPLACED_ISSUES: Final = frozenset(f"database_{found}" for found in _REPLACED)


@callback
def report_broker(hass: HomeAssistant, entry: ConfigEntry[Any], status: LinkStatus) -> None:
    """Show what keeps us from the broker, or clear it; a refused login asks for a new one.

    Not connected and no problem means that nothing is known yet: what is shown stays.
    """
    problem = status.problem
    if not status.connected and problem is None:
        return
    _delete(hass, (_broker_issue(other) for other in _BROKER if other is not problem))
    if problem is LinkProblem.LOGIN_REFUSED:
        entry.async_start_reauth(hass)
    elif problem is not None:
        placeholders = {key: str(entry.data[key]) for key in (CONF_HOST, CONF_PORT, CONF_SITE)}
        _create(hass, _broker_issue(problem), _BROKER[problem], placeholders)
    if status.connected:
        # The broker takes our login again: nobody need be asked for another.
        for flow in list(entry.async_get_active_flows(hass, {SOURCE_REAUTH})):
            hass.config_entries.flow.async_abort(flow["flow_id"])


@callback
def report_store(hass: HomeAssistant, failure: StoreFailure | None) -> None:
    """Show why the store does not write; None: it writes."""
    _delete(hass, (_store_issue(other) for other in StoreFailure if other is not failure))
    if failure is not None:
        _create(hass, _store_issue(failure), IssueSeverity.ERROR, {"folder": hass.config.config_dir})


@callback
def report_found(hass: HomeAssistant, found: Found, path: Path) -> None:
    """Show that another database took the place of the one at `path`, or clear it.

    Whether a person has confirmed the register since is the store's to remember: this is called again at each start.
    """
    _delete(hass, REPLACED_ISSUES - {f"database_{found}"})
    if found in _REPLACED:
        placeholders = {"folder": str(path.parent), "file": f"{path.name}.corrupt-"}
        _create(hass, f"database_{found}", _REPLACED[found], placeholders, fixable=True)


@callback
def forget(hass: HomeAssistant) -> None:
    """Clear what was seen of broker and store: the entry is unloaded, and nobody looks any more."""
    _delete(hass, map(_broker_issue, _BROKER))
    _delete(hass, map(_store_issue, StoreFailure))


@callback
def forget_replaced(hass: HomeAssistant) -> None:
    """Clear what waits for the register to be confirmed: it was, or the entry is removed."""
    _delete(hass, REPLACED_ISSUES)


def _broker_issue(problem: LinkProblem) -> str:
    return f"broker_{problem}"


def _store_issue(failure: StoreFailure) -> str:
    return f"database_{failure}"


def _create(
    hass: HomeAssistant, issue: str, severity: IssueSeverity, placeholders: dict[str, str], *, fixable: bool = False
) -> None:
    home = async_get_loaded_integration(hass, DOMAIN).documentation
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue,
        is_fixable=fixable,
        is_persistent=False,
        learn_more_url=f"{home}/blob/main/docs/troubleshooting.md#{issue}",
        severity=severity,
        translation_key=issue,
        translation_placeholders=placeholders,
    )


def _delete(hass: HomeAssistant, issues: Iterable[str]) -> None:
    for issue in issues:
        ir.async_delete_issue(hass, DOMAIN, issue)
