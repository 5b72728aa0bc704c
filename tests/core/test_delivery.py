"""The delivery ledger: nobody is told twice for one step, whoever asks and in whatever order."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.channel import limits_of
from custom_components.smart_community.core.delivery import (
    NO_CHANNEL,
    Audience,
    Delivery,
    DeliveryKey,
    DeliveryState,
    Recipient,
    addressed,
    next_channel,
    overdue,
    turned,
)

AT: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
LATER: Final = AT + timedelta(seconds=1)
CHANNELS: Final = ("mobile_app", "notify.sms", "script.call")
RECEIPT_WITHIN: Final = limits_of("mobile_app").receipt or 0.0

channels = st.lists(st.sampled_from(CHANNELS), unique=True).map(tuple)
recipients = st.builds(Recipient, st.sampled_from("abcde"), st.sampled_from(Audience), channels)
asked = st.tuples(st.integers(1, 2), st.integers(1, 4), st.lists(recipients, max_size=6))


def address(ledger: dict[DeliveryKey, Delivery], number: int, step: int, who: list[Recipient]) -> list[Delivery]:
    nonces = {one.id: f"nonce of {one.id}" for one in who}
    queued = addressed("i", ledger, who, round_number=number, step=step, at=AT, nonces=nonces)
    ledger.update((delivery.key, delivery) for delivery in queued)
    return queued


def delivery(state: DeliveryState = DeliveryState.QUEUED, channel: str = "mobile_app") -> Delivery:
    return Delivery("i", "a", Audience.DUTY_ROOM, 1, 1, channel, AT, "n", state)


@given(st.lists(asked))
def test_nobody_is_told_twice_for_one_step_whoever_asks_in_whatever_order(
    questions: list[tuple[int, int, list[Recipient]]],
) -> None:
    ledger: dict[DeliveryKey, Delivery] = {}
    told: list[DeliveryKey] = []
    for number, step, who in questions:
        queued = address(ledger, number, step, who)
        assert all(one.key[:2] == (number, step) for one in queued)
        told += [one.key for one in queued]
    assert len(told) == len(set(told)), "each channel once"
    assert {one[:3] for one in told} == {(number, step, one.id) for number, step, who in questions for one in who}


@given(st.lists(recipients))
def test_the_first_channel_is_tried_first_and_who_has_none_is_shown(who: list[Recipient]) -> None:
    firsts = {one.id: one for one in reversed(who) if one.role is not Audience.SIREN}
    for queued in address({}, 1, 1, [one for one in who if one.role is not Audience.SIREN]):
        of_one = firsts[queued.recipient].channels
        expected = (
            (of_one[0], DeliveryState.QUEUED, None) if of_one else (NO_CHANNEL, DeliveryState.FAILED, "no_channel")
        )
        assert (queued.channel, queued.state, queued.error) == expected
        assert queued.nonce == f"nonce of {queued.recipient}"


@given(st.lists(st.sampled_from(DeliveryState)))
def test_what_is_known_of_a_delivery_never_grows_less(states: list[DeliveryState]) -> None:
    order = {DeliveryState.QUEUED: 0, DeliveryState.FAILED: 1, DeliveryState.NOT_NEEDED: 1}
    order |= {DeliveryState.HANDED_OVER: 2, DeliveryState.RECEIVED: 3, DeliveryState.SEEN: 4}
    known = delivery()
    for state in states:
        after = turned(known, state, LATER, "why" if state is DeliveryState.FAILED else None)
        assert order[after.state] == max(order[known.state], order[state])
        assert (after is known) is (order[state] <= order[known.state])
        known = after
    assert (known.error is None) is (known.state is not DeliveryState.FAILED)


def test_the_next_channel_is_tried_once() -> None:
    first = delivery(DeliveryState.FAILED)
    ledger = {first.key: first}
    second = next_channel(first, ledger, CHANNELS, LATER)
    assert second is not None
    assert (second.channel, second.state, second.at, second.key[:3]) == (
        *("notify.sms", DeliveryState.QUEUED, LATER, first.key[:3]),
    )
    ledger[second.key] = second
    assert next_channel(first, ledger, CHANNELS, LATER) is None
    assert next_channel(delivery(channel=CHANNELS[-1]), ledger, CHANNELS, LATER) is None
    assert next_channel(delivery(channel="notify.taken_away"), ledger, CHANNELS, LATER) is None


@pytest.mark.parametrize(
    ("state", "waited", "due"),
    [
        (DeliveryState.FAILED, 0, True),
        (DeliveryState.HANDED_OVER, RECEIPT_WITHIN - 0.1, False),
        (DeliveryState.HANDED_OVER, RECEIPT_WITHIN, True),
        (DeliveryState.RECEIVED, 1000, False),
        (DeliveryState.SEEN, 1000, False),
        (DeliveryState.QUEUED, 1000, False),
    ],
)
def test_when_the_next_channel_is_due(state: DeliveryState, waited: float, due: bool) -> None:
    assert overdue(delivery(state), waited) is due


@given(st.lists(recipients, max_size=6), st.booleans())
def test_a_loud_step_and_a_siren_use_every_channel_at_once(who: list[Recipient], at_once: bool) -> None:
    nonces = {one.id: f"nonce of {one.id}" for one in who}
    queued = addressed("i", {}, who, round_number=1, step=1, at=AT, nonces=nonces, at_once=at_once)
    for one in {one.id: one for one in reversed(who)}.values():
        over = tuple(delivery.channel for delivery in queued if delivery.recipient == one.id)
        loud = at_once or one.role is Audience.SIREN
        assert over == ((one.channels if loud else one.channels[:1]) or (NO_CHANNEL,))


def test_the_nonce_stays_here() -> None:
    assert "n" not in delivery().as_dict().values()
