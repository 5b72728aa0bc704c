"""What the link to Frigate costs: the messages of 200 cameras at 50 a second, and memory over a million of them.

The messages are those that real Frigates of 0.17 and 0.18 published (`tests/data/frigate`), with the names of 200
cameras and ever new ids. They come over Mosquitto; Frigate's REST is the simulated one. Both are other processes: what
is measured is the link alone, in a process that does nothing else.
"""

import asyncio
import gc
import json
import multiprocessing
import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from itertools import count, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import aiohttp
import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.sighting import CameraFact
from custom_components.smart_community.links.devices.broker import BrokerSettings
from custom_components.smart_community.links.frigate.link import FrigateLink
from custom_components.smart_community.links.frigate.model import FrigateSettings
from demo.broker import COMMUNITY, FRIGATE, Broker
from simulators.frigate import SimulatedFrigate, View, camera_of

from .result import Result
from .world import say

PAIRS: Final = 100  # of an elevator's camera and a gate's: 200 cameras
RATE: Final = 50  # messages a second, of all cameras together
PACED_FOR: Final = 120  # seconds
MESSAGES: Final = 1_000_000
# Memory has found its size by then: caches are full, and the interpreter has its arenas.
SETTLED_AFTER: Final = 200_000
_A_TURN: Final = 50  # as many as the link itself takes in one turn of the loop
_TICK: Final = 0.01  # seconds between two looks at how late the loop is
_CAPTURES: Final = Path(__file__).parent.parent / "tests" / "data" / "frigate"
_ID: Final = re.compile(r"(\d{10}\.\d+)-[a-z0-9]{6}")

type Message = tuple[str, bytes]


def recorded() -> list[Message]:
    """Return what both versions published of their cameras, without pictures and what is said once at the start."""
    found: list[Message] = []
    for version in ("0.17", "0.18"):
        for line in (_CAPTURES / f"mqtt-capture-{version}.jsonl").read_text(encoding="utf-8").splitlines():
            said = json.loads(line)
            topic = said["topic"].removeprefix("frigate/")
            # A state classification is not among what the link asks the broker for.
            skipped = topic.endswith(("/snapshot", "/state")) or "/classification/" in topic
            if not skipped and topic not in {"available", "stats"}:
                found.append((topic, said["payload"].encode()))
    return found


def replayed() -> Iterator[Message]:
    """Yield the recorded messages for one pair of cameras after the other, without end, each round with new ids."""
    texts = [(topic, payload.decode()) for topic, payload in recorded()]
    for number in count():
        pair = number % PAIRS
        names = {"elevator_1": f"elevator_{pair}", "gate_in": f"gate_{pair}"}
        names |= {"cabin": f"elevator_{pair}_cabin", "gate_lane": f"gate_{pair}_lane"}
        for topic, payload in texts:
            first, slash, rest = topic.partition("/")
            text = _ID.sub(rf"\g<1>-{number:06d}", payload)
            for name, other in names.items():
                text = text.replace(f'"{name}"', f'"{other}"')
            yield names.get(first, first) + slash + rest, text.encode()


def clock() -> Instant:
    """Return this moment."""
    return Instant(datetime.now(UTC), time.monotonic())


def memory_mib() -> float:
    """Return the memory of this process that is in use, after a whole collection."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def play_frigate(pipe: Connection, host: str, port: int) -> None:
    """Be Frigate, in a process of its own: answer REST, publish at the rate when told to, and say how much that was."""
    asyncio.run(_play_frigate(pipe, host, port))


async def _play_frigate(pipe: Connection, host: str, port: int) -> None:
    cameras = [camera_of(f"elevator_{number}", View.ELEVATOR) for number in range(PAIRS)]
    cameras += [camera_of(f"gate_{number}", View.GATE) for number in range(PAIRS)]
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.username_pw_set(FRIGATE.username, FRIGATE.password)
    client.connect(host, port)
    client.loop_start()
    async with SimulatedFrigate("0.18", cameras) as frigate:
        pipe.send(frigate.url)
        seconds = await asyncio.to_thread(pipe.recv)
        begun, sent = time.monotonic(), 0
        for topic, payload in islice(replayed(), int(RATE * seconds)):
            client.publish(f"frigate/{topic}", payload)
            sent += 1
            await asyncio.sleep(max(0.0, begun + sent / RATE - time.monotonic()))
        pipe.send(sent)
        await asyncio.to_thread(pipe.recv)
    client.disconnect()
    client.loop_stop()


async def measure(seconds: float = PACED_FOR, messages: int = MESSAGES, settled: int = SETTLED_AFTER) -> Result:
    """Measure; `seconds` of the paced part, `messages` in all of the other, memory compared from `settled` on."""
    facts: Counter[str] = Counter()

    def count_fact(fact: CameraFact) -> None:
        facts[type(fact).__name__] += 1

    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(
            Broker(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "broker")
        )
        ours, theirs = multiprocessing.Pipe()
        frigate = multiprocessing.get_context("spawn").Process(
            target=play_frigate, args=(theirs, broker.host, broker.port), daemon=True
        )
        frigate.start()
        stack.callback(frigate.join, 10)
        url = await asyncio.to_thread(ours.recv)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        link = FrigateLink(
            session=session,
            settings=FrigateSettings(url, events="mqtt"),
            clock=clock,
            broker=BrokerSettings(broker.host, broker.port, COMMUNITY.username, COMMUNITY.password),
            client_id="bench_frigate",
        )
        link.on_fact(count_fact)
        link.watch([*(f"elevator_{number}" for number in range(PAIRS)), *(f"gate_{number}" for number in range(PAIRS))])
        connected = asyncio.Event()
        link.on_status(lambda status: connected.set() if status.connected else None)
        await link.start()
        stack.push_async_callback(link.stop)
        await connected.wait()
        say(f"{RATE} messages/s for {seconds:g} s")
        paced, sent = await _paced(link, ours, seconds)
        ours.send("over")
        say(f"{messages:,} messages as fast as they are taken")
        fast = await _fast(link, messages, settled)
        counts = {
            "messages_paced": sent,
            "lost": sent - int(paced.pop("heard")),
            "messages_fast": messages,
            "malformed": link.reader.tally.malformed,
            "dropped": link.stream.dropped,
            **{f"facts_{name}": number for name, number in sorted(facts.items())},
        }
    notes = (
        f"{2 * PAIRS} cameras; the paced part over Mosquitto, with the statistics asked for every 10 s over REST.",
        "The fast part hands messages to the link in turns of 50, as its stream does; making them is not in its time.",
    )
    return Result("frigate", {**paced, **fast}, counts=counts, notes=notes)


async def _paced(link: FrigateLink, frigate: Connection, seconds: float) -> tuple[dict[str, float], int]:
    late = [0.0]

    async def tick() -> None:
        while True:
            begun = time.monotonic()
            await asyncio.sleep(_TICK)
            late.append(time.monotonic() - begun - _TICK)

    heard = link.reader.tally.messages
    ticking = asyncio.create_task(tick())
    cpu, begun = time.process_time(), time.monotonic()
    frigate.send(seconds)
    sent = await asyncio.to_thread(frigate.recv)
    cpu, took = time.process_time() - cpu, time.monotonic() - begun
    # What is still on its way.
    await asyncio.sleep(1)
    ticking.cancel()
    await asyncio.gather(ticking, return_exceptions=True)
    figures = {
        "cpu_percent": 100 * cpu / took,
        "stall_longest_ms": 1000 * max(late),
        "heard": link.reader.tally.messages - heard,
    }
    return figures, sent


async def _fast(link: FrigateLink, messages: int, settled: int) -> dict[str, float]:
    source, spent, done, before = replayed(), 0.0, 0, memory_mib()
    while done < messages:
        batch = list(islice(source, min(_A_TURN, messages - done)))
        begun = time.perf_counter()
        for topic, payload in batch:
            link.said(topic, payload)
        spent += time.perf_counter() - begun
        if done < settled <= done + len(batch):
            before = memory_mib()
        done += len(batch)
        await asyncio.sleep(0)
    after = memory_mib()
    return {
        "message_us": 1e6 * spent / messages,
        "memory_settled_mib": before,
        "memory_after_mib": after,
        "memory_growth_mib": after - before,
    }
