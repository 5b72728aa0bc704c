"""The door of the pages, and what the answers hold; no socket: requests are made up."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from falling_objects.calibration_store import CalibrationStore
from falling_objects.drift import Drift
from falling_objects.optics import Facade
from falling_objects.outbox import FrigateState, Phase, StoredFall
from falling_objects.settings import WebSettings
from falling_objects.web import INGRESS, application
from falling_objects.web_calibration import CalibrationPages

TOKEN = "0123456789abcdef"
ID = "01M84CE6H1468KCW687BR0YNPE"
FALL = StoredFall(
    ID, "f3", Phase.ENDED, 1.0, 2.0, {"floor": 14}, FrigateState.ENDED, "e1", None, picture=True, clip=False
)


class Answers:
    """A house with one fall, whose picture is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / f"{ID}.jpg").write_bytes(b"picture")

    def status(self) -> Mapping[str, object]:
        return {"level": "full", "cameras": {"f3": {}}}

    def fall(self, fall_id: str) -> StoredFall | None:
        return FALL if fall_id == ID else None

    def falls(self) -> list[StoredFall]:
        return [FALL]

    def media(self, fall_id: str, kind: str) -> Path | None:
        path = self._folder / f"{fall_id}.{kind}"
        return path if path.is_file() else None

    def knows(self, camera: str) -> bool:
        return camera == "f3"

    async def picture(self, camera: str) -> bytes | None:
        return b"live" if camera == "f3" else None

    def drift(self, camera: str) -> Drift | None:
        assert self.knows(camera)
        return None

    async def calibrated(self, camera: str, facade: Facade) -> None:
        raise AssertionError((camera, facade))


class Door:
    """Asks the application as aiohttp's server would."""

    def __init__(self, folder: Path, *, ingress: bool = False, token: str = TOKEN) -> None:
        answers = Answers(folder)
        pages = CalibrationPages(answers, CalibrationStore(folder))
        self.app = application(WebSettings("127.0.0.1", 8126, token, ingress), answers, pages)
        self.app.freeze()

    async def ask(
        self, path: str, *, method: str = "GET", remote: str = "10.0.0.9", **headers: str
    ) -> web.StreamResponse:
        request = make_mocked_request(method, path, headers=headers, app=self.app)
        request._transport_peername = (remote, 1)
        try:
            return await self.app._handle(request)
        except web.HTTPException as answer:
            return answer


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


@pytest.mark.parametrize(
    "path",
    [
        "/status",
        "/falls",
        f"/falls/{ID}",
        f"/falls/{ID}/picture.jpg",
        f"/falls/{ID}/clip.mp4",
        "/cameras/f3/picture.jpg",
        "/cameras/f3/calibration",
        "/nowhere",
    ],
)
async def test_nothing_is_told_without_the_token(door: Door, path: str) -> None:
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Cookie": f"a={TOKEN}"},
    ):
        assert (await door.ask(path, **headers)).status == 401


async def test_bytes_that_are_no_text_are_no_token(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    # As aiohttp hands over what is not UTF-8; its own maker of requests knows only text.
    given = {"Authorization": "Bearer \udcff\udcfe"}
    monkeypatch.setattr(web.Request, "headers", property(lambda _: given))
    assert (await door.ask("/status")).status == 401


async def test_with_the_token_it_is(door: Door) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    status = await door.ask("/status", **bearer)
    assert isinstance(status, web.Response)
    assert (status.text or "").startswith('{"level": "full"')
    assert status.headers["Cache-Control"] == "no-store"
    told = await door.ask(f"/falls/{ID}", **bearer)
    assert isinstance(told, web.Response)
    assert '"frigate_event": "e1"' in (told.text or "")
    picture = await door.ask(f"/falls/{ID}/picture.jpg", **bearer)
    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/jpeg")
    assert (await door.ask(f"/falls/{ID}/clip.mp4", **bearer)).status == 404
    assert (await door.ask("/cameras/f3/picture.jpg", **bearer)).status == 200


@pytest.mark.parametrize("name", ["..%2F..%2Fetc%2Fpasswd", "x", ID.lower(), f"{ID}0", "." * 26])
async def test_what_is_no_id_is_not_there(door: Door, name: str) -> None:
    for rest in ("", "/picture.jpg", "/clip.mp4"):
        assert (await door.ask(f"/falls/{name}{rest}", Authorization=f"Bearer {TOKEN}")).status == 404


async def test_whether_it_runs_may_be_known_to_everybody_and_the_cameras_not(door: Door) -> None:
    assert (await door.ask("/health")).status == 200
    assert (await door.ask("/")).status == 401
    index = await door.ask("/", Authorization=f"Bearer {TOKEN}")
    assert isinstance(index, web.Response)
    assert 'href="cameras/f3/calibrate"' in (index.text or "")


async def test_the_page_itself_holds_nothing_and_is_open(door: Door) -> None:
    assert (await door.ask("/cameras/f3/calibrate")).status == 200
    assert (await door.ask("/cameras/none/calibrate")).status == 404


async def test_home_assistant_s_gateway_is_let_in_only_where_it_stands_in_front(tmp_path: Path) -> None:
    behind = Door(tmp_path, ingress=True, token="")
    assert (await behind.ask("/status", remote=INGRESS)).status == 200
    assert (await behind.ask("/status", remote="172.30.32.3")).status == 401
    assert (await behind.ask("/status", Authorization="Bearer ")).status == 401
    assert (await Door(tmp_path).ask("/status", remote=INGRESS)).status == 401
