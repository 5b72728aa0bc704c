"""A copy of who has which role, apart from the database: when that cannot be read, staff can still acknowledge.

Accounts and roles only, nobody's name.
"""

import logging
from collections.abc import Sequence
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from .const import DOMAIN
from .core.people import Staff, known_roles

_LOGGER = logging.getLogger(__name__)

_VERSION: Final = 1


class RolesCopy:
    """Kept in Home Assistant's own storage."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Prepare; nothing is read before it is needed."""
        self._store: Store[dict[str, Any]] = Store(hass, _VERSION, f"{DOMAIN}.roles", private=True)
        self._saved: dict[str, list[str]] | None = None

    async def save(self, staff: Sequence[Staff]) -> None:
        """Write the copy if it has changed."""
        copy = {person.user_id: sorted(role.value for role in person.roles) for person in staff}
        if copy != self._saved:
            self._saved = copy
            await self._store.async_save({"roles": copy})

    async def load(self) -> list[Staff]:
        """Return who had which role when the register could last be read; nobody if the copy cannot be read."""
        try:
            copy = await self._store.async_load() or {"roles": {}}
            return [Staff(user_id, known_roles(roles)) for user_id, roles in copy["roles"].items()]
        except Exception:
            # A press goes to the channels that need no roles, and to whoever can log in.
            _LOGGER.exception("The copy of the roles cannot be read: nobody has one but administrators")
            return []
