"""What real Frigates published (tests/data/frigate), for tests."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.links.frigate.facts import FactReader, Reading

DATA = Path(__file__).parents[2] / "data" / "frigate"
VERSIONS = ("0.17", "0.18")
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PREFIX = "frigate/"


@dataclass
class Watch:
    """A clock that stands until a test moves it."""

    seconds: float = 1000.0

    def __call__(self) -> Instant:
        return Instant(datetime.fromtimestamp(NOW.timestamp() + self.seconds - 1000, UTC), self.seconds)


def capture(version: str) -> list[dict[str, Any]]:
    """Return the messages that a version published, in order, without those that hold a picture."""
    lines = (DATA / f"mqtt-capture-{version}.jsonl").read_text(encoding="utf-8").splitlines()
    messages = [json.loads(line) for line in lines]
    return [message for message in messages if not message["topic"].endswith("/snapshot")]


def sample(name: str) -> Any:
    """Return one payload."""
    return json.loads((DATA / "samples" / f"{name}.json").read_text(encoding="utf-8"))


def read(topic: str, payload: object, reader: FactReader | None = None) -> list[Reading]:
    """Return what one message says, as it comes over MQTT."""
    data = payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()
    return (reader or FactReader()).read(topic, data, NOW)


def read_capture(version: str, *, as_websocket: bool = False) -> list[Reading]:
    """Return everything that a capture says, as bytes at the broker or as texts on the websocket."""
    reader = FactReader()
    facts: list[Reading] = []
    for message in capture(version):
        payload = message["payload"]
        facts += reader.read(message["topic"].removeprefix(PREFIX), payload if as_websocket else payload.encode(), NOW)
    return facts
