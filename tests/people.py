"""Accounts of Home Assistant with roles of the community, and what they say over the real websocket."""

import logging
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import pytest
from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_USER
from homeassistant.auth.models import User
from homeassistant.core import Event, HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.typing import MockHAClientWebSocket, WebSocketGenerator

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.people import Role
from tests.conftest import Community

CLIENT_ID = "https://example.com/app"


@dataclass
class Person:
    """An account, its access token, and a websocket on which it is logged in."""

    user: User
    token: str
    socket: MockHAClientWebSocket
    # Messages of subscriptions that came while an answer was waited for.
    events: deque[dict[str, Any]] = field(default_factory=deque)

    async def send(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a message of any kind and return the whole answer."""
        await self.socket.send_json_auto_id(message)
        while (answer := await self._receive())["type"] != "result":
            self.events.append(answer)
        assert answer["id"] == message["id"], (message, answer)
        return answer

    async def ask(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send one of our commands and return the whole answer."""
        return await self.send({"type": f"{DOMAIN}/{command}", **fields})

    async def result(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send one of our commands, which must succeed, and return its result."""
        answer = await self.ask(command, **fields)
        assert answer["success"], answer
        result: dict[str, Any] = answer["result"]
        return result

    async def error(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send one of our commands, which must fail, and return its error."""
        answer = await self.ask(command, **fields)
        assert not answer["success"], answer
        error: dict[str, Any] = answer["error"]
        return error

    async def act(self, action: str, *, respond: bool = False, **data: Any) -> dict[str, Any]:
        """Call one of our actions, as the frontend does, and return the whole answer."""
        call = {"type": "call_service", "domain": DOMAIN, "service": action, "service_data": data}
        return await self.send({**call, "return_response": True} if respond else call)

    async def event(self) -> dict[str, Any]:
        """Return the next event of a subscription."""
        message = self.events.popleft() if self.events else await self._receive()
        assert message["type"] == "event", message
        event: dict[str, Any] = message["event"]
        return event

    async def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = await self.socket.receive_json()
        return message


async def account(hass: HomeAssistant, name: str, *, admin: bool = False) -> tuple[User, str]:
    """Make an account, which is not the owner's, and return it with an access token."""
    if not await hass.auth.async_get_users():
        await hass.auth.async_create_user("the installer", group_ids=[GROUP_ID_ADMIN])
    user = await hass.auth.async_create_user(name, group_ids=[GROUP_ID_ADMIN if admin else GROUP_ID_USER])
    refresh = await hass.auth.async_create_refresh_token(user, CLIENT_ID)
    return user, hass.auth.async_create_access_token(refresh)


async def person(community: Community, sockets: WebSocketGenerator, *roles: Role) -> Person:
    """Return somebody with these roles, logged in; a technician is an administrator."""
    name = ", ".join(roles) or "nobody in particular"
    user, token = await account(community.hass, name, admin=Role.TECHNICIAN in roles)
    if given := [role for role in roles if role is not Role.TECHNICIAN]:
        await community.runtime.register.save_staff(user.id, given, None, "test")
    return Person(user, token, await sockets(community.hass, token))


@dataclass
class Rule:
    """An automation of an administrator that performs an action, at any time another one."""

    hass: HomeAssistant
    done: list[Event] = field(default_factory=list)

    async def did(self, action: str, data: dict[str, Any], runner: Person | None) -> bool:
        """Let it go by its own trigger, or have it run by hand; return whether it came to its end."""
        self.hass.states.async_set("rule.does", action, {"data": data})
        self.done.clear()
        if runner is None:
            self.hass.bus.async_fire("rule_goes")
            await self.hass.async_block_till_done()
        else:
            call = {"type": "call_service", "domain": "automation", "service": "trigger"}
            answer = await runner.send({**call, "target": {"entity_id": "automation.rule"}})
            assert answer["success"], answer
        return bool(self.done)


async def a_rule(hass: HomeAssistant) -> Rule:
    """Make the automation, which anybody who is logged in may run by hand."""
    steps = [
        {"action": "{{ states('rule.does') }}", "data": "{{ state_attr('rule.does', 'data') }}"},
        {"event": "rule_done"},
    ]
    config = {"alias": "Rule", "triggers": [{"trigger": "event", "event_type": "rule_goes"}], "actions": steps}
    assert await async_setup_component(hass, "automation", {"automation": [config]})
    return Rule(hass, async_capture_events(hass, "rule_done"))


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """Return the log as people keep it, and our own at its most talkative; at debug, the socket logs every frame."""
    records = caplog.records
    kept = [record for record in records if record.levelno > logging.DEBUG or record.name.startswith("custom_comp")]
    return "\n".join(record.getMessage() + str(record.exc_info or "") for record in kept)
