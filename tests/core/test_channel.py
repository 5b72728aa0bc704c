"""Channels: their kinds and limits, their health, and the numbers that name them."""

from datetime import UTC, datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.channel import (
    BOT_EVERY,
    FAILS_AFTER,
    FOR_CONTACTS,
    FOR_GROUPS,
    FOR_SIRENS,
    FOR_STAFF,
    LIMITS,
    SEEN_BY_LOOKING,
    SIREN_AGAIN,
    SIREN_FOR,
    ChannelHealth,
    ChannelKind,
    Health,
    after_check,
    after_hand_over,
    channel_kind,
    limits_of,
    numbered,
    target_of,
)

AT: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
# What an alarm over a channel can come to, beside what a look at it finds.
IN_USE: Final = ("channel_failed", "channel_timeout", "no_result", "refused", "not_connected")
OF_ONE: Final = ("no_number", "no_phone", "phone_not_connected", "recipient_gone", "channel_busy", "no_channel")

looks = st.one_of(st.none(), st.sampled_from(sorted(SEEN_BY_LOOKING)))
uses = st.one_of(st.none(), st.sampled_from([*IN_USE, *sorted(SEEN_BY_LOOKING - {"no_phone"})]))
events = st.lists(st.one_of(st.tuples(st.just("use"), uses), st.tuples(st.just("look"), looks)))


def after(happened: list[tuple[str, str | None]]) -> ChannelHealth:
    health = ChannelHealth("script.sms")
    for what, error in happened:
        health = after_hand_over(health, error, AT) if what == "use" else after_check(health, error)
    return health


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        ("mobile_app", ChannelKind.MOBILE_APP),
        ("notify.sms", ChannelKind.NOTIFY),
        ("script.call", ChannelKind.SCRIPT),
        ("media_player.duty_room", ChannelKind.MEDIA_PLAYER),
        ("siren.gate", ChannelKind.SIREN),
        ("siren:gate-siren_1", ChannelKind.SIREN_DEVICE),
        ("bot:notify.group", ChannelKind.BOT),
        ("light.hall", None),
        ("mobile_app.x", None),
        ("notify.", None),
        ("siren:", None),
        ("siren:Gate", None),
        ("bot:script.x", None),
        ("bot:notify.x\n", None),
        ("", None),
    ],
)
def test_the_kind_of_a_channel(channel: str, kind: ChannelKind | None) -> None:
    assert channel_kind(channel) is kind


def test_what_a_name_points_at() -> None:
    assert [target_of(name) for name in ("script.x", "siren:gate", "bot:notify.x", "mobile_app")] == [
        *("script.x", "gate", "notify.x", "mobile_app"),
    ]


def test_each_kind_has_its_limits_and_may_be_used_by_somebody() -> None:
    assert set(LIMITS) == set(ChannelKind) == FOR_STAFF | FOR_CONTACTS | FOR_SIRENS | FOR_GROUPS
    silent = {kind for kind, limits in LIMITS.items() if limits.receipt is None}
    assert silent == {ChannelKind.SIREN, ChannelKind.SIREN_DEVICE, ChannelKind.BOT}
    assert silent.isdisjoint(FOR_STAFF | FOR_CONTACTS), "a person's silence is never taken for an answer"
    assert limits_of("no channel") == limits_of("mobile_app")


def test_a_bot_is_given_no_more_than_twenty_messages_a_minute() -> None:
    assert 60 / BOT_EVERY <= 20
    assert limits_of("bot:notify.x").hand_over > BOT_EVERY


def test_a_siren_outlives_two_lost_commands() -> None:
    assert SIREN_FOR >= 3 * SIREN_AGAIN


@given(events)
def test_a_use_that_succeeds_ends_every_failure(happened: list[tuple[str, str | None]]) -> None:
    health = after([*happened, ("use", None)])
    assert health == ChannelHealth("script.sms", Health.OK, 0, AT, None)


@given(events, st.lists(st.sampled_from(IN_USE), min_size=FAILS_AFTER, max_size=5))
def test_two_uses_in_a_row_that_come_to_nothing_are_a_failure(
    happened: list[tuple[str, str | None]], errors: list[str]
) -> None:
    assert after([*happened, *(("use", error) for error in errors)]).state is Health.FAILING


@given(st.sampled_from(IN_USE))
def test_one_use_that_comes_to_nothing_is_no_failure_yet(error: str) -> None:
    health = after([("use", None), ("use", error)])
    assert (health.state, health.failures, health.last_error) == (Health.OK, 1, error)


@given(events, st.sampled_from(sorted(SEEN_BY_LOOKING - {"no_phone"})), st.sampled_from(["use", "look"]))
def test_what_is_plain_to_see_is_a_failure_at_once(
    happened: list[tuple[str, str | None]], error: str, how: str
) -> None:
    assert after([*happened, (how, error)]).state is Health.FAILING


@given(st.lists(looks), st.sampled_from(IN_USE))
def test_a_look_never_takes_back_what_failed_in_use(found: list[str | None], error: str) -> None:
    health = after([("use", None), ("use", error), ("use", error)])
    for each in found:
        health = after_check(health, each)
    assert (health.state, health.last_error) == (Health.FAILING, error)


@given(events, st.sampled_from(sorted(SEEN_BY_LOOKING - {"no_phone"})))
def test_what_a_look_found_a_later_look_takes_back(happened: list[tuple[str, str | None]], error: str) -> None:
    before = after(happened)
    health = after_check(after_check(before, error), None)
    expected = Health.FAILING if before.state is Health.FAILING and before.last_error in IN_USE else None
    assert (health.state is Health.FAILING) is (expected is Health.FAILING)


@given(events, st.sampled_from(OF_ONE))
def test_what_concerns_one_person_says_nothing_of_the_channel(
    happened: list[tuple[str, str | None]], error: str
) -> None:
    assert after([*happened, ("use", error)]) == after(happened)


def test_a_community_without_a_single_phone_is_not_set_up_and_one_that_lost_them_all_is_failing() -> None:
    never = after_check(ChannelHealth("mobile_app"), "no_phone")
    assert (never.state, never.last_error) == (Health.UNKNOWN, "no_phone")
    had = after_hand_over(ChannelHealth("mobile_app"), None, AT)
    assert after_check(had, "no_phone").state is Health.FAILING
    assert after_check(after_check(had, "no_phone"), None).state is Health.OK


@given(events)
def test_nothing_is_well_that_has_never_worked(happened: list[tuple[str, str | None]]) -> None:
    if after(happened).state is Health.OK:
        assert ("use", None) in happened


@given(st.lists(st.sets(st.sampled_from("abcdef"))))
def test_a_number_once_given_stays_and_is_never_anothers(times: list[set[str]]) -> None:
    known: dict[str, int] = {}
    for channels in times:
        numbers = numbered(known, sorted(channels))
        assert known.items() <= numbers.items()
        assert channels <= numbers.keys()
        assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
        known = numbers


def test_the_wire_shows_no_time_that_never_was() -> None:
    assert ChannelHealth("x").as_dict() == {"state": "unknown", "failures": 0, "last_ok": None, "last_error": None}
    assert after([("use", None)]).as_dict()["last_ok"] == AT.isoformat()
