"""The duty room's screen in a real browser: from a press to the card, and through the loss of the connection."""

import asyncio
import time
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from demo.community import DOMAIN
from demo.home_assistant import Language

from .patience import ALIVE, STALLS
from .world import World

pytest.importorskip("playwright", reason="the browser's driver is not installed")
# Below the line above, on purpose.
from playwright.async_api import Browser, ViewportSize, expect

from .screen import CHROMIUM, DESK, PATIENCE_MS, PHONE, Screen, open_browser

# Seconds from the press to the card, and from the loss of the connection to the banner, on a machine that has time.
AT_ONCE = 1.0
# The browser waits longer and longer between its tries while the server is away.
BACK_WITHIN_MS = ALIVE * 1000

WORDS: dict[Language, dict[str, str]] = {
    "en": {"quiet": "All quiet", "mine": "You have it", "lost": "Connection lost", "auditor": "may look, not act"},
    "zh-Hans": {"quiet": "一切平安", "mine": "由您处置", "lost": "连接已断开", "auditor": "只能查看"},
}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncGenerator[Browser]:
    async with open_browser() as browser:
        yield browser


@pytest.fixture
def screen(world: World, browser: Browser) -> Screen:
    return Screen(world, browser)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
async def test_from_the_press_to_the_end(
    world: World, screen: Screen, language: Language, size: ViewportSize, figures: list[str]
) -> None:
    words = WORDS[language]
    async with screen.of("duty_room", language, size) as page:
        await expect(page.get_by_text(words["quiet"])).to_be_visible()

        pressed_at = (await world.button().press()).pressed_at
        row = page.locator("li[data-number]")
        await row.wait_for()
        took = time.monotonic() - pressed_at
        figures.append(f"press → card on the screen {took:.2f} s (promised: {AT_ONCE:g})")
        assert took < AT_ONCE + STALLS
        (incident,) = await world.active()
        # How to get in, and whom to call.
        await expect(page.locator(".entry .big")).not_to_be_empty()
        assert (await page.locator(".contacts a").first.get_attribute("href") or "").startswith("tel:1000000")

        await page.wait_for_timeout(600)  # a list that has just moved takes no press
        await page.locator("button[data-action=acknowledge]").click()
        await expect(page.get_by_text(words["mine"]).first).to_be_visible()
        (incident,) = await world.active()
        assert incident["state"] == "acknowledged"

        await page.locator("button[data-action=resolve]").click()
        confirm = page.locator("button[data-close=confirm]")
        await expect(confirm).to_be_disabled()
        await page.wait_for_timeout(600)
        await page.locator("label.choice", has=page.locator("input[value=false_alarm]")).click()
        await page.locator("textarea[name=note]").fill("按错了")
        await confirm.click()
        await expect(page.get_by_text(words["quiet"])).to_be_visible()
        assert await world.active() == []
        ended = (await world.technician.call(f"{DOMAIN}/incidents/get", incident_id=incident["id"]))["incident"]
        assert ended["resolution"] == "false_alarm"
        assert ended["timeline"][-1]["text"] == "按错了"


async def test_a_lost_connection_is_said_at_once_and_caught_up_without_a_reload(
    world: World, screen: Screen, figures: list[str]
) -> None:
    async with screen.of("duty_room", "zh-Hans", DESK) as page:
        await world.button().press()
        await page.locator("li[data-number]").wait_for()
        await page.evaluate("window.sameScreen = true")

        lost_at = time.monotonic()
        await page.context.set_offline(True)
        await page.get_by_text(WORDS["zh-Hans"]["lost"]).first.wait_for()
        took = time.monotonic() - lost_at
        figures.append(f"connection lost → said on the screen {took:.2f} s (promised: {AT_ONCE:g})")
        assert took < AT_ONCE + STALLS
        await expect(page.locator("button[data-action=acknowledge]").first).to_be_disabled()
        async with world.watching() as incidents:
            await world.button().press()
            await incidents.until(lambda change: change["change"] == "opened", within=ALIVE)
        await expect(page.locator("li[data-number]")).to_have_count(1)

        await page.context.set_offline(False)
        await expect(page.locator("li[data-number]")).to_have_count(2, timeout=PATIENCE_MS)
        await expect(page.locator("button[data-action=acknowledge]").first).to_be_enabled()
        await expect(page.locator(".banner")).to_have_count(0)
        assert await page.evaluate("window.sameScreen") is True


async def test_an_auditor_sees_the_alarm_and_no_person(world: World, screen: Screen) -> None:
    async with screen.of("community_office", "en", DESK) as responder:
        await world.button().press()
        await expect(responder.locator(".entry .big")).to_be_visible()
    # The auditor's first page is the same one; what it shows is not.
    async with screen.of("auditor", "zh-Hans", PHONE) as page:
        await expect(page.locator("li[data-number]")).to_have_count(1)
        await expect(page.get_by_text(WORDS["zh-Hans"]["auditor"])).to_be_visible()
        await expect(page.locator("button[data-action]")).to_have_count(0)
        await expect(page.locator(".contacts, .entry")).to_have_count(0)


@pytest.mark.timeout(600)
async def test_home_assistant_itself_stops_and_comes_back(world: World, screen: Screen) -> None:
    async with screen.of("grid_worker", "en", PHONE) as page:
        await world.button().press()
        await page.locator("li[data-number]").wait_for()
        await page.evaluate("window.sameScreen = true")

        stopping = asyncio.create_task(world.home_assistant.stop())
        await page.locator('.card:not([data-status="live"])').wait_for()
        await expect(page.locator("button[data-action=acknowledge]").first).to_be_disabled()
        await stopping
        await world.come_back()
        await page.locator('.card[data-status="live"]').wait_for(timeout=BACK_WITHIN_MS)
        assert await page.evaluate("window.sameScreen") is True
        await page.wait_for_timeout(600)
        await page.locator("button[data-action=acknowledge]").first.click()
        await expect(page.get_by_text(WORDS["en"]["mine"]).first).to_be_visible()
