"""What the simulated cameras show: drawn scenes that differ, as JPEG, WebP, GIF and MP4."""

import io
from itertools import combinations

import av
import pytest
from PIL import Image, ImageChops, ImageStat

from simulators.frigate import SCENES, View, demo_cameras
from simulators.frigate.drawing import draw
from simulators.frigate.media import THUMBNAIL_HEIGHT, Shelf, encode, gif, jpeg, mp4, picture
from simulators.frigate.picture import CarLook, Shot
from simulators.frigate.site import FPS, HEIGHT, WIDTH

from .stage import Stage

COLOURS = 200
# Scenes that look as another does.
SAME = {"standing_ebike", "face", "unsure_face"}


def shots(name: str, camera: str = "elevator_1", seconds: float = 3.0) -> list[Shot]:
    stage = Stage()
    stage.play(name, camera, seconds=seconds)
    return list(stage.watcher.eyes[camera].history)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures are apart, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def test_every_scene_looks_different_in_the_car() -> None:
    drawn = {name: draw(shots(name)[-1]) for name in SCENES if name not in SAME}
    for one, other in combinations(drawn.values(), 2):
        assert difference(one, other) > 2


@pytest.mark.parametrize("camera", demo_cameras(), ids=lambda camera: camera.name)
def test_an_empty_place_is_a_scene(camera: object) -> None:
    view = next(one.view for one in demo_cameras() if one == camera)
    image = draw(Shot("yard", view, 0.0))
    assert image.size == (WIDTH, HEIGHT)
    assert len(image.getcolors(WIDTH * HEIGHT) or ()) > COLOURS


def test_the_cars_doors_and_floor_are_seen() -> None:
    closed, half, open_, other = (
        draw(Shot("elevator_1", View.ELEVATOR, 0.0, (), look))
        for look in (CarLook(0.0), CarLook(0.5), CarLook(1.0), CarLook(1.0, "17"))
    )
    assert difference(closed, open_) > difference(half, open_) > 0.5
    assert difference(open_, other) > 0


def test_the_clock_goes_on() -> None:
    one, other = (draw(Shot("yard", View.YARD, at)) for at in (1795398134.0, 1795398135.0))
    box = ImageChops.difference(one, other).getbbox()
    assert box is not None
    assert box[3] < 30


def test_pictures_are_what_their_name_says() -> None:
    shot = shots("ebike")[-1]
    assert Image.open(io.BytesIO(jpeg(shot, height=180))).size == (320, 180)
    assert Image.open(io.BytesIO(jpeg(shot, height=720, box=(220, 175, 440, 335)))).size == (1280, 720)
    thumbnail = Image.open(
        io.BytesIO(encode(picture(shot, crop=(220, 175, 440, 335)), "WEBP", height=THUMBNAIL_HEIGHT))
    )
    assert (thumbnail.format, thumbnail.size) == ("WEBP", (175, 175))
    moving = Image.open(io.BytesIO(gif(shots("ebike"))))
    assert (moving.format, getattr(moving, "is_animated", False)) == ("GIF", True)


def test_a_film_moves() -> None:
    taken = shots("ebike", seconds=2.0)
    with av.open(io.BytesIO(mp4(taken)), "r") as container:
        assert container.streams.video[0].codec_context.name == "h264"
        frames = [Image.fromarray(frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]
    assert len(frames) == len(taken) == 2 * FPS
    assert frames[0].size == (WIDTH, HEIGHT)
    assert difference(frames[0], frames[-1]) > 2


def test_what_was_made_once_is_kept() -> None:
    made = 0

    def make() -> bytes:
        nonlocal made
        made += 1
        return b"film"

    shelf = Shelf()
    assert [shelf.get("one", make), shelf.get("one", make), made] == [b"film", b"film", 1]
