"""The spine without Home Assistant: store, device link and desks as `runtime.py` builds them, each in a bare process.

As a program it is a nursery: it has imported all that is needed, and each line on its standard input, the settings of
one process as JSON, forks one. So a process is there in milliseconds, and a hundred can be killed in a minute. What
they have to tell goes to the standard output, one JSON object a line.
"""

import asyncio
import contextlib
import json
import logging
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
# The integration's own __init__ imports Home Assistant; its inner rooms need neither of the two.
_PACKAGE = ModuleType("custom_components.smart_community")
_PACKAGE.__path__ = [str(ROOT / "custom_components" / "smart_community")]
sys.modules.setdefault(_PACKAGE.__name__, _PACKAGE)

# Below the line above, on purpose.
from sqlalchemy import Connection, event  # noqa: E402
from ulid_transform import ulid_now  # noqa: E402

from custom_components.smart_community.core.community import Place  # noqa: E402
from custom_components.smart_community.core.delivery import Audience, Delivery, Recipient, Target  # noqa: E402
from custom_components.smart_community.core.device import Device, DeviceKind  # noqa: E402
from custom_components.smart_community.core.fault import Fault  # noqa: E402
from custom_components.smart_community.core.incident import Change, Incident, IncidentError, Kind, Resolution  # noqa: E402
from custom_components.smart_community.core.plan import DEFAULT_PLANS, ResponsePlan, Step  # noqa: E402
from custom_components.smart_community.core.ports import Probe, StoreError, StoreFailure  # noqa: E402
from custom_components.smart_community.core.response import Instant  # noqa: E402
from custom_components.smart_community.core.seen import REMEMBERED_FOR, SeenEvents  # noqa: E402
from custom_components.smart_community.desks.paging import Pager  # noqa: E402
from custom_components.smart_community.desks.response import ResponseDesk  # noqa: E402
from custom_components.smart_community.desks.saving import Saver  # noqa: E402
from custom_components.smart_community.desks.supervision import SupervisionDesk  # noqa: E402
from custom_components.smart_community.links.devices.broker import BrokerSettings, LinkStatus  # noqa: E402
from custom_components.smart_community.links.devices.client import DeviceLink  # noqa: E402
from custom_components.smart_community.store import deliveries as stored_deliveries  # noqa: E402
from custom_components.smart_community.store import devices as stored_devices  # noqa: E402
from custom_components.smart_community.store import incidents as stored_incidents  # noqa: E402
from custom_components.smart_community.store.database import Database  # noqa: E402

# How often, in seconds, somebody resolves an incident, so that the next press of that home opens another.
RESOLVE_EVERY: Final = 0.02
ACKNOWLEDGE_EVERY: Final = 0.2
# So many incidents nobody resolves: what they page must reach people to the end.
LEFT_OPEN: Final = 8
# How long a channel takes at most to take a push, in seconds: some kills come meanwhile.
HAND_OVER_TAKES: Final = 0.02
# Everybody is told over this. The two hear of all homes, so that much of what they get is gathered; a contact hears of
# one home only.
CHANNEL: Final = "notify.test"
STAFF: Final = (
    Recipient("user:grid", Audience.GRID_WORKER, (CHANNEL,), "grid"),
    Recipient("user:duty", Audience.DUTY_ROOM, (CHANNEL,), "duty"),
)
# How often a commit that hangs looks whether it may go on, in seconds.
HANG_POLL: Final = 0.02


@dataclass(frozen=True, slots=True)
class Settings:
    """What one process is to do. `resolves`: somebody resolves incidents. `hang`: commits wait while it exists."""

    path: str
    host: str
    port: int
    site: str
    username: str
    password: str
    client_id: str
    buttons: list[str]
    resolves: bool = False
    hang: str = ""
    # A plan with several steps runs within seconds, somebody acknowledges, and the owner is asked again.
    chases: bool = False


# Everybody at each step; the last is repeated. Its delays are shorter than staff may write.
EVERYBODY: Final = ("grid_worker", "duty_room", "emergency_contact")
CHASE: Final = ResponsePlan(
    "help",
    Kind.HELP,
    None,
    tuple(Step(after, EVERYBODY) for after in (0.0, 0.3, 0.9, 2.0)),
    repeat_every=3.0,
    ask_again_after=1.5,
    version=1,
)


def clock() -> Instant:
    """Return this moment."""
    return Instant(datetime.now(UTC), time.monotonic())


def say(what: str, **details: Any) -> None:
    """Tell whoever started us; one write, so that lines of several processes do not mix."""
    line = json.dumps({"pid": os.getpid(), "say": what, **details}) + "\n"
    os.write(sys.stdout.fileno(), line.encode())


class Spine:
    """Store, link and desks, put together as `runtime.py` does."""

    def __init__(self, settings: Settings) -> None:
        """Build the rooms; nothing runs before `start`."""
        self.settings = settings
        self.database = Database(Path(settings.path), clock)
        self.saver = Saver(self.database.commit, _store_changed)
        self.supervision = SupervisionDesk(
            clock=clock, commit=self.saver.write, on_change=lambda _: None, on_alarm=lambda _: None
        )
        self.pager = Pager(
            clock=clock,
            new_nonce=ulid_now,
            saver=self.saver,
            find_recipients=_recipients,
            hand_over=_hand_over,
            recall=_recall,
            find_incident=lambda incident_id: self.response.active.get(incident_id),  # noqa: PLW0108 - built below
            on_change=lambda _: None,
        )
        self.response = ResponseDesk(
            clock=clock,
            new_id=ulid_now,
            saver=self.saver,
            pager=self.pager,
            note_event=self.supervision.note_event,
            show_event=lambda _: None,
            opens_for_anyone=lambda: False,
            observe=lambda device, event: None,  # noqa: ARG005 - nothing is tested
            judge=lambda device, event: None,  # noqa: ARG005 - no facade is watched
            plan_for=lambda kind, _severity: CHASE if settings.chases else DEFAULT_PLANS[kind],
            report_fault=_fault_reported,
            publish=_incident_changed,
        )
        self.link = DeviceLink(
            settings=BrokerSettings(settings.host, settings.port, settings.username, settings.password),
            site=settings.site,
            client_id=settings.client_id,
            clock=clock,
            on_fact=self.supervision.take_fact,
            on_event=self.response.take_event,
            on_status=_link_changed,
        )

    async def start(self) -> None:
        """Load what is open, then listen."""
        await self.database.open()
        if not await self.database.read(stored_devices.load):
            await self.database.commit(_devices(self.settings.buttons))
        await self.database.read(self._load)
        if self.settings.hang:
            hang = Path(self.settings.hang)
            assert self.database._opened is not None
            event.listen(self.database._opened.engine, "commit", lambda _: _hang(hang))
        await self.link.start()
        self.response.start()

    async def stop(self) -> None:
        """Stop in the order of the line."""
        await self.link.stop(60)
        await self.response.stop()
        await self.pager.stop()
        await self.supervision.flush()
        await self.database.close()

    async def beat(self) -> None:
        """Prove that the store writes and say so, as the runtime's timer does."""
        with contextlib.suppress(StoreError):
            await self.supervision.flush()
            await self.saver.write([Probe(clock().utc)])
            self.link.beat(clock().utc)

    async def resolve_one(self, chance: random.Random) -> None:
        """Be a person who ends some incident."""
        active = list(self.response.active)
        if len(active) > LEFT_OPEN:
            with contextlib.suppress(StoreError, IncidentError):
                await self.response.resolve(chance.choice(active), "somebody", Resolution.TEST)

    async def acknowledge_one(self, chance: random.Random) -> None:
        """Be a person who takes some incident."""
        waiting = [one.id for one in self.response.active.values() if one.acknowledged_at is None]
        if len(waiting) > LEFT_OPEN:
            with contextlib.suppress(StoreError, IncidentError):
                await self.response.acknowledge(chance.choice(waiting), "grid")

    def _load(self, connection: Connection) -> None:
        since = clock().utc - REMEMBERED_FOR
        self.supervision.load(stored_devices.load(connection))
        self.response.load(
            stored_incidents.load_active(connection, self.database.vault),
            SeenEvents(stored_devices.load_event_keys(connection, since)),
            stored_incidents.highest_number(connection),
        )
        self.pager.load(stored_deliveries.load_active(connection, self.database.vault))


def _recipients(audience: Sequence[Target], home: str | None) -> list[Recipient]:
    contacts = [Recipient(f"contact:{home}:0", Audience.EMERGENCY_CONTACT, (CHANNEL,))] if home else []
    return [one for one in (*STAFF, *contacts) if one.role in audience or one.id in audience]


async def _hand_over(incident: Incident, delivery: Delivery, recipient: Recipient, count: int) -> None:
    await asyncio.sleep(random.uniform(0, HAND_OVER_TAKES))
    say("handed_over", incident=incident.id, key=delivery.key, count=count)


async def _recall(incident: Incident, delivery: Delivery, recipient: Recipient, *, gathered: bool) -> None:
    """Do nothing: this channel shows nothing."""


async def run(settings: Settings) -> None:
    """Run a spine until SIGTERM, or SIGKILL."""
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    spine = Spine(settings)
    await spine.start()
    tasks = [asyncio.create_task(_every(1.0, spine.beat))]
    if settings.resolves:
        chance = random.Random(os.getpid())
        tasks.append(asyncio.create_task(_every(RESOLVE_EVERY, lambda: spine.resolve_one(chance))))
    if settings.chases:
        taking = random.Random(os.getpid())
        tasks.append(asyncio.create_task(_every(ACKNOWLEDGE_EVERY, lambda: spine.acknowledge_one(taking))))
    await stopping.wait()
    for task in tasks:
        task.cancel()
    await spine.stop()
    say("stopped")


async def _every(seconds: float, work: Any) -> None:
    while True:
        await work()
        await asyncio.sleep(seconds)


def _devices(buttons: list[str]) -> list[Device]:
    return [
        Device(button, number, kind=DeviceKind.HELP_BUTTON, place=Place(home=f"home-{number}"))
        for number, button in enumerate(buttons, start=1)
    ]


def _hang(file: Path) -> None:
    while file.exists():
        time.sleep(HANG_POLL)


def _link_changed(status: LinkStatus) -> None:
    say("link", connected=status.connected, problem=status.problem)


def _store_changed(failure: StoreFailure | None) -> None:
    say("store", failure=failure)


def _fault_reported(fault: Fault) -> None:
    say("fault", cause=fault.cause, subject=fault.subject)


def _incident_changed(change: Change, incident: Incident) -> None:
    say("incident", change=change, id=incident.id, device=incident.device, unsaved=incident.unsaved)


def nursery() -> None:
    """Fork one process a line, until the input ends; then end all that still run."""
    # Nobody waits for the killed: the kernel takes them away at once.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        settings = Settings(**json.loads(line))
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            say("started")
            asyncio.run(run(settings))
            # Not through the nursery's own end, which this copy would walk as well.
            os._exit(0)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(process)d %(name)s %(message)s")
    nursery()
