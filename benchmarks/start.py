"""What we add to a start of Home Assistant: time, the longest stall of its event loop, memory.

Two config folders that differ only in the community: in the other one Home Assistant finds the integration and leaves
it alone. They are started in turn, so that whatever else the machine does meets both.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final, Self

from demo.broker import Broker
from demo.client import HomeAssistantClient
from demo.community import set_up_integration
from demo.home_assistant import HomeAssistant
from demo.processes import free_port
from simulators.help_button import HelpButtons
from simulators.link import Arrival, Link, Listener

from .result import Result
from .world import (
    BUTTONS,
    HOMES,
    SITE,
    BenchError,
    Report,
    button_ids,
    longest_collection_ms,
    longest_stall_ms,
    make_community,
    make_home_assistant,
    memory_mib,
    onboard,
    report,
    say,
    wait_for_entities,
)

ROUNDS: Final = 5
# What starts with Home Assistant and ends soon after it runs is not what it keeps; seconds.
_SETTLED_AFTER: Final = 20.0
_DATABASE: Final = "smart_community.db"


@dataclass(frozen=True, slots=True)
class Start:
    """One start. Seconds are from the process's first moment; `alarms_s`: to the first heartbeat, None without us."""

    answering_s: float
    running_s: float
    alarms_s: float | None
    stall_ms: float
    collection_ms: float
    pss_mib: float
    rss_mib: float


class Heartbeats:
    """Listens for the community's heartbeat: from the first one on, a press is on disk and acknowledged."""

    def __init__(self, broker: Broker) -> None:
        """Describe the connection; entering makes it."""
        endpoint = broker.endpoint()
        self._at: list[float] = []
        self._link = Link(endpoint, "bench-heartbeat", [f"{endpoint.prefix}/heartbeat"], Listener(message=self._came))

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        await self._link.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        """End the connection."""
        await self._link.close()

    def first_after(self, moment: float) -> float:
        """Return the seconds from `moment` (monotonic) to the first heartbeat after it. Raises BenchError."""
        later = [at - moment for at in self._at if at > moment]
        if not later:
            message = "the community sent no heartbeat"
            raise BenchError(message)
        return min(later)

    def _came(self, arrival: Arrival) -> None:
        if not arrival.retained and b"null" not in arrival.payload:
            self._at.append(arrival.at)


class Bench:
    """The two folders, and what is between them and the figures."""

    def __init__(self, folder: Path, broker: Broker, heartbeats: Heartbeats) -> None:
        """Use a folder of our own and a broker that runs."""
        port = free_port()
        self._bare = make_home_assistant(folder / "without", port=port)
        self._full = make_home_assistant(folder / "with", port=port)
        self._first = make_home_assistant(folder / "first", port=port)
        self._broker = broker
        self._heartbeats = heartbeats
        self._token = ""
        self.entities = 0

    async def prepare(self, buttons: HelpButtons) -> None:
        """Make both folders: the one with the community is a copy of the other, and then set up."""
        say("making a Home Assistant without us")
        async with running(self._bare):
            self._token = await onboard(self._bare)
        for other in (self._full, self._first):
            shutil.copytree(
                self._bare.config_dir,
                other.config_dir,
                ignore=shutil.ignore_patterns("custom_components"),
                dirs_exist_ok=True,
            )
        say(f"making a community of {HOMES} homes with {BUTTONS} help buttons")
        async with running(self._full), self._client(self._full) as owner:
            self.entities = await make_community(owner, self._full.config_dir, self._broker, buttons)

    async def set_up_first(self) -> tuple[float, Report]:
        """Set up the integration where its database is and none of its entities were; return seconds and stalls."""
        say("setting up: entities added for the first time")
        shutil.copy(self._full.config_dir / _DATABASE, self._first.config_dir / _DATABASE)
        async with running(self._first), self._client(self._first) as owner:
            await self._first.wait_running(owner)
            await asyncio.sleep(_SETTLED_AFTER / 2)
            await report(owner, reset=True)
            began = time.monotonic()
            await set_up_integration(owner, self._broker)
            await wait_for_entities(owner, self.entities)
            took = time.monotonic() - began
            await asyncio.sleep(_SETTLED_AFTER / 4)
            return took, await report(owner)

    async def start(self, *, with_us: bool) -> Start:
        """Start one of the two, let it settle, and read what it took."""
        home_assistant = self._full if with_us else self._bare
        began = time.monotonic()
        async with running(home_assistant):
            answering = time.monotonic() - began
            async with self._client(home_assistant) as client:
                await home_assistant.wait_running(client)
                if with_us:
                    await wait_for_entities(client, self.entities)
                await asyncio.sleep(_SETTLED_AFTER)
                seen = await report(client)
                pss, rss = memory_mib(home_assistant)
        return Start(
            answering_s=answering,
            running_s=seen["running_at"] - began,
            alarms_s=self._heartbeats.first_after(began) if with_us else None,
            stall_ms=longest_stall_ms(seen),
            collection_ms=longest_collection_ms(seen),
            pss_mib=pss,
            rss_mib=rss,
        )

    def _client(self, home_assistant: HomeAssistant) -> HomeAssistantClient:
        return HomeAssistantClient(home_assistant.url, self._token)


@asynccontextmanager
async def running(home_assistant: HomeAssistant) -> AsyncIterator[None]:
    """Start a Home Assistant, and stop it at the end."""
    await home_assistant.start()
    try:
        yield
    finally:
        await home_assistant.stop()


async def measure() -> Result:
    """Start both in turn, several times."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="smart-community-bench-")))
        broker = await stack.enter_async_context(Broker(folder / "broker", site=SITE))
        buttons = await stack.enter_async_context(HelpButtons(broker.endpoint(), button_ids()))
        heartbeats = await stack.enter_async_context(Heartbeats(broker))
        bench = Bench(folder, broker, heartbeats)
        await bench.prepare(buttons)
        first_s, first = await bench.set_up_first()
        starts: dict[bool, list[Start]] = {True: [], False: []}
        for number in range(ROUNDS):
            # Each is as often the earlier one of its round as the other.
            for with_us in (True, False) if number % 2 else (False, True):
                starts[with_us].append(await bench.start(with_us=with_us))
                say(f"round {number + 1} of {ROUNDS}, {'with' if with_us else 'without'}: {starts[with_us][-1]}")
        entities = bench.entities
    ours, theirs = _figures(starts[True]), _figures(starts[False])
    added = {key: ours[key] - theirs[key] for key in ("running_s", "answering_s", "memory_mib", "rss_mib")}
    return Result(
        name="start",
        ours={
            "added_to_start_s": added["running_s"],
            "added_until_answering_s": added["answering_s"],
            "stall_ms": ours["longest_stall_ms"],
            "memory_mib": added["memory_mib"],
            "memory_rss_mib": added["rss_mib"],
            "start_s": ours["running_s"],
            "until_alarms_s": median(start.alarms_s or 0.0 for start in starts[True]),
            "stall_worst_ms": max(start.stall_ms for start in starts[True]),
            "collection_ms": ours["collection_ms"],
            "first_set_up_s": first_s,
            "first_set_up_stall_ms": longest_stall_ms(first),
            "first_set_up_collection_ms": longest_collection_ms(first),
        },
        theirs={
            "start_s": theirs["running_s"],
            "stall_ms": theirs["longest_stall_ms"],
            "stall_worst_ms": max(start.stall_ms for start in starts[False]),
            "collection_ms": theirs["collection_ms"],
        },
        counts={"homes": HOMES, "buttons": BUTTONS, "entities": entities, "rounds": ROUNDS},
        notes=(
            "Medians of the rounds; `ours` is Home Assistant with the community, `theirs` the same one without.",
            "`added_…` and `memory_…` are the difference of the two.",
            f"Memory is read {_SETTLED_AFTER:g} s after everything has started: memory_mib is PSS, memory_rss_mib RSS.",
            "Stalls are the longest of a start, less what collections of the garbage collector's oldest generation",
            "took; those stand apart, as collection_ms.",
            "until_alarms_s: from the first moment of the process to the first heartbeat.",
            "first_set_up: the integration is set up in a running Home Assistant, its entities are new to it.",
        ),
    )


def _figures(starts: Sequence[Start]) -> dict[str, float]:
    return {
        "running_s": median(start.running_s for start in starts),
        "answering_s": median(start.answering_s for start in starts),
        "longest_stall_ms": median(start.stall_ms for start in starts),
        "collection_ms": median(start.collection_ms for start in starts),
        "memory_mib": median(start.pss_mib for start in starts),
        "rss_mib": median(start.rss_mib for start in starts),
    }
