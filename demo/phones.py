"""The phones of the demo: a simulated companion app for each account, and whom only text messages reach.

Text messages are sent by `script.demo_sms`, as a community wires its own gateway; here they are an event that the
demo collects. Numbers are masked wherever they are shown.
"""

import asyncio
import contextlib
import re
from collections.abc import Callable, Generator, Mapping
from contextlib import AsyncExitStack, contextmanager
from typing import Self

import aiohttp

from simulators.companion_app import Deed, Maker
from simulators.phone import Phone

from .client import CommandError, HomeAssistantClient, Json, LoginError, RestError
from .home_assistant import Account

SMS_EVENT = "demo_sms"
SMS_CHANNEL = f"script.{SMS_EVENT}"
# Appended to the demo's configuration. It keeps no traces: they would hold the numbers.
SMS_SCRIPT = f"""\
script:
  {SMS_EVENT}:
    alias: SMS gateway of the demo
    mode: parallel
    max: 100
    trace:
      stored_traces: 0
    fields:
      number:
        selector:
          text:
      text:
        selector:
          text:
    sequence:
      - event: {SMS_EVENT}
        event_data:
          number: "{{{{ number }}}}"
          text: "{{{{ text }}}}"
"""
# In mainland China the Android app is reached by local push only, and most phones are such.
IPHONES = frozenset({"technician", "community_office"})
RETRY_AFTER = 1.0
ON_WITHIN = 15.0

# One line of what the phones do, as it goes to those who watch: `event` (online, offline, push, cleared, tapped, sms),
# `who` in words, `at` in monotonic seconds, and what belongs to it (`phone`, `tag`, `text`, `button`).
type Line = dict[str, Json]


def masked(number: str) -> str:
    """Return a telephone number as it may be shown: its first three and its last four digits."""
    digits = re.sub(r"\D", "", number)
    return f"{digits[:3]} **** {digits[-4:]}" if len(digits) > 8 else "****"  # noqa: PLR2004 - both ends of a number


def line_of(deed: Deed) -> Line:
    """Return what happened on a phone as those who watch are told."""
    line: Line = {"event": deed.what, "who": f"phone {deed.phone}", "at": deed.at, "phone": deed.phone}
    if deed.push is not None:
        line |= {"tag": deed.tag, "text": deed.push.text, "critical": deed.push.critical}
    if deed.button is not None:
        line["button"] = deed.button.title
    return line


def in_words(line: Line) -> str:
    """Return a line as the demo prints it."""
    match line["event"]:
        case "push":
            words = f"{line['text']}{' (sounds)' if line['critical'] else ''}"
        case "sms":
            words = line["text"]
        case "tapped":
            words = f"taps “{line['button']}”"
        case "cleared":
            words = f"no longer shows {line['text']}"
        case other:
            words = other
    return f"{line['who']}: {words}"


class Phones:
    """All of them; an asynchronous context manager that switches them on."""

    def __init__(self, url: str, accounts: Mapping[str, Account], owner: str, say: Callable[[str], None]) -> None:
        """Know who has a phone, and as whom (`owner`, a role) the text messages can be read."""
        self._url = url
        self._accounts = accounts
        self._owner = owner
        self._say = say
        self._phones: dict[str, Phone] = {}
        self._watchers: set[asyncio.Queue[Line]] = set()
        self._messages_read = asyncio.Event()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Register and connect every phone."""
        try:
            for role in self._accounts:
                await self._switch_on(role)
            reading = asyncio.create_task(self._read_messages(), name="text messages")
            self._stack.push_async_callback(_cancelled, reading)
            async with asyncio.timeout(ON_WITHIN):
                await self._messages_read.wait()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Switch them off."""
        await self._stack.aclose()

    @property
    def names(self) -> list[str]:
        """Return whose phones there are, by role."""
        return list(self._phones)

    @contextmanager
    def watched(self) -> Generator[asyncio.Queue[Line]]:
        """Return what happens from now on."""
        queue: asyncio.Queue[Line] = asyncio.Queue()
        self._watchers.add(queue)
        try:
            yield queue
        finally:
            self._watchers.discard(queue)

    async def tap(self, phone: str, tag: str, button: str) -> float:
        """Tap a button of what a phone shows with a tag; return when.

        Raises KeyError if there is no such phone, push or button, PhoneError if the tap did not go out.
        """
        for push in reversed(self._phones[phone].screen.shown):
            if push.tag == tag:
                return await self._phones[phone].tap(push, button)
        raise KeyError(tag)

    async def _switch_on(self, role: str) -> None:
        account = self._accounts[role]
        client = await HomeAssistantClient.login(self._url, account.username, account.password)
        self._stack.push_async_callback(client.close)
        maker: Maker = "Apple" if role in IPHONES else "Google"
        phone = Phone(self._url, client.token, role, maker=maker, on_deed=self._happened)
        await self._stack.enter_async_context(phone)
        self._phones[role] = phone

    async def _read_messages(self) -> None:
        """Collect the text messages, also after Home Assistant was started anew."""
        account = self._accounts[self._owner]
        while True:
            with contextlib.suppress(
                aiohttp.ClientError, CommandError, ConnectionError, LoginError, RestError, TimeoutError
            ):
                async with await HomeAssistantClient.login(self._url, account.username, account.password) as client:
                    events = await client.subscribe("subscribe_events", event_type=SMS_EVENT)
                    self._messages_read.set()
                    async for event in events:
                        number, text = str(event["data"]["number"]), str(event["data"]["text"])
                        who = f"SMS {masked(number)}"
                        self._tell({"event": "sms", "who": who, "at": events.arrived_at, "text": text})
            await asyncio.sleep(RETRY_AFTER)

    def _happened(self, deed: Deed) -> None:
        # A phone from which it was tapped away is cleared as well: nothing is seen of that.
        if deed.what != "cleared" or deed.push is not None:
            self._tell(line_of(deed))

    def _tell(self, line: Line) -> None:
        self._say(in_words(line))
        for queue in self._watchers:
            queue.put_nowait(line)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
