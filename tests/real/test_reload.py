"""Unload and reload of the entry in a running Home Assistant: no thread, socket, file or timer is left."""

from collections import Counter
from pathlib import Path

from .leftovers import connections_to, files_of, threads_of
from .patience import ALIVE
from .world import World, eventually

RELOADS = 5
SEEN_WITHIN = ALIVE
# Home Assistant's own pool grows as it is used, and never shrinks.
POOL = "SyncWorker"


def pid_of(world: World) -> int:
    pid = world.home_assistant.process.pid
    assert pid is not None
    return pid


def threads(world: World) -> Counter[str]:
    """Return how many threads there are of each name, without Home Assistant's pool."""
    return Counter(name for name in threads_of(pid_of(world)) if not name.startswith(POOL))


def open_databases(world: World) -> Counter[str]:
    """Return how often each file of our database is open."""
    return Counter(Path(file).name for file in files_of(pid_of(world)) if world.database.name in file)


async def test_reloads_leave_nothing(world: World) -> None:
    async def seen() -> tuple[Counter[str], Counter[str], int]:
        return threads(world), open_databases(world), connections_to(world.broker.port, pid_of(world))

    await world.reload()
    before = await seen()
    names, _, links = before
    assert any(name.startswith("smart_community") for name in names), "our threads have names by which they are found"
    assert links == 1
    for _ in range(RELOADS):
        await world.reload()

    def nothing_left(after: tuple[Counter[str], Counter[str], int]) -> bool:
        # A connection opens its write-ahead log when it first reads: there may be less than before.
        return not after[0] - before[0] and not after[1] - before[1] and after[2] == links

    # A closed connection may stay for a moment.
    await eventually(seen, nothing_left, within=SEEN_WITHIN, what=f"no more than before the reloads: {before}")
    await (await world.button().press()).acked(SEEN_WITHIN)


async def test_unloaded_means_gone(world: World) -> None:
    before = threads(world)
    await world.unload()
    try:
        await world.heartbeats.until(lambda beat: "pause" in beat, within=SEEN_WITHIN)
        assert connections_to(world.broker.port, pid_of(world)) == 0
        assert open_databases(world) == Counter()
        assert not any(name.startswith(("smart_community", "paho")) for name in threads(world))
    finally:
        await world.load()

    async def now() -> Counter[str]:
        return threads(world)

    await eventually(now, lambda names: names == before, within=SEEN_WITHIN, what=f"the threads of before: {before}")
