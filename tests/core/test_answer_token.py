"""The token of a call: bound to incident, recipient and page, counted once, and not to be guessed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.answer_token import (
    DIGITS,
    MOST_WRONG,
    WITHIN,
    WrongTokens,
    holder,
    token_of,
)
from custom_components.smart_community.core.delivery import Audience, Delivery, DeliveryState

AT: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
words = st.text("abc0", min_size=1, max_size=3)
calls = st.builds(
    Delivery,
    words,
    words,
    st.just(Audience.EMERGENCY_CONTACT),
    st.just(1),
    st.just(1),
    st.just("script.call"),
    st.just(AT),
    words,
)


def call(nonce: str = "n", channel: str = "script.call") -> Delivery:
    return Delivery("i", "contact:h:0", Audience.EMERGENCY_CONTACT, 1, 1, channel, AT, nonce)


@given(calls, calls)
def test_a_token_is_bound_to_incident_recipient_and_page(one: Delivery, other: Delivery) -> None:
    assert len(token_of(one)) == DIGITS
    assert token_of(one).isdecimal()
    same = (one.incident, one.recipient, one.nonce) == (other.incident, other.recipient, other.nonce)
    # Two of a hundred million may be alike; hypothesis does not find them.
    assert (token_of(one) == token_of(other)) is same


@given(calls, st.sampled_from(DeliveryState))
def test_a_token_says_who_was_called_until_it_was_used(one: Delivery, state: DeliveryState) -> None:
    known = replace(one, state=state)
    found = holder([call("other"), known], token_of(one))
    assert found == (None if state is DeliveryState.SEEN else known)


def test_only_a_call_has_a_token() -> None:
    push = call(channel="notify.phone")
    assert holder([push], token_of(push)) is None
    assert holder([call()], "00000000") is None
    assert holder([], token_of(push)) is None


def test_the_nonce_is_not_in_the_token() -> None:
    assert "12345678" not in token_of(call("12345678"))


@given(st.lists(st.floats(0, 300)))
def test_after_five_wrong_ones_within_a_minute_none_is_taken_until_it_is_over(times: list[float]) -> None:
    wrong, counted = WrongTokens(), list[float]()
    for now in sorted(times):
        locked = wrong.locked("i", now)
        assert locked is (len(counted) >= MOST_WRONG and now - counted[-MOST_WRONG] < WITHIN)
        assert not wrong.locked("another", now)
        if not locked:
            wrong.count("i", now)
            counted.append(now)


def test_incidents_that_have_ended_are_forgotten() -> None:
    wrong = WrongTokens()
    for _ in range(MOST_WRONG):
        wrong.count("i", 0)
    wrong.forget_all_but(["i"])
    assert wrong.locked("i", 1)
    wrong.forget_all_but([])
    assert not wrong.locked("i", 1)
