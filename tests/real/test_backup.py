"""A backup of a running Home Assistant brings the community up elsewhere, and two never share one database.

Open incidents go on at once; its people can be read once the recovery phrase is entered.
"""

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from demo.community import DOMAIN, open_owner
from demo.home_assistant import HomeAssistant
from simulators.help_button import HelpButton, HelpButtons

from .house import DONE_WITHIN, House, assign, back_up, holds, house, unpack
from .logs import check_log
from .world import eventually

BUTTON = "button-0001"
NAME, PHONE, CARE, NOTE = "赵玉兰·Planted", "13912345678", "planted: insulin", "planted: door chained"
HOUSEHOLD = {
    "household": NAME,
    "note": CARE,
    "contacts": [{"name": f"{NAME} jr", "phone": PHONE, "relation": "daughter"}],
}
# Home Assistant asks whoever started it to start it again, with what was restored.
RESTART = 100


def restore(backup: Path, config: Path) -> None:
    """Have Home Assistant itself put the backup into an empty folder."""
    config.mkdir()
    order = {
        "path": str(backup),
        "password": None,
        "remove_after_restore": False,
        "restore_database": True,
        "restore_homeassistant": True,
    }
    (config / ".HA_RESTORE").write_text(json.dumps(order), encoding="utf-8")
    command = [sys.executable, "-P", "-m", "homeassistant", "--config", str(config), "--skip-pip"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == RESTART, ended.stdout + ended.stderr


async def test_a_backup_brings_the_community_up_elsewhere(tmp_path: Path) -> None:
    async with house(tmp_path / "here", HOUSEHOLD) as here, HelpButtons(here.broker.endpoint(), [BUTTON]) as buttons:
        button = buttons[BUTTON]
        assert len(here.phrase) == 35
        assert await here.repairs() == set()
        await assign(here, button)
        await (await button.press()).acked(DONE_WITHIN)
        (incident,) = await eventually(here.active, bool, within=DONE_WITHIN, what="the incident")
        await here.owner.call(f"{DOMAIN}/incidents/note", incident_id=incident["id"], text=NOTE)
        backup = await back_up(here, button)

        keys = json.loads((here.home_assistant.config_dir / "smart_community_keys.db-shm").read_text())["keys"]
        packed = await asyncio.to_thread(unpack, backup, tmp_path / "packed")
        assert (packed / "smart_community.backup.db").exists()
        planted = [word.encode() for word in (NAME, PHONE, CARE, NOTE, here.phrase, *here.phrase.split("-"))]
        assert holds(packed, *planted, *(key.encode() for key in keys.values())) == {}
        assert not (here.home_assistant.config_dir / "smart_community.backup.db").exists()

        await here.home_assistant.stop()
        await asyncio.to_thread(restore, backup, tmp_path / "there")
        there = House(
            here.broker, HomeAssistant(tmp_path / "there", port=here.home_assistant.port, integration=None), here.owner
        )
        assert not (tmp_path / "there" / "smart_community_keys.db-shm").exists()
        await there.home_assistant.start()
        try:
            await check_restored(there, here.phrase, incident["id"], button)
        finally:
            await there.home_assistant.stop()
        check_log(there.home_assistant.process.log)
        assert here.phrase not in await asyncio.to_thread(there.home_assistant.process.log.read_text, encoding="utf-8")


async def check_restored(there: House, phrase: str, incident_id: str, button: HelpButton) -> None:
    """Check what is there without the key, enter the phrase, and check what is there with it."""
    await there.come_back()
    await there.until("loaded")
    assert "vault_locked" in await eventually(there.repairs, bool, within=DONE_WITHIN, what="the repair")
    # Without the key: the incident is open, a press is heard, people are not shown and not changed.
    assert [incident["id"] for incident in await there.active()] == [incident_id]
    await (await button.press()).acked(DONE_WITHIN)
    home = await there.people()
    assert (home["household"], home["note"]) == ("", "")
    assert PHONE not in json.dumps(home)
    wrong = phrase[::-1]
    unlock = {"next_step_id": "unlock"}
    slip = await there.repair("vault_locked", unlock, {"phrase": wrong})
    assert slip["errors"] == {"phrase": "phrase_mistyped"}
    done = await there.repair("vault_locked", unlock, {"phrase": phrase.lower().replace("-", " ")})
    assert done["type"] == "create_entry"
    # With it: the same, and the people.
    await eventually(there.repairs, lambda found: not found, within=DONE_WITHIN, what="no repairs")
    await there.until("loaded")
    home = await there.people()
    assert (home["household"], home["note"]) == (NAME, CARE)
    assert PHONE in json.dumps(home)
    (incident,) = await there.active()
    assert NOTE in [entry.get("text") for entry in incident["timeline"]]
    await (await button.press()).acked(DONE_WITHIN)
    await there.owner.close()


async def test_a_second_instance_on_the_same_database_does_not_start(tmp_path: Path) -> None:
    async with house(tmp_path / "first", HOUSEHOLD) as first:
        await first.owner.close()
        await first.home_assistant.stop()
        folder = first.home_assistant.config_dir
        other = tmp_path / "second"
        await asyncio.to_thread(shutil.copytree, folder, other, symlinks=True)
        for name in ("smart_community.db", "smart_community_keys.db-shm"):
            (other / name).unlink()
            (other / name).symlink_to(folder / name)
        await first.home_assistant.start()
        await first.come_back()
        await first.until("loaded")

        second = House(first.broker, HomeAssistant(other, integration=None), first.owner)
        await second.home_assistant.start()
        try:
            second.owner = await open_owner(second.home_assistant, "en")
            await second.until("setup_retry")
            assert await second.repairs() == {"database_in_use"}
            (entry,) = await second.owner.config_entries(DOMAIN)
            assert entry["error_reason_translation_key"] == "database_in_use"
            assert (await first.people())["household"] == NAME
            assert await first.state() == "loaded"

            # A kill gives the database free; Home Assistant tries again by itself, within 80 s.
            await first.home_assistant.kill()
            await second.owner.rest("POST", f"/api/config/config_entries/entry/{entry['entry_id']}/reload")
            await second.until("loaded")
            assert (await second.people())["household"] == NAME
            await eventually(second.repairs, lambda found: not found, within=DONE_WITHIN, what="no repairs")
            await second.owner.close()
        finally:
            await second.home_assistant.stop()
        with sqlite3.connect(folder / "smart_community.db") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database.close()
