"""Makes the ready community of the demo: through the config flow, actions and commands, as people would.

Each step looks first at what is there already, so that a kept demo goes on where it was, and one that was interrupted
while it was made is completed.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from simulators.help_button import HelpButtons

from .broker import COMMUNITY, Broker
from .client import HomeAssistantClient, Json
from .dashboard import make_dashboard, make_first_page
from .home_assistant import Account, HomeAssistant, Language, create_user, set_language
from .people import Home, invent_homes, write_register

DOMAIN = "smart_community"
SITE = "demo"
PASSWORD = "morning-light"
OWNER_ROLE = "technician"
REGISTER_FILE = "demo_register.csv"
CONSENT_TEXT = "2026-11"
BUTTONS = 20
SIREN = "siren-gate"
GATEWAY = "gateway-1"
# Behind the gateway: the first two of homes, the third of a staircase.
SENSORS = ("smoke-0001", "gas-0001", "smoke-0002")
OF_STAIRCASE = SENSORS[-1]
STEP_WITHIN = 60.0
POLL = 0.2

SITE_NAMES: dict[Language, str] = {"en": "Morning Light Community", "zh-Hans": "晨光社区"}
ACCOUNT_NAMES: dict[str, dict[Language, str]] = {
    OWNER_ROLE: {"en": "Technician", "zh-Hans": "技术员"},
    "duty_room": {"en": "Duty room", "zh-Hans": "值班室"},
    "grid_worker": {"en": "Grid worker", "zh-Hans": "网格员"},
    "community_office": {"en": "Community office", "zh-Hans": "社区办公室"},
    "auditor": {"en": "Auditor", "zh-Hans": "审计员"},
}
SHIFT_NAMES: dict[str, dict[Language, str]] = {
    "day": {"en": "Day", "zh-Hans": "白班"},
    "night": {"en": "Night", "zh-Hans": "夜班"},
}

type Progress = Callable[[str], None]


class CommunityError(Exception):
    """The integration did something else than it promises; the message says what was asked of it."""


def demo_accounts(language: Language) -> dict[str, Account]:
    """Return the accounts of the demo by role; the login name is the role."""
    return {role: Account(role, PASSWORD, names[language]) for role, names in ACCOUNT_NAMES.items()}


def button_ids(count: int = BUTTONS) -> list[str]:
    """Return the device ids of the help buttons: numbered, and not after homes."""
    return [f"button-{number:04d}" for number in range(1, count + 1)]


async def open_owner(home_assistant: HomeAssistant, language: Language) -> HomeAssistantClient:
    """Return the technician's client, connected; the first time the technician becomes the owner."""
    owner = demo_accounts(language)[OWNER_ROLE]
    if not await home_assistant.is_onboarded():
        return await home_assistant.onboard(owner, language=language, location_name=SITE_NAMES[language])
    client = await HomeAssistantClient.login(home_assistant.url, owner.username, owner.password)
    await client.connect()
    await home_assistant.wait_running(client)
    return client


async def make_community(
    owner: HomeAssistantClient,
    home_assistant: HomeAssistant,
    broker: Broker,
    *,
    language: Language,
    progress: Progress,
) -> None:
    """Set up what is missing of the community; the simulated buttons may come before or after.

    Raises CommunityError, or the errors of the client.
    """
    await set_up_integration(owner, broker, language=language, progress=progress)
    if await make_dashboard(owner, language):
        progress("making the duty room's dashboard")
    await make_staff(owner, home_assistant, language=language, progress=progress)
    await make_rosters(owner, language=language, progress=progress)
    await fill_register(owner, home_assistant.config_dir, language=language, progress=progress)
    await staff_grids(owner, language=language, progress=progress)


async def set_up_integration(
    owner: HomeAssistantClient, broker: Broker, *, language: Language = "en", progress: Progress = lambda _: None
) -> str:
    """Run the config flow unless there is an entry, and wait until it is loaded; return the entry's id."""
    entries = await owner.config_entries(DOMAIN)
    if not entries:
        progress("setting up Smart Community through its config flow")
        site = {"site_name": SITE_NAMES[language], "site": broker.site}

        def write_down(form: Json) -> dict[str, Json]:
            phrase: str = form["description_placeholders"]["phrase"]
            progress(f"writing down the recovery phrase: {phrase}")
            return {"last_group": phrase.rpartition("-")[2]}

        await owner.run_config_flow(DOMAIN, [site, _broker_form(broker), write_down])
        entries = await owner.config_entries(DOMAIN)
    entry_id: str = entries[0]["entry_id"]
    await _wait_loaded(owner)
    return entry_id


async def move_broker(owner: HomeAssistantClient, broker: Broker) -> None:
    """Tell the community, if there is one already, where its broker is now."""
    for entry in await owner.config_entries(DOMAIN):
        await owner.run_reconfigure_flow(DOMAIN, entry["entry_id"], [_broker_form(broker)])


def _broker_form(broker: Broker) -> dict[str, Json]:
    return {
        "host": broker.host,
        "port": broker.port,
        "username": COMMUNITY.username,
        "password": COMMUNITY.password,
        "tls": False,
    }


async def tell_contacts_over(owner: HomeAssistantClient, channel: str) -> None:
    """Have emergency contacts told over a channel such as `script.…`, through the integration's options."""
    await set_channels(owner, contacts=[channel])


async def set_channels(owner: HomeAssistantClient, *, contacts: Sequence[str] = (), sirens: Sequence[str] = ()) -> None:
    """Set over what contacts are told, and which sirens sound, through the integration's options.

    What is named must be there: a form that warns of what is not is none that a script answers.
    """
    await _wait_for_devices(owner, [siren.removeprefix("siren:") for siren in sirens])
    for entry in await owner.config_entries(DOMAIN):
        form = {"contact_channels": list(contacts), "siren_channels": list(sirens)}
        await owner.run_options_flow(entry["entry_id"], [form])
        await _wait_loaded(owner)


async def make_staff(
    owner: HomeAssistantClient, home_assistant: HomeAssistant, *, language: Language, progress: Progress
) -> None:
    """Make the accounts that are missing and give each its role."""
    users = {user["username"]: user["id"] for user in await owner.call("config/auth/list")}
    listed = await owner.call(f"{DOMAIN}/staff/list")
    roles = {member["user_id"]: member["roles"] for member in listed["staff"]}
    for role, account in demo_accounts(language).items():
        if role == OWNER_ROLE:
            continue
        if (user_id := users.get(account.username)) is None:
            progress(f"making the account {account.username}")
            user_id = await create_user(owner, account)
            # The interface makes a person with each account: it is where colleagues get a name from.
            await owner.call("person/create", name=account.name, user_id=user_id)
            async with await HomeAssistantClient.login(home_assistant.url, account.username, PASSWORD) as client:
                await set_language(client, language)
                await make_first_page(client)
        if roles.get(user_id) != [role]:
            await owner.call(f"{DOMAIN}/staff/save", user_id=user_id, roles=[role])


async def make_rosters(owner: HomeAssistantClient, *, language: Language, progress: Progress) -> None:
    """Give each role that has none a roster: whoever has the role by day and by night, so that no hour is a gap."""
    holders: dict[str, list[str]] = {}
    for member in (await owner.call(f"{DOMAIN}/staff/list"))["staff"]:
        for role in member["roles"]:
            holders.setdefault(role, []).append(member["user_id"])
    listed = await owner.call(f"{DOMAIN}/roster/list")
    for role in [each["role"] for each in listed["roles"] if each["roster"] is None and each["role"] in holders]:
        progress(f"making a roster for the role {role}")
        shifts = [
            {"id": "day", "name": SHIFT_NAMES["day"][language], "start": "08:00", "end": "20:00"},
            {"id": "night", "name": SHIFT_NAMES["night"][language], "start": "20:00", "end": "08:00"},
        ]
        day = [{"shift": shift["id"], "people": holders[role]} for shift in shifts]
        await owner.call(f"{DOMAIN}/roster/save", role=role, roster={"shifts": shifts, "weeks": [[day] * 7]})


async def fill_register(
    owner: HomeAssistantClient, config_dir: Path, *, language: Language, progress: Progress
) -> None:
    """Import the homes, unless they are all there."""
    homes = invent_homes(language)
    known = await owner.call(f"{DOMAIN}/register/homes", limit=1)
    if known["total"] >= len(homes):
        return
    progress(f"importing {len(homes)} homes")
    write_register(config_dir / REGISTER_FILE, homes, language)
    report = await owner.call_action(DOMAIN, "import_register", {"file": REGISTER_FILE}, return_response=True)
    if report["errors"] or not report["imported"]:
        message = f"import_register did not import the demo's homes: {report}"
        raise CommunityError(message)


async def staff_grids(owner: HomeAssistantClient, *, language: Language, progress: Progress) -> None:
    """Take down what the households with a button agreed to, and give each grid its worker, unless that is done."""
    grids = (await owner.call(f"{DOMAIN}/grids/list"))["grids"]
    if all(grid["worker"] for grid in grids):
        return
    progress("taking down consents and who answers for which grid")
    for number, home in enumerate(await _homes_for_buttons(owner, invent_homes(language))):
        for purpose in ("help_alarm", "abnormal_life") if number % 2 == 0 else ("help_alarm",):
            await owner.call(
                f"{DOMAIN}/register/consent", home=home["id"], purpose=purpose, given=True, text_version=CONSENT_TEXT
            )
    # Last: it tells that all of it is done.
    users = {user["username"]: user["id"] for user in await owner.call("config/auth/list")}
    for grid in grids:
        await owner.call(
            f"{DOMAIN}/grids/save", grid=grid["id"], worker=users["grid_worker"], deputy=users["community_office"]
        )


async def assign_buttons(
    owner: HomeAssistantClient, buttons: HelpButtons, *, language: Language, progress: Progress
) -> None:
    """Give each button that has no home one of the homes that should have a button and has none."""
    ids = [button.device_id for button in buttons]
    devices = await _wait_for_devices(owner, ids)
    without_home = [device_id for device_id in ids if devices[device_id]["home"] is None]
    if not without_home:
        return
    progress(f"assigning {len(without_home)} help buttons")
    free = [home for home in await _homes_for_buttons(owner, invent_homes(language)) if not home["devices"]]
    if len(free) < len(without_home):
        message = f"{len(without_home)} buttons have no home, and only {len(free)} of the demo's homes are free for one"
        raise CommunityError(message)
    for device_id, home in zip(without_home, free, strict=False):
        await owner.call_action(DOMAIN, "assign_device", {"device": device_id, "home": home["id"]})


async def assign_others(owner: HomeAssistantClient, *, progress: Progress) -> None:
    """Give the sensors of homes the first home, and what belongs to no home its building."""
    devices = await _wait_for_devices(owner, [*SENSORS, GATEWAY, SIREN])
    waiting = [one for one in (*SENSORS, GATEWAY, SIREN) if devices[one]["building"] is None]
    if not waiting:
        return
    progress(f"assigning {len(waiting)} sensors, sirens and gateways")
    homes = (await owner.call(f"{DOMAIN}/register/homes", limit=1))["homes"]
    for device_id in waiting:
        in_home = device_id in SENSORS and device_id != OF_STAIRCASE
        place = {"home": homes[0]["id"]} if in_home else {"building": homes[0]["building"]}
        await owner.call_action(DOMAIN, "assign_device", {"device": device_id, **place})


async def _homes_for_buttons(owner: HomeAssistantClient, homes: list[Home]) -> list[dict[str, Json]]:
    wanted = {(home.building, home.unit, home.number) for home in homes if home.has_button}
    found: list[dict[str, Json]] = []
    offset = 0
    while True:
        page = await owner.call(f"{DOMAIN}/register/homes", offset=offset, limit=100)
        found += [home for home in page["homes"] if (home["building_name"], home["unit"], home["number"]) in wanted]
        offset += len(page["homes"])
        if not page["homes"] or offset >= page["total"]:
            return found


async def _wait_loaded(owner: HomeAssistantClient) -> None:
    """Wait until the entry is loaded. Raises CommunityError with the reason when it cannot be."""
    # The first event has every entry as it is now, each later one those that changed.
    changes = await owner.subscribe("config_entries/subscribe")
    try:
        async with asyncio.timeout(STEP_WITHIN):
            while True:
                for change in await changes.get(STEP_WITHIN):
                    if change["entry"]["domain"] == DOMAIN and _is_loaded(change["entry"]):
                        return
    except TimeoutError as error:
        message = f"Smart Community was not loaded within {STEP_WITHIN:g} s"
        raise CommunityError(message) from error
    finally:
        await changes.close()


def _is_loaded(entry: dict[str, Json]) -> bool:
    if entry["state"] in ("setup_error", "setup_retry", "migration_error"):
        message = f"Smart Community was not set up: {entry['state']}: {entry['reason']}"
        raise CommunityError(message)
    return bool(entry["state"] == "loaded")


async def _wait_for_devices(owner: HomeAssistantClient, device_ids: list[str]) -> dict[str, dict[str, Json]]:
    """Wait until the community knows all these devices; return what it knows of them."""
    deadline = time.monotonic() + STEP_WITHIN
    while True:
        devices = {device["id"]: device for device in (await owner.call(f"{DOMAIN}/devices/list"))["devices"]}
        missing = [device_id for device_id in device_ids if device_id not in devices]
        if not missing:
            return devices
        if time.monotonic() > deadline:
            message = f"{len(missing)} devices announced themselves and are not listed, such as {missing[0]}"
            raise CommunityError(message)
        await asyncio.sleep(POLL)
