"""`register/import`, `register/undo_import` and `register/export`: the register as a sheet, in and out."""

import binascii
from collections.abc import Mapping
from typing import Any, Final

import probatio as vol
from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant
from homeassistant.util.ulid import ulid_now

from ..core.register_export import Format, Headings
from ..core.register_fate import Outcome
from ..core.register_form import Refusal, RegisterError
from ..desks.register_sheets import Phase
from ..errors import EXPECTED, CallerError, told
from ..runtime import Runtime
from .base import Caller, Command

# A part in base64 is within the 4 MiB that Home Assistant's websocket takes a message.
_LONGEST_PART: Final = 3_500_000
_MOST_ROWS: Final = 500
# A progress that is drawn more often only costs.
_SHOWN_EVERY: Final = 0.2  # seconds
_ID: Final = vol.All(str, vol.Length(min=1, max=64))
_TYPES: Final[Mapping[Format, str]] = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def _upload(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    upload = message.get("upload")
    part = _decoded(message["part"])
    name = upload or ulid_now()
    size = runtime.register.sheets.uploads.add(name, caller.user_id, part, new=upload is None)
    return {"upload": name, "size": size}


async def _import(hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> None:
    sheets = runtime.register.sheets
    if sheets.importing:
        raise RegisterError(Refusal.IMPORT_RUNNING)
    data: str | bytes
    if "upload" in message:
        data = sheets.uploads.take(message["upload"], caller.user_id)
    elif "base64" in message:
        data = _decoded(message["base64"])
    elif "text" in message:
        data = message["text"]
    else:
        raise CallerError("file_missing")
    watcher = _Watcher(hass, caller, message["id"])
    coming = sheets.import_sheet(data, dry_run=message["dry_run"], by=caller.user_id, progress=watcher.progress)
    watcher.begin()
    try:
        report = await coming
    except EXPECTED as error:
        # The answer is out already: what went wrong is the last event.
        what = told(error)
        watcher.tell({"type": "error", "code": what.code, "placeholders": what.placeholders})
    else:
        watcher.tell({"type": "report", **report.as_dict()})


async def _rows(_hass: HomeAssistant, runtime: Runtime, _caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    fates, total = runtime.register.sheets.rows(
        message["import_id"], outcome=message.get("outcome"), offset=message["offset"], limit=message["limit"]
    )
    return {"rows": [fate.as_dict() for fate in fates], "total": total}


async def _undo(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    sheets = runtime.register.sheets
    last = await (sheets.last_import() if message["dry_run"] else sheets.undo_import(caller.user_id))
    return {"undone": not message["dry_run"], "import": last.as_dict()}


async def _export(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    file_format: Format = message["format"]
    file, homes = await runtime.register.sheets.export(file_format, message["language"], caller.user_id)
    day = runtime.clock().utc.date().isoformat()
    return {
        "name": f"register-{day}.{file_format.value}",
        "content_type": _TYPES[file_format],
        "base64": binascii.b2a_base64(file, newline=False).decode(),
        "homes": homes,
    }


class _Watcher:
    """Whoever started an import and wants to see how it goes; it goes on without him."""

    def __init__(self, hass: HomeAssistant, caller: Caller, message_id: int) -> None:
        """Tell nothing yet."""
        self._hass = hass
        self._connection = caller.connection
        self._id = message_id
        self._watching = False
        self._shown = (Phase.READING, 0.0)

    def begin(self) -> None:
        """Answer the command; events follow until the caller unsubscribes or is gone."""
        self._watching = True
        self._connection.subscriptions[self._id] = self._stop
        self._connection.send_result(self._id, {})

    def progress(self, phase: Phase, done: int, of: int) -> None:
        """Show how far the import is, a few times a second."""
        before, at = self._shown
        now = self._hass.loop.time()
        if phase is before and done < of and now - at < _SHOWN_EVERY:
            return
        self._shown = (phase, now)
        self.tell({"type": "progress", "phase": phase.value, "done": done, "of": of})

    def tell(self, event: Mapping[str, Any]) -> None:
        """Send an event, if somebody watches."""
        if self._watching:
            self._connection.send_message(websocket_api.event_message(self._id, event))

    def _stop(self) -> None:
        self._watching = False


def _decoded(text: str) -> bytes:
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        raise CallerError("part_not_base64") from None


# Secret: Home Assistant logs the value that a schema refuses, and here it is everybody's.
COMMANDS: Final = (
    Command(
        "register/import",
        {
            vol.Exclusive(vol.Secret("text"), "file"): str,
            vol.Exclusive(vol.Secret("base64"), "file"): str,
            vol.Exclusive("upload", "file"): _ID,
            vol.Optional("dry_run", default=False): bool,
        },
        _import,
    ),
    Command(
        "register/import/upload",
        {
            vol.Optional("upload"): _ID,
            vol.Required(vol.Secret("part")): vol.All(str, vol.Length(max=_LONGEST_PART)),
        },
        _upload,
    ),
    Command(
        "register/import/rows",
        {
            vol.Required("import_id"): _ID,
            vol.Optional("outcome"): vol.Coerce(Outcome),
            vol.Optional("offset", default=0): vol.All(int, vol.Range(min=0)),
            vol.Optional("limit", default=100): vol.All(int, vol.Range(min=1, max=_MOST_ROWS)),
        },
        _rows,
    ),
    Command("register/undo_import", {vol.Optional("dry_run", default=False): bool}, _undo),
    Command(
        "register/export",
        {
            vol.Optional("format", default=Format.CSV.value): vol.Coerce(Format),
            vol.Optional("language", default=Headings.ENGLISH.value): vol.Coerce(Headings),
        },
        _export,
    ),
)
