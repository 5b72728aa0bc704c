"""The community that is measured: some thousand homes, some hundred help buttons, a real broker and Home Assistant.

It is made as people make theirs: through the config flow, the import action and one `assign_device` a button.
"""

import asyncio
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from demo.broker import COMMUNITY, Broker
from demo.client import HomeAssistantClient
from demo.community import DOMAIN, open_owner, set_up_integration
from demo.home_assistant import HomeAssistant, long_lived_token
from demo.people import Contact, Home, Resident, write_register
from simulators.help_button import HelpButtons

HOMES: Final = 3000
BUTTONS: Final = 300
SITE: Final = "bench"
REGISTER: Final = "bench_register.csv"

_PROBE: Final = Path(__file__).parent / "components" / "bench_probe"
_HOMES_A_FLOOR: Final = 2
_FLOORS: Final = 25
_UNITS: Final = 2
_HOMES_A_BUILDING: Final = _UNITS * _FLOORS * _HOMES_A_FLOOR
_CONTACTS: Final = 2
_RESIDENTS: Final = 2
_WITHIN: Final = 120.0
_POLL: Final = 0.25
# So long without one more entity means that there are no more to come, in seconds.
_ENTITIES_SETTLE: Final = 3.0

type Report = dict[str, Any]


class BenchError(Exception):
    """What is measured did not do what it must, so that its figures would mean nothing."""


def make_home_assistant(config_dir: Path, *, port: int | None = None, configuration: str = "") -> HomeAssistant:
    """Return a Home Assistant whose folder has the probe; the integration is there, and idle until it is set up.

    `configuration` is YAML for it besides the usual.
    """
    components = config_dir / "custom_components"
    components.mkdir(parents=True, exist_ok=True)
    probe = components / _PROBE.name
    if not probe.is_symlink():
        probe.symlink_to(_PROBE, target_is_directory=True)
    return HomeAssistant(config_dir, port=port, extra_configuration=f"{_PROBE.name}:\n{configuration}")


async def onboard(home_assistant: HomeAssistant) -> str:
    """Make the owner of a Home Assistant that was just started; return a token that outlives restarts."""
    owner = await open_owner(home_assistant, "en")
    try:
        return await long_lived_token(owner, "bench")
    finally:
        await owner.close()


async def make_community(owner: HomeAssistantClient, config_dir: Path, broker: Broker, buttons: HelpButtons) -> int:
    """Set up the integration, import the homes and assign the buttons; return how many entities there are then."""
    await set_up_integration(owner, broker)
    await import_homes(owner, config_dir, invent_homes(HOMES))
    await assign(owner, [button.device_id for button in buttons])
    return await wait_for_entities(owner)


def button_ids(count: int = BUTTONS) -> list[str]:
    """Return the device ids of the buttons."""
    return [f"button-{number:04d}" for number in range(1, count + 1)]


def invent_homes(count: int, note: str = "", contacts: int = _CONTACTS) -> list[Home]:
    """Return homes in buildings of a hundred, each with a household and its contacts."""
    homes = []
    for index in range(count):
        building, inside = divmod(index, _HOMES_A_BUILDING)
        floor, door = divmod(inside, _UNITS * _HOMES_A_FLOOR)
        number = f"{index + 1:05d}"
        homes.append(
            Home(
                building=f"Building {building + 1}",
                unit=str(door // _HOMES_A_FLOOR + 1),
                number=f"{floor + 1:02d}{door + 1:02d}",
                floor=floor + 1,
                grid=f"Grid {building + 1}",
                household=f"Household {number}",
                note=note or "lives alone, hard of hearing: please wait a little longer",
                access="the bell is broken, please knock",
                key_safe="left of the door, code with the duty room",
                residents=[
                    Resident(f"Resident {which} of {number}", 1940 + which, "over 80, lives alone", "", "Mandarin")
                    for which in range(1, _RESIDENTS + 1)
                ],
                contacts=[
                    Contact(f"Contact {which} of {number}", f"100 {which} {number}", "neighbour")
                    for which in range(1, contacts + 1)
                ],
            )
        )
    return homes


async def import_homes(owner: HomeAssistantClient, config_dir: Path, homes: list[Home]) -> None:
    """Import homes by the action. Raises BenchError if it did not."""
    write_register(config_dir / REGISTER, homes, "en")
    await import_register(owner, len(homes))


async def import_register(owner: HomeAssistantClient, rows: int) -> float:
    """Import the sheet that lies in the folder and return the seconds that it took. Raises BenchError."""
    began = time.monotonic()
    report = await owner.call_action(DOMAIN, "import_register", {"file": REGISTER}, return_response=True)
    if not report["imported"] or report["rows"] != rows:
        message = f"import_register did not import: {report}"
        raise BenchError(message)
    return time.monotonic() - began


async def assign(owner: HomeAssistantClient, device_ids: Sequence[str]) -> None:
    """Give each button a home of its own, spread over all buildings."""
    homes: list[str] = []
    while len(homes) < HOMES:
        page = await owner.call(f"{DOMAIN}/register/homes", offset=len(homes), limit=500)
        homes += [home["id"] for home in page["homes"]]
    await _until_listed(owner, device_ids)
    for device_id, home in zip(device_ids, homes[:: len(homes) // len(device_ids)], strict=False):
        await owner.call_action(DOMAIN, "assign_device", {"device": device_id, "home": home})


async def wait_for_entities(client: HomeAssistantClient, expected: int | None = None) -> int:
    """Wait until `expected` entities are added (None: until no more come); return how many. Raises BenchError."""
    deadline = time.monotonic() + _WITHIN
    count, changed_at = 0, time.monotonic()
    while True:
        found: int = (await report(client))["entities"]
        if found != count:
            count, changed_at = found, time.monotonic()
        if count == expected or (expected is None and count and time.monotonic() - changed_at > _ENTITIES_SETTLE):
            return count
        if time.monotonic() > deadline:
            message = f"{count} of {expected or 'all'} entities were added within {_WITHIN:g} s"
            raise BenchError(message)
        await asyncio.sleep(_POLL)


async def report(client: HomeAssistantClient, *, reset: bool = False) -> Report:
    """Return what the probe has measured; `reset` begins anew."""
    answer: Report = await client.call("bench_probe/report", reset=reset)
    return answer


def longest_stall_ms(seen: Report) -> float:
    """Return the longest stall of the event loop, without collections of the oldest generation, in ms."""
    return 1000 * max((stall["late"] for stall in seen["stalls"]), default=0.0)


def longest_collection_ms(seen: Report) -> float:
    """Return the longest collection of the oldest generation, in ms."""
    return 1000 * max((collection["took"] for collection in seen["collections"]), default=0.0)


def memory_mib(home_assistant: HomeAssistant) -> tuple[float, float]:
    """Return the memory of the process in MiB: its proportional share (PSS), and all that is resident (RSS)."""
    sizes = {}
    for line in Path(f"/proc/{home_assistant.process.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, _, size = line.partition(":")
        sizes[name] = int(size.split()[0]) / 1024
    return sizes["Pss"], sizes["Rss"]


def say(text: str) -> None:
    """Tell whoever waits how far it is."""
    print(text, file=sys.stderr, flush=True)


async def _until_listed(owner: HomeAssistantClient, device_ids: Sequence[str]) -> None:
    deadline = time.monotonic() + _WITHIN
    while True:
        listed = {device["id"] for device in (await owner.call(f"{DOMAIN}/devices/list"))["devices"]}
        if listed.issuperset(device_ids):
            return
        if time.monotonic() > deadline:
            message = f"{len(set(device_ids) - listed)} buttons announced themselves and are not listed"
            raise BenchError(message)
        await asyncio.sleep(_POLL)


async def set_up_mqtt(owner: HomeAssistantClient, broker: Broker) -> None:
    """Set up Home Assistant's own MQTT with the same broker, and let the automation `volunteer` listen to it."""
    form = {
        "broker": broker.host,
        "port": broker.port,
        "username": COMMUNITY.username,
        "password": COMMUNITY.password,
        "other_settings": {"set_client_cert": False, "set_ca_cert": "off", "transport": "tcp"},
    }
    await owner.run_config_flow("mqtt", [form])
    for action in ("turn_off", "turn_on"):
        await owner.call_action("automation", action, {"entity_id": "automation.volunteer"})
