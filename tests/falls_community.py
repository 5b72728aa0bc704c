"""A running community with a camera that watches a facade, for tests."""

from datetime import timedelta
from typing import Any

import pytest
from homeassistant.util import dt as dt_util

from custom_components.smart_community.core.device import DeviceEvent, DeviceInfo, DeviceKind
from custom_components.smart_community.core.incident import Incident, Kind
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.desks import saving
from tests.cameras import add_camera
from tests.conftest import Community, Receipt
from tests.falls import DEVICE, StandInCompanion, facade_camera, said


class Facade:
    """A community with one camera that watches a facade, and its companion."""

    def __init__(self, community: Community, companion: StandInCompanion) -> None:
        self.community = community
        self.companion = companion
        self.seq = 0

    async def hear(self, phase: str = "confirmed", ago: float = 0, **changes: Any) -> Receipt:
        """Let the camera tell of a fall, and wait until it is written."""
        self.seq += 1
        now = dt_util.utcnow()
        event = DeviceEvent(DEVICE, "b", self.seq, "fall", now, now - timedelta(seconds=ago), said(phase, **changes))
        return await self.send(event)

    async def send(self, event: DeviceEvent) -> Receipt:
        receipt = Receipt()
        self.community.link.on_event(event, receipt)
        judged = self.community.runtime.falling.desk._judged
        # What is refused stays judged until it is sent again.
        await self.community.settle(
            lambda: event.key not in judged if receipt.confirmed else receipt.released and not receipt.confirmed
        )
        return receipt

    @property
    def incidents(self) -> list[Incident]:
        return [one for one in self.community.runtime.response.active.values() if one.kind is Kind.FALLING_OBJECT]

    async def fetch(self, seconds: float = 0) -> None:
        """Let what is due be fetched, so many seconds later."""
        runtime = self.community.runtime
        clock = runtime.clock
        media = runtime.falling.media

        def later() -> Instant:
            now = clock()
            return Instant(now.utc, now.monotonic + seconds)

        media._clock = later
        await media.work()
        await self.community.hass.async_block_till_done()


@pytest.fixture
async def facade(community: Community, no_camera_component: None, monkeypatch: pytest.MonkeyPatch) -> Facade:
    # How long the disk of a busy machine takes is no matter here.
    monkeypatch.setattr(saving, "PATIENCE", 30.0)
    community.hass.states.async_set("camera.facade", "idle")
    add_camera(community.hass, community.entry, facade_camera())
    await community.settle(lambda: DEVICE in community.runtime.falling.desk.cameras)
    community.link.on_fact(DeviceInfo(DEVICE, DeviceKind.FACADE_CAMERA, "Facade camera"))
    companion = StandInCompanion()
    community.runtime.falling.companion.client = companion  # type: ignore[assignment]
    return Facade(community, companion)
