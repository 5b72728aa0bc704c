"""The watch: looks again and again at what carries alarms, and says what is wrong with it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final, Protocol

from ..core.device import Device, Source
from ..core.fault import Fault, FaultCause, FaultKey
from ..core.ports import ClearFault, Clock, ReportFault
from ..core.supervision import CAUSES, GONE_AFTER, Silence, faults_of, lost_gateway

EVERY: Final = 10.0  # seconds
# A look that comes later than this after the last one, in seconds: the machine stood still, and heard nobody.
_STOOD_STILL: Final = 3 * EVERY


class TellFaults(Protocol):
    """Say which faults of some causes are there."""

    def __call__(self, causes: Iterable[FaultCause], faults: Iterable[Fault]) -> None:
        """Take these faults as all of these causes."""


class Watch:
    """Supervises devices, the broker and the store. Used on the event loop only."""

    def __init__(  # noqa: PLR0913 - what the runtime hands it
        self,
        *,
        clock: Clock,
        devices: Mapping[str, Device],
        silence: Silence,
        is_tested: Callable[[Device], bool],
        is_connected: Callable[[], bool],
        store_fails: Callable[[], bool],
        standing: Callable[[], set[FaultKey]],
        only: TellFaults,
        report: ReportFault,
        clear: ClearFault,
    ) -> None:
        """`devices` is read at each look; `only`, `report` and `clear` are the fault desk's."""
        self._clock = clock
        self._devices = devices
        self._silence = silence
        self._is_tested = is_tested
        self._is_connected = is_connected
        self._store_fails = store_fails
        self._standing = standing
        self._only = only
        self._report = report
        self._clear = clear
        self._looked_at: float | None = None
        self._deaf_since: float | None = None
        # Until then, in monotonic seconds, nobody's silence is judged: a gateway needs its time to come back.
        self._judges_from = 0.0
        # Since when each gateway has been lost.
        self._lost: dict[str, float] = {}

    def begin(self, lived_at: datetime | None) -> None:
        """Begin to watch; `lived_at`: when the community last ran (UTC), None if nobody knows."""
        now = self._clock().monotonic
        self._silence.begin(self._devices.values(), lived_at, now)
        self._judges_from = now + GONE_AFTER

    async def look(self) -> None:
        """Look at everything once."""
        now = self._clock()
        self._stand_still(now.monotonic)
        self._listen(now.monotonic)
        if self._store_fails():
            self._report(Fault(FaultCause.DATABASE_FAILING, "database"))
        else:
            self._clear(FaultCause.DATABASE_FAILING, "database")
        standing = self._standing()
        judges = self._deaf_since is None and now.monotonic >= self._judges_from
        if judges:
            self._gateways(now.monotonic)

        def is_silent(device: Device) -> bool:
            return judges and self._silence.is_fault(device, now.monotonic)

        faults = faults_of(self._devices, now.utc, is_silent=is_silent, is_tested=self._is_tested, standing=standing)
        # While nothing can be heard, what was said of silence stands.
        heard_of = CAUSES if judges else CAUSES - {FaultCause.GATEWAY_LOST, FaultCause.DEVICE_SILENT}
        self._only(heard_of, faults)

    def _stand_still(self, now: float) -> None:
        last, self._looked_at = self._looked_at, now
        if last is not None and now - last > _STOOD_STILL:
            self._silence.excuse(self._devices, now - last - EVERY, now)
            self._judges_from = max(self._judges_from, now + GONE_AFTER)

    def _listen(self, now: float) -> None:
        """Follow whether the broker is there; nobody is to blame for what could not be heard."""
        if self._is_connected():
            if self._deaf_since is not None:
                deaf, self._deaf_since = now - self._deaf_since, None
                spoke = [one.id for one in self._devices.values() if one.source is Source.MQTT]
                self._silence.excuse(spoke, deaf, now)
                self._judges_from = max(self._judges_from, now + GONE_AFTER)
            self._clear(FaultCause.BROKER_LOST, "broker")
            return
        if self._deaf_since is None:
            self._deaf_since = now
        elif now - self._deaf_since > GONE_AFTER:
            self._report(Fault(FaultCause.BROKER_LOST, "broker"))

    def _gateways(self, now: float) -> None:
        """Excuse what is behind a gateway that has come back: it could not be heard."""
        lost = {
            via
            for via in {device.via for device in self._devices.values() if device.via is not None}
            if (gateway := self._devices.get(via)) is not None and self._silence.is_fault(gateway, now)
        }
        for gateway_id in self._lost.keys() - lost:
            since = self._lost.pop(gateway_id)
            behind = [
                device.id
                for device in self._devices.values()
                if lost_gateway(device, self._devices, {gateway_id}) == gateway_id
            ]
            self._silence.excuse(behind, now - since, now)
        for gateway_id in lost:
            self._lost.setdefault(gateway_id, now)
