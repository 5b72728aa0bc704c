"""Storms: the pushes that speak for several incidents, and who is shown one. Kept by the pager alone."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from ..core.delivery import Delivery, DeliveryState

# A push over this line (recipient and channel) is on the phone, or may be.
_SHOWN: Final = frozenset({DeliveryState.HANDED_OVER, DeliveryState.RECEIVED, DeliveryState.SEEN})

type Line = tuple[str, str]


class Storms:
    """By recipient and channel: the incidents that nobody owns yet for which one push with their count speaks."""

    def __init__(self) -> None:
        """Begin in calm."""
        self._stormed: defaultdict[Line, dict[str, Delivery]] = defaultdict(dict)
        # From before the start: whether one push spoke for these or each had its own is not known any more.
        self._perhaps: defaultdict[Line, dict[str, Delivery]] = defaultdict(dict)

    def load(self, delivery: Delivery) -> None:
        """Take over what a phone may show, since before the start, of an incident that nobody owns."""
        if delivery.state in _SHOWN:
            self._perhaps[delivery.recipient, delivery.channel][delivery.incident] = delivery

    def gathered(self, line: Line, unowned: Iterable[Delivery], count: int) -> int:
        """Note a gathered push; return for how many it speaks: these, and those of an earlier one that it replaces."""
        if count > 1 or line in self._stormed:
            self._stormed[line] |= {delivery.incident: delivery for delivery in unowned}
        return max(count, len(self._stormed.get(line, ())))

    def spoken_for(self, line: Line) -> list[Delivery]:
        """Return the deliveries for which the push on a phone speaks."""
        return list(self._stormed.get(line, {}).values())

    def leave(self, incident_id: str) -> list[Delivery]:
        """Take an incident that is owned out of all storms; return a delivery of each that has none left."""
        over: dict[Line, Delivery] = {}
        for storms in (self._stormed, self._perhaps):
            for line, incidents in list(storms.items()):
                delivery = incidents.pop(incident_id, None)
                if incidents:
                    continue
                del storms[line]
                if delivery is not None:
                    over[line] = delivery
        return [delivery for line, delivery in over.items() if line not in self._stormed and line not in self._perhaps]
