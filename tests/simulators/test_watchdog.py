"""The watchdog siren sounds when the server is gone, and not during a planned restart."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.links.devices import protocol
from simulators.watchdog import Watchdog
from tests.desks.world import START

BEAT = protocol.heartbeat(START)
WILL = protocol.heartbeat(None)


def heard(*payloads: bytes, retained: bool = False) -> Watchdog:
    """Return a watchdog that was plugged in at 0 and heard these at 100."""
    watchdog = Watchdog(0.0)
    for payload in payloads:
        watchdog.hear(payload, 100.0, retained=retained)
    return watchdog


def test_it_is_silent_while_the_heart_beats_and_sounds_when_the_server_is_gone() -> None:
    watchdog = Watchdog(0.0)
    for beat in range(0, 1000, 10):
        assert not watchdog.sounds(beat)
        watchdog.hear(BEAT, float(beat))
    assert not watchdog.sounds(990 + 29.9)
    assert watchdog.sounds(990 + 30)


@pytest.mark.parametrize("pause", [60, 300, 600])
def test_it_waits_through_a_planned_restart_and_no_longer(pause: int) -> None:
    watchdog = heard(BEAT, protocol.heartbeat(START, pause), WILL)
    assert not watchdog.sounds(100 + pause - 0.1)
    assert watchdog.sounds(100 + pause)
    watchdog.hear(BEAT, 100.0 + pause)
    assert not watchdog.sounds(100 + pause + 29)


def test_a_pause_that_is_longer_than_any_is_cut_short() -> None:
    payload = json.dumps({"at": START.isoformat(), "every": 10, "pause": 86_400}).encode()
    assert heard(payload).sounds(100 + protocol.LONGEST_PAUSE)


def test_a_new_start_ends_the_pause() -> None:
    assert heard(protocol.heartbeat(START, 300), BEAT).sounds(131)


@pytest.mark.parametrize("payload", [WILL, b"", b"nonsense", b"[]", b'{"every": 10}', b'{"at": 7, "every": 10}'])
def test_what_is_no_heartbeat_keeps_it_not_quiet(payload: bytes) -> None:
    assert heard(payload).sounds(31)


def test_what_the_broker_had_kept_is_no_sign_of_life() -> None:
    assert heard(BEAT, protocol.heartbeat(START, 600), retained=True).sounds(31)


@given(st.lists(st.sampled_from([BEAT, WILL, protocol.heartbeat(START, 300)]), max_size=5))
def test_it_always_sounds_in_the_end(payloads: list[bytes]) -> None:
    assert heard(*payloads).sounds(100 + protocol.LONGEST_PAUSE)
