"""The incidents that are not resolved: found by id or by what merges alarms, and what of them is not on disk yet.

Kept by the response desk alone.
"""

from collections.abc import Iterable
from dataclasses import replace

from ..core.incident import Incident, IncidentError
from ..core.ports import Clock, IncidentChange, Record
from ..core.response import Instant, Marks, advanced


class UnknownIncidentError(IncidentError):
    """No active incident has this id."""

    code = "incident_unknown"


class ActiveIncidents:
    """All active incidents. Used on the event loop only."""

    def __init__(self, clock: Clock) -> None:
        """Begin with none."""
        self.by_id: dict[str, Incident] = {}
        self._clock = clock
        self._by_key: dict[str, str] = {}
        self._marks: dict[str, Marks] = {}
        # By incident: how many of its changes wait for the store.
        self._unsaved: dict[str, int] = {}

    def known(self, incident_id: str) -> Incident:
        """Return an active incident. Raises UnknownIncidentError."""
        return known(self.by_id.get(incident_id), incident_id)

    def under(self, key: str, incident_id: str | None = None) -> Incident | None:
        """Return the incident under a key.

        `incident_id` says which one, should a broken store have left two under one key.
        """
        return self.by_id.get(incident_id or self._by_key.get(key, ""))

    def remember(self, incident: Incident) -> None:
        """Take an incident as it now is; one that is resolved is forgotten."""
        key = incident.merge_key
        if incident.is_active:
            self.by_id[incident.id] = incident
            self._by_key.setdefault(key, incident.id)
            now = self._clock().monotonic
            self._marks.setdefault(incident.id, Marks(now, now))
            return
        self.by_id.pop(incident.id, None)
        self._marks.pop(incident.id, None)
        if self._by_key.get(key) == incident.id:
            del self._by_key[key]
            self._by_key.update((key, other.id) for other in self.by_id.values() if other.merge_key == key)

    def moved(self, incident_id: str) -> None:
        """Restart the delay after which an active incident moves on by itself."""
        self._marks[incident_id] = replace(self._marks[incident_id], moved=self._clock().monotonic)

    def due(self, incident: Incident, now: Instant) -> Incident | None:
        """Return an active incident after the step that is due now, or None."""
        return advanced(incident, self._marks[incident.id], now)

    def not_saved(self, incident_id: str) -> None:
        """Note that a change was acted on from memory."""
        self._unsaved[incident_id] = self._unsaved.get(incident_id, 0) + 1

    def is_unsaved(self, incident_id: str) -> bool:
        """Return whether a change of the incident is not on disk."""
        return incident_id in self._unsaved

    def saved_late(self, records: Iterable[Record]) -> list[Incident]:
        """Note what has reached the disk after all; return the active incidents that are now on it with all of them."""
        whole: list[Incident] = []
        for record in records:
            if not isinstance(record, IncidentChange):
                continue
            incident_id = record.after.id
            if left := self._unsaved.pop(incident_id, 1) - 1:
                self._unsaved[incident_id] = left
            elif (incident := self.by_id.get(incident_id)) is not None:
                self.by_id[incident_id] = incident = replace(incident, unsaved=False)
                whole.append(incident)
        return whole


def known(incident: Incident | None, name: str) -> Incident:
    """Return the incident; raises UnknownIncidentError if there is none."""
    if incident is None:
        raise UnknownIncidentError(name)
    return incident
