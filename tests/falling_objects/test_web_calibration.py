"""What the calibration page asks for, without a socket; and the page itself, as far as it can be read."""

import asyncio
import io
import json
import re
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
from aiohttp import StreamReader, web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request
from falling_objects.calibration_store import CalibrationStore
from falling_objects.drift import Drift, DriftState
from falling_objects.marks import Marks
from falling_objects.optics import Facade
from falling_objects.web_calibration import OPEN_ROUTES, CalibrationPages
from numpy.typing import NDArray
from PIL import Image

from .facade_world import Wall, eye_before, marks_of


def jpeg(luma: NDArray[np.int64]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(luma.astype(np.uint8)).save(file, "JPEG", quality=95)
    return file.getvalue()


MARKS = marks_of(eye_before(20, 25), (Wall(-12, 25, 0.0, 24),), (4, 20), lines=(12,), measured=True)
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
FINE = np.random.default_rng(1).integers(0, 255, (1920, 1440))
PICTURE = jpeg(FINE)
PAGES = files("falling_objects").joinpath("pages")


class Cameras:
    """One camera, whose picture may be missing."""

    def __init__(self) -> None:
        self.now: bytes | None = PICTURE
        self.taken: list[Facade] = []
        self.found: Drift | None = None

    def knows(self, camera: str) -> bool:
        return camera == "yard-1"

    async def picture(self, _: str) -> bytes | None:
        return self.now

    def drift(self, _: str) -> Drift | None:
        return self.found

    async def calibrated(self, _: str, facade: Facade) -> None:
        self.taken.append(facade)


class Site:
    """Asks the routes as aiohttp would."""

    def __init__(self, folder: Path) -> None:
        self.cameras = Cameras()
        self.store = CalibrationStore(folder)
        self.app = web.Application()
        self.app.add_routes(CalibrationPages(self.cameras, self.store, lambda: NOW).routes())

    async def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
        stream = StreamReader(BaseProtocol(asyncio.get_running_loop()), 2**20, loop=asyncio.get_running_loop())
        stream.feed_data(body or b"")
        stream.feed_eof()
        request = make_mocked_request(
            method, path, headers={"Content-Type": kind}, payload=stream, app=Mock(spec=web.Application)
        )
        match = await self.app.router.resolve(request)
        match.add_app(self.app)
        match.freeze()
        request._match_info = match
        try:
            return await match.handler(request)
        except web.HTTPException as answer:
            return answer

    async def json(self, method: str, path: str, marks: Marks | None = None) -> tuple[int, Any]:
        body = None if marks is None else json.dumps(marks.as_dict()).encode()
        answer = await self.ask(method, path, body)
        return answer.status, json.loads(answer.text)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


async def test_a_preview_shows_the_grid_with_its_error_and_saves_nothing(site: Site) -> None:
    status, shown = await site.json("POST", "/cameras/yard-1/calibration/preview", MARKS)
    assert (status, shown["ok"]) == (200, True)
    assert len(shown["heights"]) == 21
    assert shown["planes"][0]["edges"] == pytest.approx([0, 6, 12, 18, 24], abs=0.3)
    assert shown["rms_px"] < 0.5
    assert {(error["kind"], error["index"]) for error in shown["errors"]} >= {("corner", 3), ("floor", 0), ("edge", 2)}
    assert site.store.load("yard-1") is None
    assert site.cameras.taken == []


async def test_what_is_saved_is_used_and_read_back(site: Site) -> None:
    status, saved = await site.json("PUT", "/cameras/yard-1/calibration", MARKS)
    assert (status, saved["saved_at"]) == (200, "2026-11-23T14:00:00Z")
    assert site.cameras.taken[0].floors.count == 20
    # What is kept of the picture is coarse: enough to tell whether the camera has moved.
    kept = Image.open(io.BytesIO(site.store.picture("yard-1") or b""))
    assert (kept.size, kept.mode) == ((1440, 1920), "L")
    assert np.abs(np.diff(np.asarray(kept).astype(int)[:, 3:6])).max() < 40 < np.abs(np.diff(FINE[:, 3:6])).max()
    _, read = await site.json("GET", "/cameras/yard-1/calibration")
    assert read["saved"]["marks"] == json.loads(json.dumps(MARKS.as_dict()))
    assert read["saved"]["saved_at"] == saved["saved_at"]


async def test_marks_that_contradict_each_other_are_not_saved(site: Site) -> None:
    marks = MARKS.as_dict()
    corners = marks["planes"][0]["corners"]  # type: ignore[index]
    marks["planes"][0]["corners"] = (corners[1], corners[0], *corners[2:])  # type: ignore[index]
    body = json.dumps(marks).encode()
    answer = await site.ask("PUT", "/cameras/yard-1/calibration", body)
    told = json.loads(answer.text)
    assert (answer.status, told["reason"], told["kind"], told["index"]) == (422, "corners_crossed", "corner", 1)
    preview = await site.ask("POST", "/cameras/yard-1/calibration/preview", body)
    assert (preview.status, json.loads(preview.text)["ok"]) == (200, False)
    assert site.store.load("yard-1") is None


@pytest.mark.parametrize(
    ("body", "kind", "status", "where"),
    [
        (b"{", "application/json", 400, "body"),
        (b"[" * 100_000, "application/json", 400, "body"),
        (b"\xff\xfe", "application/json", 400, "body"),
        (b"{}", "application/json", 400, "version"),
        (b"{}", "text/plain", 400, "body"),
        (b" " * (256 * 1024 + 1), "application/json", 413, None),
    ],
)
async def test_what_are_no_marks_is_answered_with_its_place(
    site: Site, body: bytes, kind: str, status: int, where: str | None
) -> None:
    answer = await site.ask("PUT", "/cameras/yard-1/calibration", body, kind)
    assert answer.status == status
    if where is not None:
        assert json.loads(answer.text)["where"] == where


async def test_a_camera_without_a_picture_says_so(site: Site) -> None:
    site.cameras.now = None
    assert await site.json("GET", "/cameras/yard-1/picture.jpg") == (503, {"reason": "no_picture"})
    status, _ = await site.json("PUT", "/cameras/yard-1/calibration", MARKS)
    assert status == 200


async def test_a_disk_that_refuses_loses_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(CalibrationStore, "save", refuse)
    status, told = await site.json("PUT", "/cameras/yard-1/calibration", MARKS)
    assert (status, told["reason"]) == (507, "not_written")
    assert site.cameras.taken == []


async def test_a_damaged_file_is_told_and_can_be_written_over(site: Site, tmp_path: Path) -> None:
    (tmp_path / "yard-1.json").write_text("{")
    _, read = await site.json("GET", "/cameras/yard-1/calibration")
    assert (read["saved"], read["damaged"]) == (None, True)
    status, _ = await site.json("PUT", "/cameras/yard-1/calibration", MARKS)
    assert status == 200


async def test_drift_is_shown(site: Site) -> None:
    site.cameras.found = Drift(DriftState.SHIFTED, 12.0, -3.0, 20.0)
    _, read = await site.json("GET", "/cameras/yard-1/calibration")
    assert read["drift"] == {"state": "shifted", "dx": 12.0, "dy": -3.0, "peak": 20.0}


@pytest.mark.parametrize("path", ["calibrate", "picture.jpg", "calibration"])
async def test_an_unknown_camera_is_not_found(site: Site, path: str) -> None:
    assert (await site.ask("GET", f"/cameras/other/{path}")).status == 404


async def test_the_page_and_its_parts_run_nothing_foreign(site: Site) -> None:
    page = await site.ask("GET", "/cameras/yard-1/calibrate")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for part in re.findall(r'(?:href|src)="\.\./\.\./pages/([^"]+)"', page.text):
        assert (await site.ask("GET", f"/pages/{part}")).status == 200
    for part in ("nothing.js", "..%2foptics.py", "calibrate.html"):
        assert (await site.ask("GET", f"/pages/{part}")).status == 404


async def test_the_page_is_open_and_all_that_holds_data_is_not(site: Site) -> None:
    named = {route.name for route in site.app.router.routes() if route.name}
    assert named >= OPEN_ROUTES
    for name in named - OPEN_ROUTES:
        assert name in {"calibrate-picture", "calibration", "calibration-preview"}


def texts(language: str) -> dict[str, str]:
    script = PAGES.joinpath("words.js").read_text(encoding="utf-8")
    block = script.split(f"const {language} = {{")[1].split("\n};")[0]
    return dict(re.findall(r'(\w+): "((?:[^"\\]|\\.)*)"', block))


def test_both_languages_say_the_same_things() -> None:
    en, zh = texts("en"), texts("zh")
    assert en.keys() == zh.keys()
    for key, text in en.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", zh[key])), key
        assert zh[key] != text or not re.search(r"[a-z]{3}", text), key


def test_every_text_that_the_page_shows_is_there() -> None:
    parts = {part.name: part.read_text(encoding="utf-8") for part in PAGES.iterdir()}
    known = texts("en").keys()
    shown = set(re.findall(r'data-[tl]="(\w+)"', parts["calibrate.html"]))
    for name, part in parts.items():
        if name.endswith(".js"):
            shown |= set(re.findall(r'\bsay\("(\w+)"', part))
    assert shown <= known
    reasons = set()
    for module in ("calibration.py", "web_calibration.py"):
        source = files("falling_objects").joinpath(module).read_text(encoding="utf-8")
        reasons |= set(re.findall(r'RefusedError\(\s*"(\w+)"', source))
        reasons |= set(re.findall(r'"reason": "(\w+)"', source))
    assert reasons <= known
    assert len(reasons) >= 9


def test_the_parts_hold_no_inline_code_and_no_foreign_address() -> None:
    for part in PAGES.iterdir():
        text = part.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|//cdn|innerHTML|eval\(|document\.write", text), part.name
        if part.name.endswith(".html"):
            assert not re.search(r"<style|<script(?![^>]*src=)|\son\w+=|\sstyle=", text)
        assert len(text.splitlines()) <= 400, part.name
