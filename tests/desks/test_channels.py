"""The channel desk: what became of each use and each look, faults reported and cleared, channels that come and go."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core.channel import STARTING_FOR, Health
from custom_components.smart_community.core.delivery import Audience, Delivery, Recipient
from custom_components.smart_community.core.fault import Fault, FaultCause
from custom_components.smart_community.core.incident import Incident, Kind
from custom_components.smart_community.core.ports import HandOverError
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.desks.channels import ChannelDesk

AT: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
INCIDENT: Final = life.opened("i", 1, Kind.HELP, AT, by="button-1")
ERRORS: Final = (None, "not_registered", "channel_failed")
SMS, SIREN, SPEAKER = "script.sms", "siren:gate", "media_player.hall"


@dataclass
class World:
    """A desk, and all that it talks to."""

    used: list[str] = field(default_factory=lambda: [SMS, SIREN])
    wrong: dict[str, str] = field(default_factory=dict)
    raises: Exception | None = None
    now: float = 0.0
    reported: list[Fault] = field(default_factory=list)
    cleared: list[tuple[FaultCause, str]] = field(default_factory=list)
    told: list[tuple[str, Health | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk = ChannelDesk(
            clock=lambda: Instant(AT + timedelta(seconds=self.now), self.now),
            hand_over=self.hand_over,
            in_use=lambda: self.used,
            check=self.wrong.get,
            report=self.report,
            clear=lambda cause, subject: self.cleared.append((cause, subject)),
        )
        self.desk.listen(lambda channel, health: self.told.append((channel, health.state if health else None)))

    async def hand_over(self, incident: Incident, delivery: Delivery, recipient: Recipient, count: int) -> None:
        assert (incident, recipient.channels, count) == (INCIDENT, (delivery.channel,), 1)
        if self.raises is not None:
            raise self.raises

    def report(self, fault: Fault) -> None:
        self.reported.append(fault)

    async def use(self, channel: str = SMS) -> None:
        delivery = Delivery("i", "user:a", Audience.DUTY_ROOM, 1, 1, channel, AT, "n")
        await self.desk.hand_over(INCIDENT, delivery, Recipient("user:a", Audience.DUTY_ROOM, (channel,)), 1)

    async def fail(self, channel: str = SMS, code: str = "channel_failed", *, waiting: bool = False) -> None:
        self.raises = HandOverError(code, waiting=waiting)
        with pytest.raises(HandOverError):
            await self.use(channel)
        self.raises = None

    def state(self, channel: str = SMS) -> Health:
        return self.desk.health[channel].state


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: this desk knows none."""


@pytest.fixture
async def world() -> World:
    world = World()
    await world.desk.look()
    world.now = STARTING_FOR
    return world


async def test_a_channel_that_fails_twice_is_one_fault_and_a_use_that_works_clears_it(world: World) -> None:
    await world.fail()
    assert (world.state(), world.reported) == (Health.UNKNOWN, [])
    for _ in range(3):
        await world.fail()
    assert world.state() is Health.FAILING
    assert set(world.reported) == {Fault(FaultCause.CHANNEL_FAILING, SMS)}
    assert world.cleared == []
    await world.use()
    assert (world.state(), world.cleared) == (Health.OK, [(FaultCause.CHANNEL_FAILING, SMS)])


async def test_a_siren_is_a_fault_of_its_own_with_its_device(world: World) -> None:
    world.wrong[SIREN] = "device_offline"
    await world.desk.look()
    assert world.reported == [Fault(FaultCause.SIREN_FAILING, SIREN, device="gate")]
    del world.wrong[SIREN]
    await world.desk.look()
    assert world.cleared == [(FaultCause.SIREN_FAILING, SIREN)]


async def test_a_speaker_is_no_siren(world: World) -> None:
    world.used.append(SPEAKER)
    world.wrong[SPEAKER] = "channel_unavailable"
    await world.desk.look()
    assert world.reported == [Fault(FaultCause.CHANNEL_FAILING, SPEAKER)]


async def test_nothing_is_failing_before_everything_had_time_to_start() -> None:
    world = World(wrong={SMS: "not_registered"})
    await world.desk.look()
    await world.fail(code="not_registered", waiting=True)
    assert (world.state(), world.reported) == (Health.UNKNOWN, [])
    world.now = STARTING_FOR
    await world.desk.look()
    assert world.state() is Health.FAILING


async def test_what_is_no_failure_to_hand_over_is_none_of_the_channel(world: World) -> None:
    world.raises = ValueError("a fault of ours")
    with pytest.raises(ValueError, match="ours"):
        await world.use()
    assert world.state() is Health.UNKNOWN


async def test_a_channel_out_of_use_is_forgotten_with_its_fault_and_keeps_its_number(world: World) -> None:
    world.wrong[SMS] = "not_registered"
    await world.desk.look()
    numbers = dict(world.desk.numbers)
    world.used.remove(SMS)
    await world.desk.look()
    assert world.cleared == [(FaultCause.CHANNEL_FAILING, SMS)]
    assert (world.told[-1], list(world.desk.health)) == ((SMS, None), [SIREN])
    world.used.append(SMS)
    world.used.append(SPEAKER)
    await world.desk.look()
    assert world.desk.numbers == numbers | {SPEAKER: 3}


async def test_one_that_is_used_before_it_was_looked_at_is_known_at_once(world: World) -> None:
    await world.fail("notify.new", "not_registered")
    assert world.state("notify.new") is Health.FAILING
    assert world.desk.numbers["notify.new"] == 3


async def test_no_channel_is_none(world: World) -> None:
    world.used.append("light.hall")
    await world.desk.look()
    world.desk.used("none", "no_channel")
    assert list(world.desk.health) == [SMS, SIREN]


async def test_listeners_hear_each_change_once_until_they_listen_no_more(world: World) -> None:
    assert world.told == [(SMS, Health.UNKNOWN), (SIREN, Health.UNKNOWN)]
    heard: list[str] = []
    forget = world.desk.listen(lambda channel, _health: heard.append(channel))
    await world.use()
    await world.desk.look()
    forget()
    await world.use(SIREN)
    assert heard == [SMS]


async def test_a_burst_of_uses_that_work_is_told_once(world: World) -> None:
    world.told.clear()
    for number in range(100):
        world.now += number
        await world.use()
    assert world.told == [(SMS, Health.OK)]
    assert world.desk.health[SMS].last_ok == AT + timedelta(seconds=world.now)


@given(
    st.lists(st.tuples(st.sampled_from(["use", "look"]), st.sampled_from([None, "not_registered", "channel_failed"])))
)
async def test_a_fault_is_there_exactly_while_the_channel_is_failing(happened: list[tuple[str, str | None]]) -> None:
    world = World(used=[SMS])
    await world.desk.look()
    world.now = STARTING_FOR
    standing: set[str] = set()
    for what, error in happened:
        if what == "look":
            world.wrong.pop(SMS, None)
            if error == "not_registered":
                world.wrong[SMS] = error
            await world.desk.look()
        else:
            world.desk.used(SMS, error)
        standing |= {fault.subject for fault in world.reported}
        standing -= {subject for _, subject in world.cleared}
        world.reported.clear()
        world.cleared.clear()
        assert (SMS in standing) is (world.state() is Health.FAILING)
