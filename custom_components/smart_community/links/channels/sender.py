"""Hands pushes over to the channels, and hears what phones answer.

What a channel's name means stands in `core/channel.py`. Neither a person's number nor a name is ever logged here.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping
from typing import Any, Final

from homeassistant.components.notify import NotifyEntityFeature
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_SUPPORTED_FEATURES, STATE_UNAVAILABLE
from homeassistant.core import CALLBACK_TYPE, Context, Event, HomeAssistant, callback
from homeassistant.exceptions import ServiceNotFound
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ...const import SIGNAL_INCIDENT
from ...core.answer_token import token_of
from ...core.channel import FOR_SIRENS, ChannelKind, channel_kind, limits_of, target_of
from ...core.delivery import Audience, Delivery, DeliveryState, Recipient
from ...core.incident import Change, Incident, State
from ...core.ports import ExecuteCommand, FindDevice, HandOverError
from . import companion_app as app
from .bots import Bots
from .checks import NO_CHANNEL, what_is_wrong
from .companion_app import Answer, Phone
from .scripts import Scripts
from .sirens import Sirens
from .speakers import speak
from .wording import Text, load_phrases

_LOGGER = logging.getLogger(__name__)

# Of several phones that failed, what the ledger says: the first of these.
_MOST_TELLING: Final = ("not_registered", "channel_failed", "channel_timeout", "phone_not_connected")
# Seconds that a siren sounds for a test.
_TEST_FOR: Final = 3.0

# Account, incident, nonce, what was tapped.
type OnAnswer = Callable[[str | None, str, str, Answer], Coroutine[Any, Any, None]]
# Account, incident; None for the push that speaks for several.
type OnReceipt = Callable[[str | None, str | None], None]


class Channels:
    """Hands pushes over, and hears what phones answer."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        building_name: Callable[[str], str | None],
        *,
        execute: ExecuteCommand,
        find_device: FindDevice,
        find_incident: Callable[[str], Incident | None],
        on_siren: Callable[[str, str | None], None],
    ) -> None:
        """`building_name` says what the building with an id is called; `on_siren` hears of each siren asked again."""
        self._hass = hass
        self._entry = entry
        self._building_name = building_name
        self._find_device = find_device
        self._find_incident = find_incident
        self._scripts = Scripts(hass)
        self._bots = Bots(self._tell_group)
        self._sirens = Sirens(
            hass, execute=execute, find_device=find_device, is_unowned=self._is_unowned, on_outcome=on_siren
        )
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

        @callback
        def changed(_change: Change, incident: Incident) -> None:
            if incident.state is not State.OPEN:
                self._sirens.release(incident.id)

        self._unlisten = [
            self._hass.bus.async_listen(app.EVENT_ACTION, tapped),
            self._hass.bus.async_listen(app.EVENT_RECEIVED, received),
            async_dispatcher_connect(self._hass, SIGNAL_INCIDENT, changed),
        ]

    @callback
    def resume(self, deliveries: Iterable[Delivery]) -> None:
        """Go on after a restart with the sirens that had been asked to sound, as long as nobody owns the incident."""
        for delivery in deliveries:
            kind = channel_kind(delivery.channel)
            if kind in FOR_SIRENS - {ChannelKind.MEDIA_PLAYER} and delivery.state is not DeliveryState.QUEUED:
                self._sirens.resume(delivery.channel, delivery.incident)

    @callback
    def linked(self) -> None:
        """Ask the sirens again that could not be reached: there is a connection to the devices now."""
        self._sirens.again()

    @callback
    def stop(self) -> None:
        """Listen no more; what is being pushed ends within its 10 s."""
        for unlisten in self._unlisten:
            unlisten()
        self._unlisten = []
        self._sirens.stop()

    async def hand_over(self, incident: Incident, delivery: Delivery, recipient: Recipient, count: int) -> None:
        """Give a push to a channel within its limit; `count` > 1: it speaks for so many. Raises HandOverError alone."""
        limit = limits_of(delivery.channel).hand_over
        failure = await _outcome(self._give(incident, delivery, recipient, count), limit)
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

    def check(self, channel: str, accounts: Collection[str]) -> str | None:
        """Return what can be seen to be wrong with a channel, None if nothing; `accounts` are told over the app."""
        return what_is_wrong(self._hass, channel, accounts, self._find_device)

    async def test(self, channel: str, user_id: str, number: str) -> None:
        """Send what says that it is a test: to the account's phones, to `number`, or to all who hear the channel.

        Raises HandOverError alone.
        """
        failure = await _outcome(self._give_test(channel, user_id, number), limits_of(channel).hand_over)
        if failure is not None:
            raise failure

    async def _give(self, incident: Incident, delivery: Delivery, recipient: Recipient, count: int) -> None:
        phrases = await load_phrases(self._hass)
        building = self._building_name(incident.place.building) if incident.place.building else None
        text = phrases.alarm(incident, building, delivery.text) if count == 1 else phrases.storm(count)
        match channel_kind(delivery.channel):
            case ChannelKind.MOBILE_APP:
                data = app.alarm_data(incident, delivery, phrases) if count == 1 else app.storm_data(incident.severity)
                await self._push_to_all(recipient, text, data)
            case ChannelKind.SCRIPT:
                if recipient.user_id is None and not recipient.address:
                    raise HandOverError("no_number")
                said = {
                    "incident_id": incident.id,
                    "kind": incident.kind.value,
                    "building": building or "",
                    "token": token_of(delivery),
                }
                # Staff have no number here: their script knows whom it calls, or finds them by their account.
                await self._run(delivery.channel, recipient.user_id or "", recipient.address or "", text, said)
            case ChannelKind.BOT:
                # Never a rule's own words: a group is no place for what somebody typed about a person.
                line = phrases.alarm(incident, building, None).line
                await self._bots.put(delivery.channel, incident.id, line)
            case ChannelKind.SIREN | ChannelKind.SIREN_DEVICE:
                await self._sirens.sound(delivery.channel, incident.id)
            case _:
                await self._say(delivery.channel, text)

    async def _give_test(self, channel: str, user_id: str, number: str) -> None:
        phrases = await load_phrases(self._hass)
        text = phrases.test()
        match channel_kind(channel):
            case ChannelKind.MOBILE_APP:
                await self._push_to_all(Recipient("", Audience.DUTY_ROOM, (app.MOBILE_APP,), user_id), text, {})
            case ChannelKind.SCRIPT:
                said = {"incident_id": "", "kind": "test", "building": "", "token": ""}
                await self._run(channel, user_id, number, text, said)
            case ChannelKind.SIREN | ChannelKind.SIREN_DEVICE:
                await self._sirens.test(channel, _TEST_FOR)
            case _:
                await self._say(channel, text)

    async def _say(self, channel: str, text: Text) -> None:
        match channel_kind(channel):
            case ChannelKind.NOTIFY | ChannelKind.BOT if target_of(channel) != NO_CHANNEL:
                await self._notify(target_of(channel), text)
            case ChannelKind.MEDIA_PLAYER:
                await self._speak(channel, text)
            case _:
                raise HandOverError("channel_unknown")

    async def _run(self, script: str, account: str, number: str, text: Text, said: Mapping[str, str]) -> None:
        await self._scripts.run(
            script,
            {
                "number": number,
                "account": account,
                "title": text.title,
                "message": text.message,
                "text": text.line,
                "language": self._hass.config.language,
                "test": said["kind"] == "test",
                **said,
            },
        )

    async def _tell_group(self, channel: str, lines: list[str]) -> None:
        phrases = await load_phrases(self._hass)
        await self._say(channel, phrases.group(lines))

    def _is_unowned(self, incident_id: str) -> bool:
        incident = self._find_incident(incident_id)
        return incident is not None and incident.state is State.OPEN

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

    # Speakers, notify entities and actions.

    async def _speak(self, player: str, text: Text) -> None:
        state = self._hass.states.get(player)
        if state is None:
            raise HandOverError("not_registered", waiting=True)
        if state.state == STATE_UNAVAILABLE:
            raise HandOverError("channel_unavailable", waiting=True)
        await speak(self._hass, [player], text.line)

    async def _notify(self, channel: str, text: Text) -> None:
        state = self._hass.states.get(channel)
        if state is None:
            # Not every action shows a title, so the message says all of it.
            said = {"title": text.title, "message": text.line} if text.title else {"message": text.line}
            await self._call(channel.removeprefix("notify."), said)
            return
        if state.state == STATE_UNAVAILABLE:
            # Home Assistant would skip it without a word. At a start it may be about to come.
            raise HandOverError("channel_unavailable", waiting=True)
        message = {"entity_id": channel, "message": text.line}
        if text.title and state.attributes.get(ATTR_SUPPORTED_FEATURES, 0) & NotifyEntityFeature.TITLE:
            message |= {"title": text.title, "message": text.message}
        await self._call("send_message", message)

    async def _call(self, action: str, data: dict[str, Any]) -> None:
        # Whoever changed the incident is not the one who sends: the channel gets a context of its own.
        await self._hass.services.async_call("notify", action, data, blocking=True, context=Context())


async def _outcome(telling: Coroutine[Any, Any, None], limit: float = 10.0) -> HandOverError | None:
    """Wait up to `limit` s, and return why it failed, None if it did not.

    A channel is anybody's code: nothing gets past.
    """
    try:
        async with asyncio.timeout(limit):
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
