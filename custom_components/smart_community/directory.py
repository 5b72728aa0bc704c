"""Who and where: the part of the register that memory holds, so that a press waits for no look-up."""

from collections.abc import Iterable, Sequence
from functools import partial

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry

from .const import CONF_CONTACT_CHANNELS, CONF_GROUP_CHANNELS, CONF_SIREN_CHANNELS
from .core.community import Building, Home, Place
from .core.delivery import Audience, Recipient, Target
from .core.people import Contact, Grid, Role, Staff
from .core.ports import Clock, OnDuty
from .recipients import Known, find_recipients, people_on_duty
from .remembered import Register, load_register
from .store import register as stored_register
from .store.database import Database


class Directory:
    """Buildings, staff, and the contacts of homes that have a device or an incident."""

    def __init__(self, entry: ConfigEntry, database: Database, clock: Clock, on_duty: OnDuty) -> None:
        """Begin empty; `take` or `reload` fills it."""
        self._entry = entry
        self._database = database
        self._clock = clock
        self._on_duty = on_duty
        self.buildings: dict[str, Building] = {}
        self.staff: dict[str, Staff] = {}
        # The people to tell of a home that has a device; others are looked up when an incident is opened there.
        self.contacts: dict[str, tuple[Contact, ...]] = {}
        self.grids: dict[str, Grid] = {}
        # The grid of each home that has one, of those that `contacts` would have.
        self._grid_ids: dict[str, str] = {}

    def take(self, register: Register) -> None:
        """Take over what the store has."""
        self.buildings = {building.id: building for building in register.buildings}
        self.take_staff(register.staff)
        self.contacts = register.contacts
        self.grids = {grid.id: grid for grid in register.grids}
        self._grid_ids = {home.id: home.grid for home in register.homes if home.grid is not None}

    def take_staff(self, staff: Iterable[Staff]) -> None:
        """Take over who works here."""
        self.staff = {person.user_id: person for person in staff}

    async def reload(self) -> Register:
        """Take over the register as it is now, and return it. Raises StoreError."""
        register = await self._database.read(partial(load_register, vault=self._database.vault))
        self.take(register)
        return register

    def building_name(self, building_id: str) -> str | None:
        """Return what a building is called, or None if the register has none with this id."""
        building = self.buildings.get(building_id)
        return None if building is None else building.name

    def roles_of(self, user: User) -> frozenset[Role]:
        """Return the roles of an account: what the register says, and technician for an administrator."""
        person = self.staff.get(user.id)
        roles = person.roles if person is not None else frozenset()
        return roles | {Role.TECHNICIAN} if user.is_admin else roles

    async def place_of_home(self, home_id: str) -> Place | None:
        """Return where a home is, or None if the register has none with this id. Raises StoreError."""
        found = await self._database.read(lambda connection: stored_register.find_place(connection, home_id))
        return None if found is None else place_of(found)

    def grid_of(self, home_id: str) -> Grid | None:
        """Return the grid of a home that has a device or an incident, or None if it belongs to none."""
        return self.grids.get(self._grid_ids.get(home_id, ""))

    async def prepare_contacts(self, home_ids: Iterable[str]) -> None:
        """Look up whom to tell of homes that have no device, before an incident is opened there. Raises StoreError."""
        for home_id in home_ids:
            if home_id in self.contacts:
                continue
            found = await self._database.read(partial(stored_register.find_home_to_tell, self._database.vault, home_id))
            if found is not None:
                home, self.contacts[home_id] = found
                if home.grid is not None:
                    self._grid_ids[home_id] = home.grid

    def find_recipients(self, audience: Sequence[Target], home: str | None) -> list[Recipient]:
        """Return who is addressed now."""
        options = self._entry.options
        known = Known(
            self.staff,
            home,
            self.contacts.get(home or "", ()),
            self.grid_of(home or ""),
            options.get(CONF_CONTACT_CHANNELS, ()),
            options.get(CONF_SIREN_CHANNELS, ()),
            options.get(CONF_GROUP_CHANNELS, ()),
        )
        return find_recipients(audience, known, self._on_duty, self._clock().utc)

    def on_duty_now(self, role: Audience) -> list[Staff]:
        """Return who could come now: of a role, or of all (`EVERYONE_ON_DUTY`)."""
        return people_on_duty(self.staff, role, self._on_duty, self._clock().utc)


def place_of(home: Home) -> Place:
    """Return the place that a home is."""
    return Place(building=home.building, unit=home.unit or None, home=home.id)
