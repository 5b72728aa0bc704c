"""The commissioning records, connected to the store and the elevators."""

from functools import partial
from typing import TYPE_CHECKING

from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..desks.commissioning import CommissioningDesk

if TYPE_CHECKING:
    from ..runtime import Runtime


def build_commissioning(runtime: Runtime) -> CommissioningDesk:
    """Return the desk; until `start_commissioning` no elevator is commissioned."""
    return CommissioningDesk(
        database=runtime.database,
        vault=runtime.database.vault,
        clock=runtime.clock,
        today=lambda: dt_util.now().date(),
        new_id=ulid_now,
        find_elevator=runtime.elevators.get,
        car_of=runtime.elevators.car,
        online=runtime.elevators.online,
        ask=partial(runtime.elevators.hold, alone=True),
        release=runtime.elevators.release,
        releases=runtime.elevators.releases,
    )


async def start_commissioning(runtime: Runtime) -> None:
    """Read the records, and watch the elevators: what they show, and whether their points are as they were tried."""
    desk = runtime.commissioning

    def changed() -> None:
        runtime.routines.run(runtime.routines.attempt(desk.points_changed))

    unload = runtime.entry.async_on_unload
    unload(runtime.elevators.subscribe(desk.take_fact))
    await desk.load()
    unload(runtime.elevators.on_list(changed))
    changed()
