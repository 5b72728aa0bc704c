"""The phones of an account: each companion app registered under it, and what its pushes hold.

Names of Home Assistant's mobile_app are written here by hand: importing it would bring in its requirements.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from homeassistant.components.notify.legacy import NOTIFY_SERVICES, BaseNotificationService
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant

from ...core.delivery import Delivery
from ...core.incident import Incident, Severity
from ...core.ports import HandOverError
from .wording import Phrases, Text

MOBILE_APP: Final = "mobile_app"
EVENT_ACTION: Final = "mobile_app_notification_action"
EVENT_RECEIVED: Final = "mobile_app_notification_received"

_TAG: Final = "smart_community_"
STORM_TAG: Final = f"{_TAG}storm"
# What a tap opens; dashboards/duty_room.yaml puts it there.
_DASHBOARD: Final = "/duty-room"
_ACTION: Final = re.compile(r"SMART_COMMUNITY\.(ack|route)\.([0-9A-Za-z]{1,64})\.([0-9A-Za-z_-]{1,64})")


class Answer(StrEnum):
    """What can be tapped on a push; the value is its word in the id of the button."""

    ACKNOWLEDGE = "ack"
    EN_ROUTE = "route"


@dataclass(frozen=True, slots=True)
class Phone:
    """A companion app that can be pushed to."""

    webhook_id: str
    # Whether a relay of its maker is used when it has no connection to us.
    relayed: bool
    loaded: bool


def phones_of(hass: HomeAssistant, user_id: str | None) -> list[Phone]:
    """Return the phones of an account that take pushes; empty if it has none, or is no account."""
    if user_id is None:
        return []
    phones: list[Phone] = []
    for entry in hass.config_entries.async_entries(MOBILE_APP, include_ignore=False, include_disabled=False):
        app_data = entry.data.get("app_data", {})
        relayed = "push_url" in app_data
        pushes = (relayed and "push_token" in app_data) or "push_websocket_channel" in app_data
        if entry.data.get("user_id") == user_id and pushes:
            loaded = entry.state is ConfigEntryState.LOADED
            phones.append(Phone(entry.data["webhook_id"], relayed, loaded))
    return phones


async def push(hass: HomeAssistant, phone: Phone, text: Text, data: dict[str, Any]) -> None:
    """Give a push to one phone; raises HandOverError, and whatever mobile_app raises."""
    services: list[BaseNotificationService] = hass.data.get(NOTIFY_SERVICES, {}).get(MOBILE_APP, [])
    if not phone.loaded or not services:
        raise HandOverError("not_registered", waiting=True)
    if not phone.relayed and phone.webhook_id not in hass.data[MOBILE_APP]["push_channel"]:
        raise HandOverError("phone_not_connected")
    for service in services:
        for action, webhook_id in service.registered_targets.items():
            if webhook_id == phone.webhook_id:
                said = {"title": text.title, "message": text.message, "data": data}
                await hass.services.async_call("notify", action, said, blocking=True, context=Context())
                return
    # Two phones of one name share one action, which is the other's: this one is reached past it.
    await services[0].async_send_message(text.message, title=text.title or None, target=[phone.webhook_id], data=data)


def alarm_data(incident: Incident, delivery: Delivery, phrases: Phrases) -> dict[str, Any]:
    """Return the data of a push about one incident, with the two buttons that only its recipient's account may tap."""
    return {
        **_data(tag_of(incident.id), incident.severity),
        "actions": [
            {
                "action": f"SMART_COMMUNITY.{answer.value}.{incident.id}.{delivery.nonce}",
                "title": phrases.option("push", answer.name.lower()),
                "authenticationRequired": False,
            }
            for answer in Answer
        ],
    }


def storm_data(severity: Severity) -> dict[str, Any]:
    """Return the data of a push that speaks for several incidents; `severity` is that of the most urgent."""
    return _data(STORM_TAG, severity)


def tag_of(incident_id: str) -> str:
    """Return the tag under which a phone shows an incident: a later push replaces the earlier one."""
    return f"{_TAG}{incident_id}"


def read_action(data: Mapping[str, Any]) -> tuple[Answer, str, str] | None:
    """Return answer, incident and nonce of a tapped button, None if the button is not one of ours."""
    found = _ACTION.fullmatch(str(data.get("action", "")))
    return None if found is None else (Answer(found[1]), found[2], found[3])


def read_tag(data: Mapping[str, Any]) -> str | None:
    """Return our tag in what a phone says it has received, None if it is not ours."""
    inner = data.get("data")
    for said in (data, inner if isinstance(inner, Mapping) else {}):
        tag = said.get("tag")
        if isinstance(tag, str) and tag.startswith(_TAG):
            return tag
    return None


def incident_of(tag: str) -> str | None:
    """Return the incident that a tag stands for, None for the tag of a storm."""
    return None if tag == STORM_TAG else tag.removeprefix(_TAG)


def _data(tag: str, severity: Severity) -> dict[str, Any]:
    data: dict[str, Any] = {
        "tag": tag,
        "confirmation": True,
        # iOS and Android, in this order, here and below.
        "url": _DASHBOARD,
        "clickAction": _DASHBOARD,
        # Without these Android lets a push wait until the phone is next looked at.
        "ttl": 0,
        "priority": "high",
    }
    if severity is not Severity.NORMAL:
        # Heard on a phone that is silenced.
        data["push"] = {
            "sound": {"name": "default", "critical": 1, "volume": 1.0},
            "interruption-level": "critical",
        }
        data["channel"] = "alarm_stream"
    return data
