"""Where an incident is, and whom to tell, when the register does not answer: an automation's alarm does not wait."""

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from ..core.community import Place
from ..core.ports import StoreError

if TYPE_CHECKING:
    from ..runtime import Runtime

_LOGGER = logging.getLogger(__name__)

# Seconds that the register has to answer, as the store has to write.
PATIENCE: Final = 2.0


async def place_now(runtime: Runtime, home_id: str, building: str | None) -> Place | None:
    """Return where a home is, as the register knows, else memory, else the caller (`building`).

    None: the register is whole, and has none with this id. While it is lost, the caller is believed.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            place = await runtime.directory.place_of_home(home_id)
    except (StoreError, TimeoutError) as error:
        _LOGGER.warning("An incident opens without the register, which cannot be read: %r", error)
    else:
        if place is not None or not runtime.register_lost:
            return place
    devices = runtime.supervision.devices.values()
    known = (device.place for device in devices if device.place.home == home_id)
    return next(known, Place(building=building, home=home_id))


async def prepare_contacts(runtime: Runtime, home_id: str | None) -> None:
    """Look up whom to tell of a home; if the register does not answer, staff is told, and contacts once it does."""
    if home_id is None:
        return
    try:
        async with asyncio.timeout(PATIENCE):
            await runtime.directory.prepare_contacts([home_id])
    except (StoreError, TimeoutError) as error:
        _LOGGER.warning("The contacts of a home cannot be looked up now: %r", error)
        runtime.routines.run(runtime.routines.attempt(lambda: runtime.directory.prepare_contacts([home_id])))
