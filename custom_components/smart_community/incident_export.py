"""The copy of an incident that leaves the house: put together by role, hashed, journalled, and made into a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from .const import CONF_SITE_NAME, DOMAIN
from .core.incident import Incident
from .core.journal import Note
from .core.permissions import SEES_PEOPLE_OF_OPEN_INCIDENTS
from .core.printed import Setting
from .core.report import canonical, fingerprint, incident_copy, without_words
from .core.report_page import Words, printable
from .incident_lookup import home_of, names_in, told_of
from .links.channels.wording import Phrases
from .runtime import Runtime
from .store import journal as stored_journal

LANGUAGES: Final = ("en", "zh-Hans")
# What of a home goes into a copy, while its people may be shown at all: not why somebody is cared for.
_OF_HOME: Final = ("unit", "number", "floor", "household", "note", "access", "key_safe", "contacts")
_EVENT: Final = f"component.{DOMAIN}.entity.event.{{}}.state_attributes.event_type.state.{{}}"


@dataclass(frozen=True, slots=True)
class Exported:
    """A copy: `text` is the JSON, `sha256` its hash, `html` the page for printing."""

    text: str
    sha256: str
    html: str


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page, in the language that was asked for."""

    phrases: Phrases
    events: Mapping[str, str]

    def option(self, selector: str, option: str) -> str:
        """Return what an option of a selector is called."""
        return self.phrases.option(selector, option)

    def building(self, name: str) -> str:
        """Return what a building is called."""
        return self.phrases.building(name)

    def event(self, event: str) -> str:
        """Return what an event of a device is called."""
        return self.events.get(_EVENT.format("help", event), event)


async def export(
    hass: HomeAssistant, runtime: Runtime, incident: Incident, by: str, roles: frozenset[str], language: str | None
) -> Exported:
    """Return a copy of an incident for an account with these roles, once it is in the journal. Raises StoreError.

    People and their contacts only while the incident is open, and for those who respond (`domain.md`, Law 6); what
    staff have written, for those who respond. No entry in the journal, no copy.
    """
    responds = not roles.isdisjoint(SEES_PEOPLE_OF_OPEN_INCIDENTS)
    copy = await _copy(hass, runtime, incident, by, responds=responds)
    text = canonical(copy)
    sha256 = fingerprint(text)
    details = {"sha256": sha256, "people": copy["home"] is not None, "words": responds}
    await runtime.saver.write([Note(runtime.clock().utc, by, "incident_exported", incident.id, details)])
    setting = await _setting(hass, language or hass.config.language)
    # A long night makes a long page.
    html = await hass.async_add_executor_job(printable, copy, sha256, setting)
    return Exported(text, sha256, html)


async def _copy(
    hass: HomeAssistant, runtime: Runtime, incident: Incident, by: str, *, responds: bool
) -> dict[str, Any]:
    told = await told_of(runtime, incident)
    home = None
    if responds and incident.is_active and incident.place.home is not None:
        home = await home_of(runtime, incident.place.home)
    shown = incident_copy(incident if responds else without_words(incident), told)
    users = await hass.auth.async_get_users()
    names = await names_in(hass, shown["incident"], home)
    names |= {user.id: user.name for user in users if user.id == by and user.name}
    building = incident.place.building
    head = await runtime.database.read(stored_journal.head)
    return shown | {
        "site": {"id": runtime.site, "name": runtime.entry.data.get(CONF_SITE_NAME, runtime.site)},
        "exported": {"at": runtime.clock().utc.isoformat(), "by": by},
        "journal": {"seq": head.seq, "hash": head.hash},
        "building": None if building is None else runtime.directory.building_name(building),
        "names": names,
        "cameras": {
            camera.id: camera.name
            for one in incident.media
            if (camera := runtime.cameras.get(one.camera or "")) is not None
        },
        "home": None if home is None else _of_home(home),
        "words": responds,
    }


def _of_home(home: Mapping[str, Any]) -> dict[str, Any]:
    residents = [resident["name"] for resident in home.get("residents", ())]
    return {key: home[key] for key in _OF_HOME if key in home} | {"residents": residents}


async def _setting(hass: HomeAssistant, language: str) -> Setting[Words]:
    options = await async_get_translations(hass, language, "selector", (DOMAIN,))
    devices = await async_get_translations(hass, language, "device", (DOMAIN,))
    events = await async_get_translations(hass, language, "entity", (DOMAIN,))
    words = PageWords(Phrases(language, options, devices), events)
    return Setting(language, words, dt_util.get_default_time_zone(), hass.config.time_zone)
