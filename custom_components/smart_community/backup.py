"""Home Assistant's backup: a consistent copy of the database goes along, and no key in clear.

The database goes on changing while the configuration folder is packed, so the file in the backup may be torn. The copy
beside it is whole: the first start after a restore puts it in the file's place (`store/copies.py`).
"""

from pathlib import PurePath

from homeassistant.components.backup.const import EXCLUDE_FROM_BACKUP
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from .access import loaded_runtime
from .const import DOMAIN
from .core.ports import StoreError
from .store.keys import key_path


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Make the copy; while the community does not run, its file does not change and is its own copy.

    Raises HomeAssistantError, and there is no backup, if it would be worth nothing or hold the keys.
    """
    runtime = loaded_runtime(hass)
    if runtime is None:
        return
    if not _leaves_out(key_path(runtime.database.path).name):
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="backup_holds_key")
    try:
        await runtime.database.begin_backup()
    except StoreError as error:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="store_failed",
            translation_placeholders={"failure": error.failure.value},
        ) from error
    await runtime.note("system", "backup_begun")


async def async_post_backup(hass: HomeAssistant) -> None:
    """Remove the copy."""
    runtime = loaded_runtime(hass)
    if runtime is not None:
        await runtime.database.end_backup()


def _leaves_out(name: str) -> bool:
    """Return whether Home Assistant packs no file of that name in the configuration folder."""
    return any(PurePath(name).full_match(pattern) for pattern in EXCLUDE_FROM_BACKUP)
