"""The disk fails and people come first: the next press opens an incident; its device is told once it is on disk."""

import asyncio
import os
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from demo.client import CommandError
from demo.community import DOMAIN
from demo.kills import read_evidence
from simulators.help_button import HelpButton, Press
from simulators.kills import judge

from .disk import filled, locked, no_file_may_grow, overwrite_pages, set_version, small_disk
from .patience import ALIVE
from .world import Incident, World, eventually

SEEN_WITHIN = ACKED_WITHIN = ALIVE
# Root can make a disk small and fill it; anybody can forbid a process to write more, another fault to SQLite.
FULL = {"no_growth": "database_error"} | ({"full": "database_full"} if os.geteuid() == 0 else {})


async def press_unsaved(world: World, button: HelpButton) -> tuple[Press, Incident]:
    """Press, and check that a person sees it although it is not on disk, and that the device is not told."""
    async with world.watching() as incidents:
        press = await button.press()
        opened = await incidents.of_device(button.device_id, "opened", within=SEEN_WITHIN)
    assert opened["unsaved"]
    assert opened["state"] == "open"
    assert press.acked_at is None
    return press, opened


async def check_saved(world: World, presses: list[Press], incident: Incident) -> None:
    """Check that, now that the cause is gone, all is on disk, acknowledged, and as it was shown."""
    await asyncio.gather(*(press.acked(ACKED_WITHIN) for press in presses))
    await world.no_repairs()
    # What could not be read at the start is read now: the register is back, and with it whose buttons these are.
    await eventually(
        lambda: homeless(world, presses), lambda found: found == [], within=SEEN_WITHIN, what="every button has a home"
    )
    shown = await world.technician.call(f"{DOMAIN}/incidents/get", incident_id=incident["id"])
    assert "unsaved" not in shown["incident"]
    assert shown["incident"]["number"] == incident["number"]
    devices = {press.device for press in presses}
    count = judge(presses, read_evidence(world.database, devices=lambda device: device in devices))
    assert (count.presses, count.lost, count.doubled, count.unacked) == (len(presses), 0, 0, 0)


async def homeless(world: World, presses: list[Press]) -> list[str] | None:
    """Return the buttons of which no home is known; None while the community is being reloaded."""
    try:
        devices = await world.devices()
    except CommandError as error:
        if error.code != "not_loaded":
            raise
        return None
    return [press.device for press in presses if press.device not in devices or devices[press.device]["home"] is None]


@asynccontextmanager
async def own_disk(world: World, folder: Path) -> AsyncGenerator[Path]:
    """Move the database to a small disk of its own, where it is reached by a link."""
    with small_disk(folder):
        moved = folder / world.database.name
        await world.unload()
        shutil.move(world.database, moved)
        world.database.symlink_to(moved)
        await world.load()
        try:
            yield folder
        finally:
            await world.unload()
            world.database.unlink()
            shutil.move(moved, world.database)
            await world.load()


@pytest.mark.parametrize("how", FULL)
async def test_full(world: World, tmp_path: Path, how: str) -> None:
    first, second = world.button(), world.button()
    if how == "full":
        async with own_disk(world, tmp_path / "disk") as folder:
            with filled(folder):
                press, incident = await press_unsaved(world, first)
                await world.repair(FULL[how])
                later, _ = await press_unsaved(world, second)
            await check_saved(world, [press, later], incident)
    else:
        pid = world.home_assistant.process.pid
        assert pid is not None
        with no_file_may_grow(pid):
            press, incident = await press_unsaved(world, first)
            await world.repair(FULL[how])
            later, _ = await press_unsaved(world, second)
        await check_saved(world, [press, later], incident)


async def test_staff_can_act_while_the_database_is_locked(world: World) -> None:
    async with locked(world.database):
        press, incident = await press_unsaved(world, world.button())
        await world.repair("database_locked")
        answer = await world.duty_room.call(f"{DOMAIN}/incidents/acknowledge", incident_id=incident["id"])
        assert answer["owner"]
        assert answer["incident"]["unsaved"]
    await check_saved(world, [press], incident)
    shown = await world.duty_room.call(f"{DOMAIN}/incidents/get", incident_id=incident["id"])
    assert shown["incident"]["state"] == "acknowledged"


async def test_locked_at_start(world: World) -> None:
    button = world.button()
    await world.unload()
    async with locked(world.database):
        await world.load()
        await world.repair("database_locked")
        press, incident = await press_unsaved(world, button)
        # Whose button it is, nobody can know now.
        assert incident["place"].get("home") is None
        # Who works here is known without the database.
        answer = await world.duty_room.call(f"{DOMAIN}/incidents/acknowledge", incident_id=incident["id"])
        assert answer["owner"]
        assert press.acked_at is None
    await check_saved(world, [press], incident)


async def test_newer_at_start(world: World) -> None:
    button = world.button()
    await world.unload()
    version = set_version(world.database, 999)
    try:
        await world.load()
        await world.repair("database_newer")
        press, incident = await press_unsaved(world, button)
        assert incident["place"].get("home") is None
    finally:
        assert set_version(world.database, version) == 999
    await check_saved(world, [press], incident)


@asynccontextmanager
async def put_back(world: World, folder: Path) -> AsyncGenerator[None]:
    """Unload the community; afterwards give it its database back as it was."""
    await world.unload()
    kept = shutil.copy2(world.database, folder / "kept.db")
    try:
        yield
    finally:
        await world.unload()
        for left in world.database.parent.glob(f"{world.database.name}*"):
            left.unlink()
        shutil.copy2(kept, world.database)
        await world.load()
    # What was written meanwhile is missing from the file that was put back: of that cut a person takes note.
    await world.repair("journal_broken")
    await confirm(world, "journal_broken")


async def confirm(world: World, issue: str) -> None:
    """Settle a repair as a person does who has looked at the register."""
    fix = {"handler": DOMAIN, "issue_id": issue}
    flow = await world.technician.rest("POST", "/api/repairs/issues/fix", fix)
    assert flow["step_id"] == "confirm"
    done = await world.technician.rest("POST", f"/api/repairs/issues/fix/{flow['flow_id']}", {})
    assert done["type"] == "create_entry"
    await world.no_repairs()


async def test_corrupt_at_start_with_a_copy(world: World, tmp_path: Path) -> None:
    button = world.button()
    home = (await world.devices())[button.device_id]["home"]
    async with put_back(world, tmp_path):
        assert world.database.with_suffix(".good.db").exists()
        overwrite_pages(world.database)
        await world.load()
        await world.repair("database_replaced_by_copy")
        press = await button.press()
        await press.acked(SEEN_WITHIN)
        # The copy may be older than what was resolved since: then that is open once more, rather than lost.
        (incident,) = [incident for incident in await world.active() if incident["device"] == button.device_id]
        assert incident["place"]["home"] == home
        assert list(world.database.parent.glob(f"{world.database.name}.corrupt-*"))
        # It stays on show over a reload, until a person has looked.
        await world.reload()
        await world.repair("database_replaced_by_copy")
        await confirm(world, "database_replaced_by_copy")
        await world.reload()
        await world.no_repairs()
        assert judge([press], read_evidence(world.database)).lost == 0


async def test_corrupt_at_start_without_a_copy(world: World, tmp_path: Path) -> None:
    button = world.button()
    async with put_back(world, tmp_path):
        world.database.with_suffix(".good.db").unlink()
        world.database.write_bytes(b"This is no database.\n" * 4096)
        await world.load()
        await world.repair("database_replaced_by_empty")
        press = await button.press()
        await press.acked(SEEN_WITHIN)
        (incident,) = await world.active()
        assert (incident["device"], incident["place"].get("home")) == (button.device_id, None)
        answer = await world.duty_room.call(f"{DOMAIN}/incidents/acknowledge", incident_id=incident["id"])
        assert answer["owner"]
        # An empty register is no copy to fall back on.
        assert not world.database.with_suffix(".good.db").exists()
        assert judge([press], read_evidence(world.database)).lost == 0
        await confirm(world, "database_replaced_by_empty")
