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
from homeassistant.util import dt as dt_util
from homeassistant.util import slugify

from .const import CONF_SITE, DOMAIN
from .core.people import Role
from .core.ports import StoreFailure
from .core.roster import ROSTERED
from .core.roster_trouble import Trouble, TroubleKind
from .core.sighting import CameraTrouble
from .desks.vault import VaultState
from .links.channels.wording import Phrases
from .links.devices.broker import LinkProblem, LinkStatus
from .links.falling_objects import CompanionProblem
from .links.frigate.errors import FrigateProblem
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

JOURNAL_ISSUE: Final = "journal_broken"
ENTITIES_ISSUE: Final = "entities_many"
VAULT_ISSUES: Final = frozenset({"vault_locked", "vault_lost", "vault_new_key", "vault_phrase"})
# What staff who keep the roster see on its page is not all for a technician: who has left is a gap, or is not.
_ROSTER: Final[Mapping[TroubleKind, IssueSeverity]] = {
    TroubleKind.GAP: IssueSeverity.ERROR,
    TroubleKind.CALENDAR: IssueSeverity.ERROR,
    TroubleKind.NAMES: IssueSeverity.WARNING,
}
ROSTER_ISSUES: Final = frozenset(f"roster_{kind}_{role}" for kind in _ROSTER for role in ROSTERED)
# A channel, and a siren: each issue is one of these with the channel's name after it.
_CHANNELS: Final = ("channel_failing", "siren_failing")
# What keeps what cameras see from us. A login that may only read is a warning; what a call alone can meet is no issue.
_FRIGATE: Final[Mapping[FrigateProblem, IssueSeverity]] = {
    FrigateProblem.UNREACHABLE: IssueSeverity.ERROR,
    FrigateProblem.TLS: IssueSeverity.ERROR,
    FrigateProblem.LOGIN_REFUSED: IssueSeverity.ERROR,
    FrigateProblem.FORBIDDEN: IssueSeverity.WARNING,
    FrigateProblem.MALFORMED: IssueSeverity.ERROR,
    FrigateProblem.NO_EVENTS: IssueSeverity.ERROR,
}
# What comes to the same for whoever has to repair it.
_FRIGATE_ALIKE: Final[Mapping[FrigateProblem, FrigateProblem]] = {
    FrigateProblem.TIMEOUT: FrigateProblem.UNREACHABLE,
    FrigateProblem.NOT_FOUND: FrigateProblem.MALFORMED,
    FrigateProblem.REFUSED: FrigateProblem.MALFORMED,
}
# Each issue is one of these with the camera's id after it; that Frigate is gone is an issue of Frigate.
_CAMERAS: Final[Mapping[CameraTrouble, str]] = {
    trouble: f"camera_{trouble}" for trouble in CameraTrouble if trouble is not CameraTrouble.FRIGATE_GONE
}
# What keeps pictures of falling objects from us; whatever is no answer of the companion's is its silence.
_COMPANION_SILENT: Final = "companion_silent"
_COMPANION_LOGIN: Final = "companion_login_refused"
COMPANION_ISSUES: Final = frozenset({_COMPANION_SILENT, _COMPANION_LOGIN})
# Each issue is this with the device's id after it.
UNLINKED_ISSUE: Final = "facade_camera_unlinked"
# Each issue is this with the part's name after it.
_PART: Final = "start_failed"

# By the key of their words; the id of a camera's has its own id after it.
FRIGATE_ISSUES: Final = frozenset(f"frigate_{problem}" for problem in _FRIGATE)
CAMERA_ISSUES: Final = frozenset(_CAMERAS.values())
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
def report_channel(hass: HomeAssistant, channel: str, number: int, reason: str | None) -> None:
    """Show why a channel is failing, in words; None: it is not, or is not in use any more."""
    kind = _CHANNELS[channel.startswith("siren")]
    issue = f"{kind}_{slugify(channel)}"
    if reason is None:
        _delete(hass, [issue])
    else:
        placeholders = {"channel": channel, "number": str(number), "reason": reason}
        _create(hass, issue, IssueSeverity.ERROR, placeholders, key=kind)


@callback
def report_journal(hass: HomeAssistant, broken_at: int | None) -> None:
    """Show from which entry on the journal is not what was written; None: nothing is wrong that nobody knows of."""
    if broken_at is None:
        _delete(hass, [JOURNAL_ISSUE])
    else:
        _create(hass, JOURNAL_ISSUE, IssueSeverity.ERROR, {"entry": str(broken_at)}, fixable=True)


@callback
def report_entities(hass: HomeAssistant, count: int | None, most: int) -> None:
    """Show that there are nearly as many enabled entities as Home Assistant adds, or that none is added any more.

    None: there are few enough.
    """
    if count is None:
        _delete(hass, [ENTITIES_ISSUE])
    else:
        severity = IssueSeverity.WARNING if count < most else IssueSeverity.ERROR
        _create(hass, ENTITIES_ISSUE, severity, {"count": str(count), "most": str(most)})


@callback
def report_part(hass: HomeAssistant, part: str, *, failed: bool) -> None:
    """Show that a part of the community did not start, or clear it; alarms are taken without it."""
    issue = f"{_PART}_{part}"
    if failed:
        _create(hass, issue, IssueSeverity.ERROR, {"part": part}, key=_PART)
    else:
        _delete(hass, [issue])


@callback
def report_frigate(hass: HomeAssistant, problem: FrigateProblem | None) -> None:
    """Show what keeps us from Frigate, or clear it; the words name neither its address nor our login."""
    shown = None if problem is None else _FRIGATE_ALIKE.get(problem, problem)
    _delete(hass, (_frigate_issue(other) for other in _FRIGATE if other is not shown))
    if shown is not None:
        _create(hass, _frigate_issue(shown), _FRIGATE[shown], {})


@callback
def report_camera(hass: HomeAssistant, camera_id: str, name: str, trouble: CameraTrouble | None) -> None:
    """Show why a camera sees nothing, or clear it."""
    shown = None if trouble is None else _CAMERAS.get(trouble)
    _delete(hass, (f"{kind}_{camera_id}" for kind in _CAMERAS.values() if kind != shown))
    if shown is not None:
        _create(hass, f"{shown}_{camera_id}", IssueSeverity.ERROR, {"camera": name}, key=shown)


@callback
def report_companion(hass: HomeAssistant, problem: CompanionProblem | None) -> None:
    """Show that the companion that watches facades does not answer, or refuses our token; or clear it."""
    issue = _COMPANION_LOGIN if problem is CompanionProblem.LOGIN_REFUSED else _COMPANION_SILENT
    shown = set() if problem is None else {issue}
    _delete(hass, COMPANION_ISSUES - shown)
    for one in shown:
        _create(hass, one, IssueSeverity.ERROR, {})


@callback
def report_unlinked_camera(hass: HomeAssistant, device: str, unlinked: bool) -> None:  # noqa: FBT001 - as it is told
    """Show that a device tells of falls and is no camera's companion device, or clear it."""
    issue = f"{UNLINKED_ISSUE}_{device}"
    if unlinked:
        _create(hass, issue, IssueSeverity.ERROR, {"device": device}, key=UNLINKED_ISSUE)
    else:
        _delete(hass, [issue])


@callback
def report_roster(hass: HomeAssistant, troubles: Iterable[Trouble], phrases: Phrases) -> None:
    """Show what keeps a role from being staffed, or clear it; `phrases` are the instance's. No person is named."""
    shown = {_roster_issue(trouble.role, trouble.kind): trouble for trouble in troubles if trouble.kind in _ROSTER}
    _delete(hass, ROSTER_ISSUES - shown.keys())
    for issue, trouble in shown.items():
        placeholders = {"role": phrases.option("role", trouble.role), "count": str(trouble.count)}
        if trouble.gap is not None:
            for key, moment in (("start", trouble.gap.start), ("end", trouble.gap.end)):
                placeholders[key] = f"{dt_util.as_local(moment):%Y-%m-%d %H:%M}"
        _create(hass, issue, _ROSTER[trouble.kind], placeholders, key=f"roster_{trouble.kind}")


@callback
def report_vault(hass: HomeAssistant, state: VaultState) -> None:
    """Show what a technician does about the keys to personal data, or clear it."""
    issue = _vault_issue(state)
    _delete(hass, VAULT_ISSUES - {issue})
    if issue is not None:
        severity = IssueSeverity.WARNING if state.is_open else IssueSeverity.CRITICAL
        _create(hass, issue, severity, {"folder": hass.config.config_dir}, fixable=True)


@callback
def forget(hass: HomeAssistant) -> None:
    """Clear what was seen of what is watched: the entry is unloaded, and nobody looks any more."""
    ours = [issue for domain, issue in ir.async_get(hass).issues if domain == DOMAIN]
    _delete(
        hass, [issue for issue in ours if issue.startswith((*_CHANNELS, *_CAMERAS.values(), _PART, UNLINKED_ISSUE))]
    )
    _delete(hass, map(_broker_issue, _BROKER))
    _delete(hass, map(_frigate_issue, _FRIGATE))
    _delete(hass, map(_store_issue, StoreFailure))
    _delete(hass, [JOURNAL_ISSUE, ENTITIES_ISSUE])
    _delete(hass, VAULT_ISSUES)
    _delete(hass, ROSTER_ISSUES | COMPANION_ISSUES)


@callback
def forget_replaced(hass: HomeAssistant) -> None:
    """Clear what waits for the register to be confirmed: it was, or the entry is removed."""
    _delete(hass, REPLACED_ISSUES)


def _broker_issue(problem: LinkProblem) -> str:
    return f"broker_{problem}"


def _frigate_issue(problem: FrigateProblem) -> str:
    return f"frigate_{problem}"


def _roster_issue(role: Role, kind: TroubleKind) -> str:
    return f"roster_{kind}_{role}"


def _vault_issue(state: VaultState) -> str | None:
    if not state.is_open:
        return "vault_locked" if state.has_phrase else "vault_lost"
    if state.waits_for_phrase:
        return "vault_new_key"
    return None if state.has_phrase else "vault_phrase"


def _store_issue(failure: StoreFailure) -> str:
    return f"database_{failure}"


def _create(
    hass: HomeAssistant,
    issue: str,
    severity: IssueSeverity,
    placeholders: dict[str, str],
    *,
    fixable: bool = False,
    key: str | None = None,
) -> None:
    home = async_get_loaded_integration(hass, DOMAIN).documentation
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue,
        is_fixable=fixable,
        is_persistent=False,
        learn_more_url=f"{home}/blob/main/docs/troubleshooting.md#{key or issue}",
        severity=severity,
        translation_key=key or issue,
        translation_placeholders=placeholders,
    )


def _delete(hass: HomeAssistant, issues: Iterable[str]) -> None:
    for issue in issues:
        ir.async_delete_issue(hass, DOMAIN, issue)
