"""What a household has agreed to: the newest word counts, a pause stops what is optional, leaving ends all of it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.consent import Consent, Purpose, allows, newest, withdrawals
from custom_components.smart_community.core.people import HouseholdStatus

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def word(purpose: Purpose, *, given: bool, minutes: int = 0) -> Consent:
    return Consent("home", purpose, given, NOON + timedelta(minutes=minutes), "office", "2026-11")


words = st.builds(
    lambda purpose, given, minutes: word(purpose, given=given, minutes=minutes),
    st.sampled_from(Purpose),
    st.booleans(),
    st.integers(0, 5),
)
histories = st.lists(words, max_size=12)


@given(histories)
def test_the_newest_word_on_a_purpose_counts(said: list[Consent]) -> None:
    counted = newest(said)
    assert counted.keys() == {consent.purpose for consent in said}
    for purpose, consent in counted.items():
        of_purpose = [other for other in said if other.purpose is purpose]
        latest = max(other.at for other in of_purpose)
        # Of two at one moment, the one that was taken down later.
        assert consent is [other for other in of_purpose if other.at == latest][-1]


@given(histories, st.sampled_from(Purpose))
def test_nothing_is_allowed_that_was_not_agreed_to(said: list[Consent], purpose: Purpose) -> None:
    counted = newest(said)
    agreed = purpose in counted and counted[purpose].given
    assert allows(purpose, HouseholdStatus.ACTIVE, counted) is agreed
    for status in HouseholdStatus:
        assert agreed or not allows(purpose, status, counted)


@given(histories)
def test_a_pause_stops_what_is_optional_and_resuming_brings_it_back(said: list[Consent]) -> None:
    counted = newest(said)
    for purpose in Purpose:
        paused = allows(purpose, HouseholdStatus.PAUSED, counted)
        assert paused is (purpose is Purpose.HELP_ALARM and allows(purpose, HouseholdStatus.ACTIVE, counted))


@given(histories)
def test_who_has_left_agreed_to_nothing(said: list[Consent]) -> None:
    counted = newest(said)
    assert not any(allows(purpose, HouseholdStatus.LEFT, counted) for purpose in Purpose)


@given(histories)
def test_leaving_takes_back_all_that_was_given_and_nothing_else(said: list[Consent]) -> None:
    later = NOON + timedelta(hours=1)
    back = withdrawals(newest(said), later, "duty")
    assert {consent.purpose for consent in back} == {one.purpose for one in newest(said).values() if one.given}
    after = newest([*said, *back])
    assert not any(consent.given for consent in after.values())
    assert all((consent.at, consent.by, consent.home) == (later, "duty", "home") for consent in back)
    assert withdrawals(after, later, "duty") == []
