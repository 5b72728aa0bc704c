"""The plan desk: what staff save is checked, kept in every version, and in force for what opens next."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from custom_components.smart_community.core.delivery import Audience, Recipient, Target
from custom_components.smart_community.core.incident import Kind, Severity
from custom_components.smart_community.core.journal import Note
from custom_components.smart_community.core.plan import DEFAULT_PLANS, Gap, PlanError, PlanVersion, Step
from custom_components.smart_community.core.ports import Record, StoreError, StoreFailure
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.desks.plans import PlanChangedError, PlanDesk

NOW: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
STEPS: Final = (Step(0.0, ("duty_room",)), Step(200.0, ("everyone_on_duty", "user:left")))


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: this desk knows none."""


@dataclass
class Room:
    """A plan desk with a store that does what it is told."""

    written: list[Record] = field(default_factory=list)
    failure: StoreFailure | None = None

    def __post_init__(self) -> None:
        self.desk = PlanDesk(clock=lambda: Instant(NOW, 0.0), commit=self.commit, find_recipients=self.find)

    async def commit(self, records: Sequence[Record]) -> None:
        if self.failure is not None:
            raise StoreError(self.failure)
        self.written += records

    def find(self, audience: Sequence[Target], home: str | None) -> list[Recipient]:
        assert home is None
        return [] if audience == ("user:left",) else [Recipient("user:a", Audience.DUTY_ROOM, ("mobile_app",), "a")]

    async def save(self, kind: Kind = Kind.HELP, severity: Severity | None = None, **fields: Any) -> Any:
        given: dict[str, Any] = {"steps": STEPS, "repeat_every": 300.0, "ask_again_after": 900.0}
        given |= {"read_at": None, "by": "anna"}
        given |= fields
        return await self.desk.save(kind, severity, given.pop("steps"), **given)

    @property
    def versions(self) -> list[tuple[str, int]]:
        return [(one.id, one.version) for one in self.written if isinstance(one, PlanVersion)]


def run[T](work: Awaitable[T]) -> T:
    async def wait() -> T:
        return await work

    return asyncio.run(wait())


def test_a_saved_plan_holds_for_what_opens_next_and_each_version_is_kept() -> None:
    room = Room()
    assert room.desk.plan_for(Kind.HELP, Severity.CRITICAL) is DEFAULT_PLANS[Kind.HELP]
    shown, gaps = run(room.save())
    assert (shown["version"], shown["default"], shown["by"], shown["at"]) == (1, False, "anna", NOW.isoformat())
    assert gaps == [Gap(2, "user:left", "left")]
    assert room.desk.plan_for(Kind.HELP, Severity.CRITICAL).steps == STEPS
    run(room.save(read_at=1, repeat_every=120.0))
    assert room.desk.plan_for(Kind.HELP, Severity.HIGH).version == 2
    assert room.versions == [("help", 1), ("help", 2)]
    notes = [(one.actor, one.action, one.subject) for one in room.written if isinstance(one, Note)]
    assert notes == [("anna", "plan_saved", "help")] * 2
    assert room.desk.plan_for(Kind.FALL, Severity.CRITICAL) is DEFAULT_PLANS[Kind.FALL]


def test_a_plan_for_one_severity_stands_beside_that_of_its_kind() -> None:
    room = Room()
    run(room.save(Kind.OTHER))
    run(room.save(Kind.OTHER, Severity.HIGH, steps=(Step(0.0, ("grid_worker",)),)))
    assert room.desk.plan_for(Kind.OTHER, Severity.HIGH).id == "other:high"
    assert room.desk.plan_for(Kind.OTHER, Severity.NORMAL).id == "other"
    listed = {plan["id"]: plan for plan in room.desk.plans()}
    assert set(listed) == {kind.value for kind in Kind} | {"other:high"}
    assert (listed["other:high"]["severity"], listed["help"]["severity"]) == ("high", None)
    assert [gap["why"] for gap in listed["other"]["warnings"]] == ["left"]


def test_put_back_it_is_the_default_again_and_the_next_version_counts_on() -> None:
    room = Room()
    run(room.save(Kind.OTHER, Severity.HIGH))
    run(room.save(Kind.OTHER))
    shown = run(room.desk.reset(Kind.OTHER, None, read_at=1, by="bo"))
    assert (shown["default"], shown["version"]) == (True, 2)
    assert room.desk.plan_for(Kind.OTHER, Severity.NORMAL).steps == DEFAULT_PLANS[Kind.OTHER].steps
    shown = run(room.desk.reset(Kind.OTHER, Severity.HIGH, read_at=1, by="bo"))
    assert shown["id"] == "other", "what holds now for this severity"
    assert room.desk.plan_for(Kind.OTHER, Severity.HIGH).id == "other"
    run(room.save(Kind.OTHER, Severity.HIGH, read_at=0))
    assert room.desk.plan_for(Kind.OTHER, Severity.HIGH).version == 3
    assert room.versions[-1] == ("other:high", 3)


def test_of_two_who_edit_one_plan_the_second_is_told() -> None:
    room = Room()
    run(room.save(read_at=0))
    with pytest.raises(PlanChangedError):
        run(room.save(read_at=0))
    with pytest.raises(PlanChangedError):
        run(room.desk.reset(Kind.HELP, None, read_at=0, by="bo"))

    async def both() -> Any:
        return await asyncio.gather(room.save(read_at=1), room.save(read_at=1), return_exceptions=True)

    first, second = run(both())
    assert first[0]["version"] == 2
    assert isinstance(second, PlanChangedError)


def test_what_is_refused_or_not_on_disk_is_not_in_force() -> None:
    room = Room()
    with pytest.raises(PlanError):
        run(room.save(steps=(Step(0.0, ("duty_room",)),)))
    room.failure = StoreFailure.FULL
    with pytest.raises(StoreError):
        run(room.save())
    assert room.written == []
    assert room.desk.plan_for(Kind.HELP, Severity.CRITICAL) is DEFAULT_PLANS[Kind.HELP]


def test_what_was_saved_before_a_start_is_loaded() -> None:
    room = Room()
    run(room.save())
    new = Room()
    new.desk.load([one for one in room.written if isinstance(one, PlanVersion)])
    assert new.desk.plan_for(Kind.HELP, Severity.CRITICAL) == room.desk.plan_for(Kind.HELP, Severity.CRITICAL)


@pytest.mark.parametrize("channel", ["siren.gate", "siren:gate", "bot:notify.group", "switch.siren"])
def test_sirens_and_groups_are_named_as_whom_to_tell_and_not_as_a_channel(channel: str) -> None:
    with pytest.raises(PlanError, match="channel_unknown"):
        run(Room().save(steps=(Step(0.0, ("everyone_on_duty",), (channel,)),)))
