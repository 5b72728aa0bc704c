"""The staff's pages in a real browser: each opens for the right role, in both languages, on a phone and on a desk."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from demo.community import DOMAIN, OWNER_ROLE
from demo.home_assistant import Language

from .patience import ALIVE
from .world import World, eventually

pytest.importorskip("playwright", reason="the browser's driver is not installed")
# Below the line above, on purpose.
from playwright.async_api import Browser, Page, ViewportSize, expect

from .screen import CHROMIUM, DESK, PHONE, Screen, go, open_browser

# What a person must see on each page: its heading, and something that is only there once it has been read.
PAGES: dict[str, tuple[str, dict[Language, str]]] = {
    # This community has neither; with them: test_elevator_screen.py.
    "elevators": (".empty", {"en": "Elevators", "zh-Hans": "电梯"}),
    "cameras": (".empty", {"en": "Cameras", "zh-Hans": "摄像头"}),
    "commissioning": (".empty", {"en": "Commissioning", "zh-Hans": "验收"}),
    "handover": ("textarea[name=note]", {"en": "Hand-over", "zh-Hans": "交接班"}),
    "roster": ("[data-role=duty_room]", {"en": "Roster", "zh-Hans": "排班"}),
    "register": ("tr[data-row] >> nth=0", {"en": "Register", "zh-Hans": "住户台账"}),
    "watch": ("tr[data-row] >> nth=0", {"en": "Devices", "zh-Hans": "设备"}),
    "plans": ("[data-plan=help] li[data-level='4']", {"en": "Response plans", "zh-Hans": "处置预案"}),
    "staff": ("tr[data-row=grid_worker]", {"en": "Staff and channels", "zh-Hans": "人员与通知"}),
    "journal": ("tr[data-row] >> nth=0", {"en": "Journal", "zh-Hans": "操作日志"}),
}
# Nothing may hang over the edge of a phone.
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHEET = "楼栋,单元,房号,楼层,户主,联系人1姓名,联系人1电话\n{rows}"
NEW_BUILDING = "测试楼"
PRESSED_WITHIN = ALIVE

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
async def test_each_page_opens_and_fits(screen: Screen, language: Language, size: ViewportSize) -> None:
    async with screen.of(OWNER_ROLE, language, size) as page:
        for path, (sign, heading) in PAGES.items():
            await go(page, path)
            await expect(page.locator("h1", has_text=heading[language])).to_be_visible()
            await expect(page.locator(f'[data-page="{path}"]').locator(sign)).to_be_visible()
            assert await page.evaluate(OVERHANG) <= 0, path
            await expect(page.locator(".problem")).to_have_count(0)


@pytest.mark.parametrize(
    ("account", "tabs"),
    [
        ("grid_worker", ["Alarms", "Elevators", "Cameras", "Hand-over", "Roster", "Status"]),
        ("auditor", ["Alarms", "Elevators", "Cameras", "Journal", "Status"]),
        (
            "duty_room",
            [
                "Alarms",
                "Elevators",
                "Cameras",
                "Hand-over",
                "Roster",
                "Register",
                "Devices",
                "Staff and channels",
                "Status",
            ],
        ),
    ],
)
async def test_each_role_has_its_pages(screen: Screen, account: str, tabs: list[str]) -> None:
    async with screen.of(account, "en", DESK) as page:
        await expect(page.locator("ha-tab-group-tab")).to_have_text(tabs)
        if account == "auditor":
            await go(page, "journal")
            await page.locator("[data-do=verify]").click()
            await expect(page.locator("[data-intact=true]")).to_be_visible()


async def choose(page: Page, rows: str) -> None:
    """Choose a sheet, as from the phone's files."""
    sheet = {"name": "住户.csv", "mimeType": "text/csv", "buffer": SHEET.format(rows=rows).encode()}
    await page.locator("input[type=file]").set_input_files([sheet])
    await page.locator("[data-report=checked]").wait_for()


async def test_a_sheet_with_a_wrong_line_is_explained_then_imported_then_undone(world: World, screen: Screen) -> None:
    before = (await world.technician.call(f"{DOMAIN}/register/homes", limit=1))["total"]
    async with screen.of("community_office", "zh-Hans", PHONE) as page:
        await go(page, "register")
        await expect(page.get_by_text("记入操作日志").first).to_be_visible()
        await page.locator("[data-tab=import]").click()
        good = f"{NEW_BUILDING},1单元,101,1,赵六,孙七,1000000999\n"
        await choose(page, f"{good}{NEW_BUILDING},1单元,102,一楼,周八,吴九,没有\n")
        await expect(page.locator("[data-report]")).to_contain_text("2 处错误")
        wrong = page.locator("tr[data-row='3']")
        await expect(wrong).to_contain_text("楼层 不是整数")
        await expect(wrong).to_contain_text("联系人1电话 不是电话号码")
        await expect(page.locator("[data-do=import]")).to_have_count(0)

        await page.locator("[data-do=again]").click()
        await choose(page, good)
        await page.locator("[data-do=import]").click()
        await expect(page.locator("[data-report=imported]")).to_contain_text("新增 1 户")
        assert (await world.technician.call(f"{DOMAIN}/register/homes", limit=1))["total"] == before + 1

        await page.locator("[data-do=undo]").click()
        await page.locator("[data-do=confirm]:visible").click()
        await expect(page.locator(".toasts")).to_contain_text("已撤销导入")
    assert (await world.technician.call(f"{DOMAIN}/register/homes", limit=1))["total"] == before


async def test_a_home_is_read_and_a_wrong_field_is_told_at_the_field(screen: Screen) -> None:
    async with screen.of("community_office", "en", DESK) as page:
        await go(page, "register")
        await page.locator("input[type=search]").fill("0101")
        await page.locator("[data-do=open]").first.click()
        await expect(page.locator("a[href^='tel:']").first).to_be_visible()
        await page.locator("[data-do=edit]").click()
        phone = page.locator("input[name=contact_1_phone]")
        await phone.fill("none")
        await page.locator("[data-do=save]").click()
        await expect(phone).to_have_attribute("aria-invalid", "true")
        await expect(page.locator("#wrong-contact_1_phone")).to_contain_text("not a phone number")
        await page.locator("[data-do=cancel]").click()


async def test_a_walk_test_fills_its_list_as_buttons_are_pressed(world: World, screen: Screen) -> None:
    async with screen.of("duty_room", "zh-Hans", PHONE) as page:
        await go(page, "watch")
        await page.locator("[data-tab=test]").click()
        await page.locator("[data-do=start]").click()
        running = page.locator("section[data-test]")
        await expect(running).to_contain_text("已测 0 / 20")
        # Nobody is called: the press is a test.
        await world.button().press()
        await expect(running).to_contain_text("已测 1 / 20", timeout=PRESSED_WITHIN * 1000)
        assert await world.active() == []
        await page.locator("[data-do=stop]").click()
        await expect(page.locator("details[data-report]").first).to_contain_text("已测 1 / 20")
        await eventually(
            lambda: world.technician.call(f"{DOMAIN}/walk_test/get"),
            lambda tests: not tests["running"],
            within=PRESSED_WITHIN,
            what="the test is over",
        )
