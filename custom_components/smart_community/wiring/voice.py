"""The voice in the elevators, connected to the speech engine, the speakers, the elevators and the incidents."""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import callback, split_entity_id
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import SIGNAL_INCIDENT
from ..core import incident as life
from ..core.incident import Change, Incident, IncidentError, Kind
from ..core.media import MediaError, MediaKind
from ..core.phrases import TALK
from ..core.ports import StoreError
from ..core.recording import Recording
from ..core.report import is_opened_by
from ..core.sound import Sound
from ..desks.voice import Said, VoiceDesk
from ..links.speech import SATELLITE, Phrases, Recordings, live, play

if TYPE_CHECKING:
    from ..runtime import Runtime

_RENDER_EVERY: Final = 3600.0  # seconds
_FORGET_EVERY: Final = 60.0  # seconds
# What is said at once is said before its incident is on disk: it is written into one that opens this soon after.
_WAITS_FOR_INCIDENT: Final = timedelta(seconds=15)
# What is heard in a car belongs to one of these first.
_OF_A_CAR: Final = frozenset({Kind.EBIKE, Kind.ENTRAPMENT})


@dataclass(frozen=True, slots=True)
class Voice:
    """All that speaks in elevators; `desk` is who is asked."""

    desk: VoiceDesk
    phrases: Phrases
    recordings: Recordings
    unwritten: list[Said]

    async def say(
        self,
        elevator_id: str,
        phrase: str | None = None,
        *,
        text: str | None = None,
        language: str | None = None,
        by: str = "system",
    ) -> Said:
        """Say a prepared phrase, or else a text, in an elevator (`VoiceDesk.say`). Raises VoiceError."""
        return await self.desk.say(elevator_id, phrase, text=text, language=language, by=by)


def build_voice(runtime: Runtime) -> Voice:
    """Return the voice; it has no sounds before `start_voice`."""
    hass = runtime.hass
    phrases, recordings, unwritten = Phrases(hass), Recordings(hass), list[Said]()

    async def play_on(player: str, sound: Sound) -> None:
        await play(hass, player, sound)

    async def live_line(text: str, language: str) -> Sound:
        return await live(hass, recordings, text, language)

    def run(work: Coroutine[Any, Any, object]) -> None:
        runtime.routines.run(work)

    desk = VoiceDesk(
        clock=runtime.clock,
        find_elevator=runtime.elevators.get,
        prepared=phrases.sound,
        live=live_line,
        offer=recordings.offer,
        play=play_on,
        speaks_long=lambda player: split_entity_id(player)[0] == SATELLITE,
        by_device=runtime.elevators.announce,
        record=lambda said: _record(runtime, unwritten, said),
        report_fault=runtime.faults.report,
        clear_fault=runtime.faults.clear,
        run=run,
    )
    return Voice(desk, phrases, recordings, unwritten)


async def start_voice(runtime: Runtime) -> None:
    """Read the sounds, then have the community's engine render what it has not, now and every hour."""
    voice = runtime.voice
    await voice.phrases.load()
    runtime.routines.every(_RENDER_EVERY, voice.phrases.render)

    async def forget() -> None:
        voice.recordings.forget_old()

    runtime.routines.every(_FORGET_EVERY, forget)

    @callback
    def incident_changed(change: Change, incident: Incident) -> None:
        if change is Change.OPENED and incident.place.elevator is not None and voice.unwritten:
            _write_late(runtime, voice.unwritten, incident)

    runtime.entry.async_on_unload(async_dispatcher_connect(runtime.hass, SIGNAL_INCIDENT, incident_changed))


async def keep_recording(runtime: Runtime, incident_id: str, at: datetime, recording: Recording) -> None:
    """Keep what somebody spoke into a car with its incident, sealed; that it could not be is in the journal."""
    try:
        await runtime.media.add(incident_id, MediaKind.AUDIO, None, at, recording.data, recording.mime)
    except (MediaError, StoreError) as error:
        code = error.code if isinstance(error, MediaError) else "store_failed"
        await runtime.note("system", "recording_not_kept", incident_id, reason=code)


def incident_in(runtime: Runtime, elevator_id: str) -> Incident | None:
    """Return the active incident in an elevator: the newest of what happens in cars, else the newest."""
    here = [one for one in runtime.response.active.values() if one.place.elevator == elevator_id]
    return max(here, key=lambda one: (one.kind in _OF_A_CAR, one.number), default=None)


def others_incidents_in(runtime: Runtime, elevator_id: str, user_id: str) -> list[Incident]:
    """Return the active incidents in an elevator that an account has not opened itself."""
    active = runtime.response.active.values()
    return [one for one in active if one.place.elevator == elevator_id and not is_opened_by(one, user_id)]


def is_of(incident: Incident, user_id: str) -> bool:
    """Return whether somebody owns an incident, or has set out to it."""
    goes = {Change.EN_ROUTE, Change.ON_SITE}
    return incident.acknowledged_by == user_id or any(
        entry.by == user_id and entry.what in goes for entry in incident.timeline
    )


def _record(runtime: Runtime, unwritten: list[Said], said: Said) -> str | None:
    """Have what was said written down; return in which incident, None if there is none yet."""
    incident = incident_in(runtime, said.elevator)
    # Of a typed line only that there was one: the journal holds no words.
    what = said.phrase.value if said.phrase else TALK if said.text == TALK else "typed"
    details = {"what": what, "voice": said.voice, "languages": list(said.languages)}
    runtime.routines.run(runtime.note(said.by, "elevator_said", said.elevator, **details))
    if incident is None:
        now = runtime.clock().utc
        unwritten[:] = [one for one in unwritten if now - one.at <= _WAITS_FOR_INCIDENT]
        unwritten.append(said)
        return None
    runtime.routines.run(runtime.routines.attempt(lambda: _write(runtime, incident, [said])))
    return incident.id


def _write_late(runtime: Runtime, unwritten: list[Said], incident: Incident) -> None:
    now = runtime.clock().utc
    here = [one for one in unwritten if one.elevator == incident.place.elevator]
    unwritten[:] = [one for one in unwritten if one not in here]
    late = [one for one in here if now - one.at <= _WAITS_FOR_INCIDENT]
    if late:
        runtime.routines.run(runtime.routines.attempt(lambda: _write(runtime, incident, late)))


async def _write(runtime: Runtime, incident: Incident, some: Sequence[Said]) -> None:
    """Write what was said into the timeline of an incident, unless that has ended meanwhile."""
    for said in some:
        step = partial(_with_words, incident_id=incident.id, said=said)
        try:
            await runtime.response.followed(incident.merge_key, said.by, step)
        except IncidentError:
            return


def _with_words(incident: Incident, *, incident_id: str, said: Said) -> Incident:
    # An incident of the same kind and place may have taken its place.
    return life.said(incident, said.at, said.by, said.text) if incident.id == incident_id else incident
