"""The one module that knows all rooms: it builds them and hands each what it needs."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import instance_id
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from . import issues
from .const import CONF_SITE, DOMAIN
from .core.delivery import Delivery
from .core.device import Device, DeviceEvent, Points
from .core.incident import Incident
from .core.journal import Note
from .core.permissions import may_call_command
from .core.ports import EventReceipt, Probe, StoreFailure
from .core.response import Instant
from .core.seen import REMEMBERED_FOR
from .desks.paging import Pager
from .desks.response import ResponseDesk
from .desks.roster import RosterDesk
from .desks.saving import Saver
from .desks.supervision import SupervisionDesk
from .directory import Directory, place_of
from .incident_news import IncidentNews
from .links.devices.broker import LinkStatus
from .links.devices.client import DeviceLink
from .links.devices.protocol import HEARTBEAT_EVERY
from .links.entities import EntityLink
from .nonces import Nonces
from .push_answers import PushAnswers
from .remembered import REGISTER_LOST
from .roles_copy import RolesCopy
from .routines import Routines
from .settings import settings_of
from .store import deliveries as stored_deliveries
from .store import devices as stored_devices
from .store import incidents as stored_incidents
from .store.database import Database
from .store.meta import put_value
from .wiring.cameras import build_cameras, start_cameras
from .wiring.channels import build_channel_desk, build_channels, start_channels
from .wiring.commissioning import build_commissioning, start_commissioning
from .wiring.devices import build_tests, start_tests, take_state
from .wiring.elevators import build_elevators, start_elevators, take_fact
from .wiring.entities import start_entities
from .wiring.falling import build_falling, start_falling
from .wiring.faults import build_faults, start_faults
from .wiring.frigate import build_frigate, start_frigate
from .wiring.guards import build_guards, start_guards
from .wiring.media import build_media, start_media
from .wiring.parts import start_part
from .wiring.plans import build_plans, load_plans
from .wiring.records import build_records, start_records
from .wiring.register import build_register
from .wiring.roster import build_roster, start_roster
from .wiring.store import open_store
from .wiring.subentries import start_subentries
from .wiring.vault import build_vault, start_vault
from .wiring.voice import build_voice, start_voice

_LOGGER = logging.getLogger(__name__)

type SmartCommunityConfigEntry = ConfigEntry[Runtime]

DATABASE: Final = "smart_community.db"
# Who may not do this on the screen may not do it by a tap on a push.
_ANSWERING: Final = "incidents/acknowledge"
_CLEAN_UP_EVERY: Final = 3600.0  # seconds
_COPY_EVERY: Final = 86_400.0  # seconds
# How long a planned restart may take before a watchdog siren calls it an outage, in seconds.
_RESTART_PAUSE: Final = 300


def system_clock() -> Instant:
    """Return this moment."""
    return Instant(dt_util.utcnow(), time.monotonic())


async def broker_client_id(hass: HomeAssistant) -> str:
    """Return our fixed client id at the broker, with the instance's id in it."""
    return f"smart_community_{await instance_id.async_get(hass)}"


class Runtime:
    """The running community of one config entry."""

    def __init__(self, hass: HomeAssistant, entry: SmartCommunityConfigEntry) -> None:
        """Build the rooms; nothing runs before `start`."""
        self.hass = hass
        self.entry = entry
        self.site: str = entry.data[CONF_SITE]
        self.clock = system_clock
        self.path = Path(hass.config.path(DATABASE))
        self.database = Database(self.path, self.clock)
        self.saver = Saver(self.database.commit, self._store_reported)
        self.directory = Directory(entry, self.database, self.clock, lambda role, at: self.roster.on_duty(role, at))  # noqa: PLW0108 - built below
        self.register_lost = False
        self.link: DeviceLink | None = None
        self.link_status = LinkStatus(connected=False, problem=None)
        self.loaded = False
        # The community's own entry in the device registry, to which all others hang; set before entities are added.
        self.device_id = ""
        self.later_platforms: list[Platform] = []  # added once there is something for them (camera_platform.py)
        self.routines = Routines(hass, entry)
        self.faults = build_faults(self)
        self.roster: RosterDesk = build_roster(self)
        self.plans = build_plans(self)
        self.supervision = SupervisionDesk(
            clock=self.clock,
            commit=self.saver.write,
            on_change=self._device_changed,
            on_alarm=lambda device: take_state(self, device),
        )
        self.tests = build_tests(self)
        self.elevators = build_elevators(self)
        self.voice = build_voice(self)
        self.commissioning = build_commissioning(self)
        self.frigate = build_frigate(self)
        self.cameras = build_cameras(self)
        self.media = build_media(self)
        self.guards = build_guards(self)
        self.falling = build_falling(self)
        self.vault = build_vault(self)
        self.channels = build_channels(self)
        self.channel_desk = build_channel_desk(self)
        self._news = IncidentNews(hass)
        self.pager = Pager(
            clock=self.clock,
            new_nonce=Nonces(),
            saver=self.saver,
            find_recipients=self.directory.find_recipients,
            hand_over=self.channel_desk.hand_over,
            recall=self.channels.recall,
            find_incident=lambda incident_id: self.response.active.get(incident_id),  # noqa: PLW0108 - built below
            on_change=lambda incident_id: self._news.deliveries_changed(incident_id, self.response.active),
        )
        self.response = ResponseDesk(
            clock=self.clock,
            new_id=ulid_now,
            saver=self.saver,
            pager=self.pager,
            note_event=self.supervision.note_event,
            show_event=self._event_handled,
            opens_for_anyone=lambda: self.register_lost,
            observe=self.tests.observe,
            judge=self.falling.desk.judge,
            plan_for=self.plans.plan_for,
            report_fault=self.faults.report,
            publish=self._news.changed,
        )
        self.answers = PushAnswers(
            clock=self.clock,
            pager=self.pager,
            response=self.response,
            may_respond=self._may_respond,
            note=self.note,
        )
        self.register = build_register(self)
        self.entities = EntityLink(
            hass,
            clock=self.clock,
            on_fact=self.supervision.take_fact,
            on_event=self.response.take_event,
            on_renamed=self._points_renamed,
        )
        self.records = build_records(self)
        self._device_listeners: list[Callable[[Device], None]] = []
        self._event_listeners: dict[str, Callable[[DeviceEvent], None]] = {}
        self._status_listeners: list[Callable[[], None]] = []
        self.roles_copy = RolesCopy(hass)
        self._stopped = False

    async def start(self) -> None:
        """Load what is open, then listen, then do what is overdue. Raises nothing that keeps a press from a person.

        But StoreError (IN_USE) if another instance has the database, and the presses.
        """
        if (remembered := await open_store(self)) is not None:
            self.directory.take(remembered.register)
            self.supervision.load(remembered.devices)
            self.response.load(remembered.incidents, remembered.seen, remembered.highest_number)
            self.pager.load(remembered.deliveries)
            await self.routines.attempt(self._prepare_active)
            await self.routines.attempt(lambda: load_plans(self))
            await start_part(self, start_tests)
            self.entities.watch(remembered.devices)
        await start_part(self, start_roster)
        await start_part(self, start_records)
        self.link = DeviceLink(
            settings=settings_of(self.entry.data),
            site=self.site,
            client_id=await broker_client_id(self.hass),
            clock=self.clock,
            on_fact=lambda fact: take_fact(self, fact),
            on_event=self._take_event,
            on_status=self._link_changed,
        )
        await start_part(self, start_channels)
        await start_part(self, start_entities)
        await start_part(self, start_elevators)
        await start_part(self, start_falling)
        await start_part(self, start_voice)
        await start_part(self, start_commissioning)
        await self.link.start()
        self.response.start()
        await start_part(self, start_faults)
        await start_part(self, start_cameras)
        await start_part(self, start_media)
        await start_part(self, start_frigate)
        await start_part(self, start_guards)
        await start_part(self, start_subentries)
        await start_part(self, start_vault)
        self.routines.every(HEARTBEAT_EVERY, self._beat)
        self.routines.every(_CLEAN_UP_EVERY, self._clean_up)
        self.routines.every(_COPY_EVERY, self._copy)
        self.routines.run(self.register.remove_leftovers())

    async def stop(self) -> None:
        """Stop in the order of the line: nothing new comes in, what came is written, then the file is closed."""
        if self._stopped:
            return
        self._stopped = True
        self.routines.stop()
        self.roster.stop()
        self.entities.stop()
        await self.guards.stop()
        await self.elevators.stop()
        await self.frigate.stop()
        if self.link is not None:
            await self.link.stop(_RESTART_PAUSE)
        await self.response.stop()
        self.channels.stop()
        await self.pager.stop()
        self._news.stop()
        await self._flush_devices()
        if not await self.database.close():
            _LOGGER.error("The database did not close in time: a write still hangs")

    # What platforms and commands ask.

    async def find_incident(self, incident_id: str) -> Incident | None:
        """Return an incident, active or ended, or None. Raises StoreError."""
        active = self.response.active.get(incident_id)
        return active or await self.database.read(lambda c: stored_incidents.find(c, self.database.vault, incident_id))

    async def deliveries_of(self, incident_ids: Iterable[str]) -> list[Delivery]:
        """Return who was told of some incidents, as the store has it: for those that have ended. Raises StoreError."""
        ids = list(incident_ids)
        vault = self.database.vault
        return await self.database.read(lambda c: stored_deliveries.of_incidents(c, vault, ids)) if ids else []

    async def _prepare_active(self) -> None:
        """Look up whom to tell of incidents in homes that have no device, too: their chase goes on. Or StoreError."""
        homes = {incident.place.home for incident in self.response.active.values()}
        await self.directory.prepare_contacts(home for home in homes if home is not None)

    async def note(self, actor: str, action: str, subject: str = "", **details: Any) -> None:
        """Write into the journal; when the store fails it is written later, since people come before records."""
        note = Note(self.clock().utc, actor, action, subject, details)
        await self.saver.save([note], from_memory=True, on_late=_nothing)

    async def confirm_register(self, by: str) -> None:
        """Take a technician's word that the register is right again after the database was replaced; or StoreError."""
        note = Note(self.clock().utc, by, "register_confirmed")
        await self.database.bulk(lambda connection: put_value(connection, REGISTER_LOST, "0"), [note])
        self.register_lost = False

    @callback
    def on_device(self, listener: Callable[[Device], None]) -> CALLBACK_TYPE:
        """Call `listener` with each device that is new or has changed."""
        self._device_listeners.append(listener)
        return lambda: self._device_listeners.remove(listener)

    @callback
    def on_device_event(self, device_id: str, listener: Callable[[DeviceEvent], None]) -> CALLBACK_TYPE:
        """Call `listener` with each event of one device, once it is handled."""
        self._event_listeners[device_id] = listener

        def forget() -> None:
            self._event_listeners.pop(device_id, None)

        return forget

    @callback
    def on_status(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Call `listener` when the link, the store or the list of buildings has changed."""
        self._status_listeners.append(listener)
        return lambda: self._status_listeners.remove(listener)

    # The store.

    def _store_reported(self, failure: StoreFailure | None) -> None:
        # Soon, not now: whoever shows it must not be able to break the line that tells.
        self.hass.loop.call_soon(self._show_store, failure)

    def _show_store(self, failure: StoreFailure | None) -> None:
        if self._stopped:
            return
        issues.report_store(self.hass, failure)
        self._status_changed()
        if failure is None and not self.loaded:
            # It could not be read at the start; now it can, and what memory holds is written.
            self.hass.config_entries.async_schedule_reload(self.entry.entry_id)

    async def register_changed(self) -> None:
        """Take over the register as it is now. Raises StoreError."""
        register = await self.directory.reload()
        await self.roles_copy.save(register.staff)
        await self._prepare_active()
        self.supervision.move({home.id: place_of(home) for home in register.homes})
        self._status_changed()

    # What the rooms tell.

    def _link_changed(self, status: LinkStatus) -> None:
        came = status.connected and not self.link_status.connected
        self.link_status = status
        issues.report_broker(self.hass, self.entry, status)
        self._status_changed()
        if came:
            # Until we beat, the broker tells every device what our last will says: that we are gone.
            self.routines.run(self.routines.attempt(self._beat))

    def _device_changed(self, device: Device) -> None:
        # As for the store: a press is not lost to an entity that cannot be written.
        self.hass.loop.call_soon(self._show_device, device)

    def _show_device(self, device: Device) -> None:
        if self._stopped:
            return
        if not self.entities.watches(device):
            self.entities.watch(self.supervision.devices.values())
        for listener in self._device_listeners:
            listener(device)
        if not device.assigned:
            registry = dr.async_get(self.hass)
            shown = registry.async_get_device_by_identifier((DOMAIN, f"device_{device.id}"), self.entry.entry_id)
            if shown is not None:
                registry.async_remove_device(shown.id)

    def _take_event(self, event: DeviceEvent, receipt: EventReceipt) -> None:
        # A press first; but a door is let go by its key before the key is on record.
        try:
            self.response.take_event(event, receipt)
        finally:
            self.elevators.take_event(event)

    def _event_handled(self, event: DeviceEvent) -> None:
        self.falling.desk.handled(event)
        if (listener := self._event_listeners.get(event.device)) is not None:
            listener(event)

    async def _may_respond(self, user_id: str) -> bool:
        user = await self.hass.auth.async_get_user(user_id)
        return user is not None and user.is_active and may_call_command(_ANSWERING, self.directory.roles_of(user))

    def _status_changed(self) -> None:
        for listener in self._status_listeners:
            listener()

    def _points_renamed(self, device_id: str, points: Points) -> None:
        self.supervision.follow(device_id, points)
        self.routines.run(self.note("system", "device_entity_renamed", device_id))

    async def _beat(self) -> None:
        await self._flush_devices()
        await self.saver.write([Probe(self.clock().utc)])
        if self.link is not None:
            self.link.beat(self.clock().utc)

    async def _copy(self) -> None:
        # An empty register must not replace the copy of a full one.
        if not self.register_lost:
            await self.database.copy_while_good()

    async def _flush_devices(self) -> None:
        # What was met while the database could not be read must not overwrite what it knows.
        if self.loaded:
            await self.supervision.flush()

    async def _clean_up(self) -> None:
        now = self.clock()
        self.response.forget_old_events(now)
        moment = now.utc - REMEMBERED_FOR - timedelta(days=1)
        while await self.database.bulk(lambda connection: stored_devices.forget_events_before(connection, moment)):
            continue  # one short step at a time: alarm work goes in between


def _nothing() -> None:
    """Do nothing: a view was shown, whenever its note reaches the disk."""
