"""Cameras in a real Home Assistant beside a Frigate: looked at over HTTP, kept with an incident, gone and back."""

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiohttp
import pytest

from demo.client import CommandError, FlowError, HomeAssistantClient
from demo.community import DOMAIN
from demo.subentries import add_subentry, change_subentry
from simulators.frigate import ADMIN, SimulatedFrigate

from .house import DONE_WITHIN, House, house
from .patience import ALIVE
from .world import eventually

JPEG_BEGINS, JPEG_ENDS = b"\xff\xd8", b"\xff\xd9"
HOUSEHOLD: Final = {"household": "Li Hua"}
ELEVATOR: Final = {
    "name": "Elevator 1",
    "frigate_name": "elevator_1",
    "purpose": "elevator_car",
    "room": "elevator",
    "sign_text": "Video is recorded here",
    "sign_place": "beside the door",
    "retention_days": 30,
}
# The signed paths are for a browser that is logged in to nothing.
PATIENCE: Final = aiohttp.ClientTimeout(total=ALIVE)


def frigate_answers(frigate: SimulatedFrigate, **changes: Any) -> dict[str, Any]:
    return {
        "url": frigate.auth_url,
        "username": ADMIN.name,
        "password": ADMIN.password,
        "verify_tls": False,
        "events": "ws",
        "topic_prefix": "frigate",
        **changes,
    }


@dataclass
class Watched:
    """A community with a Frigate and a camera in the car of an elevator."""

    house: House
    frigate: SimulatedFrigate
    camera: str = ""

    @property
    def owner(self) -> HomeAssistantClient:
        return self.house.owner

    async def listed(self) -> dict[str, Any]:
        answer = await self.owner.call(f"{DOMAIN}/cameras/list")
        return next(camera for camera in answer["cameras"] if camera["id"] == self.camera)

    async def until_up(self, *, up: bool = True, within: float = DONE_WITHIN) -> dict[str, Any]:
        return await eventually(self.listed, lambda camera: camera["up"] is up, within=within, what=f"camera up={up}")

    async def get(self, path: str) -> tuple[int, bytes]:
        url = self.house.home_assistant.url + path
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(url) as got:
            return got.status, await got.read()


@asynccontextmanager
async def watched(folder: Path, version: str = "0.17") -> AsyncGenerator[Watched]:
    async with SimulatedFrigate(version) as frigate, house(folder, HOUSEHOLD) as community:
        found = Watched(community, frigate)
        await add_subentry(community.owner, "frigate", frigate_answers(frigate))
        found.camera = await add_subentry(community.owner, "camera", ELEVATOR)
        await found.until_up()
        yield found


async def actions_of(owner: HomeAssistantClient, subject: str) -> list[str]:
    answer = await owner.call(f"{DOMAIN}/journal/list", limit=200)
    return [entry["action"] for entry in answer["entries"] if entry["subject"] == subject]


@pytest.mark.parametrize("version", ["0.17", "0.18"])
async def test_a_camera_is_looked_at_live_and_each_look_is_in_the_journal(tmp_path: Path, version: str) -> None:
    async with watched(tmp_path, version) as here:
        view = await here.owner.call(f"{DOMAIN}/cameras/view", camera=here.camera)
        status, still = await here.get(view["still"])
        assert status == 200
        assert still.startswith(JPEG_BEGINS)
        assert still.rstrip(b"\n").endswith(JPEG_ENDS)
        pictures = b""
        url = here.house.home_assistant.url + view["live"]
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(url) as live:
            assert live.content_type == "multipart/x-mixed-replace"
            begun = time.monotonic()
            while pictures.count(b"Content-Type: image/jpeg") < 6:
                pictures += await live.content.readany()
        # Five a second at the most, and moving.
        assert time.monotonic() - begun > 0.6
        frames = [part for part in pictures.split(b"--smartcommunity") if JPEG_BEGINS in part]
        assert len(set(frames)) > 2
        assert sorted(await actions_of(here.owner, here.camera)) == ["camera_viewed"] * 2
        # Without the signature, or with that of another path, nothing is shown.
        bare = view["still"].partition("?")[0]
        assert (await here.get(bare))[0] == 401
        assert (await here.get(f"{bare}?{view['live'].partition('?')[2]}"))[0] == 401


async def test_a_picture_of_an_incident_is_sealed_on_the_disk_and_is_there_after_a_restart(tmp_path: Path) -> None:
    async with watched(tmp_path) as here:
        answers = {"name": "Elevator 1", "cameras": [here.camera], "points": {}}
        elevator = await add_subentry(here.owner, "elevator", answers)
        playing = await here.frigate.play("ebike", camera="elevator_1", stay=None)

        async def kept() -> list[dict[str, Any]]:
            active = await here.owner.call(f"{DOMAIN}/incidents/list", state="active")
            return [one for one in active["incidents"] if one["kind"] == "ebike" and one["media"]]

        (incident,) = await eventually(kept, bool, within=DONE_WITHIN, what="a picture of the e-bike")
        playing.leave()
        assert incident["place"]["elevator"] == elevator
        assert set(incident["media"][0]) == {"n", "at", "kind", "camera"}
        folder = here.house.home_assistant.config_dir / "smart_community_media" / incident["id"]
        assert [path.name for path in folder.iterdir()] == [str(one["n"]) for one in incident["media"]]
        assert not any(JPEG_BEGINS in path.read_bytes()[:64] for path in folder.iterdir())

        async def seen() -> bytes:
            answer = await here.owner.call(f"{DOMAIN}/incidents/media", incident_id=incident["id"])
            status, picture = await here.get(answer["media"][0]["url"])
            assert status == 200
            return picture

        before = await seen()
        assert before.startswith(JPEG_BEGINS)
        await here.house.home_assistant.stop()
        await here.house.home_assistant.start()
        await here.house.come_back()
        await here.house.until("loaded")
        assert await seen() == before
        assert "incident_media_viewed" in await actions_of(here.owner, incident["id"])


async def test_a_wrong_password_is_refused_and_nothing_is_saved(tmp_path: Path) -> None:
    async with SimulatedFrigate() as frigate, house(tmp_path, HOUSEHOLD) as community:
        for changes, error in (
            ({"password": "wrong"}, "frigate_login_refused"),
            ({"verify_tls": True}, "frigate_tls"),
            ({"url": "http://127.0.0.1:9"}, "frigate_unreachable"),
            ({"events": "mqtt", "topic_prefix": "other"}, "frigate_other_prefix"),
        ):
            with pytest.raises(FlowError, match=error):
                await add_subentry(community.owner, "frigate", frigate_answers(frigate, **changes))
        with pytest.raises(FlowError, match="room_refused_toilet"):
            await add_subentry(community.owner, "camera", {**ELEVATOR, "room": "toilet"})
        answer = await community.owner.call(f"{DOMAIN}/cameras/list")
        assert answer["cameras"] == []


async def test_a_camera_goes_and_comes_back_and_frigate_too(tmp_path: Path) -> None:
    async with watched(tmp_path) as here:
        here.frigate.camera_down("elevator_1")
        assert (await here.until_up(up=False))["trouble"] in {"offline", "stale"}
        here.frigate.camera_up("elevator_1")
        await here.until_up()
        await here.frigate.go_offline()
        assert (await here.until_up(up=False))["trouble"] == "frigate_gone"
        view = await here.owner.call(f"{DOMAIN}/cameras/view", camera=here.camera)
        assert (await here.get(view["still"]))[0] == 502
        await here.frigate.come_back()
        await here.until_up()
        assert (await here.get(view["still"]))[0] == 200


async def test_a_camera_that_is_changed_reloads_nothing_and_keeps_home_assistants_own_view_off(tmp_path: Path) -> None:
    async with watched(tmp_path) as here:
        entry = (await here.owner.config_entries(DOMAIN))[0]
        await change_subentry(here.owner, "camera", here.camera, {**ELEVATOR, "name": "Car 1", "sign_place": ""})
        assert (await here.listed())["name"] == "Car 1"
        assert (await here.owner.config_entries(DOMAIN))[0]["state"] == entry["state"] == "loaded"
        entities = await here.owner.call("config/entity_registry/list")
        ours = {
            one["unique_id"].rpartition(f"camera_{here.camera}_")[2]: one
            for one in entities
            if one["platform"] == DOMAIN and here.camera in one["unique_id"]
        }

        async def platforms() -> set[str]:
            found = await here.owner.call("config/entity_registry/list")
            return {one["entity_id"].partition(".")[0] for one in found if here.camera in one["unique_id"]}

        await eventually(platforms, lambda found: "camera" in found, within=DONE_WITHIN, what="the camera's entity")
        assert ours["last_detection"]["disabled_by"] == "integration"
        assert not any(entity.startswith(("camera.", "image.")) for entity in await here.owner.states())


async def test_who_has_no_role_gets_neither_a_path_nor_a_picture(tmp_path: Path) -> None:
    async with watched(tmp_path) as here:
        url = here.house.home_assistant.url
        await here.owner.call("config/auth/create", name="a resident")
        users = await here.owner.call("config/auth/list")
        resident = next(user["id"] for user in users if user["name"] == "a resident")
        await here.owner.call(
            "config/auth_provider/homeassistant/create",
            user_id=resident,
            username="resident",
            password="of no interest",
        )
        async with await HomeAssistantClient.login(url, "resident", "of no interest") as plain:
            await plain.connect()
            with pytest.raises(CommandError, match="unauthorized"):
                await plain.call(f"{DOMAIN}/cameras/view", camera=here.camera)
            headers = {"Authorization": f"Bearer {await plain.token()}"}
            for path in (
                f"/api/{DOMAIN}/cameras/{here.camera}/latest.jpg",
                f"/api/{DOMAIN}/cameras/{here.camera}/live",
                f"/api/{DOMAIN}/incidents/01M846TPVJR7S2R579P5NG2K0E/media/1",
            ):
                async with aiohttp.ClientSession(timeout=PATIENCE, headers=headers) as session:
                    got = await session.get(url + path)
                    assert got.status == 403
                    assert JPEG_BEGINS not in await got.read()
