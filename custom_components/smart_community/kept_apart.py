"""What is kept apart from the database, in Home Assistant's own storage, so that a loss there shows.

The journal's last number and hash: entries cut off at its end leave a whole, shorter chain. The highest number of an
incident: numbers go on although the database cannot be read. No person.
"""

import logging
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store

from .const import DOMAIN
from .core.journal import Head

_LOGGER = logging.getLogger(__name__)

_VERSION: Final = 1


class KeptApart:
    """One small file, written whole."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Prepare; nothing is read before it is needed."""
        self._store: Store[dict[str, Any]] = Store(hass, _VERSION, f"{DOMAIN}.kept_apart", private=True)
        self._kept: dict[str, Any] | None = None
        self._writing = False
        self._again = False

    async def head(self) -> Head | None:
        """Return where the journal ended when that was last kept, None if it never was."""
        head = (await self._load()).get("journal")
        return None if head is None else Head(head["seq"], head["hash"])

    async def keep_head(self, head: Head) -> None:
        """Keep where the journal ends."""
        await self._keep("journal", head.as_dict())

    async def number(self) -> int:
        """Return the highest number of an incident that was kept, 0 if none was."""
        number: int = (await self._load()).get("number", 0)
        return number

    async def keep_number(self, number: int) -> None:
        """Keep the number of an incident, if it is the highest."""
        if number > await self.number():
            await self._keep("number", number)

    async def _load(self) -> dict[str, Any]:
        if self._kept is None:
            try:
                self._kept = await self._store.async_load() or {}
            except (HomeAssistantError, NotImplementedError, OSError) as error:
                # Nothing here may keep a press from a person.
                _LOGGER.error("What is kept apart from the database cannot be read: %s", error)
                self._kept = {}
        return self._kept

    async def _keep(self, key: str, value: object) -> None:
        kept = await self._load()
        if kept.get(key) == value:
            return
        kept[key] = value
        # In a burst of alarms the file is written once more at its end, not once for each.
        self._again = True
        if self._writing:
            return
        self._writing = True
        try:
            while self._again:
                self._again = False
                await self._store.async_save(dict(kept))
        finally:
            self._writing = False
