"""Falling objects, connected to the devices, the incidents, the store, the companion and the pictures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import aiohttp
from homeassistant.core import callback
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..const import SIGNAL_FALL
from ..core.camera import Camera
from ..core.fall_trace import Trace
from ..core.falling import DEFAULT_GATE, FallHeard
from ..desks.companion_watch import LOOK_EVERY as WATCH_EVERY
from ..desks.companion_watch import CompanionWatch
from ..desks.fall_media import GIVES_UP_AFTER, LOOK_EVERY, MOST_INCIDENTS, FallMedia
from ..desks.fall_verdicts import FallVerdicts
from ..desks.falling import MOST_REMEMBERED, FallingDesk
from ..issues import report_companion, report_unlinked_camera
from ..links.falling_objects import CompanionClient, CompanionSettings
from ..store import falls as stored
from .elevators import seat
from .subentries import cameras_of, companion_of

if TYPE_CHECKING:
    from ..runtime import Runtime

_BLIND_EVERY: Final = 10.0  # seconds
_FORGET_EVERY: Final = 3600.0  # seconds


class Companion:
    """The companion as it is set up now."""

    def __init__(self, runtime: Runtime) -> None:
        """Begin without one."""
        self._runtime = runtime
        self.client: CompanionClient | None = None

    @property
    def settings(self) -> CompanionSettings | None:
        """How it is reached, None if there is none."""
        return self.client.settings if self.client is not None else None

    @property
    def gate(self) -> float:
        """The confidence below which a confirmed fall tells nobody."""
        return self.settings.gate if self.settings is not None else DEFAULT_GATE

    def configure(self, settings: CompanionSettings | None) -> None:
        """Take the settings as they are now; the session ends with the entry."""
        if settings == self.settings:
            return
        if settings is None:
            self.client = None
            return
        session = async_create_clientsession(
            self._runtime.hass, verify_ssl=settings.verify_tls, cookie_jar=aiohttp.DummyCookieJar()
        )
        self.client = CompanionClient(session, settings)


@dataclass(frozen=True, slots=True)
class Falling:
    """What there is about falling objects."""

    desk: FallingDesk
    media: FallMedia
    verdicts: FallVerdicts
    watch: CompanionWatch
    companion: Companion
    configure: Callable[[Iterable[Camera], CompanionSettings | None], None]


def build_falling(runtime: Runtime) -> Falling:
    """Return the desks; there are no cameras before they are configured."""
    companion = Companion(runtime)
    desk = FallingDesk(
        clock=runtime.clock,
        under=lambda key: runtime.response.under(key),  # noqa: PLW0108 - built later
        gate=lambda: companion.gate,
        report=runtime.faults.report,
        clear=runtime.faults.clear,
        unlinked=partial(report_unlinked_camera, runtime.hass),
    )

    async def kept(fall_id: str, what: str, number: int) -> None:
        await runtime.database.bulk(lambda connection: stored.set_media(connection, fall_id, what, number))
        desk.note_media(fall_id, what, number)

    async def traced(fall_id: str, trace: Trace) -> None:
        vault = runtime.database.vault
        await runtime.database.bulk(lambda connection: stored.set_trace(connection, vault, fall_id, trace))

    media = FallMedia(
        clock=runtime.clock,
        client=lambda: companion.client,
        find=lambda fall_id: desk.falls.get(fall_id),  # noqa: PLW0108 - another after the start
        may_keep=lambda: runtime.database.vault.is_open,
        keep=runtime.media.add,
        lost=runtime.media.lost,
        kept=kept,
        traced=traced,
    )
    verdicts = FallVerdicts(
        database=runtime.database,
        clock=runtime.clock,
        zone=dt_util.get_default_time_zone,
        new_id=ulid_now,
        may_keep=lambda: companion.settings is not None and companion.settings.keep_labelled,
    )

    watch = CompanionWatch(
        clock=runtime.clock, client=lambda: companion.client, report=partial(report_companion, runtime.hass)
    )

    @callback
    def configure(cameras: Iterable[Camera], settings: CompanionSettings | None) -> None:
        companion.configure(settings)
        desk.configure(cameras)
        seat(runtime)

    return Falling(desk, media, verdicts, watch, companion, configure)


async def start_falling(runtime: Runtime) -> None:
    """Load what is known of falls, and take the cameras before the first event arrives."""
    falling, unload = runtime.falling, runtime.entry.async_on_unload
    # What a facade camera says before its camera is known would be nobody's.
    falling.configure(cameras_of(runtime.entry), companion_of(runtime.entry))

    @callback
    def heard(what: FallHeard) -> None:
        falling.media.take(what)
        async_dispatcher_send(runtime.hass, SIGNAL_FALL, what)

    unload(falling.desk.on_heard(heard))
    runtime.routines.every(_BLIND_EVERY, falling.desk.look)
    runtime.routines.every(LOOK_EVERY, falling.media.work)
    runtime.routines.every(WATCH_EVERY, falling.watch.look)
    runtime.routines.every(_FORGET_EVERY, partial(forget, runtime))
    if runtime.loaded:
        await load_falls(runtime)


async def load_falls(runtime: Runtime) -> None:
    """Take over what the store remembers of falls, what is still to be fetched, and what was said. Or StoreError."""
    database, falling = runtime.database, runtime.falling
    falls = await database.read(partial(stored.recent, limit=MOST_REMEMBERED))
    falling.desk.load(falls)
    # The latest first, each once.
    subjects = list(dict.fromkeys(fall.subject for fall in falls if fall.in_incident))[:MOST_INCIDENTS]
    incidents = await database.read(partial(stored.incidents_of, subjects=subjects))
    since = runtime.clock().utc - timedelta(seconds=GIVES_UP_AFTER)
    unfetched = await database.read(partial(stored.unfetched, since=since))
    untraced = await database.read(partial(stored.untraced, since=since))
    in_order = {subject: incidents[subject] for subject in reversed(subjects) if subject in incidents}
    falling.media.load(in_order, unfetched, untraced)
    await falling.verdicts.load()


async def forget(runtime: Runtime) -> None:
    """Delete what is over, a short step at a time; weeks go by for the figures, too. Raises StoreError."""
    now, settings = runtime.clock().utc, runtime.falling.companion.settings
    try:
        if settings is not None and not settings.keep_labelled:
            await runtime.database.bulk(stored.keep_no_examples)
        while await runtime.database.bulk(partial(stored.forget_over, now=now)):
            continue  # alarm work goes in between
    finally:
        await runtime.falling.verdicts.load()
