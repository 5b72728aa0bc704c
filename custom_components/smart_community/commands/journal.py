"""`me`, and the journal: a page of it, a search, and whether it is whole."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import probatio as vol
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from sqlalchemy import Connection

from ..core import journal
from ..core.journal import Entry, Filters
from ..errors import CallerError
from ..runtime import Runtime
from ..store import journal as stored_journal
from .base import MOST_ROWS, Caller, Command

_WORD: Final = vol.All(str, vol.Length(min=1, max=200))
_LIMIT: Final = vol.All(int, vol.Range(min=1, max=MOST_ROWS))
_BEFORE: Final = vol.All(int, vol.Range(min=1))


async def _me(_hass: HomeAssistant, _runtime: Runtime, caller: Caller, _message: dict[str, Any]) -> Mapping[str, Any]:
    return {"user_id": caller.user_id, "name": caller.name, "roles": sorted(role.value for role in caller.roles)}


async def _list(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    await runtime.note(caller.user_id, "journal_viewed")

    def query(connection: Connection) -> tuple[list[Entry], int | None]:
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


async def _search(_hass: HomeAssistant, runtime: Runtime, caller: Caller, message: dict[str, Any]) -> Mapping[str, Any]:
    words = {name: message[name] for name in ("actor", "action", "subject") if name in message}
    times = {name: _moment(message[name]) for name in ("from", "to") if name in message}
    filters = Filters(**words, since=times.get("from"), until=times.get("to"))
    found = await _found(runtime, filters, message.get("before"), message["limit"])
    # The journal holds nobody's name: what matches nothing in it may be one, and is not written into it.
    said = (words if found else dict.fromkeys(words, "")) | {name: at.isoformat() for name, at in times.items()}
    await runtime.note(caller.user_id, "journal_searched", filters=said, found=len(found))
    return {"entries": [_as_dict(entry) for entry in found]}


async def _found(runtime: Runtime, filters: Filters, before: int | None, limit: int) -> list[Entry]:
    """Return what matches, looked for in steps between which others read."""
    if before is None:
        before = (await runtime.database.read(stored_journal.head)).seq + 1
    found: list[Entry] = []
    while before > 1 and len(found) < limit:
        step = partial(stored_journal.search, filters=filters, before=before, limit=limit - len(found))
        found += await runtime.database.read(step)
        before -= stored_journal.WINDOW
    return found


async def _verify(
    _hass: HomeAssistant, runtime: Runtime, caller: Caller, _message: dict[str, Any]
) -> Mapping[str, Any]:
    return (await runtime.records.watch.verify(caller.user_id)).as_dict()


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise CallerError("time_invalid", time=text) from error
    if at.tzinfo is None:
        raise CallerError("time_invalid", time=text)
    return at.astimezone(UTC)


def _as_dict(entry: Entry) -> dict[str, Any]:
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
    Command("journal/list", {vol.Optional("limit", default=50): _LIMIT, vol.Optional("before"): _BEFORE}, _list),
    Command(
        "journal/search",
        {
            vol.Optional(vol.Secret("actor")): _WORD,
            vol.Optional(vol.Secret("action")): _WORD,
            vol.Optional(vol.Secret("subject")): _WORD,
            vol.Optional("from"): cv.string,
            vol.Optional("to"): cv.string,
            vol.Optional("limit", default=50): _LIMIT,
            vol.Optional("before"): _BEFORE,
        },
        _search,
    ),
    Command("journal/verify", {}, _verify),
)
