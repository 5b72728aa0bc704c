"""A channel that does nothing but note when it was called: the end of the line in `scripts/bench alarm`."""

import time
from typing import Any, Final

import probatio as vol
from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, ServiceCall, callback

ACTION: Final = "bench_sink"
_TOPIC: Final = "volunteer/told"


class Sink:
    """Notes the monotonic time and the message of each call; asked to, it publishes the message as well."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with nothing told."""
        self._hass = hass
        self._told: list[tuple[float, str]] = []
        self._publishes = False

    @callback
    def register(self) -> None:
        """Offer the action `notify.bench_sink`, and the command that tells what it got."""
        self._hass.services.async_register("notify", ACTION, self._called)

        @websocket_api.websocket_command(
            {vol.Required("type"): "bench_probe/told", vol.Optional("reset"): bool, vol.Optional("publish"): bool}
        )
        @callback
        def told(_hass: HomeAssistant, connection: websocket_api.ActiveConnection, message: dict[str, Any]) -> None:
            """Return how often it was called; with `reset`, all calls, which are forgotten then."""
            answer: dict[str, Any] = {"count": len(self._told)}
            if message.get("reset"):
                answer["told"], self._told = self._told, []
            self._publishes = message.get("publish", self._publishes)
            connection.send_result(message["id"], answer)

        websocket_api.async_register_command(self._hass, told)

    async def _called(self, call: ServiceCall) -> None:
        message = call.data["message"]
        if self._publishes:
            published = {"topic": _TOPIC, "payload": message}
            await self._hass.services.async_call("mqtt", "publish", published, blocking=True)
        self._told.append((time.monotonic(), message))
