"""What can be wrong between us and Frigate."""

from enum import StrEnum


class FrigateProblem(StrEnum):
    """What stands in the way; each is also a word of the forms and of the repair issues."""

    UNREACHABLE = "unreachable"
    # It answers, with a certificate that nobody vouches for: on port 8971 it makes its own.
    TLS = "tls"
    LOGIN_REFUSED = "login_refused"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    MALFORMED = "malformed"
    TIMEOUT = "timeout"
    # It answers, but of what its cameras see nothing reaches us.
    NO_EVENTS = "no_events"


class FrigateError(Exception):
    """A call did not do what it was for. `detail`: Frigate's own words, which may name a person: never to be logged."""

    def __init__(self, code: FrigateProblem, detail: str = "") -> None:
        """Keep why; the error's text is the code alone."""
        super().__init__(code.value)
        self.code = code
        self.detail = detail
