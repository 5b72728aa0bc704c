"""What the views over HTTP share: which community answers, and how a request is refused."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from aiohttp import web
from homeassistant.components.http import HomeAssistantView
from homeassistant.core import HomeAssistant

from .access import loaded_runtime
from .runtime import Runtime

# Of a person: kept by no browser and no proxy, and never taken for a page.
PRIVATE: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
}


class RefusedError(Exception):
    """A request is not answered; `status` and `code` say why."""

    def __init__(self, status: HTTPStatus, code: str) -> None:
        """Keep why."""
        super().__init__(code)
        self.status = status
        self.code = code


class CommunityView(HomeAssistantView):
    """A view that answers for the running community."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Keep where the community is."""
        self._hass = hass

    def runtime(self) -> Runtime:
        """Return the running community. Raises RefusedError."""
        runtime = loaded_runtime(self._hass)
        if runtime is None:
            raise RefusedError(HTTPStatus.SERVICE_UNAVAILABLE, "not_loaded")
        return runtime

    def refusal(self, error: RefusedError) -> web.Response:
        """Return the answer to who may not, or asks for what is not there."""
        return self.json({"code": error.code}, status_code=error.status, headers=dict(PRIVATE))
