"""The form of a camera: where its picture comes from, what it is for, its sign, and how long pictures are kept."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, override

import probatio as vol
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
)

from ..const import CAMERA, CONF_SITE_NAME
from ..core.camera import (
    DEFAULT_RETENTION,
    Camera,
    CameraProblem,
    CameraPurpose,
    CameraRoom,
    problem_of,
)
from ..core.community import Place
from ..core.device import DeviceKind
from ..links.devices.protocol import SLUG
from ..links.frigate.errors import FrigateError
from .base import FormFlow, Outcome, text_of

if TYPE_CHECKING:
    from ..runtime import Runtime


# Which field shows what is wrong.
_FIELD_OF: Final[Mapping[CameraProblem, str]] = {
    CameraProblem.ROOM_REFUSED: "room",
    CameraProblem.NAME_REFUSED: "name",
    CameraProblem.NAME_MISSING: "name",
    CameraProblem.SOURCE_MISSING: "frigate_name",
    CameraProblem.SOURCE_TWICE: "entity",
    CameraProblem.RETENTION_TOO_SHORT: "retention_days",
    CameraProblem.RETENTION_TOO_LONG: "retention_days",
    CameraProblem.RETENTION_REASON_MISSING: "retention_reason",
    CameraProblem.COMPANION_WITHOUT_FACADE: "companion",
}
_DAYS: Final = NumberSelector(NumberSelectorConfig(min=1, max=3650, step=1, mode=NumberSelectorMode.BOX))
# In the community's language: a sign is read by who passes, not by who sets it up.
_SIGN: Final[Mapping[str, str]] = {
    "zh": "您已进入公共安全视频图像采集区域。采集单位：{site}。图像保存{days}天。",
    "en": "Video is recorded here for public safety by {site}. Pictures are kept for {days} days.",
}


class CameraFlow(FormFlow):
    """Sets up one camera of the community."""

    @override
    async def schema(self) -> vol.Schema:
        """Return the form: Frigate's cameras by name where it answers, and whatever is typed."""
        frigate = SelectSelector(
            SelectSelectorConfig(options=await self._frigate_cameras(), custom_value=True, sort=True)
        )
        buildings = SelectSelector(SelectSelectorConfig(options=self._buildings(), mode=SelectSelectorMode.DROPDOWN))
        return vol.Schema(
            {
                vol.Required("name"): TextSelector(),
                vol.Optional("frigate_name"): frigate,
                vol.Optional("entity"): EntitySelector(EntitySelectorConfig(domain="camera")),
                vol.Required("purpose", default=CameraPurpose.PUBLIC_AREA.value): _choice(
                    "camera_purpose", CameraPurpose
                ),
                vol.Required("room", default=CameraRoom.LOBBY.value): _choice("camera_room", CameraRoom),
                vol.Optional("building"): buildings,
                vol.Optional("sign_text"): TextSelector(TextSelectorConfig(multiline=True)),
                vol.Optional("sign_place"): TextSelector(),
                vol.Required("retention_days", default=DEFAULT_RETENTION): _DAYS,
                vol.Optional("retention_reason"): TextSelector(),
                vol.Optional("companion"): SelectSelector(
                    SelectSelectorConfig(options=self._companions(), custom_value=True, sort=True)
                ),
            }
        )

    @override
    async def proposed(self) -> Mapping[str, Any]:
        """Return what a new camera's form begins with: the text of a sign in the community's language."""
        return {"sign_text": propose_sign(self.hass.config.language, self._get_entry().data.get(CONF_SITE_NAME, ""))}

    @override
    async def judge(self, answers: Mapping[str, Any]) -> Outcome:
        """Return the camera, or why it is not taken: the rooms that the law closes come first."""
        camera = Camera(
            id=self.own_id or "",
            name=text_of(answers, "name"),
            purpose=CameraPurpose(answers["purpose"]),
            room=CameraRoom(answers["room"]),
            frigate_name=text_of(answers, "frigate_name") or None,
            entity=text_of(answers, "entity") or None,
            place=Place(building=text_of(answers, "building") or None),
            sign_text=text_of(answers, "sign_text"),
            sign_place=text_of(answers, "sign_place"),
            retention_days=int(answers["retention_days"]),
            retention_reason=text_of(answers, "retention_reason") or None,
            companion=text_of(answers, "companion") or None,
        )
        if (problem := problem_of(camera)) is not None:
            error = f"{problem.value}_{camera.room.value}" if problem is CameraProblem.ROOM_REFUSED else problem.value
            return Outcome(errors={_FIELD_OF[problem]: error})
        if camera.companion is not None and not SLUG.fullmatch(camera.companion):
            return Outcome(errors={"companion": "companion_invalid"})
        if (field := self._taken(camera)) is not None:
            return Outcome(errors={field: "already_there"})
        return Outcome(camera.name, camera.as_stored())

    def _taken(self, camera: Camera) -> str | None:
        """Return the field whose source another camera has already, or None."""
        for subentry in self._get_entry().get_subentries_of_type(CAMERA):
            if subentry.subentry_id == self.own_id:
                continue
            for field, source in (
                ("frigate_name", camera.frigate_name),
                ("entity", camera.entity),
                ("companion", camera.companion),
            ):
                if source is not None and subentry.data.get(field) == source:
                    return field
        return None

    async def _frigate_cameras(self) -> list[str]:
        runtime = self.runtime
        client = None if runtime is None else runtime.frigate.client
        if client is None:
            return []
        try:
            config = await client.config()
        except FrigateError:
            # Its name can be typed; that Frigate is away is a repair issue of its own.
            return []
        return sorted(config.cameras)

    def _companions(self) -> list[str]:
        runtime = self.runtime
        devices = () if runtime is None else runtime.supervision.devices.values()
        return [one.id for one in devices if one.kind is DeviceKind.FACADE_CAMERA]

    def _buildings(self) -> list[SelectOptionDict]:
        runtime: Runtime | None = self.runtime
        buildings = () if runtime is None else runtime.directory.buildings.values()
        return [SelectOptionDict(value=one.id, label=one.name) for one in buildings]


def propose_sign(language: str, site: str, days: int = DEFAULT_RETENTION) -> str:
    """Return the text of a sign in the community's language; whoever hangs it may change it."""
    text = _SIGN["zh" if language.startswith("zh") else "en"]
    return text.format(site=site or "—", days=days)


def _choice(key: str, kinds: type[CameraPurpose | CameraRoom]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=[kind.value for kind in kinds], translation_key=key, mode=SelectSelectorMode.DROPDOWN
        )
    )
