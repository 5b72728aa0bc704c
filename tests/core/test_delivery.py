"""The delivery ledger: nobody is told twice for one step, whoever asks and in whatever order."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.delivery import (
    NO_CHANNEL,
    RECEIPT_WITHIN,
    Audience,
    Delivery,
    DeliveryKey,
    DeliveryState,
    Recipient,
    addressed,
    channel_kind,
    current_round,
    next_channel,
    overdue,
    turned,
)

AT: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
LATER: Final = AT + timedelta(seconds=1)
CHANNELS: Final = ("mobile_app", "notify.sms", "script.call")

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
    told: list[tuple[int, int, str]] = []
    for number, step, who in questions:
        queued = address(ledger, number, step, who)
        assert all(one.key[:2] == (number, step) for one in queued)
        told += [one.key[:3] for one in queued]
    assert len(told) == len(set(told))
    assert set(told) == {(number, step, one.id) for number, step, who in questions for one in who}


@given(st.lists(recipients))
def test_the_first_channel_is_tried_first_and_who_has_none_is_shown(who: list[Recipient]) -> None:
    firsts = {one.id: one for one in reversed(who)}
    for queued in address({}, 1, 1, who):
        of_one = firsts[queued.recipient].channels
        expected = (
            (of_one[0], DeliveryState.QUEUED, None) if of_one else (NO_CHANNEL, DeliveryState.FAILED, "no_channel")
        )
        assert (queued.channel, queued.state, queued.error) == expected
        assert queued.nonce == f"nonce of {queued.recipient}"


@given(st.lists(st.sampled_from(DeliveryState)))
def test_what_is_known_of_a_delivery_never_grows_less(states: list[DeliveryState]) -> None:
    order = [DeliveryState.QUEUED, DeliveryState.FAILED, DeliveryState.HANDED_OVER]
    order += [DeliveryState.RECEIVED, DeliveryState.SEEN]
    known = delivery()
    for state in states:
        after = turned(known, state, LATER, "why" if state is DeliveryState.FAILED else None)
        assert order.index(after.state) == max(order.index(known.state), order.index(state))
        assert (after is known) is (order.index(state) <= order.index(known.state))
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


def test_the_round_is_the_highest_and_an_empty_ledger_is_in_the_first() -> None:
    ledger: dict[DeliveryKey, Delivery] = {}
    assert current_round(ledger) == 1
    address(ledger, 3, 1, [Recipient("a", Audience.DUTY_ROOM, CHANNELS)])
    address(ledger, 2, 4, [Recipient("a", Audience.DUTY_ROOM, CHANNELS)])
    assert current_round(ledger) == 3


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        ("mobile_app", "mobile_app"),
        ("notify.sms", "notify"),
        ("script.call", "script"),
        ("light.hall", None),
        ("mobile_app.x", None),
        ("notify.", None),
        ("", None),
    ],
)
def test_the_kind_of_a_channel(channel: str, kind: str | None) -> None:
    assert channel_kind(channel) == kind


def test_the_nonce_stays_here() -> None:
    assert "n" not in delivery().as_dict().values()
