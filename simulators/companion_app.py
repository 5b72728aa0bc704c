"""What the companion apps send and show, without any connection: pure functions and the screen of one phone.

Source: Home Assistant's documentation of the companion app and of the native app integration, and the two apps' own
sources (Android: notifications and integration; iOS: local push and the notification action event).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

# What JSON gives; those who read it know its shape.
type Json = Any
type Maker = Literal["Apple", "Google"]
type Happening = Literal["push", "cleared", "tapped", "online", "offline"]

CLEAR = "clear_notification"
ACTION_EVENT = "mobile_app_notification_action"
RECEIVED_EVENT = "mobile_app_notification_received"
FIRST_RECONNECT = 0.5
LONGEST_RECONNECT = 5.0

_APPS: dict[Maker, dict[str, str]] = {
    "Google": {
        "app_id": "io.homeassistant.companion.android",
        "app_version": "2026.11.1-minimal",
        "model": "Pixel 10",
        "os_name": "Android",
        "os_version": "36",
    },
    "Apple": {
        "app_id": "io.robbie.HomeAssistant",
        "app_version": "2026.11.0",
        "model": "iPhone18,3",
        "os_name": "iOS",
        "os_version": "26.1",
    },
}


@dataclass(frozen=True, slots=True)
class Button:
    """What can be tapped on a push; `action` is the id that goes back."""

    action: str
    title: str


@dataclass(frozen=True, slots=True)
class Push:
    """One notification as it came; `at` is the monotonic time in seconds, `data` what the sender gave beside it."""

    message: str
    title: str | None
    tag: str | None
    buttons: tuple[Button, ...]
    data: Mapping[str, Json]
    at: float

    @property
    def text(self) -> str:
        """Return what a person reads: title and message on one line."""
        return ": ".join(part for part in (self.title, self.message) if part)

    @property
    def critical(self) -> bool:
        """Return whether it sounds on a phone that is set to silence, by either maker's rules."""
        push = self.data.get("push")
        sound = push.get("sound") if isinstance(push, Mapping) else None
        if isinstance(sound, Mapping) and sound.get("critical") in (1, True):
            return True
        return self.data.get("channel") in ("alarm_stream", "alarm_stream_max")

    def button(self, name: str) -> Button:
        """Return the button with an id or title `name`, or with it between the dots of its id.

        Raises KeyError that names what could be tapped.
        """
        for button in self.buttons:
            if name in (button.action, button.title, *button.action.split(".")):
                return button
        message = f"no button {name!r}; there are {[button.title for button in self.buttons]}"
        raise KeyError(message)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that happened on a phone at a monotonic time; `what` it was decides which of the others are set.

    `push` is what came, was tapped or was cleared: None if nothing was shown that could be cleared.
    """

    at: float
    phone: str
    what: Happening
    tag: str | None = None
    push: Push | None = None
    button: Button | None = None


def device_id(name: str) -> str:
    """Return the id by which Home Assistant knows a phone again: the same name is the same phone."""
    return hashlib.sha256(f"simulated phone {name}".encode()).hexdigest()[:16]


def registration(name: str, maker: Maker) -> dict[str, Json]:
    """Return what the app sends to register; without a push address, so that it is reached by local push only."""
    return {
        **_APPS[maker],
        "app_name": "Home Assistant",
        "device_id": device_id(name),
        "device_name": name,
        "manufacturer": maker,
        "supports_encryption": False,
        "app_data": {"push_websocket_channel": True},
    }


def parse_push(event: Mapping[str, Json], at: float) -> Push:
    """Return the notification in an event of the push channel; what is missing or of another type is left out."""
    data = event.get("data")
    data = dict(data) if isinstance(data, Mapping) else {}
    actions = data.get("actions")
    buttons = tuple(
        Button(str(action.get("action")), str(action.get("title")))
        for action in (actions if isinstance(actions, list) else [])
        if isinstance(action, Mapping)
    )
    title = event.get("title")
    tag = data.get("tag")
    return Push(
        message=str(event.get("message", "")),
        title=None if title is None else str(title),
        tag=None if tag is None else str(tag),
        buttons=buttons,
        data=data,
        at=at,
    )


def android_fields(push: Push, webhook_id: str) -> dict[str, str]:
    """Return a notification as the Android app keeps it and sends it back in its events: flat, all of it text."""
    flat: dict[str, str] = {}
    for key, value in push.data.items():
        if key != "actions":
            flat[key] = _as_kotlin_text(value)
    for number, button in enumerate(push.buttons, start=1):
        flat[f"action_{number}_key"] = button.action
        flat[f"action_{number}_title"] = button.title
    flat["message"] = push.message
    if push.title is not None:
        flat["title"] = push.title
    flat["webhook_id"] = webhook_id
    return flat


def receipt(push: Push, name: str, maker: Maker, webhook_id: str) -> dict[str, Json] | None:
    """Return the data of the event with which a phone says that it has a push; None if it says nothing.

    Only Android has it, and only for what was sent with `confirmation`.
    """
    fields = android_fields(push, webhook_id)
    if maker != "Google" or fields.get("confirmation", "").lower() != "true":
        return None
    return {**fields, "device_id": device_id(name)}


def tap_event(push: Push, button: Button, name: str, maker: Maker, webhook_id: str) -> dict[str, Json]:
    """Return the data of the event that a tap fires.

    Android sends back all that it was sent; iOS the id of the action, and `action_data` if there was any.
    """
    if maker == "Google":
        return {**android_fields(push, webhook_id), "action": button.action, "device_id": device_id(name)}
    event: dict[str, Json] = {"action": button.action}
    if "action_data" in push.data:
        event["action_data"] = push.data["action_data"]
    return event


def reconnect_delays(first: float = FIRST_RECONNECT, longest: float = LONGEST_RECONNECT) -> Iterator[float]:
    """Yield, without end, the seconds to wait before each further attempt: 0.5, 1, 2, 4, 5, 5 and so on."""
    delay = first
    while True:
        yield min(delay, longest)
        delay = min(delay * 2, longest)


class Screen:
    """What one phone shows, and when what was cleared. A push with the tag of another takes its place."""

    def __init__(self) -> None:
        """Begin with nothing on it."""
        self._shown: list[Push] = []
        self._cleared: dict[str, float] = {}

    @property
    def shown(self) -> list[Push]:
        """Return what is shown, the oldest first."""
        return list(self._shown)

    def __contains__(self, tag: str) -> bool:
        """Return whether something with this tag is shown."""
        return self.find(tag) is not None

    def find(self, tag: str | None) -> Push | None:
        """Return what is shown with a tag; what has none is not found."""
        return next((push for push in self._shown if push.tag == tag is not None), None)

    def take(self, push: Push) -> Happening:
        """Show a push, or clear what it says; return which of both it was."""
        if push.message == CLEAR:
            if push.tag is not None:
                self._remove(push.tag)
                self._cleared[push.tag] = push.at
            return "cleared"
        if push.tag is not None:
            self._remove(push.tag)
            self._cleared.pop(push.tag, None)
        self._shown.append(push)
        return "push"

    def dismiss(self, push: Push) -> None:
        """Take a push away that was tapped, if it is still there."""
        self._shown = [other for other in self._shown if other is not push]

    def cleared_at(self, tag: str) -> float | None:
        """Return when a tag was cleared from afar (monotonic seconds); None if it was not, or shown again since."""
        return self._cleared.get(tag)

    def _remove(self, tag: str) -> None:
        self._shown = [push for push in self._shown if push.tag != tag]


def _as_kotlin_text(value: Json) -> str:
    """Return a value of JSON as the app's `toString` writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}={_as_kotlin_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_as_kotlin_text(item) for item in value) + "]"
    return str(value)
