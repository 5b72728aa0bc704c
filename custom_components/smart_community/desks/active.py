"""The incidents that are not resolved: found by id or by what merges alarms, and what of them is not on disk yet.

Kept by the response desk alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from ..core.incident import Incident, IncidentError, State, released
from ..core.linked import belongs_to, held_by, places, was_held
from ..core.ports import Clock, IncidentChange, Record
from ..core.response import Instant, Marks, Reach, advanced


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
        # Where those stand that may be of one event: 2,000 presses at once must not each look at 2,000 others.
        self._by_place: defaultdict[str, set[str]] = defaultdict(set)
        self._marks: dict[str, Marks] = {}
        # For which another was chased.
        self._held: set[str] = set()
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
            before = self.by_id.get(incident.id)
            if before is not None and before.held_until != incident.held_until:
                del self._marks[incident.id]
            self.by_id[incident.id] = incident
            self._by_key.setdefault(key, incident.id)
            for place in places(incident):
                self._by_place[place].add(incident.id)
            now = self._clock().monotonic
            self._marks.setdefault(incident.id, Marks(now, now))
            return
        self.by_id.pop(incident.id, None)
        self._marks.pop(incident.id, None)
        self._held.discard(incident.id)
        for place in places(incident):
            self._by_place[place].discard(incident.id)
            if not self._by_place[place]:
                del self._by_place[place]
        if self._by_key.get(key) == incident.id:
            del self._by_key[key]
            self._by_key.update((key, other.id) for other in self.by_id.values() if other.merge_key == key)

    def linked(self, incident: Incident) -> Incident:
        """Return an incident that opens now, linked with the active ones of the same event."""
        ids = {other for place in places(incident) for other in self._by_place.get(place, ())}
        others = sorted((self.by_id[other] for other in ids), key=lambda other: other.number)
        return replace(incident, linked=tuple(other.id for other in others if belongs_to(incident, other)))

    def moved(self, incident_id: str) -> None:
        """Restart the delay after which an active incident moves on by itself."""
        self._marks[incident_id] = replace(self._marks[incident_id], moved=self._clock().monotonic)

    def due(self, incident: Incident, now: Instant, reach: Reach) -> Incident | None:
        """Return an active incident after the step that is due now, or None; `reach`: how far its chase came."""
        if held_by(incident, self.by_id) is not None:
            self._held.add(incident.id)
            if not reach.nobody:
                return None
        elif incident.held_until is None and incident.state is State.OPEN and self._was_held(incident):
            return released(incident, now.utc)
        return advanced(incident, self._marks[incident.id], now, reach)

    def _was_held(self, incident: Incident) -> bool:
        # After a restart only those can tell that are not resolved.
        return incident.id in self._held or was_held(incident, self.by_id)

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
