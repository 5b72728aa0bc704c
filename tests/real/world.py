"""One community for many tests: a real Mosquitto, a real Home Assistant, its people, and 20 simulated buttons."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import aiohttp

from demo.broker import Broker
from demo.client import CommandError, HomeAssistantClient, Subscription
from demo.community import DOMAIN, OWNER_ROLE, assign_buttons, button_ids, demo_accounts, make_community, open_owner
from demo.home_assistant import HomeAssistant
from demo.kills import DATABASE, Heartbeats
from simulators.help_button import HelpButton, HelpButtons

from .patience import ALIVE

POLL = 0.05
RELOADED_WITHIN = LINKED_WITHIN = ALIVE

# Entities such as other integrations give: a button, a switch, and an event that remembers its last press.
ENTITIES = """
input_button:
  cord:
    name: Cord
input_boolean:
  cord:
    name: Pressed cord
template:
  - triggers:
      - trigger: event
        event_type: test_radio_button
    event:
      - name: Radio button
        unique_id: test_radio_button
        event_type: "{{ trigger.event.data.kind }}"
        event_types: "{{ ['initial_press', 'short_release', 'long_press'] }}"
"""

type Incident = dict[str, Any]


def story(incident: Incident) -> list[str]:
    """Return what devices and people did: nobody here has a phone, so that a plan soon says that it told nobody."""
    return [entry["what"] for entry in incident["timeline"] if entry["what"] not in {"nobody_told", "escalated"}]


async def eventually[T](
    look: Callable[[], Awaitable[T]], wanted: Callable[[T], bool], *, within: float, what: str
) -> T:
    """Look until what is seen is wanted, and return it; the error says what was seen last."""
    deadline = time.monotonic() + within
    while not wanted(seen := await look()):
        assert time.monotonic() < deadline, f"{what}: not within {within:g} s; last seen: {seen!r}"
        await asyncio.sleep(POLL)
    return seen


class Incidents:
    """What an account is told of the incidents while a test runs."""

    def __init__(self, events: Subscription) -> None:
        """Read a subscription whose snapshot was read already."""
        self._events = events
        self.changes: list[dict[str, Any]] = []

    async def until(self, wanted: Callable[[dict[str, Any]], bool], *, within: float) -> Incident:
        """Return the incident at the first change, told since the beginning or to come, that is wanted."""
        deadline = time.monotonic() + within
        position = 0
        while True:
            for change in self.changes[position:]:
                position += 1
                if wanted(change):
                    return dict(change["incident"])
            self.changes.append(await self._events.get(deadline - time.monotonic()))

    async def of_device(self, device: str, change: str, *, within: float) -> Incident:
        """Return the incident of a device at a change such as `opened`."""
        try:
            return await self.until(
                lambda event: event["change"] == change and event["incident"]["device"] == device, within=within
            )
        except TimeoutError:
            told = [(event["change"], event["incident"]["device"]) for event in self.changes]
            message = f"no incident of {device} was {change} within {within:g} s; told: {told}"
            raise AssertionError(message) from None


class World:
    """The shared community. A test that breaks something mends it again."""

    def __init__(self, folder: Path) -> None:
        """Describe it; entering starts everything."""
        self.broker = Broker(folder / "broker")
        self.home_assistant = HomeAssistant(folder / "config", extra_configuration=ENTITIES)
        self.people: dict[str, HomeAssistantClient] = {}
        self.entry_id = ""
        self._buttons: HelpButtons | None = None
        self._heartbeats: Heartbeats | None = None
        self._unused: list[str] = button_ids()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Start everything."""
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop everything."""
        await self._stack.aclose()

    async def _start(self) -> None:
        await self._stack.enter_async_context(self.broker)
        self._stack.push_async_callback(self.home_assistant.stop)
        await self.home_assistant.start()
        self._buttons = await self._stack.enter_async_context(HelpButtons(self.broker.endpoint(), button_ids()))
        self._heartbeats = await self._stack.enter_async_context(Heartbeats(self.broker.endpoint()))
        self._stack.push_async_callback(self._log_out)
        owner = self.people[OWNER_ROLE] = await open_owner(self.home_assistant, "en")
        await make_community(owner, self.home_assistant, self.broker, language="en", progress=lambda _: None)
        await assign_buttons(owner, self._buttons, language="en", progress=lambda _: None)
        self.entry_id = (await owner.config_entries(DOMAIN))[0]["entry_id"]
        await self._log_in()

    # Who and what there is.

    @property
    def buttons(self) -> HelpButtons:
        """The 20 buttons, over one connection."""
        assert self._buttons is not None
        return self._buttons

    @property
    def heartbeats(self) -> Heartbeats:
        """The community's heartbeat."""
        assert self._heartbeats is not None
        return self._heartbeats

    @property
    def technician(self) -> HomeAssistantClient:
        """The owner."""
        return self.people[OWNER_ROLE]

    @property
    def duty_room(self) -> HomeAssistantClient:
        """An account without the administrator's rights."""
        return self.people["duty_room"]

    @property
    def database(self) -> Path:
        """The file of the community."""
        return self.home_assistant.config_dir / DATABASE

    def button(self) -> HelpButton:
        """Return a button in a home of its own, another one at each call while there are any."""
        self._unused = self._unused or button_ids()
        return self.buttons[self._unused.pop(0)]

    # What is seen over Home Assistant's interfaces.

    @asynccontextmanager
    async def watching(self, role: str = "duty_room") -> AsyncGenerator[Incidents]:
        """Be told of the incidents, as an account."""
        events = await self.people[role].subscribe(f"{DOMAIN}/incidents/subscribe")
        await events.get(ALIVE)
        try:
            yield Incidents(events)
        finally:
            await events.close()

    async def active(self) -> list[Incident]:
        """Return the incidents that nobody has resolved, without faults: tests break things, and each is a fault."""
        return [incident for incident in await self.active_and_faults() if incident["kind"] != "device_fault"]

    async def active_and_faults(self) -> list[Incident]:
        """Return the incidents that nobody has resolved."""
        answer = await self.technician.call(f"{DOMAIN}/incidents/list", state="active")
        return list(answer["incidents"])

    async def devices(self) -> dict[str, dict[str, Any]]:
        """Return every device by its id."""
        answer = await self.technician.call(f"{DOMAIN}/devices/list")
        return {device["id"]: device for device in answer["devices"]}

    async def repairs(self) -> set[str]:
        """Return the translation keys of our repair issues."""
        answer = await self.technician.call("repairs/list_issues")
        return {issue["translation_key"] for issue in answer["issues"] if issue["domain"] == DOMAIN}

    async def repair(self, key: str, *, within: float = ALIVE) -> None:
        """Wait until a repair issue is listed."""
        await eventually(self.repairs, lambda keys: key in keys, within=within, what=f"repair {key}")

    async def no_repairs(self, *but: str, within: float = ALIVE) -> None:
        """Wait until none of our repair issues is listed, or only those."""
        await eventually(self.repairs, lambda keys: keys <= set(but), within=within, what="no repairs")

    async def resolve_all(self) -> None:
        """End every incident, as a test: also what opens or ends by itself meanwhile, and what a slow disk refused."""

        async def left() -> list[Incident]:
            for incident in await self.active_and_faults():
                try:
                    await self.technician.call(
                        f"{DOMAIN}/incidents/resolve",
                        incident_id=incident["id"],
                        resolution="test",
                        note="by the suite",
                    )
                except CommandError as error:
                    if error.code not in {"incident_resolved", "store_failed"}:
                        raise
            return await self.active_and_faults()

        await eventually(left, lambda active: not active, within=ALIVE, what="nothing active")

    async def mend(self) -> None:
        """Have everything run and everybody logged in, whatever a test that failed has left."""
        if not self.broker.running:
            await self.broker.start()
        if not self.home_assistant.running:
            await self.come_back()
        elif not self.people:
            await self.log_in_again()

    async def import_homes(self, rows: Collection[str]) -> None:
        """Import lines of a CSV under the headings building, unit, home."""
        file = self.home_assistant.config_dir / "suite.csv"
        file.write_text("building,unit,home\n" + "\n".join(rows) + "\n", encoding="utf-8")
        report = await self.technician.call_action(DOMAIN, "import_register", {"file": file.name}, return_response=True)
        assert report["imported"], report

    async def free_homes(self, count: int) -> list[str]:
        """Return ids of homes without a device."""
        page = await self.technician.call(f"{DOMAIN}/register/homes", limit=500)
        return [home["id"] for home in page["homes"] if not home["devices"]][:count]

    # What is done to Home Assistant and to the entry.

    async def restart(self) -> None:
        """Stop Home Assistant and start it again; the people log in again."""
        await self.home_assistant.stop()
        await self.come_back()

    async def come_back(self) -> None:
        """Start Home Assistant, which was stopped or killed, and wait until all is as before."""
        await self._log_out()
        since = datetime.now(UTC)
        await self.home_assistant.start()
        await self.log_in_again()
        await self.heartbeats.since(since, within=LINKED_WITHIN)

    async def log_in_again(self) -> None:
        """Have the people log in to a Home Assistant that was started anew."""
        await self._log_out()
        self.people[OWNER_ROLE] = await open_owner(self.home_assistant, "en")
        await self._log_in()
        await self.loaded()

    async def loaded(self) -> None:
        """Wait until the community answers."""
        await eventually(self._state, lambda state: state == "loaded", within=RELOADED_WITHIN, what="entry")

    async def reload(self) -> None:
        """Reload the entry, and wait until its link stands."""
        since = datetime.now(UTC)
        await self.technician.rest("POST", f"/api/config/config_entries/entry/{self.entry_id}/reload")
        await self.heartbeats.since(since, within=LINKED_WITHIN)
        await self.loaded()

    async def unload(self) -> None:
        """Disable the entry: the database is closed then, and the link."""
        await self.technician.call("config_entries/disable", entry_id=self.entry_id, disabled_by="user")

    async def load(self) -> None:
        """Enable the entry, that is start the community on what is there now."""
        await self.technician.call("config_entries/disable", entry_id=self.entry_id, disabled_by=None)
        await self.loaded()

    async def _state(self) -> str:
        entries = await self.technician.config_entries(DOMAIN)
        return next(str(entry["state"]) for entry in entries if entry["entry_id"] == self.entry_id)

    async def _log_in(self) -> None:
        for role, account in demo_accounts("en").items():
            if role not in self.people:
                url = self.home_assistant.url
                client = await HomeAssistantClient.login(url, account.username, account.password)
                await client.connect()
                self.people[role] = client

    async def _log_out(self) -> None:
        people, self.people = self.people, {}
        for client in people.values():
            await client.close()


async def refused(answer: Awaitable[Any]) -> str:
    """Return the code with which a command is refused."""
    try:
        result = await answer
    except CommandError as error:
        return error.code
    except aiohttp.ClientError as error:
        message = f"the connection failed: {error}"
        raise AssertionError(message) from error
    message = f"not refused: {result!r}"
    raise AssertionError(message)
