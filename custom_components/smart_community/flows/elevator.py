"""The form of an elevator: the device that it is, or the entities that it is made of, its cameras and its speakers."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, override

import probatio as vol
from homeassistant.const import CONF_NAME
from homeassistant.core import split_entity_id
from homeassistant.data_entry_flow import section
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..const import CAMERA, DOMAIN, ELEVATOR
from ..core.camera import CameraPurpose
from ..core.device import DeviceKind
from ..core.elevator import Elevator, ElevatorPoints
from ..core.phrases import CHINESE, ENGLISH
from ..links.devices.protocol import SLUG
from .base import BASE, FormFlow, Outcome, text_of

CONF_BUILDING: Final = "building"
CONF_DEVICE: Final = "device"
CONF_POINTS: Final = "points"
CONF_CAMERAS: Final = "cameras"
CONF_SPEAKERS: Final = "speakers"
CONF_LANGUAGES: Final = "languages"
CONF_TWO_WAY: Final = "two_way"

_CONTACTS: Final = ("binary_sensor", "input_boolean", "switch")
# What each point may be made of.
_DOMAINS: Final[Mapping[str, tuple[str, ...]]] = {
    # Not a helper: its timer would be an automation, which dies with Home Assistant.
    "hold": ("switch",),
    "door": (*_CONTACTS, "cover", "sensor"),
    "floor": ("sensor", "input_select", "input_text", "input_number"),
    "key": (*_CONTACTS, "event", "button", "input_button"),
}
# Each in its own words, as people look for it.
_LANGUAGES: Final = {CHINESE: "普通话", ENGLISH: "English"}
_SPEAKERS: Final = ("media_player", "assist_satellite")


class ElevatorFlow(FormFlow):
    """An elevator, new or changed."""

    @override
    async def schema(self) -> vol.Schema:
        points = {
            vol.Optional(point.name): EntitySelector(
                EntitySelectorConfig(domain=list(_DOMAINS.get(point.name, _CONTACTS)))
            )
            for point in fields(ElevatorPoints)
        }
        return vol.Schema(
            {
                vol.Required(CONF_NAME): TextSelector(),
                vol.Optional(CONF_BUILDING): _select(self._buildings()),
                vol.Optional(CONF_DEVICE): _select(self._devices(), custom=True),
                vol.Optional(CONF_CAMERAS): _select(self._cameras(), multiple=True),
                vol.Optional(CONF_SPEAKERS): EntitySelector(
                    EntitySelectorConfig(domain=list(_SPEAKERS), multiple=True)
                ),
                vol.Optional(CONF_LANGUAGES): _select(_LANGUAGES, multiple=True),
                vol.Optional(CONF_TWO_WAY): TextSelector(TextSelectorConfig(type=TextSelectorType.URL)),
                vol.Required(CONF_POINTS): section(vol.Schema(points), {"collapsed": True}),
            }
        )

    @override
    async def proposed(self) -> Mapping[str, Any]:
        return {CONF_LANGUAGES: list(_LANGUAGES)}

    @override
    async def judge(self, answers: Mapping[str, Any]) -> Outcome:
        elevator = Elevator.from_data(
            self.own_id or "",
            {
                **answers,
                CONF_NAME: text_of(answers, CONF_NAME),
                CONF_DEVICE: text_of(answers, CONF_DEVICE),
                CONF_TWO_WAY: text_of(answers, CONF_TWO_WAY),
            },
        )
        points = ElevatorPoints.from_dict(answers.get(CONF_POINTS) or {})
        errors, placeholders = self._wrong(elevator, points)
        data = elevator.as_data()
        name = data.pop(CONF_NAME)
        return Outcome(title=name, data=data, errors=errors, placeholders=placeholders)

    def _wrong(self, elevator: Elevator, points: ElevatorPoints) -> tuple[dict[str, str], dict[str, str]]:
        """Return what is wrong with it, by field, and the words that the errors need."""
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        others = [one for one in self._others() if one.id != self.own_id]
        if not elevator.name:
            errors[CONF_NAME] = "elevator_name_missing"
        elif any(one.name == elevator.name for one in others):
            errors[CONF_NAME] = "elevator_name_taken"
        if (wrong := _wrong_device(elevator, points, others)) is not None:
            errors[CONF_DEVICE] = wrong
        used = [one.points.hold for one in others if one.points is not None]
        if points.hold is not None and points.hold in used:
            # Two guards on one relay would hold and let go against each other.
            errors[BASE], placeholders["entity"] = "elevator_relay_taken", points.hold
        for entity_id in (*points.as_dict().values(), *elevator.speakers):
            if (wrong := self._wrong_entity(entity_id)) is not None:
                errors[BASE], placeholders["entity"] = wrong, entity_id
        taken = {camera: one.name for one in others for camera in one.cameras}
        if doubled := [taken[camera] for camera in elevator.cameras if camera in taken]:
            errors[CONF_CAMERAS], placeholders["elevator"] = "elevator_camera_taken", doubled[0]
        return errors, placeholders

    def _wrong_entity(self, entity_id: str) -> str | None:
        registered = er.async_get(self.hass).async_get(entity_id)
        if registered is None:
            return None if self.hass.states.get(entity_id) is not None else "elevator_entity_unknown"
        if registered.platform == DOMAIN and split_entity_id(entity_id)[0] not in _SPEAKERS:
            # An elevator that is made of its own guard would hold itself.
            return "elevator_entity_is_ours"
        return "elevator_entity_disabled" if registered.disabled else None

    def _others(self) -> list[Elevator]:
        return [
            Elevator.from_data(one.subentry_id, {CONF_NAME: one.title, **one.data})
            for one in self._get_entry().get_subentries_of_type(ELEVATOR)
        ]

    def _buildings(self) -> dict[str, str]:
        runtime = self.runtime
        return {one.id: one.name for one in runtime.directory.buildings.values()} if runtime is not None else {}

    def _devices(self) -> dict[str, str]:
        runtime = self.runtime
        devices = runtime.supervision.devices.values() if runtime is not None else ()
        return {one.id: one.id for one in devices if one.kind is DeviceKind.ELEVATOR}

    def _cameras(self) -> dict[str, str]:
        cameras = self._get_entry().get_subentries_of_type(CAMERA)
        return {one.subentry_id: one.title for one in cameras if one.data.get("purpose") == CameraPurpose.ELEVATOR_CAR}


def _wrong_device(elevator: Elevator, points: ElevatorPoints, others: list[Elevator]) -> str | None:
    """Return what is wrong with the device that it is, None if nothing is."""
    if elevator.device is None:
        seen_or_heard = points.as_dict() or elevator.cameras or elevator.speakers
        return None if seen_or_heard else "elevator_without_points"
    if points.as_dict():
        return "elevator_device_and_points"
    if not SLUG.fullmatch(elevator.device):
        return "elevator_device_invalid"
    return "elevator_device_taken" if any(one.device == elevator.device for one in others) else None


def _select(options: Mapping[str, str], *, multiple: bool = False, custom: bool = False) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=[SelectOptionDict(value=value, label=label) for value, label in sorted(options.items())],
            multiple=multiple,
            custom_value=custom,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )
