"""Response plans: whom each step of a chase tells, when, and over what. One good default for each kind. Pure.

Figures from `domain.md`, "Help alarms": 60 s without an acknowledgement is level 2, 180 s level 3, 300 s everyone with
siren and voice call. A plan says how often it repeats, and cannot say that it stops.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from .delivery import Audience, Recipient, Target
from .incident import ACTS_FROM_MEMORY, Incident, Kind, Severity

# How a step names a person: this, and the account.
PERSON: Final = "user:"
# Among the channels of a step: each recipient is told over everything he has at once, not over one after the other.
EVERY_CHANNEL: Final = "all"

# For these nobody may sleep through the chase: by this time everyone on duty is told, whoever edits the plan.
URGENT: Final = ACTS_FROM_MEMORY
EVERYONE_WITHIN: Final = 300.0

# Bounds of what staff may write. Delays are in seconds.
MOST_STEPS: Final = 12
MOST_TARGETS: Final = 20
MOST_CHANNELS: Final = 8
LAST_STEP_BY: Final = 3600.0
REPEAT_WITHIN: Final = (60.0, 3600.0)
ASK_AGAIN_WITHIN: Final = (120.0, 86_400.0)
# Of an urgent plan.
REPEAT_WITHIN_URGENT: Final = (60.0, 600.0)
ASK_AGAIN_WITHIN_URGENT: Final = (120.0, 3600.0)


@dataclass(frozen=True, slots=True)
class Step:
    """Whom a step tells, `after` seconds from the opening. `channels` are tried before a recipient's own, in order."""

    after: float
    to: tuple[Target, ...]
    channels: tuple[str, ...] = ()

    @property
    def at_once(self) -> bool:
        """Whether each recipient is told over all his channels at once."""
        return EVERY_CHANNEL in self.channels

    def channels_of(self, recipient: Recipient) -> tuple[str, ...]:
        """Return over what the step tells a recipient, in order: its own wishes first, then what he has.

        Sirens and groups have their own channels alone, and only an account has a companion app.
        """
        if recipient.role in {Audience.SIREN, Audience.GROUP}:
            return recipient.channels
        wished = (
            channel
            for channel in self.channels
            if channel != EVERY_CHANNEL and (channel != "mobile_app" or recipient.user_id is not None)
        )
        return tuple(dict.fromkeys((*wished, *recipient.channels)))

    def as_dict(self) -> dict[str, Any]:
        """Return the step as the wire and the store hold it."""
        return {"after": self.after, "to": list(self.to), "channels": list(self.channels)}


@dataclass(frozen=True, slots=True)
class ResponsePlan:
    """The steps of a chase, how often the last is repeated, and after how long an owner is asked again, in seconds.

    `version` counts what staff saved for this kind and severity; 0 is as delivered.
    """

    id: str
    kind: Kind
    severity: Severity | None
    steps: tuple[Step, ...]
    repeat_every: float
    ask_again_after: float
    version: int = 0

    @property
    def last(self) -> int:
        """The number of the last step, which is repeated."""
        return len(self.steps)

    def step(self, number: int) -> Step:
        """Return step 1, 2, …; beyond the last, the last one."""
        return self.steps[min(number, self.last) - 1]

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as the wire and the store hold it."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "severity": self.severity.value if self.severity else None,
            "version": self.version,
            "steps": [step.as_dict() for step in self.steps],
            "repeat_every": self.repeat_every,
            "ask_again_after": self.ask_again_after,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ResponsePlan:
        """Return the plan that `as_dict` wrote."""
        return cls(
            id=data["id"],
            kind=Kind(data["kind"]),
            severity=Severity(data["severity"]) if data["severity"] else None,
            steps=tuple(Step(step["after"], tuple(step["to"]), tuple(step["channels"])) for step in data["steps"]),
            repeat_every=data["repeat_every"],
            ask_again_after=data["ask_again_after"],
            version=data["version"],
        )


def plan_id(kind: Kind, severity: Severity | None) -> str:
    """Return the id of the plan for a kind: of one severity, or (None) of all that have no plan of their own."""
    return kind.value if severity is None else f"{kind.value}:{severity.value}"


_NEAR: Final = (Audience.GRID_WORKER, Audience.DUTY_ROOM)
# On an alarm the grid worker, the duty room and the community office are told at once, and who the household named.
_ALARM: Final = (*_NEAR, Audience.COMMUNITY_OFFICE, Audience.EMERGENCY_CONTACT)
_EVERYONE: Final = (*_ALARM, Audience.EVERYONE_ON_DUTY)
_LOUD: Final = (Audience.SIREN, Audience.GROUP)


def _default(kind: Kind) -> ResponsePlan:
    """Return the plan of a kind as delivered: `domain.md`, "Help alarms" and "Abnormal life"."""
    match kind:
        case Kind.HELP | Kind.FALL | Kind.SMOKE | Kind.GAS:
            last = Step(300.0, (*_EVERYONE, *_LOUD), (EVERY_CHANNEL,))
            steps = (Step(0.0, _ALARM), Step(60.0, _ALARM), Step(180.0, (*_ALARM, Audience.GROUP)), last)
        case Kind.WELFARE:
            # It may be a holiday: the people are told as of an alarm, the neighbours are not woken.
            last = Step(300.0, _EVERYONE)
            steps = (Step(0.0, _ALARM), Step(60.0, _ALARM), Step(180.0, _ALARM), last)
        case _:
            urgent = kind in URGENT
            last = Step(300.0, (Audience.EVERYONE_ON_DUTY,), (EVERY_CHANNEL,) if urgent else ())
            wider = (*_NEAR, Audience.COMMUNITY_OFFICE)
            steps = (Step(0.0, (Audience.DUTY_ROOM,)), Step(60.0, _NEAR), Step(180.0, wider), last)
    return ResponsePlan(plan_id(kind, None), kind, None, steps, repeat_every=300.0, ask_again_after=900.0)


DEFAULT_PLANS: Final[Mapping[Kind, ResponsePlan]] = {kind: _default(kind) for kind in Kind}


def plan_of(incident: Incident) -> ResponsePlan:
    """Return the plan that an incident opened under; what opened before there were plans has its kind's default."""
    return incident.plan or DEFAULT_PLANS[incident.kind]


class PlanError(Exception):
    """A plan that must not be; `reason` is a code, `step` the number of the step that is wrong, None: all of it."""

    code = "plan_invalid"

    def __init__(self, reason: str, step: int | None = None) -> None:
        """Keep why."""
        super().__init__(reason if step is None else f"{reason} (step {step})")
        self.reason = reason
        self.step = step


def check(plan: ResponsePlan, is_channel: Callable[[str], bool]) -> None:
    """Raise PlanError if a plan could leave somebody alone; `is_channel` knows what a channel is called.

    A plan for a person in danger (`URGENT`) must tell everyone on duty within 300 s and then again and again: they
    are the last who can help, and no rule of the house may be slower than `domain.md` asks.
    """
    urgent = plan.kind in URGENT
    _bounded("repeat_every", plan.repeat_every, REPEAT_WITHIN_URGENT if urgent else REPEAT_WITHIN)
    _bounded("ask_again_after", plan.ask_again_after, ASK_AGAIN_WITHIN_URGENT if urgent else ASK_AGAIN_WITHIN)
    if not plan.steps:
        raise PlanError("no_step")
    if plan.last > MOST_STEPS:
        raise PlanError("too_many_steps")
    if plan.steps[0].after != 0:
        raise PlanError("first_step_late", 1)
    for number, step in enumerate(plan.steps, start=1):
        if number > 1 and step.after <= plan.steps[number - 2].after:
            raise PlanError("delays_not_ascending", number)
        if not step.after <= LAST_STEP_BY:  # nor is "not a number"
            raise PlanError("step_too_late", number)
        _check_step(step, number, is_channel)
    if urgent:
        early = [step for step in plan.steps if Audience.EVERYONE_ON_DUTY in step.to and step.after <= EVERYONE_WITHIN]
        if not early:
            raise PlanError("everyone_too_late")
        if Audience.EVERYONE_ON_DUTY not in plan.steps[-1].to:
            raise PlanError("everyone_not_repeated", plan.last)


def _bounded(name: str, seconds: float, bounds: tuple[float, float]) -> None:
    if not bounds[0] <= seconds <= bounds[1]:
        raise PlanError(f"{name}_out_of_bounds")


def _check_step(step: Step, number: int, is_channel: Callable[[str], bool]) -> None:
    if not step.to:
        raise PlanError("nobody_named", number)
    if len(step.to) > MOST_TARGETS or len(step.channels) > MOST_CHANNELS:
        raise PlanError("step_too_long", number)
    if len(set(step.to)) < len(step.to) or len(set(step.channels)) < len(step.channels):
        raise PlanError("named_twice", number)
    if not all(target in TARGETS or is_person(target) for target in step.to):
        raise PlanError("target_unknown", number)
    if not all(channel == EVERY_CHANNEL or is_channel(channel) for channel in step.channels):
        raise PlanError("channel_unknown", number)


# What a step may name besides a person.
TARGETS: Final = tuple(audience for audience in Audience if audience is not Audience.PERSON)


def is_person(target: Target) -> bool:
    """Return whether a target names a person by his account."""
    return target.startswith(PERSON) and 0 < len(target) - len(PERSON) <= 64  # noqa: PLR2004 - as ids anywhere


@dataclass(frozen=True, slots=True)
class Gap:
    """A target of a step that tells nobody as things are. `why`: `nobody_now`, `left`, or `no_channel`."""

    step: int
    target: Target
    why: str

    def as_dict(self) -> dict[str, Any]:
        """Return the gap as the wire shows it."""
        return {"step": self.step, "target": str(self.target), "why": self.why}


def nobody(plan: ResponsePlan, find: Callable[[Sequence[Target], str | None], Sequence[Recipient]]) -> list[Gap]:
    """Return the targets of a plan that tell nobody now; whom a household named differs from home to home."""
    gaps: list[Gap] = []
    for number, step in enumerate(plan.steps, start=1):
        for target in step.to:
            if target == Audience.EMERGENCY_CONTACT:
                continue
            found = find((target,), None)
            if not found:
                gaps.append(Gap(number, target, "left" if is_person(target) else "nobody_now"))
            elif not any(step.channels_of(recipient) for recipient in found):
                gaps.append(Gap(number, target, "no_channel"))
    return gaps


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """What staff saved under a plan's id, kept for good. `plan` None: they put it back as delivered.

    `at` is UTC; `by` is an account.
    """

    id: str
    version: int
    plan: ResponsePlan | None
    at: datetime
    by: str
