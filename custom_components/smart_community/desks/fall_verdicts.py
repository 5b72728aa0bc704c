"""The desk of verdicts: what people say of falls after they have looked, and how often the cameras were right."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import Final, Protocol

from sqlalchemy import Connection

from ..core.fall_verdict import COUNTED_FOR, WEEKS, FallVerdict, Figures, Verdict, figures_of, recent_precision, weekly
from ..core.falling import Fall
from ..core.journal import Note
from ..core.ports import Clock, Record
from ..core.telling import listen, tell
from ..store import falls as stored

# A verdict is counted by the week: these, and what is left of the first.
_REMEMBERED: Final = timedelta(weeks=WEEKS + 1)


class VerdictStore(Protocol):
    """What the desk needs of the database; each method may raise StoreError."""

    async def read[T](self, query: Callable[[Connection], T]) -> T:
        """Run `query` on a snapshot of what is committed."""

    async def bulk[T](self, work: Callable[[Connection], T], records: Sequence[Record] = ()) -> T:
        """Run `work` in one transaction, with the records."""


class FallVerdicts:
    """The verdicts of the last weeks. Used on the event loop only; what writes may raise StoreError."""

    def __init__(
        self,
        *,
        database: VerdictStore,
        clock: Clock,
        zone: Callable[[], tzinfo],
        new_id: Callable[[], str],
        may_keep: Callable[[], bool],
    ) -> None:
        """`may_keep`: the community has agreed that masked pictures of judged falls are kept."""
        self._database = database
        self._clock = clock
        self._zone = zone
        self._new_id = new_id
        self._may_keep = may_keep
        self._recent: dict[str, FallVerdict] = {}
        self._listeners: list[Callable[[], None]] = []

    async def load(self) -> None:
        """Read the verdicts of the last weeks."""
        since = self._clock().utc - _REMEMBERED
        found = await self._database.read(partial(stored.verdicts_since, since=since))
        self._recent = {one.fall: one for one in found}
        tell(self._listeners)

    @property
    def precision(self) -> float | None:
        """The share of real falls among the judged ones of 28 days, None with fewer than 5."""
        return recent_precision(self._recent.values(), self._clock().utc)

    def last_days(self) -> Figures:
        """Return the figures of the last 28 days."""
        now = self._clock().utc
        return figures_of(one for one in self._recent.values() if now - one.at <= COUNTED_FOR)

    def weeks(self) -> list[tuple[date, Figures]]:
        """Return the figures of the last weeks, newest first, by their Mondays."""
        return weekly(self._recent.values(), self._clock().utc, self._zone())

    async def of(self, fall_ids: Sequence[str]) -> Mapping[str, FallVerdict]:
        """Return what was said of some falls."""
        return await self._database.read(partial(stored.verdicts_of, fall_ids=fall_ids))

    async def give(self, incident_id: str, fall: Fall, verdict: Verdict, by: str, *, keep: bool) -> FallVerdict:
        """Write what somebody says of a fall, in the place of what was said before.

        `keep`: its masked pictures are to stay as an example; they do only if the community has agreed to that.
        """
        now: datetime = self._clock().utc
        said = FallVerdict(
            id=self._new_id(),
            incident=incident_id,
            camera=fall.camera,
            fall=fall.id,
            verdict=verdict,
            by=by,
            at=now,
            confidence=fall.confidence,
            kind=fall.kind,
            kept=keep and self._may_keep(),
        )
        media = [number for number in (fall.picture, fall.clip) if number is not None]
        kept, others = (media, []) if said.kept else ([], media)
        details = {"fall": fall.id, "verdict": verdict.value, "kept": said.kept}
        await self._database.bulk(
            lambda connection: stored.save_verdict(connection, said, kept, others),
            [Note(now, by, "fall_judged", incident_id, details)],
        )
        self._recent[fall.id] = said
        tell(self._listeners)
        return said

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` when the figures have changed; return what ends that."""
        return listen(self._listeners, listener)
