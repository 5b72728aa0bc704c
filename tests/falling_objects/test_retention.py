"""What is old is deleted, what nobody knows any more too, and nothing else."""

import os
from dataclasses import replace
from pathlib import Path

from falling_objects.outbox import FrigateState, Outbox, Phase, StoredFall
from falling_objects.retention import forget

DAY = 86_400.0
NOW = 100 * DAY
FALL = StoredFall("", "f3", Phase.ENDED, 0.0, 0.0, {}, FrigateState.NONE, None, None, picture=True, clip=True)


def put(folder: Path, name: str, at: float) -> None:
    (folder / name).write_bytes(b"x")
    os.utime(folder / name, (at, at))


def test_files_go_with_their_fall_and_those_without_one_when_they_are_old(tmp_path: Path) -> None:
    folder = tmp_path / "falls"
    folder.mkdir()
    old, young = NOW - 31 * DAY, NOW - 29 * DAY
    for name in ("old.jpg", "old.mp4", "stray-old.jpg", "stray-old.mp4"):
        put(folder, name, old)
    for name in ("young.jpg", "stray-young.jpg"):
        put(folder, name, young)
    # Packets that nobody masks, and half a file, an hour after.
    for name in ("left.mkv", "half.jpg.part"):
        put(folder, name, NOW - 3601)
    for name in ("waits.mkv", "waits.job", "now.mkv", "now.mp4.part"):
        put(folder, name, NOW - (3601 if name.startswith("waits") else 60))
    with Outbox(tmp_path / "outbox.db", "b") as outbox:
        for ident, began in (("old", old), ("young", young)):
            outbox.take_in(replace(FALL, id=ident, began=began), None, began)
        forget(outbox, folder, 30, NOW)
        assert [fall.id for fall in outbox.falls()] == ["young"]
    left = {path.name for path in folder.iterdir()}
    assert left == {"young.jpg", "stray-young.jpg", "waits.mkv", "waits.job", "now.mkv", "now.mp4.part"}


def test_a_folder_that_is_not_there_ends_nothing(tmp_path: Path) -> None:
    with Outbox(tmp_path / "outbox.db", "b") as outbox:
        forget(outbox, tmp_path / "not there", 30, NOW)
