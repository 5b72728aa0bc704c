"""The plan desk: keeps the response plans that staff have edited, every version of them."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ..core.channel import FOR_STAFF, channel_kind
from ..core.incident import Kind, Severity
from ..core.journal import Note
from ..core.plan import DEFAULT_PLANS, Gap, PlanVersion, ResponsePlan, Step, check, nobody, plan_id
from ..core.ports import Clock, Commit, FindRecipients


class PlanChangedError(Exception):
    """Somebody else has saved the plan since it was read."""

    code = "plan_changed"


class PlanDesk:
    """The response plans. Used on the event loop only."""

    def __init__(self, *, clock: Clock, commit: Commit, find_recipients: FindRecipients) -> None:
        """Begin with the plans as delivered; `load` brings what staff have saved."""
        self._clock = clock
        self._commit = commit
        self._find_recipients = find_recipients
        self._saved: dict[str, PlanVersion] = {}
        self._lock = asyncio.Lock()

    def load(self, saved: Iterable[PlanVersion]) -> None:
        """Take over the newest version of each plan."""
        self._saved = {version.id: version for version in saved}

    def plan_for(self, kind: Kind, severity: Severity) -> ResponsePlan:
        """Return the plan for an incident that opens now: of its kind and severity, else of its kind, else default."""
        return self._own(kind, severity) or self._of_kind(kind)

    def plans(self) -> list[dict[str, Any]]:
        """Return every plan in force as the wire shows it: one for each kind, and those of one severity."""
        shown = []
        for kind in Kind:
            own = (self._own(kind, severity) for severity in Severity)
            shown += [self._as_dict(plan) for plan in (self._of_kind(kind), *own) if plan is not None]
        return shown

    async def save(
        self,
        kind: Kind,
        severity: Severity | None,
        steps: Sequence[Step],
        *,
        repeat_every: float,
        ask_again_after: float,
        read_at: int | None,
        by: str,
    ) -> tuple[dict[str, Any], list[Gap]]:
        """Save a plan, and return it with the targets that tell nobody as things are.

        `read_at`: the version that was edited. Open incidents keep the plan that they opened under. Raises PlanError,
        PlanChangedError, StoreError.
        """
        plan = ResponsePlan(plan_id(kind, severity), kind, severity, tuple(steps), repeat_every, ask_again_after)
        check(plan, lambda channel: channel_kind(channel) in FOR_STAFF)
        plan = await self._write(plan.id, kind, severity, plan, read_at, by)
        return self._as_dict(plan), nobody(plan, self._find_recipients)

    async def reset(self, kind: Kind, severity: Severity | None, *, read_at: int | None, by: str) -> dict[str, Any]:
        """Put a plan back as it was delivered, and return what holds now. Raises PlanChangedError, StoreError."""
        plan = await self._write(plan_id(kind, severity), kind, severity, None, read_at, by)
        return self._as_dict(plan)

    async def _write(
        self,
        identity: str,
        kind: Kind,
        severity: Severity | None,
        plan: ResponsePlan | None,
        read_at: int | None,
        by: str,
    ) -> ResponsePlan:
        async with self._lock:
            known = self._saved.get(identity)
            in_force = self._of_kind(kind) if severity is None else self._own(kind, severity)
            if read_at is not None and read_at != (in_force.version if in_force else 0):
                raise PlanChangedError
            number = known.version + 1 if known else 1
            plan = replace(plan, version=number) if plan else None
            now = self._clock().utc
            version = PlanVersion(identity, number, plan, now, by)
            action = "plan_saved" if plan else "plan_reset"
            await self._commit([version, Note(now, by, action, identity, {"version": number})])
            self._saved[identity] = version
        return plan or self._of_kind(kind)

    def _own(self, kind: Kind, severity: Severity) -> ResponsePlan | None:
        saved = self._saved.get(plan_id(kind, severity))
        return saved.plan if saved else None

    def _of_kind(self, kind: Kind) -> ResponsePlan:
        saved = self._saved.get(plan_id(kind, None))
        if saved is None:
            return DEFAULT_PLANS[kind]
        return saved.plan or replace(DEFAULT_PLANS[kind], version=saved.version)

    def _as_dict(self, plan: ResponsePlan) -> dict[str, Any]:
        saved = self._saved.get(plan.id)
        return plan.as_dict() | {
            "default": saved is None or saved.plan is None,
            "at": saved.at.isoformat() if saved else None,
            "by": saved.by if saved else None,
            "warnings": [gap.as_dict() for gap in nobody(plan, self._find_recipients)],
        }
