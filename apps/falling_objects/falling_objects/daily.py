"""What is done once a day."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import datetime, timedelta


def local_now() -> datetime:
    """Return the local time, with its zone."""
    return datetime.now().astimezone()


def next_at(hour: int, now: datetime) -> datetime:
    """Return when it is `hour` o'clock next after `now`."""
    due = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return due if due > now else due + timedelta(days=1)


async def each_day(hour: int, now: Callable[[], datetime] = local_now) -> AsyncGenerator[None]:
    """Yield each day at an hour of the local time."""
    due = next_at(hour, now())
    while True:
        left = (due - now()).total_seconds()
        if left > 0:
            # In short waits: a clock that is set meanwhile must not move the night by a day.
            await asyncio.sleep(min(left, 300.0))
            continue
        yield
        due = next_at(hour, now())
