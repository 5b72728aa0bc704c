"""Takes the place of aiohttp's session: answers as a test says, and remembers what it was asked."""

import base64
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any, Self

from yarl import URL

from custom_components.smart_community.links.frigate.model import FrigateSettings

SETTINGS = FrigateSettings("https://frigate.invalid:8971", "community", "opens nothing")
OPEN = FrigateSettings("http://frigate.invalid:5000")


def token(life: float, begins: float = 1_795_000_000) -> str:
    """Return a token of so many seconds of life, as Frigate makes them."""
    parts = [{"alg": "HS256"}, {"sub": "community", "role": "admin", "iat": begins, "exp": begins + life}]
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join((*coded, f"signature{begins:.0f}"))


@dataclass
class Answer:
    """One answer. `parts`: the body in pieces, if it does not come at once."""

    status: int = 200
    body: bytes = b"{}"
    cookie: str | None = None
    parts: list[bytes] | None = None
    closed: bool = False

    @property
    def cookies(self) -> SimpleCookie:
        jar = SimpleCookie()
        if self.cookie is not None:
            jar["frigate_token"] = self.cookie
            # It is worth nothing: the token's own word counts.
            jar["frigate_token"]["expires"] = "Thu, 01 Jan 1970 00:00:00 GMT"
        return jar

    @property
    def content(self) -> Self:
        return self

    async def iter_any(self) -> AsyncIterator[bytes]:
        for part in self.parts if self.parts is not None else [self.body]:
            yield part

    def close(self) -> None:
        self.closed = True


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    params: Mapping[str, Any]
    headers: Mapping[str, str]
    json: Any
    options: Mapping[str, Any]


def say(body: object, status: int = 200) -> Answer:
    """Return an answer in JSON."""
    return Answer(status, json.dumps(body).encode())


@dataclass
class StandInConnections:
    """A session; `answer` says what each request gets, an exception is raised. It lets everybody in."""

    answer: Callable[[Asked], Answer | Exception] = lambda _asked: say({})
    life: float = 86_400
    asked: list[Asked] = field(default_factory=list)
    given: list[Answer] = field(default_factory=list)
    logins: int = 0

    async def request(self, method: str, url: URL, **options: Any) -> Answer:
        asked = Asked(method, url.raw_path, options["params"] or {}, options["headers"], options["json"], options)
        self.asked.append(asked)
        if asked.path == "/api/login":
            self.logins += 1
            answer: Answer | Exception = self.login(asked)
        else:
            answer = self.answer(asked)
        if isinstance(answer, Exception):
            raise answer
        self.given.append(answer)
        return answer

    def login(self, _asked: Asked) -> Answer:
        """Answer a login: an empty body and a cookie."""
        return Answer(body=b"", cookie=token(self.life, 1_795_000_000 + self.logins))

    @property
    def calls(self) -> list[Asked]:
        """What was asked, without the logins."""
        return [asked for asked in self.asked if asked.path != "/api/login"]
