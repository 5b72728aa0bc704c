"""The devices made of existing entities, connected to what the store knows of when they were watched last."""

from typing import TYPE_CHECKING

from ..entity_limit import watch_limit
from .faults import lived_at

if TYPE_CHECKING:
    from ..runtime import Runtime


async def start_entities(runtime: Runtime) -> None:
    """Report what was pressed while nobody watched (a reload takes seconds); before the first heartbeat."""
    watch_limit(runtime)
    if runtime.loaded:
        runtime.entities.catch_up(await runtime.database.read(lived_at))
