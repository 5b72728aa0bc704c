"""Diagnostics that may be posted in public: they name neither the community nor anyone in it, and open nothing."""

from collections import Counter
from typing import Any, Final

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_USERNAME
from homeassistant.core import HomeAssistant

from .const import CONF_CA_CERTIFICATE, CONF_SITE, CONF_SITE_NAME
from .links.frigate.link import FrigateLink
from .runtime import Runtime, SmartCommunityConfigEntry

# The short name and the host often are the community's own name.
_SECRET: Final = frozenset({CONF_CA_CERTIFICATE, CONF_HOST, CONF_PASSWORD, CONF_SITE, CONF_SITE_NAME, CONF_USERNAME})


async def async_get_config_entry_diagnostics(_hass: HomeAssistant, entry: SmartCommunityConfigEntry) -> dict[str, Any]:
    """Return the entry's settings without what is secret, and what the running community says of itself.

    `running` is None while the entry is not loaded: its settings are then what helps.
    """
    return {
        "entry": {
            "state": entry.state.value,
            "version": f"{entry.version}.{entry.minor_version}",
            "data": async_redact_data(dict(entry.data), _SECRET),
        },
        "running": figures(entry.runtime_data) if entry.state is ConfigEntryState.LOADED else None,
    }


def figures(runtime: Runtime) -> dict[str, Any]:
    """Return what helps a technician, without a person or a place."""
    statistics = runtime.database.statistics
    counts = runtime.link.counts if runtime.link else None
    devices = runtime.supervision.devices.values()
    return {
        "link": {
            "connected": runtime.link_status.connected,
            "problem": runtime.link_status.problem,
            "messages": counts.messages if counts else 0,
            "events": counts.events if counts else 0,
            "malformed": runtime.supervision.counts.malformed,
            "strangers": runtime.supervision.counts.strangers,
            "connections": counts.connections if counts else 0,
            "takeovers": len(counts.takeovers) if counts else 0,
        },
        "store": {
            "failure": runtime.saver.failure,
            "backlog": runtime.saver.backlog,
            "commits": statistics.commits,
            "jobs": statistics.jobs,
            "longest_bulk_ms": round(statistics.longest_bulk * 1000, 1),
            "register_lost": runtime.register_lost,
        },
        "devices": {
            "total": len(devices),
            "assigned": sum(device.assigned for device in devices),
            "online": sum(device.online is True for device in devices),
            "under_test": sum(runtime.tests.is_tested(device) for device in devices),
        },
        "frigate": frigate_figures(runtime.frigate.link),
        "falling": falling_figures(runtime),
        "faults": dict(Counter(cause.value for cause, _ in runtime.faults.present)),
        "incidents": {"active": len(runtime.response.active)},
        "buildings": len(runtime.directory.buildings),
        "staff": len(runtime.directory.staff),
    }


def falling_figures(runtime: Runtime) -> dict[str, Any]:
    """Return what helps with falling objects; no address, no token, no camera's name and no home."""
    desk = runtime.falling.desk
    states = [desk.state(camera.id) for camera in desk.cameras.values()]
    return {
        "companion": runtime.falling.companion.client is not None,
        "gate": runtime.falling.companion.gate,
        "cameras": dict(Counter("silent" if state is None else state.view.value for state in states)),
        "calibrated": sum(state is not None and state.calibrated is True for state in states),
        "falls": len(desk.falls),
        "fetching": runtime.falling.media.waiting,
        "precision": runtime.falling.verdicts.precision,
    }


def frigate_figures(link: FrigateLink | None) -> dict[str, Any] | None:
    """Return what helps with Frigate; neither its configuration, which holds passwords, nor a camera's name."""
    if link is None:
        return None
    status = link.status
    return {
        "connected": status.connected,
        "problem": status.problem,
        "version": status.version,
        "events": link.settings.events,
        "admin": link.profile.is_admin if link.profile is not None else None,
        "logins": link.client.session.logins,
        "messages": link.reader.tally.messages,
        "malformed": link.reader.tally.malformed,
        "dropped": link.stream.dropped,
        "cameras": dict(Counter("up" if camera.up else str(camera.reason) for camera in status.cameras.values())),
    }
