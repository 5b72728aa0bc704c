"""Home Assistant away, the broker away, our login refused, our client id taken: a press arrives all the same."""

import asyncio
import json
import secrets
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from demo.broker import COMMUNITY, Broker
from demo.community import DOMAIN
from simulators.help_button import HelpButtons
from simulators.link import Arrival, Link, Listener
from simulators.watchdog import MISSED

from .patience import ALIVE
from .world import LINKED_WITHIN, Incident, World, eventually

SEEN_WITHIN = ACKED_WITHIN = ALIVE
FLOW = "/api/config/config_entries/flow"


def told_once(incident: Incident) -> bool:
    """Return whether one press made an incident; that nobody has a phone here, and so nobody was told, is not news."""
    return [entry["what"] for entry in incident["timeline"] if entry["what"] in {"opened", "again"}] == ["opened"]


async def test_heartbeat_is_retained(world: World) -> None:
    heard: list[Arrival] = []
    topic = f"{world.broker.prefix}/heartbeat"
    newcomer = Link(
        world.broker.endpoint(), f"newcomer-{secrets.token_hex(4)}", [topic], Listener(message=heard.append)
    )
    await newcomer.open()
    try:

        async def arrivals() -> list[Arrival]:
            return heard

        await eventually(arrivals, bool, within=SEEN_WITHIN, what="a heartbeat")
    finally:
        await newcomer.close()
    # What the broker kept comes before what is said now.
    assert heard[0].retained
    beat = json.loads(heard[0].payload)
    assert set(beat) == {"at", "every"}
    assert beat["every"] == 10
    at = datetime.fromisoformat(str(beat["at"]))
    assert at.utcoffset() is not None
    assert (datetime.now(UTC) - at).total_seconds() < MISSED * beat["every"]


async def test_pressed_while_home_assistant_is_stopped(world: World) -> None:
    patient, once = world.button(), world.button()
    await world.home_assistant.stop()
    goodbye = await world.heartbeats.until(lambda beat: "pause" in beat, within=SEEN_WITHIN)
    assert isinstance(goodbye["pause"], int)
    assert 0 < goodbye["pause"] <= 600
    assert goodbye["at"] is not None
    press = await patient.press()
    # This one speaks once and loses its power: only the broker's session has it.
    async with HelpButtons(world.broker.endpoint(), [once.device_id], announce=False) as single:
        single_press = await single[once.device_id].press()
        assert single_press.attempts == 1
    await world.come_back()
    await press.acked(ACKED_WITHIN)
    assert press.attempts > 1
    opened = await eventually(world.active, lambda active: len(active) == 2, within=SEEN_WITHIN, what="both incidents")
    assert {incident["device"] for incident in opened} == {patient.device_id, once.device_id}
    assert all(told_once(incident) for incident in opened)


async def test_broker_gone_and_back(world: World) -> None:
    button = world.button()
    await world.broker.kill()
    await world.repair("broker_unreachable")

    async def online() -> bool:
        return world.buttons.online

    await eventually(online, lambda there: not there, within=SEEN_WITHIN, what="buttons that know it")
    press = await button.press()
    assert press.attempts == 0
    began = datetime.now(UTC)
    async with world.watching() as incidents:
        await world.broker.start()
        await incidents.of_device(button.device_id, "opened", within=ACKED_WITHIN)
    await press.acked(SEEN_WITHIN)
    await world.no_repairs()
    # The broker remembers that we were gone: we say at once, not at the next beat, that we are back.
    await world.heartbeats.since(began, within=SEEN_WITHIN)


def change_password(broker: Broker, password: str) -> None:
    """Give the community another password at the broker, which then reads it anew."""
    file = broker.folder / "passwords"
    command = ["mosquitto_passwd", "-b", str(file), COMMUNITY.username, password]
    subprocess.run(command, check=True, capture_output=True)


async def test_login_refused_and_given_anew(world: World) -> None:
    button = world.button()
    change_password(world.broker, "another one")
    await world.broker.stop()
    world.broker.process.start()

    async def flows() -> list[dict[str, object]]:
        found = await world.technician.call("config_entries/flow/progress")
        return [flow for flow in found if flow["handler"] == DOMAIN]

    (flow,) = await eventually(flows, lambda found: len(found) == 1, within=LINKED_WITHIN, what="reauthentication")
    context = flow["context"]
    assert isinstance(context, dict)
    assert context["source"] == "reauth"
    assert flow["step_id"] == "reauth_confirm"
    await world.buttons.wait_online(LINKED_WITHIN)
    press = await button.press()
    form = f"{FLOW}/{flow['flow_id']}"
    wrong = await world.technician.rest("POST", form, {"username": COMMUNITY.username, "password": "a wrong one"})
    assert wrong["errors"] == {"password": "login_refused"}
    assert press.acked_at is None
    given = {"username": COMMUNITY.username, "password": "another one"}
    done = await world.technician.rest("POST", form, given)
    assert (done["type"], done["reason"]) == ("abort", "reauth_successful")
    # The link stands before the entry counts as loaded.
    await press.acked(ACKED_WITHIN)
    await world.loaded()
    assert [incident["device"] for incident in await world.active()] == [button.device_id]
    assert await flows() == []

    # As it was: the other tests log in with the first password.
    change_password(world.broker, COMMUNITY.password)
    await world.broker.stop()
    world.broker.process.start()
    (flow,) = await eventually(flows, lambda found: len(found) == 1, within=LINKED_WITHIN, what="reauthentication")
    began = datetime.now(UTC)
    given["password"] = COMMUNITY.password
    await world.technician.rest("POST", f"{FLOW}/{flow['flow_id']}", given)
    await world.heartbeats.since(began, within=LINKED_WITHIN)
    await world.loaded()
    await world.no_repairs()


@asynccontextmanager
async def twin(world: World) -> AsyncGenerator[mqtt.Client]:
    """Be a second instance with our client id, for instance of a restored backup; it takes what it is sent."""
    identity = json.loads((world.home_assistant.config_dir / ".storage" / "core.uuid").read_text(encoding="utf-8"))
    name = f"smart_community_{identity['data']['uuid']}"
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=name, protocol=mqtt.MQTTv5)
    client.username_pw_set(COMMUNITY.username, COMMUNITY.password)
    client.reconnect_delay_set(1, 1)
    client.connect_async(world.broker.host, world.broker.port, clean_start=False)
    client.loop_start()
    try:
        yield client
    finally:
        client.disconnect()
        await asyncio.to_thread(client.loop_stop)


async def test_twin_with_our_client_id(world: World) -> None:
    buttons = [world.button() for _ in range(3)]
    async with twin(world):
        await world.repair("broker_twin", within=LINKED_WITHIN)
        async with world.watching() as incidents:
            presses = [await button.press() for button in buttons]
            for button in buttons:
                await incidents.of_device(button.device_id, "opened", within=ACKED_WITHIN)
    await asyncio.gather(*(press.acked(ACKED_WITHIN) for press in presses))
    assert all(told_once(incident) for incident in await world.active())
    # What was seen stays on show for minutes; who looks again after a reload sees none.
    await world.reload()
    await world.no_repairs()


async def test_a_strangers_client_id_is_no_twin(world: World) -> None:
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"other-{secrets.token_hex(4)}")
    client.username_pw_set(COMMUNITY.username, COMMUNITY.password)
    client.connect(world.broker.host, world.broker.port)
    client.loop_start()
    try:
        press = await world.button().press()
        await press.acked(SEEN_WITHIN)
    finally:
        client.disconnect()
        await asyncio.to_thread(client.loop_stop)
    assert "broker_twin" not in await world.repairs()
