"""What a camera that watches a facade shows: how well it sees, what its self-test said, and that something fell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfTime
from homeassistant.core import callback

from .access import authorize_entity
from .camera_entities import OfCamera
from .core.camera import Camera
from .core.facade import Degraded, FacadeState, SelfTest, View
from .core.falling import FallHeard, FallPhase
from .core.ports import CommandError
from .entity import EventWriter
from .errors import CallerError, as_action_errors
from .runtime import Runtime


@dataclass(frozen=True, kw_only=True)
class FacadeDescription(SensorEntityDescription):
    """One thing that a facade camera says of itself."""

    value: Callable[[FacadeState], str | float | None]


SENSORS: Final = (
    FacadeDescription(
        key="view",
        translation_key="view",
        device_class=SensorDeviceClass.ENUM,
        options=[view.value for view in View],
        value=lambda state: state.view.value,
    ),
    FacadeDescription(
        key="frames",
        translation_key="frames",
        native_unit_of_measurement="fps",
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        suggested_display_precision=1,
        value=lambda state: state.fps,
    ),
    FacadeDescription(
        key="lag",
        translation_key="lag",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        suggested_display_precision=1,
        value=lambda state: state.lag,
    ),
    FacadeDescription(
        key="degraded",
        translation_key="degraded",
        device_class=SensorDeviceClass.ENUM,
        options=[how.value for how in Degraded],
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda state: state.degraded.value,
    ),
    FacadeDescription(
        key="self_test",
        translation_key="self_test",
        device_class=SensorDeviceClass.ENUM,
        options=[outcome.value for outcome in SelfTest],
        entity_category=EntityCategory.DIAGNOSTIC,
        value=lambda state: None if state.self_test is None else state.self_test.value,
    ),
)
FALL: Final = EventEntityDescription(
    key="fall",
    translation_key="fall",
    event_types=[FallPhase.SUSPECTED.value, FallPhase.CONFIRMED.value, FallPhase.WITHDRAWN.value],
)
SELF_TEST: Final = ButtonEntityDescription(
    key="self_test", translation_key="self_test", entity_category=EntityCategory.CONFIG
)


class FacadeSensor(OfCamera, SensorEntity):
    """Something that a facade camera says of itself; unknown while it cannot be heard."""

    entity_description: FacadeDescription

    async def async_added_to_hass(self) -> None:
        """Listen to the camera."""
        await super().async_added_to_hass()
        self.async_on_remove(self._runtime.falling.desk.on_state(self._changed))

    @property
    @override
    def native_value(self) -> str | float | None:
        """Return what it says."""
        state = self._runtime.falling.desk.state(self.camera_id)
        return None if state is None else self.entity_description.value(state)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return when it tested itself last."""
        if self.entity_description.key != "self_test":
            return None
        state = self._runtime.falling.desk.state(self.camera_id)
        at = None if state is None else state.self_test_at
        return {"tested_at": at.isoformat() if at is not None else None}

    @callback
    def _changed(self, camera_id: str) -> None:
        if camera_id == self.camera_id:
            self.async_write_ha_state()


class FallEvent(OfCamera, EventEntity):
    """That something falls, or flutters down, before a camera: its class and how sure that is, never from where."""

    def __init__(self, runtime: Runtime, camera: Camera, writer: EventWriter) -> None:
        """Show one camera's falls."""
        super().__init__(runtime, camera, FALL)
        self._writer = writer

    async def async_added_to_hass(self) -> None:
        """Listen to the camera."""
        await super().async_added_to_hass()
        self.async_on_remove(self._runtime.falling.desk.on_heard(self._heard))

    @callback
    def _heard(self, heard: FallHeard) -> None:
        # Each phase once: what is told again has got a clip, or an event of Frigate's.
        if heard.fall.camera == self.camera_id and heard.is_new and heard.phase.value in self.event_types:
            self._writer.put(partial(self._write, heard))

    @callback
    def _write(self, heard: FallHeard) -> None:
        fall = heard.fall
        self._trigger_event(heard.phase.value, {"class": fall.kind.value, "confidence": round(fall.confidence, 2)})
        self.async_write_ha_state()


class SelfTestButton(OfCamera, ButtonEntity):
    """Has a fall played into the picture, which must be found."""

    def __init__(self, runtime: Runtime, camera: Camera) -> None:
        """Belong to the camera."""
        super().__init__(runtime, camera, SELF_TEST)

    @override
    async def async_press(self) -> None:
        """Begin a self-test; its outcome is told by the sensor."""
        actor = await authorize_entity(self.hass, self._runtime, self._context, "button.self_test")
        camera = self._runtime.cameras.get(self.camera_id)
        with as_action_errors():
            if camera is None or camera.companion is None or self._runtime.link is None:
                raise CallerError("companion_missing")
            try:
                await self._runtime.link.commands.execute(camera.companion, "self_test", {})
            except CommandError as error:
                raise CallerError("companion_silent") from error
        await self._runtime.note(actor, "facade_self_test", self.camera_id)


def facade_sensors_of(runtime: Runtime, camera: Camera) -> Sequence[FacadeSensor]:
    """Return the sensors of a camera with a companion, none for any other."""
    if camera.companion is None:
        return []
    return [FacadeSensor(runtime, camera, description) for description in SENSORS]


def self_tests_of(runtime: Runtime, camera: Camera) -> Sequence[SelfTestButton]:
    """Return the button of a camera with a companion, none for any other."""
    return [SelfTestButton(runtime, camera)] if camera.companion is not None else []
