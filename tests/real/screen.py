"""The screens in a real browser: logs a person in and opens the pages as that person would."""

import os
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from demo.community import OWNER_ROLE, PASSWORD
from demo.home_assistant import Language, set_language

from .patience import ALIVE
from .world import World

pytest.importorskip("playwright", reason="the browser's driver is not installed")
# Below the line above, on purpose.
from playwright.async_api import Browser, Error, Page, ViewportSize, async_playwright, expect

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
# Sandboxes of the browser and of a container do not mix; nothing here opens a page that is not ours.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# In the trace of what our script did wrong.
_OURS = "smart_community_static"
PATIENCE_MS = ALIVE * 1000
expect.set_options(timeout=PATIENCE_MS)
# As the interface itself goes to another page, without loading everything again.
_GO = "path => {history.pushState(null, '', path); dispatchEvent(new CustomEvent('location-changed'))}"
_LOGGED_IN = "location.pathname.length > 1 && !location.pathname.startsWith('/auth') && !location.search"


@asynccontextmanager
async def open_browser() -> AsyncGenerator[Browser]:
    """Run the browser."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        await browser.close()


@dataclass
class Screen:
    """Opens the screen as a person does."""

    world: World
    browser: Browser

    @asynccontextmanager
    async def of(self, account: str, language: Language, size: ViewportSize) -> AsyncGenerator[Page]:
        """Log an account in and wait for the alarms; an error of our script fails the test."""
        client = self.world.technician if account == OWNER_ROLE else self.world.people[account]
        await set_language(client, language)
        context = await self.browser.new_context(viewport=size)
        try:
            page = await context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            errors: list[str] = []

            def note(error: Error) -> None:
                # Home Assistant's own pages fetch parts of themselves late, and fail while it is down.
                if _OURS in f"{error.stack}":
                    errors.append(f"{error}")

            page.on("pageerror", note)
            await page.goto(self.world.home_assistant.url, wait_until="domcontentloaded")
            await page.locator("input[name=username]").fill(account)
            await page.locator("input[name=password]").fill(PASSWORD)
            await page.keyboard.press("Enter")
            if account == OWNER_ROLE:
                # Whoever administers has another first page.
                await page.wait_for_function(_LOGGED_IN)
                await page.goto(f"{self.world.home_assistant.url}/duty-room/alarms", wait_until="domcontentloaded")
            await page.wait_for_url("**/duty-room/**")
            await page.locator('.card[data-status="live"]').wait_for()
            yield page
            assert errors == []
        finally:
            await context.close()


async def go(page: Page, path: str) -> None:
    """Go to another of the staff's pages and wait until it is there."""
    await page.evaluate(_GO, f"/duty-room/{path}")
    await page.locator(f'[data-page="{path}"][data-status="live"]').wait_for()
