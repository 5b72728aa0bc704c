"""The plan desk, connected to the store and to who can be told."""

from typing import TYPE_CHECKING

from ..desks.plans import PlanDesk
from ..store import plans as stored_plans

if TYPE_CHECKING:
    from ..runtime import Runtime


def build_plans(runtime: Runtime) -> PlanDesk:
    """Return the desk that keeps the response plans; it begins with the defaults."""
    return PlanDesk(
        clock=runtime.clock,
        commit=runtime.saver.write,
        find_recipients=runtime.directory.find_recipients,
    )


async def load_plans(runtime: Runtime) -> None:
    """Take over the plans that staff have saved. Raises StoreError."""
    runtime.plans.load(await runtime.database.read(stored_plans.load))
