"""The login to Frigate: kept fresh, and not asked for again and again where it is refused. No socket."""

import asyncio
from typing import Any
from unittest.mock import Mock

import pytest

from custom_components.smart_community.links.frigate.client import FrigateClient
from custom_components.smart_community.links.frigate.errors import FrigateError, FrigateProblem
from custom_components.smart_community.links.frigate.session import Call
from tests.links.frigate.messages import Watch
from tests.links.frigate.stand_in import OPEN, SETTINGS, Answer, Asked, StandInConnections, say, token


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: what is tested here knows none."""


def client_of(connections: StandInConnections, watch: Watch | None = None, settings: Any = SETTINGS) -> FrigateClient:
    return FrigateClient(connections, settings, watch or Watch())  # type: ignore[arg-type]  # a stand-in


async def code_of(client: FrigateClient) -> FrigateProblem:
    with pytest.raises(FrigateError) as met:
        await client.stats()
    return met.value.code


async def test_port_5000_is_not_asked_for_a_login() -> None:
    connections = StandInConnections(lambda _asked: Answer(body=b"0.17.2-abc"))
    assert await client_of(connections, settings=OPEN).version() == "0.17.2-abc"
    assert connections.logins == 0
    assert "Authorization" not in connections.asked[0].headers


async def test_the_cookie_s_token_is_sent_as_a_bearer_s() -> None:
    connections = StandInConnections(lambda _asked: Answer(body=b"0.18.0-abc"))
    client = client_of(connections)
    await client.version()
    await client.version()
    assert connections.logins == 1
    assert connections.asked[0].json == {"user": "community", "password": "opens nothing"}
    assert {asked.headers["Authorization"] for asked in connections.calls} == {f"Bearer {token(86_400, 1_795_000_001)}"}


@pytest.mark.parametrize(("life", "fresh_for"), [(86_400.0, 86_100.0), (600.0, 540.0), (10.0, 9.0)])
async def test_a_login_is_renewed_before_its_exp(life: float, fresh_for: float) -> None:
    watch, connections = Watch(), StandInConnections(lambda _asked: Answer(body=b"0.18.0"), life=life)
    client = client_of(connections, watch)
    await client.version()
    watch.seconds += fresh_for - 0.5
    await client.version()
    assert connections.logins == 1
    watch.seconds += 1
    await client.version()
    assert connections.logins == 2


@pytest.mark.parametrize("bad", ["", "no.token", "a.b.c", "ä.b.c", "...", token(-5)])
async def test_a_token_that_says_nothing_of_its_end_is_used_for_an_hour_at_the_most(bad: str) -> None:
    watch, connections = Watch(), StandInConnections(lambda _asked: Answer(body=b"0.18.0"))
    connections.login = lambda _asked: Answer(body=b"", cookie=bad)  # type: ignore[method-assign]  # for this test
    client = client_of(connections, watch)
    if not bad or not bad.isascii():
        assert await code_of(client) is FrigateProblem.MALFORMED
        return
    await client.version()
    watch.seconds += 3601
    await client.version()
    assert connections.logins == 2


async def test_a_401_is_met_with_one_login_and_one_try_more() -> None:
    refused = iter([True, False, True, True])
    connections = StandInConnections(
        lambda _asked: say({"detail": "Unauthorized"}, 401) if next(refused) else Answer(body=b"0.18.0")
    )
    client = client_of(connections)
    assert await client.version() == "0.18.0"
    assert (connections.logins, len(connections.calls)) == (2, 2)
    with pytest.raises(FrigateError) as met:
        await client.version()
    assert met.value.code is FrigateProblem.LOGIN_REFUSED
    assert (connections.logins, len(connections.calls)) == (3, 4)


async def test_many_calls_that_meet_a_401_log_in_once() -> None:
    stale = token(86_400, 1_795_000_001)

    def answer(asked: Asked) -> Answer:
        over = asked.headers["Authorization"] == f"Bearer {stale}"
        return say({"message": "no"}, 401) if over else Answer(body=b"0.18.0")

    connections = StandInConnections(answer)
    client = client_of(connections)
    assert await asyncio.gather(*(client.version() for _ in range(5))) == ["0.18.0"] * 5
    assert connections.logins == 2


async def test_a_wrong_password_is_refused_and_not_tried_again() -> None:
    connections = StandInConnections()
    connections.login = lambda _asked: say({"message": "Login failed"}, 401)  # type: ignore[method-assign]  # wrong
    assert await code_of(client_of(connections)) is FrigateProblem.LOGIN_REFUSED
    assert connections.logins == 1
    assert connections.calls == []


@pytest.mark.parametrize("status", [401, 429])
async def test_a_login_that_was_refused_is_not_asked_for_again_for_a_minute_by_anybody(status: int) -> None:
    """Each picture of a page would ask: Frigate counts them, and would shut us out once the password is right."""
    watch, connections = Watch(), StandInConnections(lambda _asked: Answer(body=b"0.18.0"))
    right = connections.login
    connections.login = lambda _asked: say({"message": "Login failed"}, status)  # type: ignore[method-assign]  # wrong
    client = client_of(connections, watch)
    assert await code_of(client) is FrigateProblem.LOGIN_REFUSED
    connections.login = right  # type: ignore[method-assign]  # from now on it is the right one
    connections.ws_connect = Mock()  # type: ignore[attr-defined]  # it is not asked for
    watch.seconds += 59
    for call in (client.latest("gate_in"), client.latest("elevator_1"), client.version(), client.session.listen()):
        with pytest.raises(FrigateError) as met:
            await call
        assert met.value.code is FrigateProblem.LOGIN_REFUSED
    assert connections.logins == 1
    # New settings are another session, which asks at once.
    assert await client_of(connections, watch).version() == "0.18.0"
    watch.seconds += 1
    assert await client.version() == "0.18.0"
    assert connections.logins == 3


def test_a_call_shows_no_password_and_no_picture() -> None:
    assert "opens nothing" not in repr(Call("POST", "/login", json={"password": "opens nothing"}))
    assert "a face" not in repr(Call("POST", "/faces/recognize", upload=b"a face"))
