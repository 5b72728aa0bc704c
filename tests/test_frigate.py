"""Frigate in a running community: set up, replaced and taken away; what lasts becomes a fault and a repair issue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest
from homeassistant.config_entries import ConfigSubentry
from homeassistant.helpers import issue_registry as ir

from custom_components.smart_community.const import DOMAIN, FRIGATE
from custom_components.smart_community.core.fault import FaultCause
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.sighting import CameraFact, CameraHealth, CameraTrouble, ZoneCount
from custom_components.smart_community.diagnostics import figures
from custom_components.smart_community.links.frigate.errors import FrigateProblem
from custom_components.smart_community.links.frigate.facts import Tally
from custom_components.smart_community.links.frigate.model import FrigateSettings, FrigateStatus, Profile
from tests.cameras import add_camera
from tests.conftest import Community

DATA = {
    "url": "https://planted-host:8971",
    "username": "planted-user",
    "password": "planted-password",
    "verify_tls": False,
    "topic_prefix": "frigate",
    "events": "ws",
}
FINE = FrigateStatus(connected=True, problem=None, version="0.18.0", cameras={})


@dataclass
class StandInFrigate:
    """Takes the place of the link: it is as a test says."""

    session: Any
    settings: FrigateSettings
    clock: Callable[[], Instant]
    broker: Any
    client_id: str
    status: FrigateStatus = FINE
    profile: Profile | None = field(default_factory=lambda: Profile("planted-user", "admin", frozenset()))
    health: Mapping[str, CameraTrouble | None] = field(default_factory=dict)
    watched: list[str] = field(default_factory=list)
    facts: list[Callable[[CameraFact], None]] = field(default_factory=list)
    statuses: list[Callable[[FrigateStatus], None]] = field(default_factory=list)
    running: bool = False
    reader: Any = field(default_factory=lambda: SimpleNamespace(tally=Tally(7, 1)))
    stream: Any = field(default_factory=lambda: SimpleNamespace(dropped=2))
    client: Any = field(default_factory=lambda: SimpleNamespace(session=SimpleNamespace(logins=1)))

    def on_fact(self, listener: Callable[[CameraFact], None]) -> None:
        self.facts.append(listener)

    def on_status(self, listener: Callable[[FrigateStatus], None]) -> None:
        self.statuses.append(listener)

    def watch(self, names: Any) -> None:
        self.watched = list(names)

    def health_of(self, camera: str) -> CameraHealth:
        reason = self.health.get(camera)
        return CameraHealth(camera, reason is None, reason, self.clock().utc)

    async def start(self) -> None:
        self.running = True

    async def stop(self) -> None:
        self.running = False

    def becomes(self, status: FrigateStatus) -> None:
        self.status = status
        for listener in self.statuses:
            listener(status)


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> list[StandInFrigate]:
    made: list[StandInFrigate] = []

    def make(**given: Any) -> StandInFrigate:
        made.append(StandInFrigate(**given))
        return made[-1]

    monkeypatch.setattr("custom_components.smart_community.wiring.frigate.FrigateLink", make)
    return made


def set_up(community: Community, **changes: Any) -> str:
    """Set Frigate up as its form does, or anew; return the subentry's id."""
    for subentry in community.entry.get_subentries_of_type(FRIGATE):
        data = {**subentry.data, **changes}
        community.hass.config_entries.async_update_subentry(community.entry, subentry, data=data)
        return str(subentry.subentry_id)
    subentry = ConfigSubentry(
        data=MappingProxyType({**DATA, **changes}), subentry_type=FRIGATE, title="Frigate", unique_id=None
    )
    community.hass.config_entries.async_add_subentry(community.entry, subentry)
    return subentry.subentry_id


async def running(community: Community, links: list[StandInFrigate]) -> StandInFrigate:
    """Return the link of a Frigate that was just set up."""
    set_up(community)
    await community.settle(lambda: links and links[-1].running)
    return links[-1]


def issues(community: Community) -> set[str]:
    found = {issue for domain, issue in ir.async_get(community.hass).issues if domain == DOMAIN}
    return {issue for issue in found if issue.startswith(("frigate_", "camera_"))}


class Later:
    """Moves the community's clock on; `look` is what its timer does."""

    def __init__(self, community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
        self._community = community
        self._clock = community.runtime.clock
        self._seconds = 0.0
        monkeypatch.setattr(community.runtime, "clock", self._now)

    def _now(self) -> Instant:
        now = self._clock()
        return replace(now, monotonic=now.monotonic + self._seconds)

    async def look(self, seconds: float = 0.0) -> None:
        self._seconds += seconds
        await self._community.runtime.frigate.look()


@pytest.fixture
def later(community: Community, monkeypatch: pytest.MonkeyPatch) -> Later:
    return Later(community, monkeypatch)


async def test_without_frigate_there_is_no_link_and_no_trouble(community: Community, later: Later) -> None:
    room = community.runtime.frigate
    assert (room.link, room.client, room.status) == (None, None, None)
    assert room.health_of("elevator_1").reason is CameraTrouble.FRIGATE_GONE
    await later.look(1000)
    assert issues(community) == set()
    assert figures(community.runtime)["frigate"] is None


async def test_set_up_it_listens_with_the_community_s_broker_and_no_cookies(
    community: Community, links: list[StandInFrigate]
) -> None:
    link = await running(community, links)
    assert link.settings == FrigateSettings.from_stored(DATA)
    assert link.broker.host == "broker.invalid"
    assert link.client_id.startswith("smart_community_")
    assert link.client_id.endswith("_frigate")
    assert len(link.session.cookie_jar) == 0
    assert community.runtime.frigate.client is link.client


async def test_set_up_anew_the_one_before_ends_and_the_same_again_changes_nothing(
    community: Community, links: list[StandInFrigate]
) -> None:
    first = await running(community, links)
    heard: list[CameraFact] = []
    community.runtime.frigate.subscribe(heard.append)
    community.runtime.frigate.configure(FrigateSettings.from_stored(DATA))
    await community.hass.async_block_till_done()
    assert len(links) == 1
    set_up(community, url="https://elsewhere:8971")
    await community.settle(lambda: len(links) == 2 and links[1].running)
    assert not first.running
    count = ZoneCount("cabin", "bicycle", 1, None, community.runtime.clock().utc)
    links[1].facts[0](count)
    assert heard == [count]


async def test_a_listener_that_fails_keeps_neither_a_fact_nor_news_from_those_behind_it(
    community: Community, links: list[StandInFrigate], caplog: pytest.LogCaptureFixture
) -> None:
    """The cameras hear before the guards: an entity that cannot take a fact must not blind a guard."""
    link = await running(community, links)
    room, heard = community.runtime.frigate, list[object]()

    def fail(*_said: object) -> None:
        raise ValueError

    room.subscribe(fail)
    room.on_status(fail)
    room.subscribe(heard.append)
    room.on_status(lambda: heard.append("status"))
    count = ZoneCount("cabin", "bicycle", 1, None, community.runtime.clock().utc)
    link.facts[0](count)
    link.becomes(replace(FINE, connected=False))
    assert heard == [count, "status"]
    assert caplog.text.count("A listener could not take what it was told") == 2


async def test_taken_away_its_link_ends_and_nothing_of_it_is_left(
    community: Community, links: list[StandInFrigate], later: Later
) -> None:
    link = await running(community, links)
    link.becomes(replace(FINE, connected=False, problem=FrigateProblem.LOGIN_REFUSED))
    await later.look()
    assert issues(community) == {"frigate_login_refused"}
    (subentry,) = community.entry.get_subentries_of_type(FRIGATE)
    community.hass.config_entries.async_remove_subentry(community.entry, subentry.subentry_id)
    await community.settle(lambda: community.runtime.frigate.link is None)
    assert not link.running
    assert issues(community) == set()


async def test_unloaded_its_link_ends(community: Community, links: list[StandInFrigate]) -> None:
    link = await running(community, links)
    assert await community.hass.config_entries.async_unload(community.entry.entry_id)
    assert not link.running


async def test_the_cameras_that_are_set_up_are_watched(community: Community, links: list[StandInFrigate]) -> None:
    link = await running(community, links)
    add_camera(community.hass, community.entry)
    await community.settle(lambda: link.watched == ["elevator_1"])


@pytest.mark.parametrize(
    ("problem", "issue"),
    [
        (FrigateProblem.UNREACHABLE, "frigate_unreachable"),
        (FrigateProblem.TIMEOUT, "frigate_unreachable"),
        (FrigateProblem.TLS, "frigate_tls"),
        (FrigateProblem.MALFORMED, "frigate_malformed"),
        (FrigateProblem.NOT_FOUND, "frigate_malformed"),
        (FrigateProblem.REFUSED, "frigate_malformed"),
        (FrigateProblem.FORBIDDEN, "frigate_forbidden"),
        (FrigateProblem.NO_EVENTS, "frigate_no_events"),
        (None, "frigate_unreachable"),
    ],
)
async def test_what_lasts_a_minute_is_a_fault_and_an_issue_until_it_is_over(
    community: Community, links: list[StandInFrigate], later: Later, problem: FrigateProblem | None, issue: str
) -> None:
    link = await running(community, links)
    link.becomes(replace(FINE, connected=False, problem=problem))
    await later.look()
    await later.look(59)
    assert issues(community) == set()
    await later.look(1)
    assert issues(community) == {issue}
    key = (FaultCause.FRIGATE_LOST, "frigate")
    assert key in community.runtime.faults.present
    link.becomes(FINE)
    await later.look()
    assert issues(community) == set()
    assert key not in community.runtime.faults.present


async def test_a_refused_login_is_told_at_once(community: Community, links: list[StandInFrigate], later: Later) -> None:
    link = await running(community, links)
    link.becomes(replace(FINE, connected=False, problem=FrigateProblem.LOGIN_REFUSED))
    await later.look()
    assert issues(community) == {"frigate_login_refused"}


async def test_a_login_that_may_only_look_is_a_warning_and_no_fault(
    community: Community, links: list[StandInFrigate], later: Later
) -> None:
    link = await running(community, links)
    link.profile = Profile("planted-user", "viewer", frozenset())
    await later.look()
    assert issues(community) == {"frigate_forbidden"}
    assert community.runtime.faults.present == {}


@pytest.mark.parametrize("trouble", [each for each in CameraTrouble if each is not CameraTrouble.FRIGATE_GONE])
async def test_a_camera_in_trouble_for_a_minute_is_a_fault_and_an_issue(
    community: Community, links: list[StandInFrigate], later: Later, trouble: CameraTrouble
) -> None:
    link = await running(community, links)
    camera = add_camera(community.hass, community.entry)
    await community.settle(lambda: link.watched)
    link.health = {"elevator_1": trouble}
    await later.look()
    assert issues(community) == set()
    await later.look(60)
    assert issues(community) == {f"camera_{trouble}_{camera}"}
    assert (FaultCause.CAMERA_LOST, camera) in community.runtime.faults.present
    link.health = {}
    await later.look()
    assert issues(community) == set()
    assert (FaultCause.CAMERA_LOST, camera) not in community.runtime.faults.present


async def test_a_camera_that_is_removed_is_in_no_trouble(
    community: Community, links: list[StandInFrigate], later: Later
) -> None:
    link = await running(community, links)
    camera = add_camera(community.hass, community.entry)
    link.health = {"elevator_1": CameraTrouble.STALE}
    await community.settle(lambda: link.watched)
    await later.look()
    await later.look(60)
    community.hass.config_entries.async_remove_subentry(community.entry, camera)
    await community.settle(lambda: link.watched == [])
    await later.look()
    assert issues(community) == set()


async def test_that_frigate_is_gone_is_one_fault_and_not_one_for_each_camera(
    community: Community, links: list[StandInFrigate], later: Later
) -> None:
    link = await running(community, links)
    add_camera(community.hass, community.entry)
    await community.settle(lambda: link.watched)
    link.health = {"elevator_1": CameraTrouble.FRIGATE_GONE}
    link.becomes(replace(FINE, connected=False, problem=FrigateProblem.UNREACHABLE))
    await later.look()
    await later.look(60)
    assert issues(community) == {"frigate_unreachable"}


async def test_diagnostics_say_how_frigate_does_and_name_neither_it_nor_a_camera(
    community: Community, links: list[StandInFrigate]
) -> None:
    link = await running(community, links)
    link.status = replace(FINE, cameras={"planted-camera": link.health_of("planted-camera")})
    shown = figures(community.runtime)["frigate"]
    assert "planted" not in repr(shown)
    assert shown == {
        "connected": True,
        "problem": None,
        "version": "0.18.0",
        "events": "ws",
        "admin": True,
        "logins": 1,
        "messages": 7,
        "malformed": 1,
        "dropped": 2,
        "cameras": {"up": 1},
    }


async def test_settings_that_are_none_of_frigate_s_are_logged_without_their_values(
    community: Community, caplog: pytest.LogCaptureFixture
) -> None:
    subentry = ConfigSubentry(
        data=MappingProxyType({"password": "planted-password"}), subentry_type=FRIGATE, title="Frigate", unique_id=None
    )
    community.hass.config_entries.async_add_subentry(community.entry, subentry)
    await community.hass.async_block_till_done()
    assert community.runtime.frigate.link is None
    assert "settings of Frigate" in caplog.text
    assert "planted" not in caplog.text
