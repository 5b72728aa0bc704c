"""The form of the one Frigate of a community; nothing is saved before a login there has worked."""

from collections.abc import Mapping
from typing import Any, Final, override

import probatio as vol
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
from yarl import URL

from ..const import FRIGATE
from ..links.frigate.client import FrigateClient
from ..links.frigate.errors import FrigateError
from ..links.frigate.model import FrigateSettings
from ..runtime import system_clock
from .base import BASE, FormFlow, Outcome, text_of

_TITLE: Final = "Frigate"

# Which field shows what a try has met.
_FIELD_OF: Final[Mapping[str, str]] = {
    "unreachable": "url",
    "timeout": "url",
    "malformed": "url",
    "not_found": "url",
    "refused": "url",
    "tls": "verify_tls",
    "login_refused": "username",
    "forbidden": "username",
    "no_mqtt": "events",
    "other_prefix": "topic_prefix",
}
_PASSWORD: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password"))

SCHEMA: Final = vol.Schema(
    {
        vol.Required("url"): TextSelector(TextSelectorConfig(type=TextSelectorType.URL)),
        vol.Optional("username"): TextSelector(TextSelectorConfig(autocomplete="username")),
        vol.Optional("password"): _PASSWORD,
        vol.Required("verify_tls", default=True): BooleanSelector(),
        vol.Required("events", default="ws"): SelectSelector(
            SelectSelectorConfig(
                options=["ws", "mqtt"], translation_key="frigate_events", mode=SelectSelectorMode.DROPDOWN
            )
        ),
        vol.Required("topic_prefix", default="frigate"): TextSelector(),
    }
)


class FrigateFlow(FormFlow):
    """Sets up the link to Frigate."""

    kept_when_empty = ("password",)

    @override
    async def refused(self) -> str | None:
        """Return why there can be no other: a community has one Frigate."""
        return "frigate_there" if self._get_entry().get_subentries_of_type(FRIGATE) else None

    @override
    async def schema(self) -> vol.Schema:
        """Return the form."""
        return SCHEMA

    @override
    async def judge(self, answers: Mapping[str, Any]) -> Outcome:
        """Return the settings, once Frigate has taken the login."""
        username = text_of(answers, "username") or None
        data = {
            "url": text_of(answers, "url").rstrip("/"),
            "username": username,
            # As it was typed: a password may begin or end with a space. Without a name it would mean nothing.
            "password": (answers.get("password") or None) if username else None,
            "verify_tls": answers["verify_tls"],
            "topic_prefix": text_of(answers, "topic_prefix").strip("/") or "frigate",
            "events": answers["events"],
        }
        if not is_url(data["url"]):
            return Outcome(errors={"url": "url_invalid"})
        if (problem := await self._try(FrigateSettings.from_stored(data))) is not None:
            return Outcome(errors={_FIELD_OF.get(problem, BASE): f"frigate_{problem}"})
        return Outcome(_TITLE, data)

    async def _try(self, settings: FrigateSettings) -> str | None:
        session = async_create_clientsession(self.hass, verify_ssl=settings.verify_tls, auto_cleanup=False)
        client = FrigateClient(session, settings, system_clock)
        try:
            await client.version()
            await client.profile()
            config = await client.config()
        except FrigateError as error:
            return str(error.code.value)
        finally:
            session.detach()
        if settings.events == "mqtt":
            if not config.mqtt:
                return "no_mqtt"
            if config.topic_prefix != settings.topic_prefix:
                return "other_prefix"
        return None


def is_url(text: str) -> bool:
    """Return whether a text is the address of a service, with nothing in it that must be secret."""
    try:
        url = URL(text)
    except ValueError:
        return False
    # A password or a token here would be kept, and shown, as no secret.
    extra = url.user, url.raw_password, url.raw_query_string, url.raw_fragment
    return url.scheme in {"http", "https"} and bool(url.host) and not any(extra)
