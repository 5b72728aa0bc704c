"""What people answer to a push or a call: done if it is the recipient's own, refused and journalled if not."""

import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

from .core.answer_token import WrongTokens, holder
from .core.delivery import DeliveryState
from .core.incident import IncidentError
from .core.ports import Clock, StoreError
from .desks.paging import Pager
from .desks.response import ResponseDesk
from .errors import CallerError
from .links.channels.companion_app import MOBILE_APP, Answer

_LOGGER = logging.getLogger(__name__)

# Refusals that an account can bring into the journal, and the seconds they are counted in: the rest is in the log.
_MOST_REFUSALS: Final = 20
_WITHIN: Final = 60.0


class WriteNote(Protocol):
    """Write into the journal."""

    async def __call__(self, actor: str, action: str, subject: str = "", **details: Any) -> None:
        """Write who did what to what."""


class PushAnswers:
    """Taps and receipts. Anyone logged in can send either; the account that did is the only proof there is."""

    def __init__(
        self,
        *,
        clock: Clock,
        pager: Pager,
        response: ResponseDesk,
        may_respond: Callable[[str], Awaitable[bool]],
        note: WriteNote,
    ) -> None:
        """`may_respond` says whether an account still has a role that answers incidents."""
        self._clock = clock
        self._pager = pager
        self._response = response
        self._may_respond = may_respond
        self._note = note
        self._used: dict[str, set[tuple[str, Answer]]] = {}
        self._refused: dict[str, deque[float]] = {}
        # Incident and token: a token is used while its answer is on its way to the disk, too.
        self._answering: set[tuple[str, str]] = set()
        self._wrong = WrongTokens()

    async def answered(self, user_id: str | None, incident_id: str, nonce: str, answer: Answer) -> None:
        """Do what somebody tapped on a push; each button counts once."""
        reason = await self._why_not(user_id, incident_id, nonce, answer)
        if user_id is None or reason is not None:
            await self._refuse(user_id or "nobody", incident_id, reason or "no_account")
            return
        used = self._used.setdefault(incident_id, set())
        used.add((nonce, answer))
        self._pager.receipt(incident_id, f"user:{user_id}", DeliveryState.SEEN)
        step = self._response.acknowledge if answer is Answer.ACKNOWLEDGE else self._response.en_route
        try:
            await step(incident_id, user_id)
        except (IncidentError, StoreError) as error:
            # Nothing came of it, so he may tap again.
            used.discard((nonce, answer))
            _LOGGER.warning("An answer to incident %s came to nothing: %s", incident_id, error)
        for ended in self._used.keys() - self._response.active.keys():
            del self._used[ended]

    async def answered_by_call(self, incident_id: str, token: str, actor: str) -> None:
        """Acknowledge an incident as the one who was called with this token, once; `actor` hands it in.

        Raises CallerError (token_refused, token_locked), IncidentError, StoreError.
        """
        now, call = self._clock().monotonic, (incident_id, token)
        self._wrong.forget_all_but(self._response.active)
        if self._wrong.locked(incident_id, now):
            await self._refuse(actor, incident_id, "token_locked")
            raise CallerError("token_locked")
        delivery = holder(self._pager.ledger(incident_id).values(), token)
        user_id = delivery.recipient.removeprefix("user:") if delivery and delivery.recipient[:5] == "user:" else None
        if delivery is None or call in self._answering:
            self._wrong.count(incident_id, now)
            await self._refuse(actor, incident_id, "token_wrong")
            raise CallerError("token_refused")
        self._answering.add(call)
        try:
            if user_id is not None and not await self._may_respond(user_id):
                await self._refuse(actor, incident_id, "no_role")
                raise CallerError("token_refused")
            await self._response.acknowledge(incident_id, user_id or delivery.recipient)
            self._pager.receipt(incident_id, delivery.recipient, DeliveryState.SEEN, delivery.channel)
        finally:
            self._answering.discard(call)
        await self._note(actor, "answered_by_call", incident_id, recipient=delivery.recipient)

    def received(self, user_id: str | None, incident_id: str | None) -> None:
        """Note that a phone has received a push about an incident, None: the one that spoke for several."""
        if user_id is None:
            return
        if incident_id is None:
            self._pager.storm_receipt(f"user:{user_id}", MOBILE_APP)
        else:
            self._pager.receipt(incident_id, f"user:{user_id}", DeliveryState.RECEIVED, MOBILE_APP)

    async def _why_not(self, user_id: str | None, incident_id: str, nonce: str, answer: Answer) -> str | None:
        """Return why an answer is refused, None if it is not."""
        if user_id is None:
            return "no_account"
        if incident_id not in self._response.active:
            return "not_active"
        if not self._pager.answered(incident_id, f"user:{user_id}", nonce):
            return "not_given"
        if (nonce, answer) in self._used.get(incident_id, ()):
            return "used"
        # A phone stays registered when its owner loses his role or his account is locked.
        return None if await self._may_respond(user_id) else "no_role"

    async def _refuse(self, actor: str, incident_id: str, reason: str) -> None:
        now = self._clock().monotonic
        recent = self._refused.setdefault(actor, deque(maxlen=_MOST_REFUSALS))
        if len(recent) == _MOST_REFUSALS and now - recent[0] < _WITHIN:
            _LOGGER.warning("Account %s keeps sending answers that are not its own", actor)
            return
        recent.append(now)
        await self._note(actor, "answer_refused", incident_id, reason=reason)
