"""Unload and reload of the entry in a running Home Assistant: no thread, socket, file or timer is left."""

from collections import Counter
from pathlib import Path

from .leftovers import connections_to, files_of, threads_of
from .patience import ALIVE
from .world import World, eventually

RELOADS = 5
SEEN_WITHIN = ALIVE
# Home Assistant's own come and go as it likes.
OURS = ("smart_community", "paho")


# Threads, files of the database, links to the broker.
type Seen = tuple[Counter[str], Counter[str], int]


def pid_of(world: World) -> int:
    pid = world.home_assistant.process.pid
    assert pid is not None
    return pid


def threads(world: World) -> Counter[str]:
    """Return how many threads of ours there are of each name."""
    return Counter(name for name in threads_of(pid_of(world)) if name.startswith(OURS))


def open_databases(world: World) -> Counter[str]:
    """Return how often each file of our database is open."""
    return Counter(Path(file).name for file in files_of(pid_of(world)) if world.database.name in file)


async def test_reloads_leave_nothing(world: World) -> None:
    async def seen() -> Seen:
        return threads(world), open_databases(world), connections_to(world.broker.port, pid_of(world))

    await world.reload()
    # What is made beside the start, such as what copies the database, is there once it has all been used.
    await (await world.button().press()).acked(SEEN_WITHIN)
    before = await eventually(seen, lambda now: now[2] == 1, within=SEEN_WITHIN, what="one link")
    names, _, links = before
    assert any(name.startswith("smart_community") for name in names), "our threads have names by which they are found"
    for _ in range(RELOADS):
        await world.reload()

    def nothing_left(after: Seen) -> bool:
        # A connection opens its write-ahead log when it first reads: there may be less than before.
        return not after[0] - before[0] and not after[1] - before[1] and after[2] == links

    # A closed connection may stay for a moment.
    await eventually(seen, nothing_left, within=SEEN_WITHIN, what=f"no more than before the reloads: {before}")
    await (await world.button().press()).acked(SEEN_WITHIN)


async def test_unloaded_means_gone(world: World) -> None:
    await world.unload()
    try:
        await world.heartbeats.until(lambda beat: "pause" in beat, within=SEEN_WITHIN)

        async def left() -> Seen:
            return threads(world), open_databases(world), connections_to(world.broker.port, pid_of(world))

        # What is being written when the entry goes is written first.
        await eventually(left, lambda seen: seen == (Counter(), Counter(), 0), within=SEEN_WITHIN, what="nothing")
    finally:
        await world.load()

    await (await world.button().press()).acked(SEEN_WITHIN)
