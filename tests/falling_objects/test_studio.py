"""Where clips are made: what an earlier run left is taken up, and what cannot be made is told and leaves nothing."""

import asyncio
from pathlib import Path

import pytest
from falling_objects import studio as studios
from falling_objects.studio import TRIES, Studio


def test_after_a_restart_what_is_left_is_taken_up_or_deleted(tmp_path: Path) -> None:
    for name in ("a.job", "a.mkv", "b.mkv", "c.jpg", "c.jpg.part", "d.mp4"):
        (tmp_path / name).write_bytes(b"x")
    studio = Studio(tmp_path, lambda _: None)
    studio.recover()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.job", "a.mkv", "c.jpg", "d.mp4"]


async def test_where_no_process_can_be_started_it_is_tried_again_and_then_the_packets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def refusing(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refusing)
    monkeypatch.setattr(studios, "AGAIN_AFTER", 0.0)
    for name in ("a.job", "a.mkv"):
        (tmp_path / name).write_bytes(b"x")
    studio = Studio(tmp_path, lambda _: None)
    studio.recover()
    work = asyncio.ensure_future(studio.run())
    for _ in range(10_000):
        if not list(tmp_path.iterdir()):
            break
        await asyncio.sleep(0)
    work.cancel()
    assert list(tmp_path.iterdir()) == []
    assert caplog.text.count("Resource temporarily unavailable") == TRIES
    assert not work.done() or work.cancelled()
