"""A whole night on a simulated clock, and its timeline as a person reads it.

Two alarms, a phone that is dead, nobody answers for 20 minutes, a restart in the middle; then people come. Shown with
`pytest -s tests/test_night.py`.
"""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from custom_components.smart_community.core.delivery import Audience, DeliveryState, Recipient
from custom_components.smart_community.core.incident import Change, Incident, Resolution, State
from tests.desks.world import HandLoop, World
from tests.story_text import told_as_text

CHEN: Final = Recipient("user:chen", Audience.DUTY_ROOM, ("notify.chen_phone", "script.call_chen"), "chen")
WANG: Final = Recipient("user:wang", Audience.GRID_WORKER, ("mobile_app", "script.call_wang"), "wang")
LIU: Final = Recipient("user:liu", Audience.COMMUNITY_OFFICE, ("mobile_app",), "liu")
DAUGHTER: Final = Recipient("contact:h1:0", Audience.EMERGENCY_CONTACT, ("script.sms",), None, "100 0000 0001")
SIREN: Final = Recipient("siren:community", Audience.SIREN, ("siren.gate", "media_player.duty_room"))
GROUP: Final = Recipient("group:1", Audience.GROUP, ("bot:notify.duty_group",))
NAMES: Final = {
    "chen": "Mr Chen",
    "wang": "Ms Wang",
    "liu": "Ms Liu",
    "contact:h1:0": "the daughter",
    "siren:community": "the sirens",
    "group:1": "the group",
    "bed": "button by the bed",
    "sofa": "button by the sofa",
}
BEIJING: Final = ZoneInfo("Asia/Shanghai")
TRANSLATIONS: Final = Path(__file__).parent.parent / "custom_components/smart_community/translations"


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: this night needs none."""


@pytest.fixture
def loop(caplog: pytest.LogCaptureFixture) -> Iterator[HandLoop]:
    loop = HandLoop()
    yield loop
    loop.cancel_all()
    loop.close()
    assert loop.faults == []
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


class English:
    """The words of the project's own translation."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = json.loads((TRANSLATIONS / "en.json").read_text(encoding="utf-8"))

    def option(self, selector: str, option: str) -> str:
        return str(self._known["selector"][selector]["options"][option])

    def building(self, name: str) -> str:
        return name

    def event(self, event: str) -> str:
        return event


class Night:
    """A night in the duty room: second by second, with one process after the other."""

    def __init__(self, loop: HandLoop) -> None:
        self.world = World(loop, recipients=[CHEN, WANG, LIU, DAUGHTER, SIREN, GROUP])
        self.world.off_duty = {LIU.id}
        self.world.phones.refuse("notify.chen_phone")
        self.seq = 0

    def until(self, clock: str) -> None:
        """Let time pass until a time of the clock on the wall, and the desk look at each second of it."""
        while f"{self.world.clock().utc.astimezone(BEIJING):%H:%M:%S}" != clock:
            self.world.wait(1)

    def press(self, button: str) -> None:
        self.seq += 1
        assert self.world.say(button, self.seq).confirmed == 1

    def restart(self, seconds: int) -> None:
        """Kill the process, and start another so many seconds later."""
        old = self.world
        old.store.die(0)
        old.loop.cancel_all()
        old.loop.seconds += seconds
        self.world = World(old.loop, old.disk, old.recipients)
        self.world.off_duty, self.world.phones.broken = old.off_duty, old.phones.broken
        self.world.phones.pushes = old.phones.pushes
        self.world.load()
        self.world.tick()

    def of(self, button: str) -> Incident:
        (incident,) = (one for one in self.world.disk.incidents.values() if one.device == button)
        return self.world.disk.incident(incident.id)

    def story(self, button: str) -> list[str]:
        incident = self.of(button)
        deliveries = [one for one in self.world.disk.deliveries.values() if one.incident == incident.id]
        return told_as_text(
            incident, deliveries, English(), lambda who: NAMES.get(who.removeprefix("user:"), who), BEIJING
        )


def in_order(story: list[str], *lines: str) -> None:
    """Check that the story has these lines (regular expressions), in this order, whatever stands in between."""
    rest = iter(story)
    for line in lines:
        found = any(re.fullmatch(line, told) for told in rest)
        assert found, "\n".join([f"missing or too late: {line!r}", *story])


def test_a_whole_night(loop: HandLoop) -> None:
    night = Night(loop)
    night.until("22:14:00")
    night.press("bed")
    night.until("22:20:30")
    night.press("sofa")
    night.until("22:22:10")
    night.restart(40)
    night.until("22:26:00")
    night.press("sofa")

    # For 20 minutes nobody answers. Then both wake up.
    night.until("22:34:12")
    bed, sofa = night.of("bed"), night.of("sofa")
    assert (bed.state, sofa.state) == (State.OPEN, State.OPEN)
    world = night.world
    world.loop.do(world.pager.receipt, bed.id, WANG.id, DeliveryState.SEEN, "mobile_app")
    world.ask(world.desk.acknowledge(bed.id, "wang"))
    night.until("22:35:00")
    world.ask(world.desk.en_route(bed.id, "wang"))
    night.until("22:36:00")
    world.ask(world.desk.acknowledge(sofa.id, "chen"))
    night.until("22:41:30")
    world.ask(world.desk.on_site(bed.id, "wang"))
    night.until("22:50:00")
    world.ask(world.desk.note(bed.id, "wang", "Fell out of bed, not hurt, the daughter is here"))
    world.ask(world.desk.resolve(bed.id, "wang", Resolution.REAL))
    # Mr Chen fell asleep again over the second one.
    night.until("22:52:00")
    world.ask(world.desk.on_site(sofa.id, "chen"))
    night.until("22:58:00")
    world.ask(world.desk.resolve(sofa.id, "chen", Resolution.FALSE_ALARM, "Sat on the button"))
    night.until("23:59:59")

    for button in ("bed", "sofa"):
        incident = night.of(button)
        print(f"\nIncident {incident.number}, {NAMES[button]}:", *night.story(button), sep="\n  ")

    in_order(
        night.story("bed"),
        r"22:14:00  Opened · button by the bed: pressed",
        r"22:14:00  Handed over \(round 1, step 1\): Ms Wang .*, the daughter .*, Mr Chen \(script.call_chen\)",
        r"22:14:00  Failed \(round 1, step 1\): Mr Chen \(notify.chen_phone: .*\)",
        r"22:14:15  Handed over \(round 1, step 1\): Ms Wang \(script.call_wang\)",
        r"22:15:00  Escalated: Level 2",
        r"22:17:00  Escalated: Level 3",
        r"22:17:00  Handed over \(round 1, step 3\): .*the group \(bot:notify.duty_group\).*",
        r"22:19:00  Escalated: Level 4",
        r"22:19:00  Handed over .*: .*the sirens \(siren.gate\), the sirens \(media_player.duty_room\).*",
        r"22:24:00  Escalated: Level 4",
        r"22:29:00  Escalated: Level 4",
        r"22:34:00  Escalated: Level 4",
        r"22:34:12  Acknowledged · Ms Wang",
        r"22:34:12  Seen: Ms Wang \(mobile_app\)",
        r"22:35:00  On the way · Ms Wang",
        r"22:41:30  On site · Ms Wang",
        r"22:50:00  Note · Ms Wang: Fell out of bed, not hurt, the daughter is here",
        r"22:50:00  Resolved · Ms Wang",
    )
    in_order(
        night.story("sofa"),
        r"22:20:30  Opened · button by the sofa: pressed",
        r"22:21:30  Escalated: Level 2",
        # The process was gone from 22:22:10 to 22:22:50; what came due at 22:23:30 came at 22:23:30.
        r"22:23:30  Escalated: Level 3",
        r"22:25:30  Escalated: Level 4",
        r"22:26:00  Alarm again · button by the sofa: pressed",
        r"22:26:00  Handed over \(round 2, step 4\): .*",
        r"22:30:30  Escalated: Level 4",
        r"22:36:00  Acknowledged · Mr Chen",
        r"22:51:00  Owner asked again",
        r"22:51:00  Handed over \(round \d+, step 4\): Mr Chen \(script.call_chen\)",
        r"22:52:00  On site · Mr Chen",
        r"22:58:00  Resolved · Mr Chen: Sat on the button",
    )
    # Nothing was lost, nothing doubled, and nobody off duty or of another household was woken.
    pushed = [(push.incident, push.delivery.key) for push in world.phones.pushes]
    assert len(pushed) == len(set(pushed))
    assert {push.recipient.id for push in world.phones.pushes if push.incident == sofa.id} == {
        *(CHEN.id, WANG.id, SIREN.id, GROUP.id),
    }
    assert LIU.id not in {push.recipient.id for push in world.phones.pushes}
    written = [entry.what for entry in night.of("bed").timeline]
    assert written.count(Change.OPENED) == written.count(Change.ACKNOWLEDGED) == written.count(Change.RESOLVED) == 1
    assert world.incidents == []
