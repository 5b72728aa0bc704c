"""The channels and the desk that watches them, connected to who is told over them and to where their state is shown."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ..const import CONF_CONTACT_CHANNELS, CONF_GROUP_CHANNELS, CONF_SIREN_CHANNELS
from ..core.channel import CHECK_EVERY, ChannelHealth, Health
from ..core.people import Role
from ..core.plan import EVERY_CHANNEL
from ..core.ports import CommandError
from ..desks.channels import ChannelDesk
from ..issues import report_channel
from ..links.channels.sender import Channels
from ..links.channels.wording import load_phrases
from ..recipients import DEFAULT_CHANNELS
from ..store.meta import get_value, put_value

if TYPE_CHECKING:
    from ..runtime import Runtime

# Under which the store keeps the numbers of the channels.
_NUMBERS: Final = "channel_numbers"
_TOLD: Final = frozenset({Role.GRID_WORKER, Role.DUTY_ROOM, Role.COMMUNITY_OFFICE})
_OPTIONS: Final = (CONF_CONTACT_CHANNELS, CONF_SIREN_CHANNELS, CONF_GROUP_CHANNELS)


def build_channels(runtime: Runtime) -> Channels:
    """Return what hands pushes over."""

    async def execute(device: str, name: str, arguments: Mapping[str, Any]) -> None:
        if runtime.link is None:
            raise CommandError("not_connected")
        await runtime.link.commands.execute(device, name, arguments)

    return Channels(
        runtime.hass,
        runtime.entry,
        runtime.directory.building_name,
        execute=execute,
        find_device=runtime.supervision.find,
        # Both are built below.
        find_incident=lambda incident_id: runtime.response.active.get(incident_id),  # noqa: PLW0108
        on_siren=lambda channel, error: runtime.channel_desk.used(channel, error),  # noqa: PLW0108
    )


def build_channel_desk(runtime: Runtime) -> ChannelDesk:
    """Return the desk that watches the channels; what it finds is a fault and a repair issue."""
    desk = ChannelDesk(
        clock=runtime.clock,
        hand_over=runtime.channels.hand_over,
        in_use=lambda: used_by(runtime),
        check=lambda channel: runtime.channels.check(channel, accounts_over(runtime, channel)),
        report=runtime.faults.report,
        clear=runtime.faults.clear,
    )

    def show(channel: str, health: ChannelHealth | None) -> None:
        runtime.routines.run(_show(runtime, desk, channel, health))

    desk.listen(show)
    return desk


async def start_channels(runtime: Runtime) -> None:
    """Listen to phones, sound on what nobody owns, and begin to look at the channels."""
    runtime.channels.start(runtime.answers.answered, runtime.answers.received)
    await runtime.routines.attempt(lambda: _load_numbers(runtime))
    for incident_id in runtime.response.active:
        runtime.channels.resume(runtime.pager.ledger(incident_id).values())
    _sound_when_linked(runtime)
    runtime.routines.every(CHECK_EVERY, lambda: _look(runtime))


def _sound_when_linked(runtime: Runtime) -> None:
    was = runtime.link_status.connected

    def changed() -> None:
        nonlocal was
        came, was = runtime.link_status.connected and not was, runtime.link_status.connected
        if came:
            runtime.channels.linked()

    runtime.on_status(changed)


def used_by(runtime: Runtime) -> dict[str, dict[str, Any]]:
    """Return whom each channel in use tells {staff: number of accounts, contacts, sirens, groups, plans}, by name."""
    used: dict[str, dict[str, Any]] = {}

    def of(channel: str) -> dict[str, Any]:
        return used.setdefault(channel, {"staff": 0, **dict.fromkeys(("contacts", "sirens", "groups", "plans"), False)})

    for option, key in zip(_OPTIONS, ("contacts", "sirens", "groups"), strict=True):
        for channel in runtime.entry.options.get(option, ()):
            of(channel)[key] = True
    steps = (step for plan in runtime.plans.plans() for step in plan["steps"])
    for channel in {channel: None for step in steps for channel in step["channels"] if channel != EVERY_CHANNEL}:
        of(channel)["plans"] = True
    for person in runtime.directory.staff.values():
        if not person.roles.isdisjoint(_TOLD):
            for channel in person.channels or DEFAULT_CHANNELS:
                of(channel)["staff"] += 1
    return used


def accounts_over(runtime: Runtime, channel: str) -> list[str]:
    """Return the accounts of the staff who are told over a channel."""
    staff = runtime.directory.staff.values()
    return [person.user_id for person in staff if channel in (person.channels or DEFAULT_CHANNELS)]


async def _look(runtime: Runtime) -> None:
    before = dict(runtime.channel_desk.numbers)
    await runtime.channel_desk.look()
    if runtime.channel_desk.numbers != before and runtime.loaded:
        numbers = json.dumps(runtime.channel_desk.numbers)
        await runtime.database.bulk(lambda connection: put_value(connection, _NUMBERS, numbers))


async def _load_numbers(runtime: Runtime) -> None:
    kept = await runtime.database.read(lambda connection: get_value(connection, _NUMBERS))
    runtime.channel_desk.numbers = {str(name): int(number) for name, number in json.loads(kept or "{}").items()}


async def _show(runtime: Runtime, desk: ChannelDesk, channel: str, health: ChannelHealth | None) -> None:
    failing = health is not None and health.state is Health.FAILING
    phrases = await load_phrases(runtime.hass)
    reason = phrases.option("delivery_error", health.last_error or "") if health else ""
    report_channel(runtime.hass, channel, desk.numbers.get(channel, 0), reason if failing else None)
