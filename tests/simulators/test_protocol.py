"""The rules of the device protocol that need no connection."""

import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest

from simulators.help_button import SUPPORTED
from simulators.protocol import MAX_PAYLOAD, Command, Result, decode, judge, parse_command, resend_delays

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def command(**changes: object) -> Command:
    message = {"id": "c1", "command": "signal", "pattern": "sent", "expires": (NOW + timedelta(seconds=5)).isoformat()}
    parsed = parse_command(json.dumps(message | changes).encode())
    assert parsed is not None
    return parsed


def test_resends_double_up_to_half_a_minute() -> None:
    assert list(itertools.islice(resend_delays(), 7)) == [2, 4, 8, 16, 30, 30, 30]


def test_a_good_command_is_executed() -> None:
    assert judge(command(), NOW, SUPPORTED) is None


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=-1), timedelta(days=-300)])
def test_an_expired_command_is_not_executed(late: timedelta) -> None:
    assert judge(command(expires=(NOW + late).isoformat()), NOW, SUPPORTED) == "expired"


def test_expiry_is_compared_across_time_zones() -> None:
    # 12:00:01 in Shanghai is one second after 04:00:00 in UTC.
    assert judge(command(expires="2026-11-23T12:00:01+08:00"), NOW, SUPPORTED) is None
    assert judge(command(expires="2026-11-23T11:59:59+08:00"), NOW, SUPPORTED) == "expired"


def test_an_unknown_command_and_a_wrong_field_are_refused() -> None:
    assert judge(command(command="open"), NOW, SUPPORTED) == "unknown_command"
    assert judge(command(pattern="disco"), NOW, SUPPORTED) == "invalid_pattern"
    assert judge(command(pattern=["sent"]), NOW, SUPPORTED) == "invalid_pattern"


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"id": 7, "command": "signal", "expires": "2026-11-23T04:00:05Z"}',
        b'{"id": "c1", "expires": "2026-11-23T04:00:05Z"}',
        b'{"id": "c1", "command": "signal"}',
        b'{"id": "c1", "command": "signal", "expires": "soon"}',
        b'{"id": "c1", "command": "signal", "expires": "2026-11-23T04:00:05"}',
    ],
)
def test_a_malformed_command_is_none(payload: bytes) -> None:
    assert parse_command(payload) is None


def test_what_is_larger_than_the_protocol_allows_is_not_read() -> None:
    padding = "x" * (MAX_PAYLOAD - len('{"a":""}'))
    assert decode(f'{{"a":"{padding}"}}'.encode()) == {"a": padding}
    assert decode(f'{{"a":"{padding}x"}}'.encode()) is None


def test_results_on_the_wire() -> None:
    assert json.loads(Result("c1", None).encode()) == {"id": "c1", "ok": True}
    assert json.loads(Result("c1", "expired").encode()) == {"id": "c1", "ok": False, "error": "expired"}
