"""Actions on the record: verify the journal."""

from typing import Final

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse

from ..runtime import Runtime
from .base import Action


async def _verify_journal(_hass: HomeAssistant, runtime: Runtime, actor: str, _call: ServiceCall) -> ServiceResponse:
    return (await runtime.records.watch.verify(actor)).as_dict()


ACTIONS: Final = {"verify_journal": Action(_verify_journal, {}, SupportsResponse.OPTIONAL)}
