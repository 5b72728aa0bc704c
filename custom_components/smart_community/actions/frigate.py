"""Actions on Frigate: render the configuration that this community's cameras need."""

from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse

from ..core.frigate_config import FrigateVersion, render, version_of, wanted
from ..core.frigate_differences import differences
from ..core.frigate_house import Publishing
from ..links.frigate.errors import FrigateError
from ..links.frigate.link import FrigateLink
from ..runtime import Runtime
from .base import Action

_NOT_SET_UP: Final = "not_set_up"


async def _render_frigate_config(
    _hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall
) -> ServiceResponse:
    answer: dict[str, Any] = {"version": call.data.get("version"), "differences": None, "problem": None}
    running, publishing = None, Publishing()
    if (link := runtime.frigate.link) is None:
        answer["problem"] = _NOT_SET_UP
    else:
        publishing = _publishing(link)
        try:
            is_now = version_of(await link.client.version())
            # It holds passwords (0.17), and goes no further than to be compared.
            running = (await link.client.config()).raw
            answer["version"] = answer["version"] or is_now
        except FrigateError as error:
            answer["problem"] = error.code.value
    version = FrigateVersion(answer["version"] or FrigateVersion.V0_17)
    asked = (runtime.cameras.all, runtime.elevators.all, version, publishing)
    if running is not None:
        answer["differences"] = [one.as_dict() for one in differences(wanted(*asked), running)]
    await runtime.note(actor, "frigate_config_rendered", "", version=version.value)
    return answer | {"yaml": render(*asked), "version": version.value}


def _publishing(link: FrigateLink) -> Publishing:
    """Return over what Frigate has to tell its events, so that we hear them."""
    return Publishing(mqtt=link.settings.events == "mqtt", topic_prefix=link.settings.topic_prefix)


ACTIONS: Final = {
    "render_frigate_config": Action(
        _render_frigate_config,
        {vol.Optional("version"): vol.In([version.value for version in FrigateVersion])},
        SupportsResponse.OPTIONAL,
    )
}
