"""What every entity shares: its device, its name, and when it is written."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from homeassistant.core import callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .core.community import Building, building_key
from .core.device import Device, DeviceKind
from .entity_limit import is_spared
from .runtime import Runtime, SmartCommunityConfigEntry

_LOGGER = logging.getLogger(__name__)

# Entities added in one turn of the loop: more would stall it (docs/architecture.md, "Entities").
_A_CHUNK: Final = 25
# Entities of one device, or of the community, on one platform.
_MOST_OF_ONE: Final = 4
# Events written in one turn of the loop, behind the alarm path.
_EVENTS_A_TURN: Final = 10
# Summary entities are written at most once in this time, in seconds.
_SUMMARY_EVERY: Final = 0.1

# Kinds of devices that have entities; elevators, gates and facade cameras get theirs with their own rooms.
SHOWN: Final = frozenset(DeviceKind) - {DeviceKind.ELEVATOR, DeviceKind.GATE, DeviceKind.FACADE_CAMERA}

MANUFACTURER: Final = "Smart Community"


def register_community(entry: SmartCommunityConfigEntry, registry: dr.DeviceRegistry) -> str:
    """Register the community as a device, before those that hang on it, and return its registry id."""
    return registry.async_get_or_create(config_entry_id=entry.entry_id, **community_device(entry)).id


def community_device(entry: SmartCommunityConfigEntry) -> DeviceInfo:
    """Return the community itself as a device."""
    return DeviceInfo(
        identifiers={(DOMAIN, entry.entry_id)},
        name=entry.title,
        manufacturer=MANUFACTURER,
        entry_type=dr.DeviceEntryType.SERVICE,
    )


def building_device(entry: SmartCommunityConfigEntry, building: Building) -> DeviceInfo:
    """Return a building as a device."""
    return DeviceInfo(
        identifiers={(DOMAIN, f"building_{building.id}")},
        translation_key=building_key(building.name),
        translation_placeholders={"name": building.name},
        manufacturer=MANUFACTURER,
        entry_type=dr.DeviceEntryType.SERVICE,
        via_device_id=entry.runtime_data.device_id,
    )


def shown_as(kind: DeviceKind | None) -> DeviceKind:
    """Return what kind a device is shown as: what has not said its kind yet is taken for a help button."""
    return kind or DeviceKind.HELP_BUTTON


def device_info(entry: SmartCommunityConfigEntry, device: Device) -> DeviceInfo:
    """Return a device of a home or building: named by its number, since its place would say who is frail."""
    return DeviceInfo(
        identifiers={(DOMAIN, f"device_{device.id}")},
        translation_key=shown_as(device.kind).value,
        translation_placeholders={"number": f"{device.number:04d}"},
        manufacturer=MANUFACTURER,
        model=device.model or None,
        sw_version=device.firmware or None,
        via_device_id=entry.runtime_data.device_id,
    )


class SmartCommunityEntity(Entity):
    """An entity that is told when to write itself."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, runtime: Runtime, unique_id: str, description: EntityDescription, device: DeviceInfo) -> None:
        """Take its names from the description."""
        self._runtime = runtime
        self._attr_unique_id = f"{runtime.entry.entry_id}_{unique_id}_{description.key}"
        self._attr_device_info = device
        self.entity_description = description


class DeviceEntity(SmartCommunityEntity):
    """An entity of one device, written when the device has changed."""

    def __init__(self, runtime: Runtime, device: Device, description: EntityDescription) -> None:
        """Take what the device says of itself."""
        info = device_info(runtime.entry, device)
        super().__init__(runtime, f"device_{device.id}", description, info)
        self.device = device

    @property
    def entity_registry_enabled_default(self) -> bool:
        """Whether it is enabled when it is added for the first time."""
        return not is_spared(self._runtime, self.entity_description.key)

    def shown(self, device: Device) -> object:
        """Return what of the device this entity shows; it is written when this differs."""
        raise NotImplementedError

    @callback
    def update(self, device: Device) -> None:
        """Take what the device says now, and write it if it shows; before it is added, only take it."""
        before, self.device = self.device, device
        if self.hass is not None and self.enabled and self.shown(before) != self.shown(device):
            self.async_write_ha_state()


class PlaceEntity(SmartCommunityEntity):
    """An entity of one building, or of the whole community."""

    def __init__(self, runtime: Runtime, description: EntityDescription, building: Building | None) -> None:
        """Belong to the building, or to the community if there is none."""
        if building is None:
            super().__init__(runtime, "community", description, community_device(runtime.entry))
        else:
            device = building_device(runtime.entry, building)
            super().__init__(runtime, f"building_{building.id}", description, device)
        self._building = building.id if building is not None else None


class SummaryEntity(PlaceEntity):
    """An entity that sums up, written at most every 100 ms, and only when what it shows has changed."""

    # Nothing that is ever shown: the first time it is written in any case.
    _written: object = PlaceEntity

    def summary(self) -> object:
        """Return what this entity shows."""
        raise NotImplementedError

    @callback
    def write_if_changed(self) -> None:
        """Write it if it shows something else than the last time; before it is added there is nothing to write."""
        if self.hass is not None and self.enabled and (shown := self.summary()) != self._written:
            self._written = shown
            self.async_write_ha_state()


@dataclass(frozen=True, slots=True)
class Makers:
    """How a platform makes its entities of each kind of device."""

    community: Callable[[Runtime], Sequence[SmartCommunityEntity]]
    building: Callable[[Runtime, Building], Sequence[SmartCommunityEntity]]
    device: Callable[[Runtime, Device], Sequence[DeviceEntity]]


class EntityKeeper:
    """Adds a platform's entities in small chunks and writes them when what they show has changed."""

    def __init__(self, entry: SmartCommunityConfigEntry, add: AddConfigEntryEntitiesCallback, makers: Makers) -> None:
        """Listen to the runtime until the entry is unloaded, and begin to add."""
        self._runtime = entry.runtime_data
        self._entry = entry
        self._add = add
        self._makers = makers
        self._waiting: deque[Iterator[SmartCommunityEntity]] = deque()
        self._known: set[str] = set()
        self._of_device: dict[str, list[DeviceEntity]] = {}
        self._kinds: dict[str, DeviceKind] = {}
        self._summaries: list[SummaryEntity] = []
        self._adding: asyncio.Task[None] | None = None
        self._summary_timer: asyncio.TimerHandle | None = None
        entry.async_on_unload(self._runtime.on_device(self._device_changed))
        entry.async_on_unload(self._runtime.on_status(self._status_changed))
        entry.async_on_unload(self._stop)
        self._queue(self._community())
        self._status_changed()
        for device in list(self._runtime.supervision.devices.values()):
            self._device_changed(device)

    @callback
    def summarize(self, *_what: object) -> None:
        """Write the summary entities soon, and once for whatever happens until then."""
        if self._summary_timer is None:
            self._summary_timer = self._runtime.hass.loop.call_later(_SUMMARY_EVERY, self._write_summaries)

    def _community(self) -> Iterator[SmartCommunityEntity]:
        entities = self._makers.community(self._runtime)
        self._summaries.extend(entity for entity in entities if isinstance(entity, SummaryEntity))
        yield from entities

    def _building(self, building: Building) -> Iterator[SmartCommunityEntity]:
        entities = self._makers.building(self._runtime, building)
        self._summaries.extend(entity for entity in entities if isinstance(entity, SummaryEntity))
        yield from entities

    def _device(self, device_id: str) -> Iterator[SmartCommunityEntity]:
        # As it is now, not as it was when it was put in line: it may have been taken back, or be in line twice.
        device = self._runtime.supervision.devices[device_id]
        if not device.assigned or device_id in self._of_device:
            return
        entities = self._makers.device(self._runtime, device)
        self._of_device[device_id] = list(entities)
        self._kinds[device_id] = shown_as(device.kind)
        yield from entities

    @callback
    def _device_changed(self, device: Device) -> None:
        self.summarize()
        if self._kinds.get(device.id, shown_as(device.kind)) is not shown_as(device.kind):
            self._forget(device.id)
        if device.id in self._known:
            for entity in self._of_device.get(device.id, ()):
                entity.update(device)
            if not device.assigned:
                # The registry has removed them with the device (runtime); a later assignment makes new ones.
                self._known.discard(device.id)
                self._of_device.pop(device.id, None)
                self._kinds.pop(device.id, None)
        elif device.assigned and shown_as(device.kind) in SHOWN:
            self._known.add(device.id)
            self._queue(self._device(device.id))

    def _forget(self, device_id: str) -> None:
        """Remove the entities of a device that turns out to be of another kind; it gets those of that kind."""
        registry = er.async_get(self._runtime.hass)
        for entity in self._of_device.pop(device_id, ()):
            if entity.entity_id is not None and registry.async_get(entity.entity_id) is not None:
                registry.async_remove(entity.entity_id)
        self._known.discard(device_id)
        del self._kinds[device_id]

    @callback
    def _status_changed(self) -> None:
        self.summarize()
        for building in self._runtime.directory.buildings.values():
            if building.id not in self._known:
                self._known.add(building.id)
                self._queue(self._building(building))

    def _queue(self, entities: Iterator[SmartCommunityEntity]) -> None:
        self._waiting.append(entities)
        if self._adding is None:
            self._adding = self._entry.async_create_background_task(
                self._runtime.hass, self._add_waiting(), "smart_community entities"
            )

    async def _add_waiting(self) -> None:
        try:
            while self._waiting:
                chunk: list[SmartCommunityEntity] = []
                # Made only when they are added at once: what is made must not wait while its device is taken back.
                while self._waiting and len(chunk) <= _A_CHUNK - _MOST_OF_ONE:
                    self._make(self._waiting.popleft(), chunk)
                if chunk:
                    self._add(chunk)
                await asyncio.sleep(0)
        finally:
            self._adding = None

    @staticmethod
    def _make(entities: Iterator[SmartCommunityEntity], chunk: list[SmartCommunityEntity]) -> None:
        try:
            chunk.extend(entities)
        except Exception:
            _LOGGER.exception("The entities of a device or a building cannot be made; all others are")

    @callback
    def _write_summaries(self) -> None:
        self._summary_timer = None
        for entity in self._summaries:
            entity.write_if_changed()

    @callback
    def _stop(self) -> None:
        if self._summary_timer is not None:
            self._summary_timer.cancel()


class EventWriter:
    """Writes event entities behind the alarm path: a burst of presses waits for no screen."""

    def __init__(self, runtime: Runtime) -> None:
        """Begin with nothing to write."""
        self._loop = runtime.hass.loop
        self._waiting: deque[Callable[[], None]] = deque()
        self._running = False

    @callback
    def put(self, write: Callable[[], None]) -> None:
        """Write soon, in the order of the calls."""
        self._waiting.append(write)
        if not self._running:
            self._running = True
            self._loop.call_soon(self._write_some)

    @callback
    def _write_some(self) -> None:
        for _ in range(min(_EVENTS_A_TURN, len(self._waiting))):
            self._waiting.popleft()()
        self._running = bool(self._waiting)
        if self._running:
            self._loop.call_soon(self._write_some)
