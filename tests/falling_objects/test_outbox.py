"""The outbox: what was taken in is there after any end, and what was acknowledged is gone."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import falling_objects
import pytest
from falling_objects.outbox import FRIGATE_GIVES_UP, FrigateState, Outbox, OutboxError, Phase, StoredFall, ulid
from hypothesis import given
from hypothesis import strategies as st

ID = "01M84CE6H1468KCW687BR0YNPE"
FALL = StoredFall(
    ID, "f3", Phase.SUSPECTED, 1000.0, 1000.5, {"floor": 14}, FrigateState.NONE, None, None, picture=False, clip=False
)


def test_news_and_their_event_are_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    with Outbox(path, "boot1") as outbox:
        first = outbox.take_in(FALL, {"type": "fall", "phase": "suspected"}, 1001.0)
        confirmed = replace(FALL, phase=Phase.CONFIRMED, updated=1002.0, frigate=FrigateState.WANTED, picture=True)
        outbox.take_in(confirmed, {"type": "fall", "phase": "confirmed"}, 1002.0)
        outbox.add_event("f4", {"type": "self_test"}, 1003.0)
        assert first is not None
        outbox.acknowledged("f3", first.boot, first.seq)
        outbox.acknowledged("f3", "another", 99)
    with Outbox(path, "boot2") as outbox:
        waiting = outbox.unacknowledged()
        assert [(one.camera, one.boot, one.seq) for one in waiting] == [("f3", "boot1", 2), ("f4", "boot1", 3)]
        assert waiting[0].body == {"type": "fall", "phase": "confirmed"}
        (stored,) = outbox.open_falls()
        assert (stored.phase, stored.began, stored.frigate, stored.picture) == (
            Phase.CONFIRMED,
            1000.0,
            FrigateState.WANTED,
            True,
        )
        event = outbox.add_event("f3", {}, 1004.0)
        assert (event.boot, event.seq) == ("boot2", 1)


def test_frigate_s_part_is_not_undone_by_later_news(tmp_path: Path) -> None:
    with Outbox(tmp_path / "outbox.db", "b") as outbox:
        outbox.take_in(replace(FALL, phase=Phase.CONFIRMED, frigate=FrigateState.WANTED), None, 1.0)
        outbox.frigate(ID, FrigateState.OPENED, 2.0, "170.5-abc")
        assert outbox.for_frigate() == []
        outbox.take_in(replace(FALL, phase=Phase.ENDED, frigate=FrigateState.WANTED), None, 3.0)
        (stored,) = outbox.for_frigate()
        assert (stored.frigate, stored.frigate_event) == (FrigateState.OPENED, "170.5-abc")
        outbox.frigate(ID, FrigateState.ENDED, 4.0)
        assert outbox.for_frigate() == []
        assert outbox.frigate_events("f3") == {"170.5-abc"}


def test_what_is_old_is_forgotten_but_not_what_somebody_waits_for(tmp_path: Path) -> None:
    with Outbox(tmp_path / "outbox.db", "b") as outbox:
        for number, (phase, state) in enumerate(
            [
                (Phase.ENDED, FrigateState.ENDED),
                (Phase.ENDED, FrigateState.WANTED),
                (Phase.CONFIRMED, FrigateState.NONE),
                (Phase.WITHDRAWN, FrigateState.NONE),
            ]
        ):
            outbox.take_in(replace(FALL, id=f"{number}", phase=phase, frigate=state), None, 1.0)
        outbox.add_event("gone", {}, 1999.0)
        outbox.add_event("f3", {}, 2001.0)
        assert sorted(outbox.forget(2000.0, 2000.0)) == ["0", "3"]
        assert [one.camera for one in outbox.unacknowledged()] == ["f3"]
        assert {one.id for one in outbox.falls()} == {"1", "2"}
        # Where there is no Frigate any more, nobody would ever be done with it.
        assert sorted(outbox.forget(2000.0, FALL.began + FRIGATE_GIVES_UP)) == []
        assert sorted(outbox.forget(2000.0, FALL.began + FRIGATE_GIVES_UP + 1)) == ["1", "2"]


def test_what_is_to_be_known_of_a_camera_stays(tmp_path: Path) -> None:
    with Outbox(tmp_path / "outbox.db", "b") as outbox:
        assert outbox.told("f3") == {}
        outbox.tell("f3", {"self_test": "failed"})
        outbox.tell("f3", {"self_test": "passed"})
        assert outbox.told("f3") == {"self_test": "passed"}


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    path.write_bytes(b"this is no database" * 500)
    with Outbox(path, "b") as outbox:
        assert outbox.set_aside is not None
        assert outbox.set_aside.read_bytes().startswith(b"this is no")
        outbox.add_event("f3", {}, 1.0)


@pytest.mark.parametrize("why", ["locked", "not a file"])
def test_a_file_that_cannot_be_used_now_is_not_taken_for_damaged(tmp_path: Path, why: str) -> None:
    path = tmp_path / "outbox.db"
    if why == "locked":
        with Outbox(path, "b") as outbox:
            outbox.add_event("f3", {}, 1.0)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(OutboxError, match="locked"):
                Outbox(path, "c")
        with Outbox(path, "d") as outbox:
            assert len(outbox.unacknowledged()) == 1
    else:
        path.mkdir()
        with pytest.raises(OutboxError, match="unable to open"):
            Outbox(path, "b")
    assert [one.name for one in tmp_path.iterdir() if "damaged" in one.name] == []


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(OutboxError):
        Outbox(path, "b")
    assert path.exists()


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    with Outbox(path, "b") as outbox:
        outbox.add_event("f3", {}, 1.0)
        with sqlite3.connect(path, timeout=0) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(OutboxError):
                outbox.add_event("f3", {}, 2.0)
            other.rollback()
        other.close()
        assert outbox.add_event("f3", {}, 3.0).seq == 2


def test_what_was_taken_in_survives_a_kill(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        f"sys.path.insert(0, {str(Path(falling_objects.__file__).parents[1])!r})\n"
        "from pathlib import Path\n"
        "from falling_objects.outbox import Outbox\n"
        "outbox = Outbox(Path(sys.argv[1]), 'boot')\n"
        "for number in range(20):\n"
        "    outbox.add_event('f3', {'number': number}, float(number))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = tmp_path / "outbox.db"
    done = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert done.returncode == -9
    with Outbox(path, "next") as outbox:
        assert [one.body["number"] for one in outbox.unacknowledged()] == list(range(20))


@given(st.lists(st.floats(0, 4e9), min_size=2, max_size=5), st.binary(min_size=10, max_size=10))
def test_ids_sort_by_time(times: list[float], chance: bytes) -> None:
    ids = [ulid(at, lambda _: chance) for at in times]
    assert all(len(one) == 26 for one in ids)
    assert [one for _, one in sorted(zip((int(at * 1000) for at in times), ids, strict=True))] == sorted(ids)
