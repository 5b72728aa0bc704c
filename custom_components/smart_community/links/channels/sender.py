"""Hands pushes over to the channels, and hears what phones answer.

A channel is named by one string: `mobile_app` (every phone of the recipient's account), `notify.…` (an entity or an
action), `script.…` (called with the number and the text). Neither a person's number nor a name is ever logged here.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from homeassistant.components.notify import NotifyEntityFeature
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_SUPPORTED_FEATURES, STATE_UNAVAILABLE
from homeassistant.core import CALLBACK_TYPE, Context, Event, HomeAssistant, callback
from homeassistant.exceptions import ServiceNotFound

from ...core.delivery import Delivery, Recipient, channel_kind
from ...core.incident import Incident
from ...core.ports import HandOverError
from . import companion_app as app
from .companion_app import Answer, Phone
from .scripts import Scripts
from .wording import Text, load_phrases

_LOGGER = logging.getLogger(__name__)

# Seconds that a channel may take; the others are called meanwhile.
PATIENCE: Final = 10.0
# Not an action that tells: it needs an entity to tell with.
_NO_CHANNEL: Final = "notify.send_message"
# Of several phones that failed, what the ledger says: the first of these.
_MOST_TELLING: Final = ("not_registered", "channel_failed", "channel_timeout", "phone_not_connected")

# Account, incident, nonce, what was tapped.
type OnAnswer = Callable[[str | None, str, str, Answer], Coroutine[Any, Any, None]]
# Account, incident; None for the push that speaks for several.
type OnReceipt = Callable[[str | None, str | None], None]


class Channels:
    """Hands pushes over, and hears what phones answer."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], building_name: Callable[[str], str | None]
    ) -> None:
        """`building_name` says what the building with an id is called."""
        self._hass = hass
        self._entry = entry
        self._building_name = building_name
        self._scripts = Scripts(hass)
        self._unlisten: list[CALLBACK_TYPE] = []
        self._pushing: set[asyncio.Task[str | None]] = set()

    @callback
    def start(self, on_answer: OnAnswer, on_receipt: OnReceipt) -> None:
        """Listen to phones. Anyone logged in can send what they send: only the event's context says who it was."""

        @callback
        def tapped(event: Event[Mapping[str, Any]]) -> None:
            if (tap := app.read_action(event.data)) is not None:
                answer, incident_id, nonce = tap
                work = on_answer(event.context.user_id, incident_id, nonce, answer)
                self._entry.async_create_background_task(self._hass, work, "smart_community answer")

        @callback
        def received(event: Event[Mapping[str, Any]]) -> None:
            if (tag := app.read_tag(event.data)) is not None:
                on_receipt(event.context.user_id, app.incident_of(tag))

        self._unlisten = [
            self._hass.bus.async_listen(app.EVENT_ACTION, tapped),
            self._hass.bus.async_listen(app.EVENT_RECEIVED, received),
        ]

    @callback
    def stop(self) -> None:
        """Listen no more; what is being pushed ends within its 10 s."""
        for unlisten in self._unlisten:
            unlisten()
        self._unlisten = []

    async def hand_over(self, incident: Incident, delivery: Delivery, recipient: Recipient, count: int) -> None:
        """Give a push to a channel within 10 s; `count` > 1: it speaks for so many. Raises HandOverError alone."""
        failure = await _outcome(self._give(incident, delivery, recipient, count))
        if failure is not None:
            raise failure

    async def recall(self, incident: Incident, delivery: Delivery, recipient: Recipient, *, gathered: bool) -> None:
        """Clear what the recipient's phones show of an incident, or of a storm (`gathered`). Raises nothing."""
        if delivery.channel != app.MOBILE_APP:
            return
        tag = app.STORM_TAG if gathered else app.tag_of(incident.id)
        clear = Text("", "clear_notification", "")
        for phone in app.phones_of(self._hass, recipient.user_id):
            self._push(phone, clear, {"tag": tag})

    async def _give(self, incident: Incident, delivery: Delivery, recipient: Recipient, count: int) -> None:
        kind = channel_kind(delivery.channel)
        if kind is None or delivery.channel == _NO_CHANNEL:
            raise HandOverError("channel_unknown")
        phrases = await load_phrases(self._hass)
        building = self._building_name(incident.place.building) if incident.place.building else None
        text = phrases.alarm(incident, building, delivery.text) if count == 1 else phrases.storm(count)
        if kind == app.MOBILE_APP:
            data = app.alarm_data(incident, delivery, phrases) if count == 1 else app.storm_data(incident.severity)
            await self._push_to_all(recipient, text, data)
        elif kind == "notify":
            await self._notify(delivery.channel, text)
        else:
            if recipient.user_id is None and not recipient.address:
                raise HandOverError("no_number")
            await self._scripts.run(
                delivery.channel,
                {
                    # Staff have none here: their script knows whom it calls, or finds them by their account.
                    "number": recipient.address or "",
                    "account": recipient.user_id or "",
                    "title": text.title,
                    "message": text.message,
                    "text": text.line,
                    "incident_id": incident.id,
                    "kind": incident.kind.value,
                    "building": building or "",
                    "language": phrases.language,
                },
            )

    # Companion apps.

    async def _push_to_all(self, recipient: Recipient, text: Text, data: dict[str, Any]) -> None:
        """Push to every phone of the account at once; return with the first that took it, the others go on."""
        phones = app.phones_of(self._hass, recipient.user_id)
        if not phones:
            raise HandOverError("no_phone")
        waiting = {self._push(phone, text, data) for phone in phones}
        codes: set[str] = set()
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for push in done:
                code = push.result()
                if code is None:
                    return
                codes.add(code)
        code = next(code for code in _MOST_TELLING if code in codes)
        # A phone that connects to us by itself is lost in a restart and back within seconds: worth waiting for at a
        # start, unless there is another way to tell.
        alone = recipient.channels[-1:] == (app.MOBILE_APP,)
        raise HandOverError(code, waiting="not_registered" in codes or (alone and "phone_not_connected" in codes))

    def _push(self, phone: Phone, text: Text, data: Mapping[str, Any]) -> asyncio.Task[str | None]:
        """Push to one phone, beside whatever else goes on; the task's result is why it failed, or None."""

        async def push() -> str | None:
            # A copy each: mobile_app writes into it.
            failure = await _outcome(app.push(self._hass, phone, text, dict(data)))
            return None if failure is None else failure.code

        task = asyncio.Task(push(), loop=self._hass.loop, eager_start=True)
        if not task.done():
            self._pushing.add(task)
            task.add_done_callback(self._pushing.discard)
        return task

    # Notify entities and actions.

    async def _notify(self, channel: str, text: Text) -> None:
        state = self._hass.states.get(channel)
        if state is None:
            # Not every action shows a title, so the message says all of it.
            await self._call(channel.removeprefix("notify."), {"title": text.title, "message": text.line})
            return
        if state.state == STATE_UNAVAILABLE:
            # Home Assistant would skip it without a word. At a start it may be about to come.
            raise HandOverError("channel_unavailable", waiting=True)
        message = {"entity_id": channel, "message": text.line}
        if state.attributes.get(ATTR_SUPPORTED_FEATURES, 0) & NotifyEntityFeature.TITLE:
            message |= {"title": text.title, "message": text.message}
        await self._call("send_message", message)

    async def _call(self, action: str, data: dict[str, Any]) -> None:
        # Whoever changed the incident is not the one who sends: the channel gets a context of its own.
        await self._hass.services.async_call("notify", action, data, blocking=True, context=Context())


async def _outcome(telling: Coroutine[Any, Any, None]) -> HandOverError | None:
    """Wait up to 10 s, and return why it failed, None if it did not. A channel is anybody's code: nothing gets past."""
    try:
        async with asyncio.timeout(PATIENCE):
            await telling
    except HandOverError as error:
        return error
    except TimeoutError:
        return HandOverError("channel_timeout")
    except ServiceNotFound:
        return HandOverError("not_registered", waiting=True)
    except Exception as error:  # noqa: BLE001 - see above
        # Its own words might name somebody.
        _LOGGER.warning("A channel failed with %s", type(error).__name__)
        return HandOverError("channel_failed")
    return None
