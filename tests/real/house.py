"""A community in a Home Assistant of its own, with one household, that a test may back up, restore and search."""

import asyncio
import tarfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.broker import Broker
from demo.client import HomeAssistantClient
from demo.community import DOMAIN, open_owner, set_up_integration
from demo.home_assistant import HomeAssistant
from simulators.help_button import HelpButton

from .logs import check_log
from .patience import ALIVE
from .world import eventually

DONE_WITHIN = ALIVE
REPAIR = "/api/repairs/issues/fix"


@dataclass
class House:
    """A community in a Home Assistant of its own."""

    broker: Broker
    home_assistant: HomeAssistant
    owner: HomeAssistantClient
    phrase: str = ""

    async def repairs(self) -> set[str]:
        answer = await self.owner.call("repairs/list_issues")
        return {issue["translation_key"] for issue in answer["issues"] if issue["domain"] == DOMAIN}

    async def home(self) -> str:
        page = await self.owner.call(f"{DOMAIN}/register/homes", limit=10)
        return str(page["homes"][0]["id"])

    async def people(self) -> dict[str, Any]:
        answer = await self.owner.call(f"{DOMAIN}/register/home", home=await self.home())
        return dict(answer["home"])

    async def active(self) -> list[dict[str, Any]]:
        answer = await self.owner.call(f"{DOMAIN}/incidents/list", state="active")
        return [incident for incident in answer["incidents"] if incident["kind"] == "help"]

    async def state(self) -> str:
        entries = await self.owner.config_entries(DOMAIN)
        return str(entries[0]["state"])

    async def until(self, state: str) -> None:
        await eventually(self.state, lambda found: found == state, within=DONE_WITHIN, what=f"entry {state}")

    async def come_back(self) -> None:
        """Log in to a Home Assistant that was started anew."""
        await self.owner.close()
        self.owner = await open_owner(self.home_assistant, "en")

    async def repair(self, issue: str, *answers: dict[str, Any]) -> dict[str, Any]:
        """Answer a repair, form by form; return what comes last."""
        result = await self.owner.rest("POST", REPAIR, {"handler": DOMAIN, "issue_id": issue})
        for answer in answers:
            result = await self.owner.rest("POST", f"{REPAIR}/{result['flow_id']}", answer)
        return dict(result)


@asynccontextmanager
async def house(folder: Path, household: Mapping[str, Any], configuration: str = "") -> AsyncGenerator[House]:
    """Run a community with one household, whose recovery phrase was written down."""
    said: list[str] = []
    async with Broker(folder / "broker") as broker:
        home_assistant = HomeAssistant(folder / "config", extra_configuration=f"backup:\n{configuration}")
        await home_assistant.start()
        try:
            owner = await open_owner(home_assistant, "en")
            await set_up_integration(owner, broker, progress=said.append)
            found = House(broker, home_assistant, owner, said[-1].rpartition(": ")[2])
            door = {"building": "3", "unit": "1", "number": "302"}
            await owner.call(f"{DOMAIN}/register/save", home={**door, **household})
            try:
                yield found
            finally:
                await found.owner.close()
        finally:
            await home_assistant.stop()
    check_log(home_assistant.process.log)


async def assign(house: House, button: HelpButton) -> None:
    """Give the button to the only home, once it is known."""

    async def known() -> bool:
        answer = await house.owner.call(f"{DOMAIN}/devices/list")
        return any(device["id"] == button.device_id for device in answer["devices"])

    await eventually(known, bool, within=DONE_WITHIN, what="the button")
    await house.owner.call_action(
        DOMAIN, "assign_device", {"device": button.device_id, "home": await house.home()}, return_response=False
    )


async def back_up(house: House, button: HelpButton) -> Path:
    """Make a backup as its page does, with a press in the middle; return the file."""

    async def is_written() -> bool:
        # Home Assistant writes its own files some seconds later than it says.
        entries = house.home_assistant.config_dir / ".storage" / "core.config_entries"
        return entries.exists() and DOMAIN in await asyncio.to_thread(entries.read_text, encoding="utf-8")

    await eventually(is_written, bool, within=DONE_WITHIN, what="the entry on disk")
    await house.owner.call(
        "backup/generate", agent_ids=["backup.local"], include_homeassistant=True, include_database=False, name="move"
    )
    await (await button.press()).acked(DONE_WITHIN)

    async def made() -> list[Path]:
        answer = await house.owner.call("backup/info")
        assert not answer["agent_errors"], answer
        if answer["state"] != "idle" or not answer["backups"]:
            return []
        return list((house.home_assistant.config_dir / "backups").glob("*.tar"))

    (file,) = await eventually(made, bool, within=DONE_WITHIN, what="the backup")
    return file


def unpack(backup: Path, target: Path) -> Path:
    """Return the folder that a backup holds."""
    with tarfile.open(backup) as outer:
        outer.extractall(target, filter="data")
    with tarfile.open(next(target.glob("homeassistant.tar*"))) as inner:
        inner.extractall(target, filter="tar")
    return target / "data"


def holds(folder: Path, *words: bytes) -> dict[str, bytes]:
    """Return which files hold one of some words."""
    files = (file for file in folder.rglob("*") if file.is_file() and "custom_components" not in file.parts)
    return {str(file.relative_to(folder)): word for file in files for word in words if word in file.read_bytes()}
