"""A commissioning gone through over the websocket: driven tests, what the car shows, the record, the page, its end."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.core.commissioning import DRIVEN, How, Item, Result, how
from custom_components.smart_community.core.device import DeviceEvent, DeviceState
from custom_components.smart_community.core.elevator import CarState, Door, Elevator, Inhibitor, KeyReleased
from custom_components.smart_community.core.guard_words import Permit
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import CommandError
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.store.schema_commissioning import commissioning_checks
from tests.conftest import Community
from tests.elevator_world import set_up
from tests.people import Person, person

ELEVATOR = Elevator("car-1", "Building 1, elevator 1", device="elevator-1", speakers=("media_player.car",))
_SEQUENCE = count(1)
FIRM = {"firm": "Garden Lift Maintenance Ltd.", "licence": "TS3331234-2027"}


@dataclass
class Car:
    """A simulated car: holds for as long as it was asked, unless it is broken, and shows what a test wants."""

    community: Community
    state: CarState
    held_until: float | None = None
    now: float = 0.0
    broken: str | None = None
    sticks: bool = False
    asked: list[float] = field(default_factory=list)
    released: list[float] = field(default_factory=list)
    # What happens at which second of a test.
    then: dict[float, Callable[[], Awaitable[object]]] = field(default_factory=dict)

    def show(self, **fields: Any) -> None:
        self.state = replace(self.state, at=dt_util.utcnow(), **fields)
        self.community.link.on_fact(DeviceState("elevator-1", self.state.at, car=self.state))

    async def hold(self, elevator_id: str, for_s: float) -> None:
        assert (elevator_id, for_s) == ("car-1", 10.0)
        self.asked.append(self.now)
        if self.broken is not None:
            raise CommandError(self.broken)
        self.held_until = self.now + for_s
        self.show(hold=True)

    async def release(self, _elevator_id: str) -> None:
        self.released.append(self.now)
        if self.held_until is not None and not self.sticks:
            self.held_until = None
            self.show(hold=False)

    def releases(self, _elevator_id: str) -> int:
        return len(self.released) + self.community.runtime.elevators.releases("car-1")

    async def wait(self, seconds: float) -> None:
        self.now += seconds
        for at in [at for at in self.then if at <= self.now]:
            await self.then.pop(at)()
        if self.held_until is not None and self.now >= self.held_until and not self.sticks:
            self.held_until = None
            self.show(hold=False)
        await asyncio.sleep(0)


@pytest.fixture
async def car(hass: HomeAssistant, community: Community, monkeypatch: pytest.MonkeyPatch) -> Car:
    """Return the car of an elevator that stands open at a landing, driven by a clock of its own."""
    await set_up(hass, community, ELEVATOR)
    off: dict[str, Any] = dict.fromkeys(Inhibitor, False)
    car = Car(community, CarState(at=dt_util.utcnow(), floor="1", door=Door.OPEN, level=True, moving=False, **off))
    desk = community.runtime.commissioning
    stand_ins = {"_ask": car.hold, "_release": car.release, "_releases": car.releases, "_wait": car.wait}
    for name, stand_in in stand_ins.items():
        monkeypatch.setattr(desk, name, stand_in)
    monkeypatch.setattr(desk, "_clock", lambda: Instant(dt_util.utcnow(), car.now))
    car.show(hold=False)
    return car


async def fill_in(technician: Person, car: Car, *, without: Item | None = None) -> None:
    """Go through the checklist as a technician does, but for one item."""
    today = dt_util.now().date().isoformat()
    await technician.result("commissioning/start", elevator="car-1", date=today, **FIRM)
    for item in Item:
        if item is without:
            continue
        fields: dict[str, Any] = {"elevator": "car-1", "item": item.value}
        if item is Item.CAMERA_STALE:
            fields |= {"result": "not_fitted", "note": "No camera yet"}
        elif item not in DRIVEN:
            fields |= {"result": "passed"}
        if how(item) is How.SEEN:
            if item is Item.KEY:
                car.community.link.on_event(
                    DeviceEvent("elevator-1", "b", next(_SEQUENCE), "key_release", dt_util.utcnow()), _Receipt()
                )
            else:
                car.show(**{item.value: True})
                car.show(**{item.value: False})
        await technician.result("commissioning/record", **fields)


class _Receipt:
    def confirm(self) -> None:
        """Hear that an event is on disk."""

    def release(self) -> None:
        """Hear that it need not come again."""


async def test_a_commissioning_is_gone_through_kept_and_printed(
    community: Community, car: Car, hass_ws_client: WebSocketGenerator
) -> None:
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    desk = community.runtime.commissioning
    before = await technician.result("commissioning/get", elevator="car-1")
    assert (before["in_force"], before["draft"]) == (None, None)
    assert [one["item"] for one in before["items"]] == [item.value for item in Item]
    await fill_in(technician, car)
    assert desk.of("car-1") is None
    draft = (await technician.result("commissioning/get", elevator="car-1"))["draft"]
    assert (draft["open"], draft["allows_hold"]) == ([], False)
    checks = {check["item"]: check for check in draft["checks"]}
    assert checks["let_go_cut_off"]["seconds"] == pytest.approx(16, abs=0.2)
    assert checks["fire"]["seen_at"] is not None
    record = (await technician.result("commissioning/finish", elevator="car-1"))["record"]
    assert record["allows_hold"] is True
    in_force = desk.of("car-1")
    assert in_force is not None
    assert in_force.allows_hold
    page = await technician.result("commissioning/page", commissioning_id=record["id"], language="zh-Hans")
    assert FIRM["firm"] in page["html"]
    assert "消防迫降时禁止保持" in page["html"]
    assert page["sha256"] in page["html"]
    assert "No camera yet" in page["html"]
    listed = await technician.result("commissioning/list")
    assert [one["id"] for one in listed["commissionings"]] == [record["id"]]
    assert listed["people"] == {technician.user.id: technician.user.name}
    # It is on the disk: the next start reads it, and what its notes say is sealed there.
    await desk.load()
    assert desk.of("car-1") == in_force
    rows = await community.runtime.database.read(
        lambda connection: [row.note for row in connection.execute(commissioning_checks.select())]
    )
    assert any(rows)
    assert all("camera" not in note for note in rows)


async def test_every_step_is_in_the_journal_without_the_words_of_notes(
    community: Community, car: Car, hass_ws_client: WebSocketGenerator
) -> None:
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    await fill_in(technician, car)
    await technician.result("commissioning/finish", elevator="car-1")
    entries = (await technician.result("journal/list", limit=100))["entries"]
    steps = [entry["action"] for entry in entries if entry["action"].startswith("commissioning_")]
    assert steps.count("commissioning_recorded") == len(Item)
    assert steps.count("commissioning_tested") == len(DRIVEN)
    assert {"commissioning_started", "commissioning_finished"} <= set(steps)
    assert "No camera yet" not in str(entries)


async def test_a_relay_that_does_not_let_go_by_itself_fails_and_is_let_go(
    community: Community, car: Car, hass_ws_client: WebSocketGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    await fill_in(technician, car, without=Item.LET_GO_CUT_OFF)
    car.sticks = True
    car.released.clear()

    async def release(elevator_id: str) -> None:
        car.sticks = False
        await car.release(elevator_id)

    monkeypatch.setattr(community.runtime.commissioning, "_release", release)
    answer = await technician.result("commissioning/record", elevator="car-1", item="let_go_cut_off")
    assert (answer["check"]["result"], answer["check"]["seconds"]) == ("failed", None)
    assert answer["draft"]["open"] == ["let_go_cut_off"]
    assert len(car.released) == 1
    refused = await technician.error("commissioning/finish", elevator="car-1")
    assert refused["translation_key"] == "commissioning_incomplete"
    assert refused["translation_placeholders"] == {"items": "let_go_cut_off"}
    assert community.runtime.commissioning.of("car-1") is None


async def outcome_of(technician: Person, item: Item) -> tuple[str, float | None]:
    """Run a test; return what came of it."""
    check = (await technician.result("commissioning/record", elevator="car-1", item=item.value))["check"]
    return check["result"], check["seconds"]


@pytest.fixture
async def technician(community: Community, car: Car, hass_ws_client: WebSocketGenerator) -> Person:
    """Return a technician who has begun a record."""
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    await technician.result("commissioning/start", elevator="car-1", date="2026-01-01", **FIRM)
    assert not car.asked
    return technician


async def test_the_door_is_asked_for_as_the_guard_does_and_then_no_more(technician: Person, car: Car) -> None:
    result, seconds = await outcome_of(technician, Item.LET_GO_CUT_OFF)
    assert result == "passed"
    assert seconds == pytest.approx(16, abs=0.2)
    assert car.asked == pytest.approx([0, 3, 6], abs=0.3)
    assert not car.released


@pytest.mark.parametrize("way", ["staff", "false alarm", "the guard", "the key"])
async def test_a_hold_that_somebody_took_away_proves_nothing(
    community: Community, car: Car, technician: Person, way: str
) -> None:
    runtime = community.runtime

    async def take_away() -> None:
        match way:
            case "staff":
                await technician.result("elevators/release", elevator="car-1")
            case "false alarm":
                await technician.result("elevators/release", elevator="car-1", false_alarm=True)
            case "the guard":
                runtime.guards.take("car-1", KeyReleased("car-1", dt_util.utcnow()))
                await community.settle(lambda: runtime.elevators.releases("car-1"))
            case _:
                event = DeviceEvent("elevator-1", "b", next(_SEQUENCE), "key_release", dt_util.utcnow())
                community.link.on_event(event, _Receipt())
        car.held_until = None
        car.show(hold=False)

    # By the clock alone it would have passed.
    car.then[15.5] = take_away
    draft = await runtime.commissioning.drive("car-1", Item.LET_GO_CUT_OFF, "", technician.user.id)
    check = draft.check_of(Item.LET_GO_CUT_OFF)
    assert check is not None
    assert (check.result, check.seconds) == (Result.FAILED, None)


async def test_what_took_a_hold_away_may_be_heard_of_only_after(
    community: Community, car: Car, technician: Person
) -> None:
    async def late() -> None:
        event = DeviceEvent("elevator-1", "b", next(_SEQUENCE), "key_release", dt_util.utcnow())
        community.link.on_event(event, _Receipt())

    car.then[16.5] = late
    assert await outcome_of(technician, Item.LET_GO_CUT_OFF) == ("failed", None)


@pytest.mark.parametrize("shown", [{"fire": True}, {"moving": True}, {"level": False}, {"door": Door.CLOSING}])
async def test_a_car_that_must_not_be_held_is_let_go_at_once_in_the_middle_of_a_test(
    car: Car, technician: Person, shown: dict[str, Any]
) -> None:
    async def show() -> None:
        car.show(**shown)

    car.then[5.0] = show
    assert await outcome_of(technician, Item.LET_GO_CUT_OFF) == ("failed", None)
    assert car.released == pytest.approx([5.0], abs=0.3)
    assert car.asked == pytest.approx([0, 3], abs=0.3)
    assert car.state.hold is False


async def test_a_car_that_leaves_while_the_disk_is_written_is_not_asked(
    community: Community, car: Car, technician: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = community.runtime.database
    bulk = database.bulk

    async def slow(*what: Any) -> object:
        car.show(moving=True, level=False, door=Door.CLOSED)
        return await bulk(*what)

    monkeypatch.setattr(database, "bulk", slow)
    refused = await technician.error("commissioning/record", elevator="car-1", item="hold")
    assert refused["translation_key"] == "car_not_open"
    assert not car.asked
    assert not community.runtime.commissioning.drives("car-1")


async def test_a_door_that_is_held_already_is_not_tested(car: Car, technician: Person) -> None:
    car.show(hold=True)
    refused = await technician.error("commissioning/record", elevator="car-1", item="hold")
    assert refused["translation_key"] == "car_held"
    assert not car.asked


async def test_a_hold_that_one_of_the_asks_did_not_get_proves_nothing(car: Car, technician: Person) -> None:
    async def breaks() -> None:
        car.broken = "refused"

    car.then[4.0] = breaks
    assert await outcome_of(technician, Item.LET_GO_CUT_OFF) == ("failed", None)
    assert car.state.hold is False


async def test_only_while_a_test_runs_may_a_strangers_hold_stand(
    community: Community, car: Car, technician: Person
) -> None:
    """A draft may lie for weeks."""
    runtime, permits = community.runtime, list[Permit]()

    def permit() -> Permit:
        return runtime.guards._permit_of("car-1")

    assert permit() == Permit()

    async def look() -> None:
        permits.append(permit())
        refused = await technician.error("elevators/hold", elevator="car-1")
        assert refused["translation_key"] == "hold_not_commissioned"

    car.then[5.0] = look
    await runtime.commissioning.drive("car-1", Item.LET_GO_CUT_OFF, "", technician.user.id)
    assert permits == [Permit(holds=False, tested=True)]
    assert permit() == Permit()
    assert runtime.elevators.releases("car-1") == 0
    car.show(hold=True)
    await community.settle(lambda: runtime.elevators.releases("car-1"))


async def test_while_a_test_runs_a_record_in_force_lets_nobody_else_hold(
    community: Community, car: Car, hass_ws_client: WebSocketGenerator
) -> None:
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    await fill_in(technician, car)
    await technician.result("commissioning/finish", elevator="car-1")
    await technician.result("commissioning/start", elevator="car-1", date="2026-01-01", **FIRM)
    runtime, permits = community.runtime, list[Permit]()

    async def look() -> None:
        permits.append(runtime.guards._permit_of("car-1"))

    car.then[car.now + 5.0] = look
    await runtime.commissioning.drive("car-1", Item.LET_GO_CUT_OFF, "", technician.user.id)
    assert permits == [Permit(holds=False, tested=True)]
    assert runtime.guards._permit_of("car-1") == Permit(holds=True)


async def test_what_an_elevator_lacks_that_cannot_be_heard_nobody_knows(
    community: Community, car: Car, technician: Person
) -> None:
    car.show(overload=None)
    community.runtime.elevators.link_changed(connected=False)
    left_out = {"elevator": "car-1", "item": "overload", "result": "not_fitted", "note": "The controller does it"}
    refused = await technician.error("commissioning/record", **left_out)
    assert refused["translation_key"] == "may_not_be_left_out"
    car.show()
    await technician.result("commissioning/record", **left_out)


async def test_a_relay_that_never_answers_fails(
    community: Community, car: Car, hass_ws_client: WebSocketGenerator
) -> None:
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    await fill_in(technician, car, without=Item.HOLD)
    car.broken = "no_result"
    answer = await technician.result("commissioning/record", elevator="car-1", item="hold")
    assert answer["check"]["result"] == "failed"


async def test_changing_the_points_makes_it_void_and_so_does_a_newer_record(
    hass: HomeAssistant, community: Community, car: Car, hass_ws_client: WebSocketGenerator
) -> None:
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    desk = community.runtime.commissioning
    await fill_in(technician, car)
    await technician.result("commissioning/finish", elevator="car-1")
    await fill_in(technician, car)
    assert desk.of("car-1") is not None
    second = (await technician.result("commissioning/finish", elevator="car-1"))["record"]
    await set_up(hass, community, replace(ELEVATOR, speakers=(), name="Another name"))
    assert desk.of("car-1") is not None
    await set_up(hass, community, replace(ELEVATOR, device="elevator-2"))
    assert desk.of("car-1") is None
    await community.settle(lambda: desk.standing("car-1").in_force is None and "car-1" not in desk._in_force)
    # That it was as it was before does not bring it back.
    await set_up(hass, community, ELEVATOR)
    assert desk.of("car-1") is None
    listed = (await technician.result("commissioning/list", elevator="car-1"))["commissionings"]
    assert [one["void_reason"] for one in listed] == ["points_changed", "replaced"]
    assert listed[0]["id"] == second["id"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"item": "hold", "result": "passed"}, "must_be_driven"),
        ({"item": "fire", "result": "passed"}, "not_seen"),
        ({"item": "fire"}, "result_missing"),
        ({"item": "fire", "result": "not_fitted", "note": "none"}, "may_not_be_left_out"),
        ({"item": "camera_stale", "result": "not_fitted"}, "note_missing"),
        ({"item": "voice", "result": "passed", "note": "x" * 1001}, "text_too_long"),
    ],
)
async def test_what_is_not_recorded_says_why(
    community: Community, car: Car, hass_ws_client: WebSocketGenerator, fields: dict[str, str], code: str
) -> None:
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    missing = await technician.error("commissioning/record", elevator="car-1", **fields)
    assert missing["translation_key"] in {"draft_missing", "result_missing"}
    await technician.result("commissioning/start", elevator="car-1", date="2026-01-01", **FIRM)
    assert (await technician.error("commissioning/record", elevator="car-1", **fields))["translation_key"] == code
    assert car.held_until is None


async def test_nothing_is_asked_of_a_car_that_does_not_stand_open_or_is_inhibited(
    community: Community, car: Car, hass_ws_client: WebSocketGenerator
) -> None:
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    await technician.result("commissioning/start", elevator="car-1", date="2026-01-01", **FIRM)
    car.broken = "must not be asked"
    for shown, code in (({"moving": True}, "car_not_open"), ({"fire": True}, "car_inhibited")):
        car.show(**shown)
        refused = await technician.error("commissioning/record", elevator="car-1", item="hold")
        assert refused["translation_key"] == code
        car.show(**dict.fromkeys(shown, False))
    community.runtime.elevators.link_changed(connected=False)
    refused = await technician.error("commissioning/record", elevator="car-1", item="hold")
    assert refused["translation_key"] == "car_not_open"


async def test_unknown_elevators_and_records_are_told(community: Community, hass_ws_client: WebSocketGenerator) -> None:
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    for command in ("get", "finish"):
        error = await technician.error(f"commissioning/{command}", elevator="gone")
        assert error["translation_key"] == "elevator_unknown"
    error = await technician.error("commissioning/page", commissioning_id="gone")
    assert error["translation_key"] == "commissioning_unknown"
    later = (dt_util.now().date() + timedelta(days=365)).isoformat()
    error = await technician.error("commissioning/start", elevator="gone", date=later, **FIRM)
    assert error["translation_key"] == "elevator_unknown"
