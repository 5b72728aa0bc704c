"""From a press to three people told, beside what a volunteer would build without us: an automation on MQTT.

Both run in one Home Assistant, in turn, with the same Mosquitto, the same 300 buttons and the same end of the line: an
action of the probe that notes the time and does nothing. Ours is on disk first; theirs never is.
"""

import asyncio
import contextlib
import json
import random
import re
import sqlite3
import tempfile
import time
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from demo.broker import Broker
from demo.client import HomeAssistantClient
from demo.community import DOMAIN, set_up_integration, tell_contacts_over
from demo.home_assistant import HomeAssistant
from demo.kills import DATABASE, read_evidence, read_ledgers
from demo.processes import wait_until
from simulators.help_button import HelpButtons, Press
from simulators.kills import judge
from simulators.link import Link, Listener

from .result import Result, percentile
from .world import (
    BUTTONS,
    HOMES,
    SITE,
    assign,
    button_ids,
    import_homes,
    invent_homes,
    longest_stall_ms,
    make_home_assistant,
    memory_mib,
    onboard,
    report,
    say,
    set_up_mqtt,
    wait_for_entities,
)

# (presses per second, how many); each as often as there are rounds.
RATES: Final = ((10, 150), (100, 1500))
BURST: Final = 2000
ROUNDS: Final = 3
RECIPIENTS: Final = 3
SINK: Final = "notify.bench_sink"
# The simulators share the processor with what they measure: they let others run after so many presses of a burst.
_PRESSES_A_TURN: Final = 20
_TOLD_WITHIN: Final = 50.0
_POLL: Final = 0.25
# After a phase Home Assistant's recorder still writes; seconds.
_REST: Final = 3.0
_PAGE: Final = 200
_SEED: Final = 2026
_NUMBER: Final = re.compile(r"#(\d+)")

_MORE_ACL: Final = """
user simulator
topic readwrite volunteer/#
user community
topic readwrite volunteer/#
topic readwrite homeassistant/#
"""
AUTOMATION: Final = """\
automation:
  - id: volunteer
    alias: Volunteer
    mode: parallel
    max: 10000
    triggers:
      - trigger: mqtt
        topic: volunteer/+/pressed
        qos: 1
    actions:
      - action: notify.bench_sink
        data: {message: "{{ trigger.payload }}"}
      - action: notify.bench_sink
        data: {message: "{{ trigger.payload }}"}
      - action: notify.bench_sink
        data: {message: "{{ trigger.payload }}"}
"""

# What was handed over: when (monotonic seconds), and the message.
type Told = list[tuple[float, str]]


@dataclass(slots=True)
class Counts:
    """What was done, and what is missing of it: presses, their events on disk, and hand-overs, three a press."""

    presses: int = 0
    untold: int = 0
    lost: int = 0
    doubled: int = 0
    unacked: int = 0
    not_in_ledger: int = 0


@dataclass(slots=True)
class Figures:
    """What one side took."""

    saturated: list[float] = field(default_factory=list)
    publishing: list[float] = field(default_factory=list)
    latencies: dict[int, list[list[float]]] = field(default_factory=lambda: defaultdict(list))

    def as_row(self) -> dict[str, float]:
        """Return the medians of the rounds."""
        row = {"saturated_per_s": median(self.saturated), "saturated_publish_per_s": median(self.publishing)}
        for rate, rounds in self.latencies.items():
            row[f"p50_at_{rate}_ms"] = median(percentile(values, 50) for values in rounds)
            row[f"p99_at_{rate}_ms"] = median(percentile(values, 99) for values in rounds)
        return row


class Side(ABC):
    """One of the two lines from a press to three people."""

    name = ""

    def __init__(self, owner: HomeAssistantClient, buttons: int) -> None:
        """Begin with nothing measured; so many buttons there are."""
        self.owner = owner
        self.buttons = buttons
        self.counts = Counts()
        self.figures = Figures()

    async def at_rate(self, rate: float, count: int, *, told: int = RECIPIENTS) -> list[float]:
        """Press `count` times, `rate` a second on average and at random moments, the same of both sides.

        Returns of each press the ms until `told` of its three recipients were told.
        """
        chance = random.Random(_SEED)
        pressed: list[tuple[int, float]] = []
        due = time.monotonic()
        # Each button once: of presses in a row, ours pages for one in ten seconds.
        for button in chance.sample(range(self.buttons), count):
            due += chance.expovariate(rate)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            pressed.append((button, time.monotonic()))
            await self.press(button)
        return [1000 * (at - then) for then, at in await self._ended(pressed, told)]

    async def at_once(self, count: int) -> tuple[float, float]:
        """Press `count` times as fast as can be; return the presses a second and the seconds to the last hand-over."""
        pressed: list[tuple[int, float]] = []
        for number in range(count):
            pressed.append((number, time.monotonic()))
            await self.press(number)
            if number % _PRESSES_A_TURN == 0:
                await asyncio.sleep(0)
        ended = await self._ended(pressed)
        took = max(at for _, at in ended) - pressed[0][1]
        return count / took, took

    @abstractmethod
    async def press(self, button: int) -> None:
        """Press one button."""

    @abstractmethod
    async def tidy(self) -> dict[str, int]:
        """Check what is on disk and make ready for the next phase; return each alarm's word for its button."""

    @abstractmethod
    def word(self, message: str) -> str:
        """Return by what a message names its button."""

    async def _ended(self, pressed: Sequence[tuple[int, float]], to: int = RECIPIENTS) -> list[tuple[float, float]]:
        """Wait until all are told; return of each press when it was made, and when so many of its three were told."""
        wanted = RECIPIENTS * len(pressed)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_TOLD_WITHIN):
                while (await self.owner.call("bench_probe/told"))["count"] < wanted:  # noqa: ASYNC110 - another process
                    await asyncio.sleep(_POLL)
        told: Told = (await self.owner.call("bench_probe/told", reset=True))["told"]
        buttons = await self.tidy()
        by_button: defaultdict[int, list[float]] = defaultdict(list)
        for at, message in told:
            by_button[buttons[self.word(message)]].append(at)
        self.counts.presses += len(pressed)
        self.counts.untold += wanted - len(told)
        # Of one button's presses, the first is told first.
        made: defaultdict[int, int] = defaultdict(int)
        ended = []
        for button, then in pressed:
            made[button] += RECIPIENTS
            times = sorted(by_button[button])
            if len(times) >= made[button]:
                ended.append((then, times[made[button] - RECIPIENTS + to - 1]))
        await asyncio.sleep(_REST)
        return ended


class Ours(Side):
    """Press → on disk → three deliveries handed over, to the three emergency contacts of the button's home."""

    name = "ours"

    def __init__(self, owner: HomeAssistantClient, buttons: HelpButtons, database: Path) -> None:
        """Press these buttons; what became of it is in the database."""
        super().__init__(owner, len(buttons))
        self._buttons = buttons
        self._database = database
        self._ids = button_ids(len(buttons))
        self._presses: list[Press] = []

    async def press(self, button: int) -> None:
        """Press one."""
        self._presses.append(await self._buttons[self._ids[button]].press())

    def word(self, message: str) -> str:
        """Return the number of the incident."""
        found = _NUMBER.search(message)
        return found[1] if found else ""

    async def tidy(self) -> dict[str, int]:
        """Count what is on disk, then resolve all: the next phase opens anew."""
        presses, self._presses = self._presses, []
        await self._buttons.all_acked(_TOLD_WITHIN)
        wanted = RECIPIENTS * len(presses)
        # Outcomes are written after the hand-over.
        await wait_until(lambda: self._in_ledger() >= wanted, within=_TOLD_WITHIN, every=_POLL)
        count = judge(presses, read_evidence(self._database))
        self.counts.lost += count.lost
        self.counts.doubled += count.doubled
        self.counts.unacked += count.unacked
        self.counts.not_in_ledger += wanted - self._in_ledger()
        with contextlib.closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, timeout=10)) as connection:
            # The community reports faults as well: nobody is on duty in this one.
            numbers = connection.execute(
                "SELECT number, device FROM incidents WHERE state <> 'resolved' AND kind = 'help'"
            ).fetchall()
        while incidents := (await self.owner.call(f"{DOMAIN}/incidents/list", state="active", limit=_PAGE))[
            "incidents"
        ]:
            for incident in incidents:
                await self.owner.call(f"{DOMAIN}/incidents/resolve", incident_id=incident["id"], resolution="test")
        return {str(number): self._ids.index(device) for number, device in numbers}

    def _in_ledger(self) -> int:
        return sum(
            delivery.active and delivery.state == "handed_over" for delivery in read_ledgers(self._database).deliveries
        )


class Theirs(Side):
    """An automation with an MQTT trigger and three actions."""

    name = "theirs"

    def __init__(self, owner: HomeAssistantClient, buttons: int, link: Link) -> None:
        """Press over this link."""
        super().__init__(owner, buttons)
        self._link = link

    async def press(self, button: int) -> None:
        """Press one."""
        payload = json.dumps({"button": button, "type": "pressed"}).encode()
        self._link.publish(f"volunteer/{button}/pressed", payload)

    def word(self, message: str) -> str:
        """Return the number of the button. The template may have made something else of the payload than text."""
        found = re.search(r"\d+", str(message))
        return found[0] if found else ""

    async def tidy(self) -> dict[str, int]:
        """Do nothing: nothing is kept."""
        return {str(button): button for button in range(self.buttons)}


@dataclass(slots=True)
class Scene:
    """One Home Assistant with both lines, and who presses."""

    home_assistant: HomeAssistant
    owner: HomeAssistantClient
    buttons: HelpButtons
    ours: Ours
    theirs: Theirs


@asynccontextmanager
async def scene(buttons: int = BURST) -> AsyncIterator[Scene]:
    """Make a community with so many buttons, each in a home of its own, and the automation."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="smart-community-bench-")))
        # A burst must not overflow what the broker queues (1000 unless told otherwise): it drops the rest.
        broker = Broker(folder / "broker", site=SITE, max_queued_messages=2 * BURST, more_acl=_MORE_ACL)
        await stack.enter_async_context(broker)
        home_assistant = make_home_assistant(folder / "config", configuration=AUTOMATION)
        stack.push_async_callback(home_assistant.stop)
        await home_assistant.start()
        owner = await stack.enter_async_context(HomeAssistantClient(home_assistant.url, await onboard(home_assistant)))
        ids = button_ids(buttons)
        pressed = await stack.enter_async_context(HelpButtons(broker.endpoint(), ids))
        say(f"making a community of {HOMES} homes with {buttons} help buttons")
        await set_up_integration(owner, broker)
        await import_homes(owner, home_assistant.config_dir, invent_homes(HOMES, contacts=RECIPIENTS))
        await assign(owner, ids)
        await tell_contacts_over(owner, SINK)
        await wait_for_entities(owner)
        await set_up_mqtt(owner, broker)
        link = Link(broker.endpoint(), "bench-volunteer", ["volunteer/none"], Listener(message=lambda _: None))
        await link.open()
        stack.push_async_callback(link.close)
        ours = Ours(owner, pressed, home_assistant.config_dir / DATABASE)
        yield Scene(home_assistant, owner, pressed, ours, Theirs(owner, buttons, link))


async def measure() -> Result:
    """Press both in turn, several rounds; then what only we are asked: 300 and 2,000 at once."""
    async with scene() as it:
        sides: list[Side] = [it.ours, it.theirs]
        for side in sides:
            # What is loaded and compiled at the first alarm is not what is measured.
            await side.at_rate(RATES[0][0], 30)
        stalls, memory, before = [], 0.0, memory_mib(it.home_assistant)[0]
        for number in range(ROUNDS):
            for side in sides if number % 2 else reversed(sides):
                await report(it.owner, reset=True)
                rate, _ = await side.at_once(BURST)
                side.figures.saturated.append(rate)
                if side is it.ours:
                    stalls.append(longest_stall_ms(await report(it.owner)))
                    memory = max(memory, memory_mib(it.home_assistant)[0])
                for per_s, count in RATES:
                    side.figures.latencies[per_s].append(await side.at_rate(per_s, count))
                await it.owner.call("bench_probe/told", publish=True)
                side.figures.publishing.append((await side.at_once(BURST))[0])
                await it.owner.call("bench_probe/told", publish=False)
                say(f"round {number + 1} of {ROUNDS}, {side.name}: {side.figures.as_row()}")
        at_once = [(await it.ours.at_once(BUTTONS))[1] for _ in range(ROUNDS)]
        return _result(it, {"stall_ms": max(stalls), "memory_mib": memory - before}, at_once)


def _result(it: Scene, burst: dict[str, float], at_once: Sequence[float]) -> Result:
    ours, theirs = it.ours.figures.as_row(), it.theirs.figures.as_row()
    counts = it.ours.counts
    return Result(
        name="alarm",
        ours=ours | {"last_of_300_s": max(at_once)} | burst,
        theirs=theirs,
        ratio={
            "saturated_rate": ours["saturated_per_s"] / theirs["saturated_per_s"],
            **{f"p99_at_{rate}": ours[f"p99_at_{rate}_ms"] / theirs[f"p99_at_{rate}_ms"] for rate, _ in RATES},
        },
        counts={
            "presses": counts.presses,
            "presses_theirs": it.theirs.counts.presses,
            "untold": counts.untold,
            "untold_theirs": it.theirs.counts.untold,
            "lost": counts.lost,
            "doubled": counts.doubled,
            "unacked": counts.unacked,
            "not_in_ledger": counts.not_in_ledger,
        },
        notes=(
            "ours: press → on disk → three deliveries handed over. theirs: an automation with an MQTT trigger and",
            f"three actions. Sink of both: {SINK}, which notes the time; `publish`: and publishes over MQTT.",
            "Latency is from the press to the third of its hand-overs. Medians of the rounds; both sides in turn, in",
            f"one Home Assistant, with its recorder. `saturated`: {BURST} presses at once from as many homes; our",
            "longest stall and growth of memory (PSS) are those of these bursts. Each home has three contacts of its",
            "own, so that no push is gathered: each press is three hand-overs.",
        ),
    )
