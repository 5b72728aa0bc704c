"""`plans/…`: whom an incident of each kind tells, when and over what, as staff want it."""

from collections.abc import Mapping
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant

from ..core.incident import Kind, Severity
from ..core.plan import MOST_CHANNELS, MOST_STEPS, MOST_TARGETS, TARGETS, Step
from ..runtime import Runtime
from .base import Caller, Command

_WORD: Final = vol.All(str, vol.Length(min=1, max=255))
_SECONDS: Final = vol.All(vol.Any(int, float), vol.Range(min=0, max=1_000_000))
# Longer than a plan may be, so that what is too long is refused by the rule that says so.
_STEP: Final = {
    vol.Required("after"): _SECONDS,
    vol.Required("to"): vol.All([_WORD], vol.Length(max=2 * MOST_TARGETS)),
    vol.Optional("channels", default=[]): vol.All([_WORD], vol.Length(max=2 * MOST_CHANNELS)),
}
_WHICH: Final = {
    vol.Required("kind"): vol.In([kind.value for kind in Kind]),
    vol.Optional("severity", default=None): vol.Any(None, vol.In([severity.value for severity in Severity])),
    vol.Optional("version", default=None): vol.Any(None, vol.All(int, vol.Range(min=0))),
}


async def _list(_hass: HomeAssistant, runtime: Runtime, _caller: Caller, _message: dict[str, Any]) -> Mapping[str, Any]:
    return {"plans": runtime.plans.plans(), "targets": [target.value for target in TARGETS]}


async def _save(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    steps = [Step(float(step["after"]), tuple(step["to"]), tuple(step["channels"])) for step in message["steps"]]
    plan, gaps = await runtime.plans.save(
        Kind(message["kind"]),
        _severity(message),
        steps,
        repeat_every=float(message["repeat_every"]),
        ask_again_after=float(message["ask_again_after"]),
        read_at=message["version"],
        by=caller.user_id,
    )
    return {"plan": plan, "warnings": [gap.as_dict() for gap in gaps]}


async def _reset(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    kind = Kind(message["kind"])
    plan = await runtime.plans.reset(kind, _severity(message), read_at=message["version"], by=caller.user_id)
    return {"plan": plan}


def _severity(message: Mapping[str, Any]) -> Severity | None:
    return Severity(message["severity"]) if message["severity"] else None


COMMANDS: Final = (
    Command("plans/list", {}, _list),
    Command(
        "plans/save",
        {
            **_WHICH,
            vol.Required("steps"): vol.All([_STEP], vol.Length(max=2 * MOST_STEPS)),
            vol.Required("repeat_every"): _SECONDS,
            vol.Required("ask_again_after"): _SECONDS,
        },
        _save,
    ),
    Command("plans/reset", _WHICH, _reset),
)
