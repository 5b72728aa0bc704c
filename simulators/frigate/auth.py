"""Logins, tokens and roles of the simulated Frigate."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import jwt

from .site import User

COOKIE = "frigate_token"
SESSION_SECONDS = 86_400
# Logins a minute from one address before it is asked to wait.
ATTEMPTS = 20
WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the name, the role, and the cameras that the role may see (None: all)."""

    name: str
    role: str
    cameras: tuple[str, ...] | None = None

    @property
    def admin(self) -> bool:
        """Return whether everything is allowed."""
        return self.role == "admin"

    def sees(self, camera: str) -> bool:
        """Return whether this camera is allowed."""
        return self.cameras is None or camera in self.cameras


ANONYMOUS = Visitor("anonymous", "admin")


class Doorkeeper:
    """Knows the users and gives them tokens; `session_seconds` is how long a token lasts."""

    def __init__(self, users: Sequence[User], now: Callable[[], float] = time.time) -> None:
        """Know `users`, by name."""
        self.users = {user.name: user for user in users}
        self.session_seconds = SESSION_SECONDS
        self.logins = 0
        self._now = now
        self._secret = secrets.token_hex(32)
        self._attempts: list[float] = []

    def log_in(self, name: object, password: object) -> str | None:
        """Return a token, or None when name or password is wrong."""
        user = self.users.get(name) if isinstance(name, str) else None
        if user is None or not isinstance(password, str) or not secrets.compare_digest(user.password, password):
            return None
        self.logins += 1
        now = int(self._now())
        claims = {"sub": user.name, "role": user.role, "iat": now, "exp": now + self.session_seconds}
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def too_many(self) -> bool:
        """Count one attempt to log in; return whether there were too many in the last minute."""
        now = self._now()
        self._attempts = [*(at for at in self._attempts if now - at < WITHIN), now]
        return len(self._attempts) > ATTEMPTS

    def whose(self, token: str | None) -> Visitor | None:
        """Return who holds a token; None for none, for one that is not ours, and for one that has run out."""
        if not token:
            return None
        try:
            claims = jwt.decode(token, self._secret, algorithms=["HS256"], options={"verify_exp": False})
        except jwt.InvalidTokenError:
            return None
        user = self.users.get(claims["sub"])
        if user is None or claims["exp"] <= self._now():
            return None
        return Visitor(user.name, user.role, None if user.role == "admin" else user.cameras)

    def revoke_all(self) -> None:
        """Make every token worthless, as a restart with a new secret does."""
        self._secret = secrets.token_hex(32)
