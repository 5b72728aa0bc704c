"""Telling listeners: each hears it, whatever another does with it."""

import pytest

from custom_components.smart_community.core.telling import tell


def test_each_hears_in_order_and_one_that_fails_or_leaves_keeps_nothing_from_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: list[str] = []

    def leaves(said: str) -> None:
        heard.append(f"leaves {said}")
        listeners.remove(leaves)

    def fails(_said: str) -> None:
        raise ValueError

    listeners = [leaves, fails, heard.append]
    tell(listeners, "once")
    tell(listeners, "twice")
    assert heard == ["leaves once", "once", "twice"]
    assert caplog.text.count("A listener could not take what it was told") == 2
