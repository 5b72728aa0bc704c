"""`me` and `journal/list`."""

from collections.abc import Mapping
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant
from sqlalchemy import Connection

from ..core import journal
from ..runtime import Runtime
from ..store import journal as stored_journal
from .base import MOST_ROWS, Caller, Command


async def _me(_hass: HomeAssistant, _runtime: Runtime, caller: Caller, _message: dict[str, Any]) -> Mapping[str, Any]:
    return {"user_id": caller.user_id, "name": caller.name, "roles": sorted(role.value for role in caller.roles)}


async def _list(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    await runtime.note(caller.user_id, "journal_viewed")

    def query(connection: Connection) -> tuple[list[journal.Entry], int | None]:
        page = stored_journal.page(connection, before=message.get("before"), limit=message["limit"])
        if not page:
            return [], None
        # The page is checked from the entry before its oldest one.
        oldest = page[-1].seq - 1
        before = stored_journal.entries_after(connection, oldest - 1, 1) if oldest else []
        previous = before[0].hash if before else journal.GENESIS
        return page, journal.first_broken(reversed(page), previous, oldest)

    page, broken_at = await runtime.database.read(query)
    return {"entries": [_as_dict(entry) for entry in page], "broken_at": broken_at}


def _as_dict(entry: journal.Entry) -> dict[str, Any]:
    note = entry.note
    return {
        "seq": entry.seq,
        "at": note.at.isoformat(),
        "actor": note.actor,
        "action": note.action,
        "subject": note.subject,
        "details": note.details,
        "hash": entry.hash,
    }


COMMANDS: Final = (
    Command("me", {}, _me),
    Command(
        "journal/list",
        {
            vol.Optional("limit", default=50): vol.All(int, vol.Range(min=1, max=MOST_ROWS)),
            vol.Optional("before"): vol.All(int, vol.Range(min=1)),
        },
        _list,
    ),
)
