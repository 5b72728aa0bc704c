"""The unit suite: a Home Assistant in memory, no sockets; the broker is a stand-in that hands over facts."""

import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from hypothesis import HealthCheck, settings
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.device import DeviceEvent, DeviceInfo, DeviceKind, EventKey
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import CommandError
from custom_components.smart_community.desks.faults import FaultDesk
from custom_components.smart_community.links.devices.broker import BrokerSettings, LinkStatus
from custom_components.smart_community.links.devices.client import Counts
from custom_components.smart_community.runtime import DATABASE, Runtime
from custom_components.smart_community.store import keys
from custom_components.smart_community.store.keys import KeyFile
from custom_components.smart_community.store.vault import KeyRing

# How fast a machine is says nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
# The test plugin turns on the logging of every statement, which takes longer than the statement.
logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)

ENTRY_DATA = {
    "role": "community",
    "site": "test",
    "site_name": "Test Community",
    "host": "broker.invalid",
    "port": 1883,
    "username": "community",
    "password": "opens nothing",
    "tls": False,
}


@dataclass
class Receipt:
    """What a device and a broker would hear of one message."""

    confirmed: int = 0
    released: int = 0

    def confirm(self) -> None:
        self.confirmed += 1

    def release(self) -> None:
        self.released += 1


@dataclass
class StandInCommands:
    """Takes the place of what sends commands to devices: each does what it is told, unless a test breaks them."""

    sent: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    broken: str | None = None

    async def execute(self, device: str, name: str, arguments: Mapping[str, Any], **_patience: Any) -> None:
        self.sent.append((device, name, dict(arguments)))
        if self.broken is not None:
            raise CommandError(self.broken)


@dataclass
class StandInLink:
    """Takes the place of the MQTT client: what a test says arrives as if a device had said it."""

    settings: BrokerSettings
    site: str
    client_id: str
    clock: Any
    on_fact: Callable[[Any], None]
    on_event: Callable[[DeviceEvent, Any], None]
    on_status: Callable[[LinkStatus], None]
    counts: Counts = field(default_factory=Counts)
    commands: StandInCommands = field(default_factory=StandInCommands)
    beats: list[datetime] = field(default_factory=list)
    stopped: bool = False

    async def start(self) -> None:
        self.on_status(LinkStatus(connected=True, problem=None))

    async def stop(self, _pause: int | None = None) -> None:
        self.stopped = True

    def beat(self, at: datetime, _pause: int | None = None) -> None:
        self.beats.append(at)

    def announce(self, device: str) -> None:
        """Let a help button say what it is."""
        self.on_fact(DeviceInfo(device, DeviceKind.HELP_BUTTON, "Button One", "1.0", "42"))

    def press(self, device: str, seq: int, kind: str = "pressed", boot: str = "b") -> Receipt:
        """Let a help button do something."""
        receipt = Receipt()
        self.on_event(event(device, seq, kind, boot), receipt)
        return receipt


def event(device: str, seq: int, kind: str = "pressed", boot: str = "b") -> DeviceEvent:
    """Return an event of a device, received now."""
    return DeviceEvent(device, boot, seq, kind, dt_util.utcnow())


@pytest.fixture(autouse=True)
def _integrations(enable_custom_integrations: None) -> None:
    """Let Home Assistant find the integration."""


@pytest.fixture
def with_faults() -> None:
    """Let faults become incidents, as they do outside of tests."""


@pytest.fixture(autouse=True)
def _without_faults(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave faults unsaid: nobody is on duty in these communities, which would be an incident beside each alarm."""
    if "with_faults" not in request.fixturenames:
        monkeypatch.setattr(FaultDesk, "start", lambda _desk: None)


@pytest.fixture(scope="session")
def key_file() -> KeyFile:
    """Return keys with a recovery phrase, as the set-up of a community leaves them; wrapping is slow by design."""
    ring = KeyRing.new()
    return KeyFile(ring, keys.wrap(ring, "a phrase that nobody types"))


@pytest.fixture
def entry(hass: HomeAssistant, tmp_path_factory: pytest.TempPathFactory, key_file: KeyFile) -> MockConfigEntry:
    """Return the config entry of a community, added and not yet set up."""
    folder = tmp_path_factory.mktemp("config")
    hass.config.config_dir = str(folder)
    keys.save(keys.key_path(folder / DATABASE), key_file)
    entry = MockConfigEntry(domain=DOMAIN, title="Test Community", data=ENTRY_DATA, unique_id="test")
    entry.add_to_hass(hass)
    return entry


@dataclass
class Community:
    """A running community and its stand-in link."""

    hass: HomeAssistant
    entry: MockConfigEntry
    runtime: Runtime
    link: StandInLink

    async def home(self, number: str = "101", **fields: Any) -> str:
        """Write a home into the register and return its id."""
        home = {"building": "3", "unit": "1", "number": number, "household": "Li Hua", **fields}
        return await self.runtime.register.save_home(home, "test")

    async def button(self, device: str, number: str = "101") -> str:
        """Announce a help button and give it to a home, whose id is returned."""
        home = await self.home(number)
        self.link.announce(device)
        place = await self.runtime.directory.place_of_home(home)
        assert place is not None
        await self.runtime.supervision.assign(device, place, "test")
        return home

    async def duty_room(self) -> None:
        """Let somebody be on duty whose channel is not there yet: he is told, and nothing is heard of it."""
        await self.runtime.register.save_staff("watch", [Role.DUTY_ROOM], ["notify.watch"], "test")

    async def settle(self, done: Callable[[], object]) -> None:
        """Let the loop run until `done`; real commits take their own time."""
        await settle(self.hass, done)

    def keys_on_disk(self) -> set[EventKey]:
        """Return the keys that the response desk holds for written."""
        return set(self.runtime.response._alarms._seen._received)


async def settle(hass: HomeAssistant, done: Callable[[], object], deadline: float = 90.0) -> None:
    """Turn the loop until `done()` is true; fails after `deadline` seconds."""
    end = hass.loop.time() + deadline
    while not done():
        assert hass.loop.time() < end, "it did not happen in time"
        step = hass.loop.create_future()
        hass.loop.call_later(0.002, step.set_result, None)
        await step
    await hass.async_block_till_done()


@pytest.fixture
async def community(hass: HomeAssistant, entry: MockConfigEntry) -> AsyncGenerator[Community]:
    """Return a running community, unloaded afterwards."""
    with patch("custom_components.smart_community.runtime.DeviceLink", StandInLink):
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        link = entry.runtime_data.link
        assert isinstance(link, StandInLink)
        yield Community(hass, entry, entry.runtime_data, link)
        if entry.state.recoverable:
            await hass.config_entries.async_unload(entry.entry_id)
