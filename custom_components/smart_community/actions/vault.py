"""Actions on the keys to personal data."""

from typing import Final

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse

from ..runtime import Runtime
from .base import Action


async def _rotate_key(_hass: HomeAssistant, runtime: Runtime, actor: str, _call: ServiceCall) -> ServiceResponse:
    # The answer of an action is kept in traces: the new phrase is shown by the repair that this opens.
    await runtime.vault.ask_for_new_key(actor)
    return None


ACTIONS: Final = {"rotate_key": Action(_rotate_key, {})}
