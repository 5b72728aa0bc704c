"""When every channel of a step is dead: the sirens at once, and the screen says that nobody was told."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core.delivery import (
    NO_CHANNEL,
    Audience,
    Delivery,
    DeliveryKey,
    DeliveryState,
    Recipient,
    Target,
)
from custom_components.smart_community.core.incident import Change, Incident, Kind, Severity
from custom_components.smart_community.core.plan import DEFAULT_PLANS, ResponsePlan, Step
from custom_components.smart_community.core.response import Instant, Marks, advanced, paged, reach_of

from .chases import by_round

AT: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
NOW: Final = Instant(AT, 0.0)
SIREN: Final = Recipient("siren:community", Audience.SIREN, ("siren.gate", "siren:hall", "media_player.lobby"))
GROUP: Final = Recipient("group:1", Audience.GROUP, ("bot:notify.group",))
PEOPLE: Final = (Audience.GRID_WORKER, Audience.DUTY_ROOM, Audience.COMMUNITY_OFFICE, Audience.EMERGENCY_CONTACT)

recipients = st.lists(
    st.builds(
        Recipient,
        st.sampled_from(["user:a", "user:b", "user:c", "contact:h:0"]),
        st.sampled_from(PEOPLE),
        st.lists(st.sampled_from(["mobile_app", "notify.x", "script.y"]), unique=True).map(tuple),
    ),
    unique_by=lambda one: one.id,
)
# Plans that staff wrote: none of them names the sirens.
plans = st.lists(st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True), min_size=1, max_size=4).map(
    lambda steps: ResponsePlan(
        *("mine", Kind.HELP, None, tuple(Step(60.0 * number, tuple(to)) for number, to in enumerate(steps))),
        repeat_every=300.0,
        ask_again_after=900.0,
    )
)


class Night:
    """One incident, its ledger, and channels that are dead for ever: all of them but those in `alive`."""

    def __init__(
        self, incident: Incident, people: Sequence[Recipient], alive: Sequence[str] = (), *, sirens: bool = True
    ) -> None:
        self.people = [*people, GROUP, *([SIREN] if sirens else [])]
        self.alive = alive
        self.ledger: dict[DeliveryKey, Delivery] = {}
        self.nonces = itertools.count()
        self.incident, new = self._paged(incident, 0)
        self.hand_over(new)

    def _paged(self, incident: Incident, since: int) -> tuple[Incident, list[Delivery]]:
        return paged(incident, since, self.ledger, self.find, AT, lambda: f"n{next(self.nonces)}")

    def find(self, to: Sequence[Target], _home: str | None) -> list[Recipient]:
        return [one for one in self.people if one.role in to]

    def hand_over(self, new: Sequence[Delivery]) -> None:
        """Try each delivery over its channel, then over all others of the recipient; none takes longer than no time."""
        channels = {one.id: one.channels for one in self.people}
        for delivery in new:
            for channel in (delivery.channel, *channels[delivery.recipient]):
                tried = replace(delivery, channel=channel)
                if tried.key in self.ledger:
                    continue
                works = channel in self.alive or delivery.role is Audience.SIREN
                state = DeliveryState.HANDED_OVER if works else DeliveryState.FAILED
                self.ledger[tried.key] = replace(tried, state=state)

    def chase(self) -> None:
        """Do everything that is due at this very moment."""
        for _ in range(100):
            reach = reach_of(self.incident, by_round(self.ledger), lambda _delivery: False)
            after = advanced(self.incident, Marks(0, 0), NOW, reach)
            if after is None:
                return
            since = len(self.incident.timeline)
            self.incident, new = self._paged(after, since)
            self.hand_over(new)
        pytest.fail("it goes round in circles")

    @property
    def sirens(self) -> list[str]:
        return [delivery.channel for delivery in self.ledger.values() if delivery.role is Audience.SIREN]

    @property
    def said(self) -> list[Change]:
        return [entry.what for entry in self.incident.timeline]


def alarm(plan: ResponsePlan, severity: Severity | None = None) -> Incident:
    return replace(life.opened("i", 1, Kind.HELP, AT, by="button-1", severity=severity), plan=plan)


@given(recipients, st.one_of(plans, st.just(DEFAULT_PLANS[Kind.HELP])))
def test_when_every_channel_is_dead_the_siren_and_the_console_still_tell(
    people: list[Recipient], plan: ResponsePlan
) -> None:
    night = Night(alarm(plan), people)
    night.chase()
    assert set(night.sirens) == set(SIREN.channels), "at once, whatever the plan says, and all of them"
    assert Change.NOBODY_TOLD in night.said
    assert night.incident.is_active


@given(recipients, plans)
def test_a_siren_is_asked_once_for_a_step(people: list[Recipient], plan: ResponsePlan) -> None:
    night = Night(alarm(plan), people)
    night.chase()
    first = len(night.sirens)
    night.chase()
    assert len(night.sirens) == first
    assert first <= plan.last * len(SIREN.channels)


@given(recipients, plans)
def test_while_one_channel_of_the_step_is_alive_no_siren_wakes_the_neighbours(
    people: list[Recipient], plan: ResponsePlan
) -> None:
    night = Night(alarm(plan), people, alive=["mobile_app", "notify.x", "script.y"])
    first = [one for one in night.ledger.values() if one.role in PEOPLE and one.channel != NO_CHANNEL]
    night.chase()
    if first:
        assert night.sirens == []


@given(recipients, plans, st.sampled_from([Severity.HIGH, Severity.NORMAL]))
def test_for_what_is_not_critical_no_siren_wakes_the_neighbours(
    people: list[Recipient], plan: ResponsePlan, severity: Severity
) -> None:
    night = Night(alarm(plan, severity), people)
    night.chase()
    assert night.sirens == []
    assert Change.NOBODY_TOLD in night.said


@given(recipients, plans)
def test_a_community_without_sirens_says_so_on_the_console(people: list[Recipient], plan: ResponsePlan) -> None:
    night = Night(alarm(plan), people, sirens=False)
    night.chase()
    assert night.sirens == []
    assert Change.NOBODY_TOLD in night.said


def test_a_group_that_was_told_keeps_no_siren_silent() -> None:
    plan = ResponsePlan("mine", Kind.HELP, None, (Step(0.0, (Audience.DUTY_ROOM, Audience.GROUP)),), 300.0, 900.0)
    night = Night(alarm(plan), [Recipient("user:a", Audience.DUTY_ROOM, ("mobile_app",))], alive=["bot:notify.group"])
    night.chase()
    assert night.sirens


def test_a_step_that_names_nobody_here_goes_on_to_the_next_and_wakes_nobody() -> None:
    steps = (Step(0.0, (Audience.EMERGENCY_CONTACT,)), Step(60.0, (Audience.DUTY_ROOM,)))
    plan = ResponsePlan("mine", Kind.HELP, None, steps, 300.0, 900.0)
    duty = Recipient("user:a", Audience.DUTY_ROOM, ("mobile_app",))
    night = Night(alarm(plan), [duty], alive=["mobile_app"])
    night.chase()
    assert (night.sirens, night.incident.level) == ([], 2)


def test_an_owner_who_cannot_be_reached_is_no_case_for_a_siren() -> None:
    plan = DEFAULT_PLANS[Kind.HELP]
    duty = Recipient("user:a", Audience.DUTY_ROOM, ("mobile_app",))
    night = Night(alarm(plan), [duty], alive=["mobile_app"])
    night.incident = life.told_nobody(life.acknowledged(night.incident, AT, "a"), AT, 1)
    _, new = night._paged(night.incident, len(night.incident.timeline) - 1)
    assert new == []
