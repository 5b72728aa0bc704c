"""The form of the companion that watches facades; nothing is saved before it has taken our token."""

from collections.abc import Mapping
from typing import Any, Final, override

import probatio as vol
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..const import COMPANION
from ..core.falling import DEFAULT_GATE
from ..links.falling_objects import CompanionClient, CompanionError, CompanionProblem, CompanionSettings
from .base import FormFlow, Outcome, text_of
from .frigate import is_url

_TITLE: Final = "Falling objects"
_FIELD_OF: Final[Mapping[CompanionProblem, str]] = {
    CompanionProblem.TLS: "verify_tls",
    CompanionProblem.LOGIN_REFUSED: "token",
}

SCHEMA: Final = vol.Schema(
    {
        vol.Required("url"): TextSelector(TextSelectorConfig(type=TextSelectorType.URL)),
        vol.Optional("token"): TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")),
        vol.Required("verify_tls", default=True): BooleanSelector(),
        vol.Required("gate", default=DEFAULT_GATE): NumberSelector(
            NumberSelectorConfig(min=0.5, max=0.99, step=0.01, mode=NumberSelectorMode.SLIDER)
        ),
        vol.Required("keep_labelled", default=False): BooleanSelector(),
    }
)


class CompanionFlow(FormFlow):
    """Sets up the link to the companion."""

    kept_when_empty = ("token",)

    @override
    async def refused(self) -> str | None:
        """Return why there can be no other: a community has one companion."""
        return "companion_there" if self._get_entry().get_subentries_of_type(COMPANION) else None

    @override
    async def schema(self) -> vol.Schema:
        """Return the form."""
        return SCHEMA

    @override
    async def judge(self, answers: Mapping[str, Any]) -> Outcome:
        """Return the settings, once the companion has answered with our token."""
        settings = CompanionSettings(
            url=text_of(answers, "url").rstrip("/"),
            token=text_of(answers, "token"),
            verify_tls=answers["verify_tls"],
            gate=float(answers["gate"]),
            keep_labelled=answers["keep_labelled"],
        )
        if not is_url(settings.url):
            return Outcome(errors={"url": "url_invalid"})
        if not settings.token:
            return Outcome(errors={"token": "companion_token_missing"})
        if (problem := await self._try(settings)) is not None:
            return Outcome(errors={_FIELD_OF.get(problem, "url"): f"companion_{problem.value}"})
        return Outcome(_TITLE, settings.as_stored())

    async def _try(self, settings: CompanionSettings) -> CompanionProblem | None:
        session = async_create_clientsession(self.hass, verify_ssl=settings.verify_tls, auto_cleanup=False)
        try:
            await CompanionClient(session, settings).status()
        except CompanionError as error:
            return error.code
        finally:
            session.detach()
        return None
