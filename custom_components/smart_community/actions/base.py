"""What every action shares: what it takes, whether it answers, and who may call it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.helpers import config_validation as cv

from ..access import authorize_action
from ..errors import as_action_errors
from ..runtime import Runtime

TEXT: Final = vol.All(cv.string, vol.Length(max=1000))
ID: Final = vol.All(cv.string, vol.Length(min=1, max=64))

# Given the community, who acts (an account's id or "automation") and the call.
type Handler = Callable[[HomeAssistant, Runtime, str, ServiceCall], Awaitable[ServiceResponse]]


@dataclass(frozen=True, slots=True)
class Action:
    """One action: what it takes, what it does, and whether it answers with data."""

    handle: Handler
    schema: Mapping[Any, Any]
    response: SupportsResponse = SupportsResponse.NONE

    async def call(self, hass: HomeAssistant, call: ServiceCall) -> ServiceResponse:
        """Check who asks, and act; what goes wrong is told with its translation."""
        runtime, actor = await authorize_action(hass, call.context, call.service)
        with as_action_errors():
            return await self.handle(hass, runtime, actor, call)
