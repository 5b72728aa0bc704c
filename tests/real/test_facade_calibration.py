"""The companion's calibration page in a real browser, before the companion itself, which plays a film of a tower.

By mouse and keys at a desk, by touch on a phone: marks are dragged, saved, read back, and trace within one floor.
"""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import av
import numpy as np
import pytest
import pytest_asyncio
from PIL import Image, ImageDraw

from demo.processes import free_port

from .facade import compile_once
from .screen import CHROMIUM, DESK, PATIENCE_MS, PHONE, open_browser

_APP = Path(__file__).parents[2] / "apps" / "falling_objects"
sys.path.insert(0, str(_APP))

from falling_objects.optics import Facade  # noqa: E402 - it is installed nowhere
from playwright.async_api import Browser, Page, ViewportSize  # noqa: E402 - .screen skips where there is none

from tests.falling_objects.facade_world import FLOOR_M, Eye, Wall, eye_before  # noqa: E402

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
    # The first time the companion compiles.
    pytest.mark.timeout(900),
]
# What changes is drawn in the next frame; ours comes after the page's own.
DRAWN = "() => new Promise(done => requestAnimationFrame(() => done()))"
TOKEN = "opens the pictures of this test"
PATIENCE_S = 120
FIRST_PICTURE_S = 200
SIZE = (1280, 960)
FLOORS, UNITS = 16, 4
WALL = Wall(-12.0, 26.0, 0.08, 24.0)
EYE: Eye = eye_before(FLOORS, 26.0, size=SIZE, focal=0.62)
LOWEST = 3
CORNERS = [(0.0, LOWEST - 1), (WALL.width, LOWEST - 1), (WALL.width, FLOORS), (0.0, FLOORS)]
WORDS = {
    "en": {"good": "Good: floors are exact", "wrong": "This cannot be right yet", "home": "Floor 8 · home 801"},
    "zh": {"good": "良好：楼层准确", "wrong": "标定还不对", "home": "8 层 · 801 室"},
}


def pixel(u: float, v: float) -> tuple[float, float]:
    x, y = EYE.see(WALL, u, v)
    return float(x), float(y)


def tower() -> Image.Image:
    """Draw the wall with a window for each home and floor."""
    picture = Image.new("RGB", SIZE, (196, 210, 222))
    pen = ImageDraw.Draw(picture)
    wide = WALL.width / UNITS
    for floor in range(FLOORS):
        low = floor * FLOOR_M
        for unit in range(UNITS):
            left = unit * wide
            for (u0, u1, v0, v1), paint in (
                ((0, wide, 0, FLOOR_M), (168 + 9 * (unit % 2), 160, 150)),
                ((0, wide, 0, 0.18), (120, 116, 110)),
                ((0.22 * wide, 0.72 * wide, 0.9, 2.4), (58, 66, 76)),
            ):
                corners = [(u0, v0), (u1, v0), (u1, v1), (u0, v1)]
                pen.polygon([pixel(left + u, low + v) for u, v in corners], fill=paint)
    return picture


def film(path: Path) -> None:
    """Write two seconds of it."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        frame = np.asarray(tower())
        for _ in range(50):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode(None))


@dataclass
class Companion:
    """The companion as a process."""

    url: str
    data: Path

    def saved(self, camera: str) -> dict[str, Any]:
        """Ask what it has of a camera."""
        request = Request(f"{self.url}/cameras/{camera}/calibration", headers={"Authorization": f"Bearer {TOKEN}"})  # noqa: S310
        with urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 - our own process
            found: dict[str, Any] = json.load(answer)
        return found

    def facade(self, camera: str) -> Facade:
        """Return what lies on its disk."""
        return Facade.from_dict(json.loads((self.data / "calibrations" / f"{camera}.json").read_text())["facade"])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def companion(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Companion]:
    folder = tmp_path_factory.mktemp("companion")
    film(folder / "tower.mp4")
    settings = {
        "data": str(folder / "data"),
        "workers": 1,
        "self_test_nightly": False,
        "web": {"port": free_port(), "token": TOKEN},
        "cameras": [{"name": name, "url": str(folder / "tower.mp4"), "loop": True} for name in ("desk", "phone")],
    }
    (folder / "settings.yaml").write_text(json.dumps(settings))
    environment = {**os.environ, "PYTHONPATH": str(_APP), "NUMBA_CACHE_DIR": str(compile_once())}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "falling_objects", str(folder / "settings.yaml"), env=environment, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        ready = (await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)).decode()
        assert ready.startswith("READY")
        yield Companion(ready.split()[1].rstrip("/"), folder / "data")
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await asyncio.wait_for(process.communicate(), PATIENCE_S)
    assert process.returncode == 0


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncGenerator[Browser]:
    async with open_browser() as browser:
        yield browser


@contextlib.asynccontextmanager
async def page_of(
    browser: Browser, companion: Companion, camera: str, language: str, size: ViewportSize
) -> AsyncGenerator[Page]:
    """Open the page; an error of its script, and what does not fit the screen, fails the test."""
    touch = size is PHONE
    context = await browser.new_context(viewport=size, has_touch=touch, device_scale_factor=2 if touch else 1)
    try:
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(f"{error}"))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        await page.goto(f"{companion.url}/cameras/{camera}/calibrate?lang={language}#token={TOKEN}")
        # The companion compiles its inner loops before it has a first picture; meanwhile the page asks again and again.
        await page.locator('body[data-status="ready"]').wait_for(timeout=FIRST_PICTURE_S * 1000)
        await solved(page)
        yield page
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        # While the camera's first picture is on its way the companion has none, and says so.
        assert [error for error in errors if "503" not in error] == []
    finally:
        await context.close()


async def solved(page: Page) -> None:
    """Wait until the page has drawn what the companion made of the last change."""
    await page.locator('body[data-status="ready"]:not([data-solved="asking"])').wait_for()
    await page.evaluate(DRAWN)


async def on_screen(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where on the screen a pixel of the whole picture is."""
    box = await page.locator("#stage").bounding_box()
    assert box is not None
    scale = min(box["width"] / SIZE[0], box["height"] / SIZE[1])
    return (
        box["x"] + (box["width"] - SIZE[0] * scale) / 2 + x * scale,
        box["y"] + (box["height"] - SIZE[1] * scale) / 2 + y * scale,
    )


async def at(page: Page, key: str) -> tuple[float, float]:
    box = await page.locator(f'[data-key="{key}"]').bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def drag_by_mouse(page: Page, key: str, x: float, y: float) -> None:
    to = await on_screen(page, x, y)
    await page.mouse.move(*await at(page, key))
    await page.mouse.down()
    await page.mouse.move(to[0] + 15, to[1] + 10, steps=4)
    await page.mouse.move(*to, steps=3)
    await page.locator("#loupe").wait_for()
    await page.mouse.up()
    assert not await page.locator("#loupe").is_visible()


async def drag_by_touch(page: Page, key: str, x: float, y: float) -> None:
    """As a thumb does: again and again, nearer each time, for it slows down what moves slowly."""
    session = await page.context.new_cdp_session(page)
    to = await on_screen(page, x, y)
    for _ in range(25):
        await page.evaluate(DRAWN)
        now = await at(page, key)
        if abs(to[0] - now[0]) + abs(to[1] - now[1]) < 0.5:
            break
        # The first millimetre of a touch is not yet a movement.
        far = [now[axis] + (to[axis] - now[axis]) * 1.3 for axis in (0, 1)]
        touch = {"x": now[0], "y": now[1]}
        await session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [touch]})
        for step in range(1, 7):
            touch = {"x": now[0] + (far[0] - now[0]) * step / 6, "y": now[1] + (far[1] - now[1]) * step / 6}
            await session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [touch]})
        await session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        # A mark that waited has its place now.
        key = "0-floor-0" if key == "pending" else key
    await session.detach()


async def fill(page: Page, field: str, value: float) -> None:
    await page.locator(f"#{field}").fill(f"{value}")
    await page.locator(f"#{field}").press("Tab")


async def mark(page: Page, drag: Callable[[Page, str, float, float], Awaitable[None]]) -> None:
    """Say how the building is, put the corners in their places and prove them by a floor line."""
    for field, value in (("floors", FLOORS), ("floor-height", FLOOR_M), ("ground-height", FLOOR_M), ("lowest", LOWEST)):
        await fill(page, field, value)
    await fill(page, "columns", UNITS)
    await fill(page, "building", 3)
    for number, (u, floor) in enumerate(CORNERS):
        await drag(page, f"0-corner-{number}", *pixel(u, floor * FLOOR_M))
    await solved(page)
    assert await page.locator("#accuracy").get_attribute("data-grade") == "unproved"
    await page.locator("#add-floor").click()
    await solved(page)
    # Half-way between the third floor and the top.
    await drag(page, "pending", *pixel(WALL.width / 2, 9 * FLOOR_M))
    await solved(page)
    assert await page.locator('[data-key="0-floor-0"]').get_attribute("aria-label")


def check_traces(facade: Facade) -> None:
    """Hold every floor and column against where the tower has them."""
    for floor in range(LOWEST, FLOORS + 1):
        for share in (0.03, 0.4, 0.97):
            v = (floor - 0.5) * FLOOR_M
            _, found_v = facade.planes[0].to_metres(*pixel(share * WALL.width, v))
            assert abs(float(found_v) - v) < FLOOR_M


async def tap_a_window(page: Page, *, touch: bool) -> str:
    place = await on_screen(page, *pixel(WALL.width / UNITS / 2, 7.5 * FLOOR_M))
    await (page.touchscreen.tap if touch else page.mouse.click)(*place)
    found: str = await page.locator("#hint.found").inner_text()
    return found


@pytest.mark.parametrize(("camera", "language", "size"), [("desk", "en", DESK), ("phone", "zh", PHONE)])
async def test_marks_are_dragged_saved_and_read_back(
    companion: Companion, browser: Browser, camera: str, language: str, size: ViewportSize
) -> None:
    touch = size is PHONE
    async with page_of(browser, companion, camera, language, size) as page:
        await mark(page, drag_by_touch if touch else drag_by_mouse)
        assert await page.locator("#grade").inner_text() == WORDS[language]["good"]
        assert await tap_a_window(page, touch=touch) == WORDS[language]["home"]
        await page.locator("#save").click()
        await page.locator('body[data-save="done"]').wait_for()
        assert await page.locator("#save").is_disabled()
    check_traces(companion.facade(camera))
    saved = companion.saved(camera)["saved"]
    async with page_of(browser, companion, camera, language, size) as page:
        assert await page.locator("#floors").input_value() == f"{FLOORS}"
        for number, (x, y) in enumerate(saved["marks"]["planes"][0]["corners"]):
            assert await at(page, f"0-corner-{number}") == pytest.approx(await on_screen(page, x, y), abs=1)
        assert await page.locator("#grade").inner_text() == WORDS[language]["good"]


async def test_keys_move_a_mark_and_take_it_back(companion: Companion, browser: Browser) -> None:
    async with page_of(browser, companion, "desk", "en", DESK) as page:
        corner = page.locator('[data-key="0-corner-2"]')
        before = await at(page, "0-corner-2")
        await corner.focus()
        for _ in range(3):
            await page.keyboard.press("Shift+ArrowLeft")
        await solved(page)
        moved = await at(page, "0-corner-2")
        assert moved[0] < before[0] - 10
        await page.keyboard.press("Control+z")
        await solved(page)
        assert await at(page, "0-corner-2") == pytest.approx(before, abs=0.5)
        await page.keyboard.press("Control+Shift+z")
        await solved(page)
        assert await at(page, "0-corner-2") == pytest.approx(moved, abs=0.5)


async def test_marks_that_cannot_be_right_are_not_saved(companion: Companion, browser: Browser) -> None:
    async with page_of(browser, companion, "desk", "en", DESK) as page:
        before = companion.saved("desk")
        await drag_by_mouse(page, "0-corner-3", *pixel(WALL.width * 0.9, 5 * FLOOR_M))
        await solved(page)
        assert await page.locator("#grade").inner_text() == WORDS["en"]["wrong"]
        assert await page.locator("#save").is_disabled()
        await page.locator("#undo").click()
        await solved(page)
        assert await page.locator("#accuracy").get_attribute("data-grade") != "bad"
        assert companion.saved("desk") == before


async def test_a_second_side_is_marked_and_taken_away(companion: Companion, browser: Browser) -> None:
    async with page_of(browser, companion, "desk", "zh", DESK) as page:
        await page.locator("#faces .add").click()
        await solved(page)
        assert await page.locator(".mark:not(.other)").count() == 4
        await page.locator("#face-remove").click()
        await solved(page)
        assert await page.locator(".mark.other").count() == 0


async def test_without_the_token_nothing_is_shown(companion: Companion, browser: Browser) -> None:
    context = await browser.new_context()
    try:
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        await page.goto(f"{companion.url}/cameras/desk/calibrate?lang=en")
        await page.locator('body[data-status="waiting"]').wait_for()
        assert "logged in" in await page.locator("#waiting").inner_text()
        assert await page.locator(".mark").count() == 0
    finally:
        await context.close()
