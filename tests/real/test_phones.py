"""People are told: simulated companion apps over Home Assistant's real push channel, and the emergency contact's SMS.

A community of its own: its phones and their restarts must not disturb the one that the other tests share.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self

import pytest
import pytest_asyncio

from demo.broker import Broker
from demo.client import HomeAssistantClient, Subscription
from demo.community import (
    DOMAIN,
    OWNER_ROLE,
    assign_buttons,
    button_ids,
    demo_accounts,
    make_community,
    open_owner,
    tell_contacts_over,
)
from demo.home_assistant import HomeAssistant
from demo.phones import SMS_CHANNEL, SMS_EVENT, SMS_SCRIPT
from simulators.companion_app import ACTION_EVENT, Push
from simulators.help_button import HelpButton, HelpButtons
from simulators.phone import Phone

from .patience import ALIVE

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

POLL = 0.05
SEEN_WITHIN = ALIVE
# Longer than any push of this machine takes, shorter than what a person would notice as a missing one.
QUIET_FOR = 1.5
# Seconds without a receipt after which the next channel is due.
RECEIPT_WITHIN = 15.0
# More incidents than this for one recipient in 10 s are a storm: their pushes are gathered.
CALM = 5
STORM_WITHIN = 10.0
# Gathered pushes go at most this often, in seconds.
STORM_EVERY = 2.0
# So many at once are one even where the half of them takes seconds.
STORM = 3 * CALM
# Those whom the first step tells; one of each maker.
PHONES = {"grid_worker": "Google", "duty_room": "Google", "community_office": "Apple"}

STORM_TAG = f"{DOMAIN}_storm"

type Json = dict[str, Any]


class Town:
    """A community with phones."""

    def __init__(self, folder: Path) -> None:
        self.broker = Broker(folder / "broker")
        self.home_assistant = HomeAssistant(folder / "config", extra_configuration=SMS_SCRIPT)
        self.people: dict[str, HomeAssistantClient] = {}
        self.phones: dict[str, Phone] = {}
        self._unused = button_ids()
        self._opened_at: deque[float] = deque(maxlen=CALM)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _start(self) -> None:
        await self._stack.enter_async_context(self.broker)
        self._stack.push_async_callback(self.home_assistant.stop)
        await self.home_assistant.start()
        self.buttons = await self._stack.enter_async_context(HelpButtons(self.broker.endpoint(), button_ids()))
        self._stack.push_async_callback(self.log_out)
        owner = self.people[OWNER_ROLE] = await open_owner(self.home_assistant, "en")
        await make_community(owner, self.home_assistant, self.broker, language="en", progress=lambda _: None)
        await assign_buttons(owner, self.buttons, language="en", progress=lambda _: None)
        await tell_contacts_over(owner, SMS_CHANNEL)
        await self.log_in()
        for role, maker in PHONES.items():
            # A client of its own for its token: the phone stays when the people log out.
            client = await self._log_in(role)
            self._stack.push_async_callback(client.close)
            phone = Phone(self.home_assistant.url, client.token, role, maker=maker)  # type: ignore[arg-type]
            self.phones[role] = await self._stack.enter_async_context(phone)

    async def _log_in(self, role: str) -> HomeAssistantClient:
        account = demo_accounts("en")[role]
        return await HomeAssistantClient.login(self.home_assistant.url, account.username, account.password)

    async def log_in(self) -> None:
        for role in (OWNER_ROLE, *PHONES):
            if role not in self.people:
                client = self.people[role] = await self._log_in(role)
                await client.connect()

    async def log_out(self) -> None:
        people, self.people = self.people, {}
        for client in people.values():
            await client.close()

    async def restart(self) -> None:
        await self.log_out()
        await self.home_assistant.restart()
        self.people[OWNER_ROLE] = await open_owner(self.home_assistant, "en")
        await self.log_in()

    def button(self) -> HelpButton:
        self._unused = self._unused or button_ids()
        return self.buttons[self._unused.pop(0)]

    async def calm(self) -> None:
        """Wait, if need be, until one more incident is no storm."""
        if len(self._opened_at) == CALM:
            await asyncio.sleep(max(0.0, self._opened_at[0] + STORM_WITHIN + 0.5 - time.monotonic()))
        self._opened_at.append(time.monotonic())

    async def press(self) -> tuple[Json, float]:
        """Press a button that nobody has pressed; return the incident, and when it was pressed."""
        await self.calm()
        button = self.button()
        press = await button.press()
        await press.acked(SEEN_WITHIN)
        active = await self.people["duty_room"].call(f"{DOMAIN}/incidents/list", state="active")
        (incident,) = [one for one in active["incidents"] if one["device"] == button.device_id]
        return incident, press.pressed_at

    async def incident(self, incident_id: str) -> Json:
        answer = await self.people["duty_room"].call(f"{DOMAIN}/incidents/get", incident_id=incident_id)
        return dict(answer["incident"])

    async def until(self, look: Callable[[], Awaitable[Any]], wanted: Callable[[Any], bool], *, what: str) -> Any:
        deadline = time.monotonic() + SEEN_WITHIN
        while not wanted(seen := await look()):
            assert time.monotonic() < deadline, f"{what}; last seen: {seen!r}"
            await asyncio.sleep(POLL)
        return seen

    async def user_id(self, role: str) -> str:
        return str((await self.people[role].call(f"{DOMAIN}/me"))["user_id"])

    async def refused(self, incident_id: str) -> list[Json]:
        """Return the journal's entries of answers about an incident that were refused."""
        entries = (await self.people[OWNER_ROLE].call(f"{DOMAIN}/journal/list", limit=100))["entries"]
        return [entry for entry in entries if entry["action"] == "answer_refused" and entry["subject"] == incident_id]


def tag_of(incident: Json) -> str:
    return f"{DOMAIN}_{incident['id']}"


def state_of(incident: Json, recipient: str) -> str:
    """Return how far the telling of a recipient came."""
    states = [one["state"] for one in incident["deliveries"] if one["recipient"].startswith(recipient)]
    assert states, f"{recipient} is not in {incident['deliveries']}"
    return str(states[-1])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_town(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Town]:
    async with Town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest_asyncio.fixture(loop_scope="session")
async def town(shared_town: Town) -> AsyncGenerator[Town]:
    yield shared_town
    owner = shared_town.people[OWNER_ROLE]
    for incident in (await owner.call(f"{DOMAIN}/incidents/list", state="active"))["incidents"]:
        await owner.call(f"{DOMAIN}/incidents/resolve", incident_id=incident["id"], resolution="test")


async def pushed(town: Town, incident: Json) -> dict[str, Push]:
    """Return the pushes of the first step by whose phone they came to."""
    roles = tuple(PHONES)
    pushes = await asyncio.gather(*(town.phones[role].tagged(tag_of(incident), SEEN_WITHIN) for role in roles))
    return dict(zip(roles, pushes, strict=True))


async def messages(town: Town) -> Subscription:
    """Return what the SMS gateway is given from now on."""
    return await town.people[OWNER_ROLE].subscribe("subscribe_events", event_type=SMS_EVENT)


async def test_from_the_press_to_three_phones(town: Town) -> None:
    sms = await messages(town)
    incident, pressed_at = await town.press()
    pushes = await pushed(town, incident)
    message = await sms.get(SEEN_WITHIN)
    await sms.close()
    arrived = {role: push.at - pressed_at for role, push in pushes.items()} | {"contact": sms.arrived_at - pressed_at}
    print({who: f"{seconds * 1000:.0f} ms" for who, seconds in arrived.items()})

    shown = await town.people["duty_room"].call(f"{DOMAIN}/incidents/get", incident_id=incident["id"])
    number, household = f"#{incident['number']}", shown["home"]["household"]
    for push in pushes.values():
        assert number in push.text
        assert household not in push.text
        assert push.critical
        assert [button.action.split(".")[1] for button in push.buttons] == ["ack", "route"]
    nonces = {push.buttons[0].action.rpartition(".")[2] for push in pushes.values()}
    assert len(nonces) == len(pushes)
    assert number in message["data"]["text"]
    assert message["data"]["number"] in [contact["phone"] for contact in shown["home"]["contacts"]]


async def test_receipts_are_in_the_ledger(town: Town) -> None:
    incident, _ = await town.press()
    await pushed(town, incident)
    users = {role: f"user:{await town.user_id(role)}" for role in ("grid_worker", "duty_room")}

    def told(seen: Json) -> bool:
        return {state_of(seen, user) for user in users.values()} == {"received"} and (
            state_of(seen, "contact:") == "handed_over"
        )

    await town.until(lambda: town.incident(incident["id"]), told, what="receipts")


async def test_a_tap_acknowledges_and_clears_the_others(town: Town) -> None:
    incident, _ = await town.press()
    pushes = await pushed(town, incident)
    tapped_at = await town.phones["grid_worker"].tap(pushes["grid_worker"], "ack")
    cleared_at = await town.phones["duty_room"].cleared(tag_of(incident), SEEN_WITHIN)
    print(f"cleared {(cleared_at - tapped_at) * 1000:.0f} ms after the tap")
    seen = await town.incident(incident["id"])
    assert seen["state"] == "acknowledged"
    assert seen["acknowledged_by"] == await town.user_id("grid_worker")
    assert tag_of(incident) not in town.phones["duty_room"].screen
    assert tag_of(incident) not in town.phones["grid_worker"].screen
    assert await town.refused(incident["id"]) == []


async def test_on_my_way(town: Town) -> None:
    incident, _ = await town.press()
    pushes = await pushed(town, incident)
    await town.phones["duty_room"].tap(pushes["duty_room"], "route")
    await town.phones["grid_worker"].cleared(tag_of(incident), SEEN_WITHIN)
    seen = await town.until(
        lambda: town.incident(incident["id"]),
        lambda one: "en_route" in [entry["what"] for entry in one["timeline"]],
        what="en route",
    )
    assert seen["acknowledged_by"] == await town.user_id("duty_room")


@pytest.mark.parametrize("forger", ["community_office", "duty_room"])
async def test_a_tap_from_another_account_is_refused(town: Town, forger: str) -> None:
    incident, _ = await town.press()
    pushes = await pushed(town, incident)
    stolen = pushes["grid_worker"].button("ack").action
    await town.phones[forger].fire(ACTION_EVENT, {"action": stolen})
    (entry,) = await town.until(lambda: town.refused(incident["id"]), bool, what="the refusal is in the journal")
    assert entry["actor"] == await town.user_id(forger)
    seen = await town.incident(incident["id"])
    assert (seen["state"], seen["acknowledged_by"]) == ("open", None)
    assert tag_of(incident) in town.phones["grid_worker"].screen


async def test_a_nonce_is_for_one_incident(town: Town) -> None:
    one, _ = await town.press()
    pushes = await pushed(town, one)
    other, _ = await town.press()
    await pushed(town, other)
    moved = pushes["grid_worker"].button("ack").action.replace(one["id"], other["id"])
    await town.phones["grid_worker"].fire(ACTION_EVENT, {"action": moved})
    assert len(await town.until(lambda: town.refused(other["id"]), bool, what="the refusal is in the journal")) == 1
    assert (await town.incident(other["id"]))["state"] == "open"


async def test_a_tap_on_what_is_over_is_refused(town: Town) -> None:
    incident, _ = await town.press()
    pushes = await pushed(town, incident)
    phone = town.phones["grid_worker"]
    await town.people["duty_room"].call(
        f"{DOMAIN}/incidents/resolve", incident_id=incident["id"], resolution="false_alarm"
    )
    await phone.cleared(tag_of(incident), SEEN_WITHIN)
    await phone.fire(ACTION_EVENT, {"action": pushes["grid_worker"].button("ack").action})
    assert await town.until(lambda: town.refused(incident["id"]), bool, what="the refusal is in the journal")
    seen = await town.incident(incident["id"])
    assert (seen["state"], seen["acknowledged_by"]) == ("resolved", await town.user_id("duty_room"))


async def test_nobody_is_told_twice_and_a_further_press_tells_again(town: Town) -> None:
    await town.calm()
    button = town.button()
    press = await button.press()
    await press.acked(SEEN_WITHIN)
    phone = town.phones["grid_worker"]
    (incident,) = (await town.people["duty_room"].call(f"{DOMAIN}/incidents/list", state="active"))["incidents"]
    first = await phone.tagged(tag_of(incident), SEEN_WITHIN)
    button.replay(press)
    await asyncio.sleep(QUIET_FOR)
    assert [push for push in phone.pushes if push.tag == first.tag] == [first]
    # An incident that pages again counts from then on.
    await town.calm()
    await (await button.press()).acked(SEEN_WITHIN)
    await town.until(_count(phone, first.tag), lambda count: count == 2, what="the second page")
    assert [push.tag for push in phone.screen.shown].count(first.tag) == 1


async def test_a_storm_is_one_push_with_the_count(town: Town) -> None:
    for _ in range(CALM):
        await town.calm()
    town._opened_at.clear()
    phone = town.phones["grid_worker"]
    before = len(phone.pushes)
    presses = [await town.button().press() for _ in range(STORM)]
    for press in presses:
        await press.acked(SEEN_WITHIN)

    async def told() -> tuple[list[Push], list[Push]]:
        """Return the pushes about one of them each, and those with a count."""
        pushes = phone.pushes[before:]
        return [push for push in pushes if push.tag != STORM_TAG], [push for push in pushes if push.tag == STORM_TAG]

    # How many have come by the time that a gathered push may go is the machine's affair: alone it goes as itself, and
    # a later count replaces an earlier one. Whatever happens, each of them is told, alone or in the last count.
    alone, gathered = await town.until(told, lambda seen: spoken_for(*seen) >= STORM, what=f"{STORM} are told")
    await asyncio.sleep(QUIET_FOR)
    assert (alone, gathered) == await told()
    assert spoken_for(alone, gathered) == STORM
    assert len({push.tag for push in alone}) == len(alone) >= CALM
    assert len(gathered) <= 1 + (gathered[-1].at - presses[0].pressed_at) / STORM_EVERY
    assert gathered[-1].critical
    assert gathered[-1].buttons == ()


def spoken_for(alone: list[Push], gathered: list[Push]) -> int:
    """Return how many incidents a phone shows: each by itself, and the last count; 0 before there is a count."""
    return len(alone) + int(gathered[-1].text.split()[0]) if gathered else 0


async def test_without_a_receipt_the_next_channel_is_tried(town: Town) -> None:
    owner, phone, user_id = town.people[OWNER_ROLE], town.phones["grid_worker"], await town.user_id("grid_worker")
    staff = {"user_id": user_id, "roles": ["grid_worker"]}
    await owner.call(f"{DOMAIN}/staff/save", **staff, channels=["mobile_app", SMS_CHANNEL])
    phone.asleep = True
    try:
        sms = await messages(town)
        incident, pressed_at = await town.press()
        number = f"#{incident['number']}"
        # The contact is told at once; the grid worker, who has no number there, after 15 s.
        await sms.until(lambda event: event["data"]["number"] == "" and number in event["data"]["text"], ALIVE)
        assert sms.arrived_at - pressed_at > RECEIPT_WITHIN
        await sms.close()
        seen = await town.incident(incident["id"])
        told = {one["channel"]: one["state"] for one in seen["deliveries"] if one["recipient"] == f"user:{user_id}"}
        assert told == {"mobile_app": "handed_over", SMS_CHANNEL: "handed_over"}
    finally:
        await owner.call(f"{DOMAIN}/staff/save", **staff, channels=[])
        # Home Assistant has given its channel up by now, which a real phone would not notice either.
        phone.asleep = False
        await phone.close()
        await phone.open()


def _count(phone: Phone, tag: str | None) -> Callable[[], Awaitable[int]]:
    async def count() -> int:
        return sum(push.tag == tag for push in phone.pushes)

    return count


async def test_phones_come_back_after_a_restart_and_are_told(town: Town) -> None:
    await town.restart()
    await asyncio.gather(*(phone.wait_online(ALIVE) for phone in town.phones.values()))
    incident, _ = await town.press()
    pushes = await pushed(town, incident)
    await town.phones["duty_room"].tap(pushes["duty_room"], "ack")
    await town.phones["grid_worker"].cleared(tag_of(incident), SEEN_WITHIN)
