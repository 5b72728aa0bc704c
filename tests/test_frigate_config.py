"""The action that renders Frigate's configuration: for the cameras set up here, compared with the Frigate that runs."""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pytest
import yaml
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.frigate_config import FrigateVersion, wanted
from custom_components.smart_community.core.sighting import CameraHealth
from custom_components.smart_community.core.yaml_text import plain
from custom_components.smart_community.links.frigate.errors import FrigateError, FrigateProblem
from custom_components.smart_community.links.frigate.model import FrigateConfig, FrigateSettings
from demo.frigate_config import CAMERAS, ELEVATORS
from tests.conftest import Community

SECRET: Final = "opens-the-camera"


@dataclass
class StandInClient:
    """Answers as a Frigate that does as it was asked, with changes; or not at all."""

    changes: Mapping[str, Any]
    runs: str = "0.18.0-beta1"
    problem: FrigateProblem | None = None

    async def version(self) -> str:
        if self.problem is not None:
            raise FrigateError(self.problem, SECRET)
        return self.runs

    async def config(self) -> FrigateConfig:
        raw: dict[str, Any] = copy.deepcopy(
            {key: plain(value) for key, value in wanted(CAMERAS, ELEVATORS, FrigateVersion.V0_18).items()}
        )
        raw["mqtt"]["password"] = SECRET
        raw |= self.changes
        return FrigateConfig({}, "frigate", mqtt=True, version="0.18-0", raw=raw)


@dataclass
class StandInLink:
    client: StandInClient
    settings: FrigateSettings

    async def stop(self) -> None:
        """Stop, as a link does."""

    def health_of(self, camera: str) -> CameraHealth:
        return CameraHealth(camera, up=True, reason=None, at=dt_util.utcnow())


@pytest.fixture
def cameras(community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(community.runtime.cameras), "all", CAMERAS)
    monkeypatch.setattr(type(community.runtime.elevators), "all", ELEVATORS)


async def render(hass: HomeAssistant, **data: Any) -> dict[str, Any]:
    answer = await hass.services.async_call(DOMAIN, "render_frigate_config", data, blocking=True, return_response=True)
    assert isinstance(answer, dict)
    return answer


def connect(community: Community, monkeypatch: pytest.MonkeyPatch, events: str = "mqtt", **client: Any) -> None:
    settings = FrigateSettings("http://frigate:5000", topic_prefix="site/frigate", events=events)  # type: ignore[arg-type]
    link = StandInLink(StandInClient(**{"changes": {}} | client), settings)
    monkeypatch.setattr(community.runtime.frigate, "link", link)


async def test_without_a_frigate_it_renders_and_says_so(
    hass: HomeAssistant, community: Community, cameras: None
) -> None:
    answer = await render(hass)
    assert (answer["version"], answer["differences"], answer["problem"]) == ("0.17", None, "not_set_up")
    config = yaml.safe_load(answer["yaml"])
    assert set(config["cameras"]) == {camera.frigate_name for camera in CAMERAS}
    assert (await render(hass, version="0.18"))["version"] == "0.18"


async def test_it_is_compared_with_the_frigate_that_runs(
    hass: HomeAssistant, community: Community, cameras: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(community, monkeypatch, changes={"lpr": {"enabled": False}})
    answer = await render(hass)
    assert (answer["version"], answer["problem"]) == ("0.18", None)
    assert {"path": "lpr.enabled", "wanted": True, "running": False} in answer["differences"]
    assert {"path": "mqtt.topic_prefix", "wanted": "site/frigate", "running": "frigate"} in answer["differences"]
    assert yaml.safe_load(answer["yaml"])["mqtt"]["topic_prefix"] == "site/frigate"
    assert SECRET not in json.dumps(answer)


async def test_without_a_broker_between_us_mqtt_is_left_as_it_is(
    hass: HomeAssistant, community: Community, cameras: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(community, monkeypatch, events="ws")
    answer = await render(hass)
    assert answer["differences"] == []
    assert yaml.safe_load(answer["yaml"])["mqtt"] == {"enabled": False}


@pytest.mark.parametrize("runs", ["0.17.2-3fe1f13", "0.16.4"])
async def test_the_version_asked_for_goes_before_that_which_runs(
    hass: HomeAssistant, community: Community, cameras: None, monkeypatch: pytest.MonkeyPatch, runs: str
) -> None:
    connect(community, monkeypatch, runs=runs)
    assert (await render(hass))["version"] == "0.17"
    assert (await render(hass, version="0.18"))["version"] == "0.18"


@pytest.mark.parametrize("problem", [FrigateProblem.UNREACHABLE, FrigateProblem.LOGIN_REFUSED, FrigateProblem.TIMEOUT])
async def test_a_frigate_that_does_not_answer_is_said_and_nothing_is_lost(
    hass: HomeAssistant,
    community: Community,
    cameras: None,
    monkeypatch: pytest.MonkeyPatch,
    problem: FrigateProblem,
) -> None:
    connect(community, monkeypatch, problem=problem)
    answer = await render(hass)
    assert (answer["problem"], answer["differences"]) == (problem.value, None)
    assert yaml.safe_load(answer["yaml"])["cameras"]
    assert SECRET not in json.dumps(answer)
