"""Starts what alarms can do without: whatever is wrong with one part, a press still comes to a person."""

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from ..core.ports import StoreError
from ..issues import report_part

if TYPE_CHECKING:
    from ..runtime import Runtime

_LOGGER = logging.getLogger(__name__)


async def start_part(runtime: Runtime, start: Callable[[Runtime], Awaitable[None]]) -> None:
    """Run `start_<part>`; what it raises is logged and shown as a repair issue, and the start goes on."""
    part = start.__name__.removeprefix("start_")
    try:
        await start(runtime)
    except StoreError as error:
        # That the store fails is an issue of its own.
        _LOGGER.warning("The part %s did not start: %s", part, error)
    except Exception:
        _LOGGER.exception("The part %s did not start; alarms are taken without it", part)
        report_part(runtime.hass, part, failed=True)
    else:
        report_part(runtime.hass, part, failed=False)
