"""Actions on the register: import a sheet, give a device to a home."""

from pathlib import Path
from typing import Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse
from homeassistant.helpers import config_validation as cv

from ..errors import CallerError
from ..runtime import Runtime
from .base import Action

# A sheet of 50,000 homes is about this large; more is a mistake.
LARGEST_SHEET: Final = 32 * 1024 * 1024
_SHEETS: Final = frozenset({".csv", ".xlsx"})


async def _import_register(hass: HomeAssistant, runtime: Runtime, actor: str, call: ServiceCall) -> ServiceResponse:
    path = Path(hass.config.path(call.data["file"]))
    file = await hass.async_add_executor_job(_read_file, hass, path)
    report = await runtime.register.sheets.import_sheet(file, dry_run=call.data["dry_run"], by=actor)
    return report.as_dict()


def _read_file(hass: HomeAssistant, path: Path) -> bytes:
    """Read a sheet from a folder that Home Assistant may read; blocks."""
    try:
        resolved = path.resolve()
        if resolved.suffix.lower() not in _SHEETS:
            # An error that quotes a heading must not become a way to read other files of the configuration.
            raise CallerError("file_not_sheet", file=path.name)
        inside = resolved.is_relative_to(Path(hass.config.config_dir).resolve())
        if not inside and not hass.config.is_allowed_path(str(resolved)):
            raise CallerError("file_not_allowed", file=path.name)
        if resolved.stat().st_size > LARGEST_SHEET:
            raise CallerError("file_too_large", file=path.name)
        return resolved.read_bytes()
    except (OSError, ValueError) as error:
        # ValueError: no path has a zero character in it.
        raise CallerError("file_unreadable", file=path.name) from error


ACTIONS: Final = {
    "import_register": Action(
        _import_register,
        {vol.Required("file"): cv.string, vol.Optional("dry_run", default=False): cv.boolean},
        SupportsResponse.OPTIONAL,
    ),
}
