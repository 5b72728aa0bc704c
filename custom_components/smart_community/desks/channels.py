"""The channel desk: how each channel is, by what became of its use and by a look at it now and then."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from ..core.channel import (
    FOR_SIRENS,
    STARTING_FOR,
    ChannelHealth,
    ChannelKind,
    Health,
    after_check,
    after_hand_over,
    channel_kind,
    numbered,
    target_of,
)
from ..core.delivery import Delivery, Recipient
from ..core.fault import Fault, FaultCause
from ..core.incident import Incident
from ..core.ports import ClearFault, Clock, HandOver, HandOverError, ReportFault

_SIRENS: Final = FOR_SIRENS - {ChannelKind.MEDIA_PLAYER}


class ChannelDesk:
    """The channels in use and their health. Used on the event loop only."""

    def __init__(
        self,
        *,
        clock: Clock,
        hand_over: HandOver,
        in_use: Callable[[], Iterable[str]],
        check: Callable[[str], str | None],
        report: ReportFault,
        clear: ClearFault,
    ) -> None:
        """`in_use` names the channels over which anybody may be told; `check` says what can be seen to be wrong."""
        self._clock = clock
        self._hand_over = hand_over
        self._in_use = in_use
        self._check = check
        self._report = report
        self._clear = clear
        self._started = clock().monotonic
        self._health: dict[str, ChannelHealth] = {}
        self._listeners: list[Callable[[str, ChannelHealth | None], None]] = []
        self.numbers: dict[str, int] = {}

    @property
    def health(self) -> Mapping[str, ChannelHealth]:
        """How each channel in use is; not to be changed."""
        return self._health

    def listen(self, listener: Callable[[str, ChannelHealth | None], None]) -> Callable[[], None]:
        """Call `listener` with each channel whose health has changed, None: it is not in use any more."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def hand_over(self, incident: Incident, delivery: Delivery, recipient: Recipient, count: int) -> None:
        """Give a push to its channel, and remember what became of it. Raises HandOverError."""
        try:
            await self._hand_over(incident, delivery, recipient, count)
        except HandOverError as error:
            if not (error.waiting and self._starting()):
                self.used(delivery.channel, error.code)
            raise
        self.used(delivery.channel, None)

    def used(self, channel: str, error: str | None) -> None:
        """Note that a channel was used, and why that came to nothing (None: it did not)."""
        if channel_kind(channel) is not None:
            self._set(after_hand_over(self._known(channel), error, self._clock().utc))

    async def look(self) -> None:
        """Look which channels are in use, and, once everything had time to start, whether they are well."""
        used = list(dict.fromkeys(channel for channel in self._in_use() if channel_kind(channel) is not None))
        for channel in self._health.keys() - set(used):
            if self._health.pop(channel).state is Health.FAILING:
                self._clear(_cause(channel), channel)
            self._tell(channel, None)
        for channel in used:
            known = self._known(channel)
            if not self._starting():
                self._set(after_check(known, self._check(channel)))

    def _known(self, channel: str) -> ChannelHealth:
        if channel not in self._health:
            self.numbers = numbered(self.numbers, (channel,))
            self._health[channel] = ChannelHealth(channel)
            self._tell(channel, self._health[channel])
        return self._health[channel]

    def _starting(self) -> bool:
        return self._clock().monotonic - self._started < STARTING_FOR

    def _set(self, health: ChannelHealth) -> None:
        channel, before = health.channel, self._health[health.channel]
        self._health[channel] = health
        # Not at each use that works as the one before did: in a burst that is thousands.
        if (health.state, health.last_error) == (before.state, before.last_error):
            return
        if health.state is Health.FAILING:
            device = target_of(channel) if channel_kind(channel) is ChannelKind.SIREN_DEVICE else None
            self._report(Fault(_cause(channel), channel, device=device))
        elif health.state is not before.state:
            # Also what an earlier run of the process reported.
            self._clear(_cause(channel), channel)
        self._tell(channel, health)

    def _tell(self, channel: str, health: ChannelHealth | None) -> None:
        for listener in list(self._listeners):
            listener(channel, health)


def _cause(channel: str) -> FaultCause:
    return FaultCause.SIREN_FAILING if channel_kind(channel) in _SIRENS else FaultCause.CHANNEL_FAILING
