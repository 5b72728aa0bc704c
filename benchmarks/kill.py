"""A whole Home Assistant is killed a hundred times while twenty help buttons press: presses lost, presses doubled.

What is counted is read from the database file and from what the buttons saw, not from what the integration says.
"""

import secrets
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from typing import Final

from demo.broker import Broker
from demo.community import assign_buttons, button_ids, make_community, open_owner
from demo.home_assistant import HomeAssistant
from demo.kills import DATABASE, Heartbeats, HomeAssistantVictim, read_evidence
from simulators.help_button import HelpButtons
from simulators.kills import Plan, judge, torment

from .result import Result, percentile
from .world import say

KILLS: Final = 100
# Seconds: a start takes several, and some kills come within it.
_EARLY_WITHIN: Final = 6.0
_RUNS_AT_MOST: Final = 2.0


async def measure(kills: int = KILLS) -> Result:
    """Make the demo's community, kill it so often, and count."""
    plan = Plan(kills, secrets.randbits(32), early_within=_EARLY_WITHIN, runs_at_most=_RUNS_AT_MOST, quiet_within=120)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="smart-community-bench-")))
        broker = await stack.enter_async_context(Broker(folder / "broker"))
        home_assistant = HomeAssistant(folder / "config")
        stack.push_async_callback(home_assistant.stop)
        await home_assistant.start()
        buttons = await stack.enter_async_context(HelpButtons(broker.endpoint(), button_ids()))
        owner = await open_owner(home_assistant, "en")
        try:
            await make_community(owner, home_assistant, broker, language="en", progress=say)
            await assign_buttons(owner, buttons, language="en", progress=say)
        finally:
            await owner.close()
        heartbeats = await stack.enter_async_context(Heartbeats(broker.endpoint()))
        victim = HomeAssistantVictim(home_assistant, heartbeats)
        say(f"killing Home Assistant, seed {plan.seed}")
        done = await torment(victim, buttons, plan, say)
        count = judge(done.presses, read_evidence(folder / "config" / DATABASE))
    latencies = [press.latency for press in done.presses if press.latency is not None]
    return Result(
        name="kill",
        ours={
            "back_p50_s": median(victim.back_after),
            "back_max_s": max(victim.back_after),
            "ack_p50_s": median(latencies),
            "ack_p99_s": percentile(latencies, 99),
            "ack_max_s": max(latencies),
        },
        counts={
            "kills": done.kills,
            "kills_while_starting": done.early,
            "presses": count.presses,
            "resent": count.resent,
            "lost": count.lost,
            "doubled": count.doubled,
            "unacknowledged": count.unacked,
        },
        notes=[
            f"Seed {plan.seed}, {done.seconds:.0f} s. SIGKILL to the process group of Home Assistant only.",
            "back: from the start of the process to the first heartbeat, which follows a commit.",
            "ack: from the press, the time during which Home Assistant was dead included.",
        ],
    )
