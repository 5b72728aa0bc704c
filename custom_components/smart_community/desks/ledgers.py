"""The ledgers of the active incidents: who is to be told, who was, and how far that came. Kept by the pager alone."""

from collections.abc import Callable, Iterable, Sequence

from ..core.delivery import Audience, Delivery, DeliveryKey, DeliveryState, Ledger, Recipient, Target
from ..core.incident import Incident
from ..core.ports import Clock, FindRecipients
from ..core.response import (
    REACHED,
    Page,
    Reach,
    is_untold,
    looked_again,
    paged,
    queued_by,
    reach_of,
    round_at,
    round_of_step,
)


class Ledgers:
    """By incident: its deliveries. Used on the event loop only."""

    def __init__(self, clock: Clock, new_nonce: Callable[[], str], find_recipients: FindRecipients) -> None:
        """Begin with none."""
        self._clock = clock
        self._new_nonce = new_nonce
        self._find_recipients = find_recipients
        self._by_incident: dict[str, dict[DeliveryKey, Delivery]] = {}
        # The same by round: how far a chase came is asked each second, and is a matter of its newest rounds.
        self._rounds: dict[str, dict[int, dict[DeliveryKey, Delivery]]] = {}
        # The incidents of which a delivery has failed, and those whose newest page told nobody.
        self._failing: set[str] = set()
        self._untold: set[str] = set()
        # As they were when they were last addressed.
        self._recipients: dict[str, Recipient] = {}

    def of(self, incident_id: str) -> Ledger:
        """Return the deliveries of an active incident."""
        return self._by_incident.get(incident_id, {})

    def keep(self, delivery: Delivery) -> None:
        """Take a delivery as it now is."""
        self._by_incident.setdefault(delivery.incident, {})[delivery.key] = delivery
        self._rounds.setdefault(delivery.incident, {}).setdefault(delivery.round, {})[delivery.key] = delivery
        if delivery.state is DeliveryState.FAILED:
            self._failing.add(delivery.incident)

    def close(self, incident_id: str) -> Iterable[DeliveryKey]:
        """Forget an incident that is resolved; return the keys of its deliveries."""
        self._failing.discard(incident_id)
        self._untold.discard(incident_id)
        self._rounds.pop(incident_id, None)
        return self._by_incident.pop(incident_id, {}).keys()

    # Who is to be told.

    def pages_for(self, incident: Incident, since: int) -> tuple[Incident, list[Delivery]]:
        """Return the deliveries that the entries of a timeline from `since` on queue; the caller commits them with it.

        The incident comes with them as it is after the steps that had nobody.
        """
        return paged(incident, since, self.of(incident.id), self.find, self._clock().utc, self._new_nonce)

    def dispatched(
        self, incident: Incident, audience: Sequence[Audience], step: int | None, text: str | None
    ) -> tuple[list[Delivery], list[Delivery]]:
        """Return what a rule's `dispatch` queues, and all deliveries of that step: who is told already is not again.

        An earlier step is that of the newest round in which it told anybody.
        """
        ledger, number = self.of(incident.id), round_at(incident.timeline)
        if step is not None and step != incident.level:
            number = round_of_step(ledger, step, number)
        page = Page(number, step or incident.level, tuple(audience), text=text)
        queued = queued_by(incident, page, ledger, self.find, self._clock().utc, self._new_nonce)
        standing = [delivery for key, delivery in ledger.items() if key[:2] == (page.round, page.step)]
        return queued, [*standing, *queued]

    # How far that came.

    def follow(self, incident_id: str) -> None:
        """Look whether an incident from before the start has told anybody."""
        self._untold.add(incident_id)

    def watch(self, incident: Incident) -> None:
        """Note whether the newest page of an incident told anybody."""
        if is_untold(incident, self.of(incident.id)):
            self._untold.add(incident.id)
        else:
            self._untold.discard(incident.id)

    def looks_again(self, incident: Incident) -> list[Delivery]:
        """Return what is queued for whoever can be told by now, of an incident whose newest page told nobody."""
        if incident.id in self._untold:
            self.watch(incident)
        if incident.id not in self._untold:
            return []
        return looked_again(incident, self.of(incident.id), self.find, self._clock().utc, self._new_nonce)

    def reach(self, incident: Incident, is_left: Callable[[Delivery], bool]) -> Reach:
        """Return how far the chase came; `is_left` says whether a failed delivery still has another channel to try."""
        if incident.id not in self._failing:
            return REACHED
        return reach_of(incident, self._rounds.get(incident.id, {}), is_left)

    # Whom.

    def find(self, to: Sequence[Target], home: str | None) -> list[Recipient]:
        """Return who is addressed now, and remember how he can be told."""
        recipients = self._find_recipients(to, home)
        self._recipients.update((recipient.id, recipient) for recipient in recipients)
        return recipients

    def recipient(self, incident: Incident, delivery: Delivery) -> Recipient | None:
        """Return the recipient of a delivery, None if he is gone."""
        if delivery.recipient not in self._recipients:
            # Queued before a restart; he may be off duty by now.
            self.find(tuple(Audience), incident.place.home)
        return self._recipients.get(delivery.recipient)
