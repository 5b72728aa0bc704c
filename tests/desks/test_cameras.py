"""The camera desk: one listener that fails keeps nothing from those behind it. No Home Assistant."""

import pytest

from custom_components.smart_community.core.sighting import CameraHealth, Phase
from custom_components.smart_community.desks.cameras import CameraDesk
from tests.cameras import NOON, a_camera, a_sighting


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: what is tested here knows none."""


@pytest.fixture
def desk() -> CameraDesk:
    return CameraDesk(
        health_of=lambda camera: CameraHealth(camera.id, up=True, reason=None, at=NOON),
        report=lambda _fault: None,
        clear=lambda _cause, _subject: None,
    )


def test_a_listener_that_fails_keeps_no_sighting_no_health_and_no_change_from_the_others(
    desk: CameraDesk, caplog: pytest.LogCaptureFixture
) -> None:
    """An entity hears before a guard does: the guard must know all the same."""
    heard: list[object] = []

    def fail(*_said: object) -> None:
        raise ValueError

    desk.on_change(fail)
    desk.on_seen(fail)
    desk.on_health(fail)
    desk.on_change(lambda: heard.append("change"))
    desk.on_seen(lambda seen: heard.append(seen.phase))
    desk.on_health(heard.append)
    desk.configure([a_camera()])
    desk.take_fact(a_sighting())
    desk.take_fact(CameraHealth("elevator_1", up=False, reason=None, at=NOON))
    assert heard == ["change", Phase.BEGAN, "cam1"]
    assert caplog.text.count("A listener could not take what it was told") == 3
