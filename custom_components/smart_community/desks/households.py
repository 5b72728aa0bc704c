"""One household's own say: consent, pause, leave, all that is kept of it, and its erasure."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection

from ..core.consent import Consent, Purpose, newest, withdrawals
from ..core.people import HouseholdStatus
from ..core.register_fields import FieldError, Reason, note_text, short_text
from ..core.register_form import Refusal, RegisterError
from ..store import consents, deliveries, handovers, incidents, register, traces
from ..store.vault import VaultLockedError
from .register_room import RegisterRoom
from .register_views import HomeCard

_INCIDENTS_A_STEP: Final = 50
_ACTIONS: Final = {
    HouseholdStatus.ACTIVE: "household_resumed",
    HouseholdStatus.PAUSED: "household_paused",
    HouseholdStatus.LEFT: "household_left",
}


class HouseholdDesk:
    """What a household may ask for. On the event loop only; every method may raise StoreError and RegisterError."""

    def __init__(self, room: RegisterRoom) -> None:
        """Take what all of the register desk works with."""
        self._room = room

    async def consent(
        self, home_id: str, purpose: Purpose, by: str, *, given: bool, text_version: str, note: str = ""
    ) -> Consent:
        """Take down that a household agrees, or no longer does; `text_version` says to which text."""
        try:
            version, said = short_text(text_version), note_text(note)
        except FieldError as error:
            raise RegisterError(error.reason, field="note") from None
        if not version:
            raise RegisterError(Reason.MISSING_VALUE, field="text_version")
        room = self._room
        async with room.changing:
            await room.place(home_id)
            consent = Consent(home_id, purpose, given, room.clock().utc, by, version, said)
            details = {"purpose": purpose.value, "given": given, "text_version": version}
            rows = [(room.new_id(), consent)]
            note_of_it = room.note(by, "consent_saved", home_id, details)
            await room.database.bulk(partial(consents.add, vault=room.vault, said=rows), [note_of_it])
        return consent

    async def set_status(self, home_id: str, status: HouseholdStatus, by: str) -> tuple[str, ...]:
        """Let a household pause, take part again, or leave, and return the devices in its home.

        One that leaves takes back all it agreed to. Its devices stay until somebody takes them down, since a press is
        answered whoever presses (`core/consent.py`).
        """
        room = self._room
        async with room.changing:
            await room.place(home_id)
            at = room.clock().utc
            said = await self._withdrawals(home_id, by) if status is HouseholdStatus.LEFT else []

            def work(connection: Connection) -> tuple[str, ...]:
                register.set_status(connection, at, home_id, status)
                consents.add(connection, room.vault, said)
                return register.devices_in(connection, home_id)

            details = {"withdrawn": len(said)} if said else {}
            devices = await room.database.bulk(work, [room.note(by, _ACTIONS[status], home_id, details)])
            await room.on_change()
        return devices

    async def export(self, home_id: str, by: str) -> dict[str, Any]:
        """Return everything that is kept about one household, once the journal has it."""
        room = self._room
        if not room.vault.is_open:
            raise VaultLockedError
        ids = await self._incidents(home_id)

        def query(connection: Connection) -> dict[str, Any] | None:
            found = register.find_home(connection, room.vault, home_id)
            if found is None:
                return None
            home, household = found
            names = {building.id: building.name for building in register.load_buildings(connection)}
            grids = {grid.id: grid.name for grid in register.load_grids(connection)}
            return {
                "home": HomeCard(home, names.get(home.building, ""), household).as_dict()
                | {"grid_name": grids.get(home.grid or "", "")},
                "consents": [one.as_dict() for one in consents.history(connection, room.vault, home_id)],
                "devices": list(register.devices_in(connection, home_id)),
                "journal": [
                    {"at": note.at.isoformat(), "actor": note.actor, "action": note.action, "details": note.details}
                    for note in traces.journal_of(connection, home_id)
                ],
            }

        answer = await room.database.read(query)
        if answer is None:
            raise RegisterError(Refusal.HOME_UNKNOWN, home=home_id)
        answer["incidents"] = []
        for part in _parts(ids):
            answer["incidents"] += await room.database.read(partial(self._told, part))
        await room.commit([room.note(by, "household_exported", home_id)])
        return {"exported_at": room.clock().utc.isoformat(), **answer}

    async def erase(self, home_id: str, by: str) -> dict[str, Any]:
        """Erase who lives in a home and what was written about them; return what is kept.

        Refused while an incident of the home is not resolved: whoever is on the way needs the name. Kept are the
        journal (its chain holds opaque ids only), that there were incidents, when, and who came, who took down which
        consent, and notes of hand-overs until their time is up: whom one names nobody can tell (docs/privacy.md,
        "Erasing").
        """
        room = self._room
        async with room.changing:
            await room.place(home_id)
            self._refuse_while_active(home_id)
            ids = await self._incidents(home_id)
            for part in _parts(ids):
                self._refuse_while_active(home_id)
                await room.database.bulk(partial(traces.erase_words, incident_ids=part))
            at = room.clock().utc
            said = await self._withdrawals(home_id, by)
            self._refuse_while_active(home_id)

            def work(connection: Connection) -> tuple[int, int, tuple[str, ...]]:
                traces.erase_people(connection, home_id)
                consents.add(connection, room.vault, said)
                consents.empty_notes(connection, home_id)
                register.mark_edited(connection, home_id, at)
                notes = len(handovers.with_notes(connection))
                return consents.count(connection, home_id), notes, register.devices_in(connection, home_id)

            details = {"incidents": len(ids)}
            words, notes, devices = await room.database.bulk(
                work, [room.note(by, "household_erased", home_id, details)]
            )
            await room.on_erased()
            await room.on_change()
        kept = {"incidents": len(ids), "consents": words, "handover_notes": notes, "journal": True}
        return {"kept": kept, "devices": list(devices)}

    def _refuse_while_active(self, home_id: str) -> None:
        number = self._room.active_incident(home_id)
        if number is not None:
            raise RegisterError(Refusal.INCIDENT_ACTIVE, number=str(number))

    async def _incidents(self, home_id: str) -> list[str]:
        found: list[str] = []
        after: int | None = 0
        while after is not None:
            ids, after = await self._room.database.read(partial(traces.incidents_of, home_id=home_id, after=after))
            found += ids
        return found

    def _told(self, ids: list[str], connection: Connection) -> list[dict[str, Any]]:
        vault = self._room.vault
        told = [incident.as_dict() for i in ids if (incident := incidents.find(connection, vault, i)) is not None]
        sent = deliveries.of_incidents(connection, vault, ids)
        return [one | {"deliveries": [d.as_dict() for d in sent if d.incident == one["id"]]} for one in told]

    async def _withdrawals(self, home_id: str, by: str) -> list[tuple[str, Consent]]:
        room = self._room
        said = await room.database.read(partial(consents.history, vault=room.vault, home_id=home_id))
        return [(room.new_id(), consent) for consent in withdrawals(newest(said), room.clock().utc, by)]


def _parts(ids: list[str]) -> Iterable[list[str]]:
    return (ids[start : start + _INCIDENTS_A_STEP] for start in range(0, len(ids), _INCIDENTS_A_STEP))
