"""An event on its way from a device to the disk, and every message that brought it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..core.device import DeviceEvent
from ..core.ports import EventReceipt, Record


@dataclass(slots=True)
class Arrival:
    """An event between its first message and the disk."""

    event: DeviceEvent
    # The latest message's: its connection reaches the device, if any does.
    receipt: EventReceipt
    # Hears that the event is on disk: it will not be handled again.
    on_disk: Callable[[DeviceEvent], None]
    # On disk, or acted on from memory: a message that brings it again is released at once.
    handled: bool = False
    # What goes to the disk with it.
    beside: tuple[Record, ...] = ()
    _unreleased: list[EventReceipt] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._unreleased.append(self.receipt)

    @property
    def records(self) -> list[Record]:
        """What is written of it."""
        return [self.event, *self.beside]

    def came_again(self, receipt: EventReceipt) -> None:
        """Take a further message with the same event."""
        self.receipt = receipt
        self._unreleased.append(receipt)
        if self.handled:
            self.release()

    def saved(self) -> None:
        """Tell the device that its event is on disk."""
        self.on_disk(self.event)
        self.handled = True
        self.receipt.confirm()
        self.release()

    def acted_on(self) -> None:
        """Note that the event was acted on from memory: the device hears of it once it is on disk."""
        self.handled = True
        self.release()

    def release(self) -> None:
        """Release each message once: its number may be that of another message soon."""
        unreleased, self._unreleased = self._unreleased, []
        for receipt in unreleased:
            receipt.release()
