"""Builds the register desk."""

from typing import TYPE_CHECKING

from homeassistant.util.ulid import ulid_now

from ..desks.register import RegisterDesk
from ..desks.register_room import RegisterRoom

if TYPE_CHECKING:
    from ..runtime import Runtime


def build_register(runtime: Runtime) -> RegisterDesk:
    """Return the register desk of a community."""

    def active_incident(home_id: str) -> int | None:
        active = runtime.response.active.values()
        return next((one.number for one in active if one.place.home == home_id), None)

    return RegisterDesk(
        RegisterRoom(
            database=runtime.database,
            vault=runtime.database.vault,
            commit=runtime.saver.write,
            clock=runtime.clock,
            new_id=ulid_now,
            on_change=runtime.register_changed,
            active_incident=active_incident,
            on_erased=lambda: runtime.routines.attempt(runtime.media.sweep),
        )
    )
