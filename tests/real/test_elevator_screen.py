"""The elevators' screens in a real browser: the duty room and its held door, why one is not held, commissioning."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import cast

import pytest
import pytest_asyncio

from demo.client import HomeAssistantClient
from demo.community import DOMAIN, OWNER_ROLE, make_staff
from demo.dashboard import make_dashboard
from demo.elevators import LANDING, stand_open
from demo.home_assistant import HomeAssistant, Language
from simulators.elevator_car import MODES

from .leftovers import Leftovers
from .patience import ALIVE
from .test_elevator import CAMERA, DEVICE, House, run_house
from .world import World

pytest.importorskip("playwright", reason="the browser's driver is not installed")
# Below the line above, on purpose.
from playwright.async_api import Browser, Page, ViewportSize, expect

from .screen import CHROMIUM, DESK, PHONE, Screen, go, open_browser

# What stands on the elevator's panel in each language.
WORDS: dict[Language, dict[str, str]] = {
    "en": {"held": "The door is being held open", "fire": "Fire recall", "staff": "Let go by staff", "live": "LIVE"},
    "zh-Hans": {"held": "电梯门正保持打开", "fire": "火灾迫降", "staff": "已由人工放开", "live": "实时"},
}
# A camera that shows nothing new must be told from a live one within so many ms.
STALE_WITHIN_MS = ALIVE * 1000
# A test of a commissioning takes up to thirty seconds.
TESTED_WITHIN_MS = ALIVE * 1000
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@dataclass
class Staff:
    """Whoever logs in to the screens: as much of a world as they need."""

    home_assistant: HomeAssistant
    technician: HomeAssistantClient
    people: dict[str, HomeAssistantClient]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncGenerator[Browser]:
    async with open_browser() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_house(leftovers: Leftovers, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    """Return a community with one elevator, its duty room and the dashboard."""
    assert leftovers is not None
    async with run_house(tmp_path_factory.mktemp("screens")) as house:
        await make_dashboard(house.owner, "en")
        await make_staff(house.owner, house.home_assistant, language="en", progress=lambda _: None)
        yield house


@pytest_asyncio.fixture(loop_scope="session")
async def house(shared_house: House) -> AsyncGenerator[House]:
    """Return it calm, and leave it so."""
    yield shared_house
    await shared_house.calm()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def screen(shared_house: House, browser: Browser) -> AsyncGenerator[Screen]:
    url = shared_house.home_assistant.url
    async with await HomeAssistantClient.login(url, "duty_room", "morning-light") as duty_room:
        staff = Staff(shared_house.home_assistant, shared_house.owner, {"duty_room": duty_room})
        yield Screen(cast("World", staff), browser)


@pytest.mark.parametrize(("language", "size"), [("zh-Hans", DESK), ("en", PHONE)], ids=["desk", "phone"])
async def test_the_duty_room_sees_what_is_in_the_car_and_lets_go(
    house: House, screen: Screen, language: Language, size: ViewportSize
) -> None:
    words = WORDS[language]
    async with screen.of("duty_room", language, size) as page:
        await house.held()
        panel = page.locator("smart-community-elevator")
        await expect(panel.locator("[data-held]")).to_contain_text(words["held"])
        await expect(page.get_by_text("Elevator 1").first).to_be_visible()
        await expect(panel.locator("figure[data-picture=live] .badge")).to_have_text(words["live"])
        await expect(panel.locator("svg[data-door=open]")).to_be_visible()
        assert await page.evaluate(OVERHANG) <= 0

        await panel.locator("[data-action=let_go]").click()
        await house.happened("free")
        await expect(panel.locator("[data-free]")).to_contain_text(words["staff"])
        await expect(panel.locator("[data-action=let_go]")).to_have_count(0)


async def test_a_false_alarm_lets_go_and_closes(house: House, screen: Screen) -> None:
    async with screen.of("duty_room", "zh-Hans", DESK) as page:
        await house.held()
        await page.locator("[data-action=false_alarm]").click()
        await house.happened("free")
        await expect(page.locator("li[data-number]")).to_have_count(0)
        active = (await house.owner.call(f"{DOMAIN}/incidents/list", state="active"))["incidents"]
        assert [one for one in active if one["kind"] == "ebike"] == []


async def test_one_key_lets_go(house: House, screen: Screen) -> None:
    async with screen.of("duty_room", "en", DESK) as page:
        await house.held()
        await page.locator("smart-community-elevator [data-held]").wait_for()
        await page.locator("body").press("7")
        await house.happened("free")


async def test_with_fire_service_on_the_screen_says_why_nobody_holds(house: House, screen: Screen) -> None:
    async with screen.of("duty_room", "en", PHONE) as page:
        house.elevator.set_mode("fire", on=True)
        await house.push_ebike_in()
        await house.alarm()
        panel = page.locator("smart-community-elevator")
        await expect(panel.locator("[data-free] li").first).to_contain_text(WORDS["en"]["fire"])
        await expect(panel.locator("[data-action=let_go], [data-action=hold]")).to_have_count(0)
        # The voice still works.
        await expect(panel.locator("[data-phrase=ebike_please_leave]")).to_be_enabled()


async def test_a_camera_that_stops_is_never_shown_as_live(house: House, screen: Screen) -> None:
    async with screen.of("duty_room", "en", DESK) as page:
        await house.held()
        figure = page.locator("smart-community-elevator figure")
        await expect(page.locator("figure[data-picture=live]")).to_be_visible()
        house.frigate.camera_down(CAMERA)
        try:
            await expect(figure).not_to_have_attribute("data-picture", "live", timeout=STALE_WITHIN_MS)
            await expect(page.locator("[data-free]")).to_be_visible(timeout=STALE_WITHIN_MS)
        finally:
            house.frigate.camera_up(CAMERA)


async def test_staff_speak_to_the_car(house: House, screen: Screen) -> None:
    async with screen.of("duty_room", "en", DESK) as page:
        await house.held()
        panel = page.locator("smart-community-elevator")
        house.elevator.happened.clear()
        await panel.locator("[data-phrase=ebike_please_leave]").click()
        await house.happened("said")
        house.elevator.happened.clear()
        await panel.locator("input[name=text]").fill("Please push it out")
        await panel.locator("[data-action=say]").click()
        await house.happened("said")
        await expect(page.get_by_text("You said there: Please push it out")).to_be_visible()
        # No microphone, or none that the browser gives: said, with what to do.
        talk = panel.locator("smart-community-talk")
        await talk.locator("button").focus()
        await page.keyboard.down("Space")
        await expect(talk.locator("[role=alert]")).to_be_visible()
        await page.keyboard.up("Space")
        # What was kept is looked at when somebody asks.
        await page.locator("[data-action=media]").click()
        await expect(page.locator("smart-community-media img")).to_be_visible()


async def test_the_pages_show_each_elevator_and_each_camera(house: House, screen: Screen) -> None:
    async with screen.of("duty_room", "zh-Hans", PHONE) as page:
        await go(page, "elevators")
        card = page.locator(f'.elevators li[data-elevator="{house.elevator_id}"]')
        await expect(card).to_contain_text("可以保持开门")
        await card.locator("[data-do=open]").click()
        # Nobody looks through a camera by opening a page.
        await page.locator("[data-action=look]").click()
        await expect(page.locator("figure[data-picture=live]")).to_be_visible()
        await go(page, "cameras")
        await page.locator("[data-do=look]").first.click()
        await expect(page.locator("figure[data-picture=live]")).to_be_visible()
        await expect(page.get_by_text("未登记提示牌")).to_be_visible()
        assert await page.evaluate(OVERHANG) <= 0


async def _pass(house: House, page: Page, item: str) -> None:
    """Do in the car what a test asks for, and press as the technician does."""
    step = page.locator(f".step[data-item={item}]")
    await step.wait_for()
    if await step.locator("[data-do=test]").count():
        await stand_open(house.elevator)
        await house.until(lambda view: view["door"] == "open", "the door is open")
        await step.locator("[data-do=test]").click()
    else:
        answer = step.locator("[data-result=passed]")
        if item in MODES:
            await expect(answer).to_be_disabled()
            mode = next(mode for mode in MODES if mode == item)
            house.elevator.set_mode(mode, on=True)
            await expect(answer).to_be_enabled()
            house.elevator.set_mode(mode, on=False)
        elif item == "moving":
            house.elevator.car.call(next(floor for floor in house.elevator.car.floors if floor != LANDING))
        elif item == "key":
            await (await house.elevator.turn_key()).acked(ALIVE)
        await expect(answer).to_be_enabled()
        await answer.click()
    chip = page.locator(f"[data-step={item}] .chip")
    await expect(chip).to_contain_text("passed", timeout=TESTED_WITHIN_MS)


async def test_a_technician_commissions_an_elevator_on_the_phone(house: House, screen: Screen) -> None:
    # Under test, so that trying its entrapment signal calls nobody.
    test = await house.owner.call(f"{DOMAIN}/walk_test/start", devices=[DEVICE], minutes=5, list=False)
    try:
        async with screen.of(OWNER_ROLE, "en", PHONE) as page:
            await go(page, "commissioning")
            await page.locator("[data-do=choose]").click()
            await page.locator("input[name=firm]").fill("Garden Lift Maintenance")
            await page.locator("input[name=licence]").fill("TS3331234-2027")
            await page.locator("[data-do=start]").click()
            await page.locator("[data-step]").first.wait_for()
            items = [await one.get_attribute("data-step") or "" for one in await page.locator("[data-step]").all()]
            assert len(items) > len(MODES)
            for item in items:
                await _pass(house, page, item)
            assert await page.evaluate(OVERHANG) <= 0
            await page.locator("[data-do=finish]").click()
            await expect(page.locator(".good").first).to_be_visible()
            await expect(page.locator("[data-do=print]")).to_be_visible()
    finally:
        await house.owner.call(f"{DOMAIN}/walk_test/stop", test_id=test["test"]["id"])
    got = await house.owner.call(f"{DOMAIN}/commissioning/get", elevator=house.elevator_id)
    assert got["in_force"]["firm"] == "Garden Lift Maintenance"
    assert got["in_force"]["allows_hold"]
