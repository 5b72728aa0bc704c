"""Commit, then act, but never silent: what the saver does with a store that fails, hangs and comes back."""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from custom_components.smart_community.core.journal import Note
from custom_components.smart_community.core.ports import Record, StoreError, StoreFailure
from custom_components.smart_community.desks import saving
from custom_components.smart_community.desks.saving import PATIENCE, Saver

from .world import START, Disk, HandLoop, Store

OF_THE_FILE = [failure for failure in StoreFailure if failure is not StoreFailure.HANGING]


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: this desk knows none."""


def note(number: int, key: str = "") -> Note:
    return Note(START + timedelta(seconds=number), "anna", "noted", key)


class Desk:
    """A desk that saves numbered notes, and remembers what it was told of them."""

    def __init__(self) -> None:
        self.loop = HandLoop()
        self.store = Store(self.loop, Disk())
        self.reports: list[StoreFailure | None] = []
        self.saver = Saver(self.store.commit, self.reports.append)
        self.late: list[int] = []

    def begin(self, number: int, *, from_memory: bool = True, key: str = "") -> asyncio.Task[bool]:
        save = self.saver.save([note(number, key)], from_memory=from_memory, on_late=lambda: self.late.append(number))
        task = self.loop.create_task(save)
        # Not every answer is asked for.
        task.add_done_callback(lambda done: None if done.cancelled() else done.exception())
        self.loop.turn()
        return task

    def save(self, number: int, *, from_memory: bool = True) -> bool:
        task = self.begin(number, from_memory=from_memory)
        assert task.done(), "somebody waits"
        return task.result()

    def flush(self) -> None:
        self.saver.flush()
        self.loop.turn()

    @property
    def written(self) -> list[int]:
        """The numbers of the notes on disk, in their order."""
        return [(entry.at - START).seconds for entry in self.store.disk.journal]


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.loop.cancel_all()
    desk.loop.close()
    assert desk.loop.faults == []


@pytest.mark.parametrize("from_memory", [True, False])
def test_a_save_is_true_once_the_records_are_on_disk(desk: Desk, from_memory: bool) -> None:
    assert desk.save(1, from_memory=from_memory)
    assert (desk.written, desk.late, desk.reports, desk.saver.failure) == ([1], [], [], None)


@pytest.mark.parametrize("failure", OF_THE_FILE)
def test_if_a_commit_fails_people_come_first_and_the_record_follows(desk: Desk, failure: StoreFailure) -> None:
    desk.store.failure = failure
    assert not desk.save(1)
    assert (desk.saver.failure, desk.saver.backlog, desk.late) == (failure, 1, [])
    desk.flush()
    assert (desk.written, desk.saver.backlog) == ([], 1), "tried again, in vain"
    desk.store.failure = None
    desk.flush()
    assert (desk.written, desk.late, desk.saver.backlog) == ([1], [1], 0)
    assert desk.reports == [failure, None], "each change is reported once"


@pytest.mark.parametrize("failure", OF_THE_FILE)
def test_what_can_wait_raises_and_is_not_kept(desk: Desk, failure: StoreFailure) -> None:
    desk.store.failure = failure
    with pytest.raises(StoreError) as error:
        desk.save(1, from_memory=False)
    assert error.value.failure is failure
    desk.store.failure = None
    assert desk.saver.backlog == 0
    assert desk.save(2, from_memory=False)
    assert (desk.written, desk.late, desk.reports) == ([2], [], [failure, None])


def test_if_a_commit_hangs_people_wait_two_seconds_and_no_longer(desk: Desk) -> None:
    desk.store.hangs = True
    task = desk.begin(1)
    desk.loop.wait(PATIENCE - 0.01)
    assert not task.done()
    desk.loop.wait(0.01)
    assert task.result() is False
    assert (desk.saver.failure, desk.saver.backlog) == (StoreFailure.HANGING, 1)
    desk.store.resume()
    assert (desk.written, desk.late, desk.saver.backlog) == ([1], [1], 0)
    assert desk.reports == [StoreFailure.HANGING, None]


def test_what_can_wait_raises_after_two_seconds_and_hears_if_it_is_written_after_all(desk: Desk) -> None:
    desk.store.hangs = True
    task = desk.begin(1, from_memory=False)
    desk.loop.wait(PATIENCE)
    with pytest.raises(StoreError, match="hanging"):
        task.result()
    assert desk.late == []
    desk.store.resume()
    assert (desk.written, desk.late) == ([1], [1])
    assert desk.saver.failure is None


def test_what_can_wait_is_forgotten_if_the_hanging_commit_fails_in_the_end(desk: Desk) -> None:
    desk.store.hangs = True
    task = desk.begin(1, from_memory=False)
    desk.loop.wait(PATIENCE)
    assert isinstance(task.exception(), StoreError)
    desk.store.resume(StoreFailure.LOCKED)
    desk.flush()
    assert (desk.written, desk.late, desk.saver.backlog) == ([], [], 0)
    assert desk.save(2)
    assert desk.reports == [StoreFailure.HANGING, StoreFailure.LOCKED, None]


def test_a_store_that_is_known_to_hang_makes_nobody_else_wait_and_gets_nothing_more(desk: Desk) -> None:
    desk.store.hangs = True
    desk.begin(1)
    desk.loop.wait(PATIENCE)
    assert [desk.save(number) for number in range(2, 32)] == [False] * 30
    with pytest.raises(StoreError, match="hanging"):
        desk.save(99, from_memory=False)
    desk.flush()
    assert len(desk.store.pending) == 1
    desk.store.resume()
    assert desk.written == list(range(1, 32))
    assert desk.late == list(range(1, 32))
    assert len(desk.store.commits) == 2, "what waited is one commit"
    assert desk.reports == [StoreFailure.HANGING, None]


def test_what_hangs_and_fails_is_written_before_what_came_after_it(desk: Desk) -> None:
    """A backup locks the file for some seconds: the second change must not be overtaken by the first."""
    desk.store.hangs = True
    desk.begin(1)
    desk.loop.wait(PATIENCE)
    desk.save(2)
    desk.store.resume(StoreFailure.LOCKED)
    assert (desk.written, desk.saver.failure) == ([], StoreFailure.LOCKED)
    desk.flush()
    assert (desk.written, desk.late) == ([1, 2], [1, 2])


def test_several_that_hang_are_judged_one_by_one(desk: Desk) -> None:
    desk.store.hangs = True
    for number in (1, 2, 3):
        desk.begin(number)
    desk.loop.wait(PATIENCE)
    desk.save(4)
    desk.store.settle(1)
    desk.store.failure = StoreFailure.FULL
    desk.store.settle(1)
    desk.loop.turn()
    assert (desk.written, desk.late, desk.saver.backlog) == ([1], [1], 3)
    desk.flush()
    assert len(desk.store.pending) == 1, "one still hangs: nothing else goes to the store"
    desk.store.resume()
    assert sorted(desk.written) == sorted(desk.late) == [1, 2, 3, 4]
    assert desk.written.index(2) < desk.written.index(4)
    assert desk.saver.failure is None


def test_what_comes_while_something_waits_goes_behind_it(desk: Desk) -> None:
    desk.store.failure = StoreFailure.FULL
    desk.save(1)
    desk.store.failure = None
    assert not desk.save(2)
    with pytest.raises(StoreError, match="full"):
        desk.save(3, from_memory=False)
    desk.flush()
    assert (desk.written, desk.late) == ([1, 2], [1, 2])
    assert desk.save(4)


def test_a_long_backlog_is_written_by_few_commits_and_one_tick(desk: Desk) -> None:
    desk.store.failure = StoreFailure.FULL
    for number in range(1000):
        desk.save(number)
    desk.store.failure = None
    desk.flush()
    assert desk.written == desk.late == list(range(1000))
    assert [len(records) for records in desk.store.commits] == [256, 256, 256, 232]


def test_a_flush_that_fails_writes_nothing_of_itself(desk: Desk) -> None:
    desk.store.failure = StoreFailure.FULL
    for number in (1, 2, 3):
        desk.save(number)
    desk.flush()
    desk.flush()
    assert (desk.written, desk.saver.backlog) == ([], 3)
    desk.store.failure = None
    desk.flush()
    assert desk.written == [1, 2, 3]


def test_a_flush_that_hangs_is_not_doubled(desk: Desk) -> None:
    desk.store.failure = StoreFailure.LOCKED
    desk.save(1)
    desk.store.failure, desk.store.hangs = None, True
    for _ in range(10):
        desk.flush()
    assert len(desk.store.pending) == 1
    assert not desk.save(2)
    desk.store.resume()
    assert desk.written == desk.late == [1, 2]


def refuse(number: int, desk: Desk) -> None:
    """Let the database refuse one record, whatever else it takes."""
    desk.store.refuses = lambda record: isinstance(record, Note) and record.at == note(number).at


def test_one_poisoned_record_does_not_block_the_backlog_for_ever(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.store.failure = StoreFailure.LOCKED
    for number in range(1, 41):
        desk.save(number)
    desk.store.failure = None
    refuse(20, desk)
    for second in range(1, 60):
        desk.flush()
        if second % 10 == 0 and desk.saver.backlog:
            # The heartbeat's proof that the store is well.
            desk.begin(1000 + second, from_memory=False)
    assert [number for number in desk.written if number < 1000] == [n for n in range(1, 41) if n != 20]
    assert desk.late == [n for n in range(1, 41) if n != 20]
    assert (desk.saver.backlog, desk.saver.failure, desk.reports[-1]) == (0, None, None)
    assert caplog.text.count("given up") == 1


def test_a_poisoned_record_that_waits_alone_is_given_up_too(desk: Desk) -> None:
    refuse(1, desk)
    assert not desk.save(1)
    for _ in range(5):
        assert isinstance(desk.begin(50, from_memory=False).exception(), StoreError)
        desk.flush()
    assert desk.save(51, from_memory=False), "others may show now whether it is the record or the store"
    desk.flush()
    assert (desk.saver.backlog, desk.late, desk.saver.failure) == (0, [], None)
    assert desk.save(2)


def test_an_ill_disk_that_refuses_everything_makes_nothing_be_given_up(desk: Desk) -> None:
    """An I/O error has no name of its own; hours of it must lose nothing."""
    desk.store.failure = StoreFailure.ERROR
    for number in (1, 2, 3):
        desk.save(number)
    for second in range(200):
        desk.flush()
        if second % 10 == 0:
            desk.begin(99, from_memory=False)
    assert desk.saver.backlog == 3
    desk.store.failure = None
    desk.flush()
    assert desk.written == desk.late == [1, 2, 3]


def test_a_store_that_recovers_between_two_tries_makes_nothing_be_given_up(desk: Desk) -> None:
    desk.store.failure = StoreFailure.ERROR
    desk.save(1)
    for _ in range(20):
        desk.flush()
    desk.store.failure = None
    assert desk.save(2, from_memory=False)
    desk.flush()
    assert (desk.written, desk.late, desk.saver.failure) == ([2, 1], [1], None)


def test_a_disk_that_is_gone_for_days_does_not_take_the_memory_with_it(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.store.failure = StoreFailure.FULL
    with patch.object(saving, "_LONGEST_BACKLOG", 10):
        for number in range(15):
            assert not desk.save(number)
    assert desk.saver.backlog == 10
    desk.store.failure = None
    desk.flush()
    assert desk.written == desk.late == list(range(5, 15))
    assert "the oldest unsaved record is given up" in caplog.text


def test_a_store_that_is_closed_fails_like_any_other(desk: Desk) -> None:
    with patch.object(desk.saver, "_commit", side_effect=StoreError(StoreFailure.ERROR, "the database is closed")):
        assert not desk.save(1)
        with pytest.raises(StoreError):
            desk.save(2, from_memory=False)
        desk.flush()
    assert desk.saver.backlog == 1
    desk.flush()
    assert desk.written == [1]


def test_after_a_start_without_a_store_the_first_write_is_a_recovery(desk: Desk) -> None:
    desk.saver.start_failed(StoreFailure.NEWER)
    assert desk.saver.failure is StoreFailure.NEWER
    assert desk.save(1)
    assert desk.reports == [None]


def test_a_commit_that_is_cancelled_with_its_loop_is_a_failure(desk: Desk) -> None:
    desk.store.hangs = True
    desk.begin(1)
    desk.loop.wait(PATIENCE)
    desk.store.pending[0][1].cancel()
    desk.loop.turn()
    assert (desk.saver.failure, desk.saver.backlog) == (StoreFailure.ERROR, 1)
    desk.store.pending.clear()
    desk.store.hangs = False
    desk.flush()
    assert desk.written == [1]


def test_write_is_a_save_that_can_wait(desk: Desk) -> None:
    task = desk.loop.create_task(desk.saver.write([note(1)]))
    desk.loop.turn()
    assert task.done()
    desk.store.failure = StoreFailure.FULL
    task = desk.loop.create_task(desk.saver.write([note(2)]))
    desk.loop.turn()
    assert isinstance(task.exception(), StoreError)


class AnyStore(RuleBasedStateMachine):
    """Nothing is lost, doubled or overtaken, whatever the store does.

    Each key is changed by one at a time, as the response desk's locks see to: the order of its records on disk is the
    order of its changes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.running: dict[str, asyncio.Task[bool]] = {}
        self.changes: defaultdict[str, list[int]] = defaultdict(list)
        self.answers: dict[int, asyncio.Task[bool]] = {}
        self.number = 0

    @rule(key=st.sampled_from("abc"))
    def save(self, key: str) -> None:
        if key in self.running and not self.running[key].done():
            return
        self.number += 1
        self.running[key] = self.answers[self.number] = self.desk.begin(self.number, key=key)
        self.changes[key].append(self.number)

    @rule()
    def save_what_can_wait(self) -> None:
        self.number += 1
        self.desk.begin(self.number, from_memory=False)

    @rule()
    def tick(self) -> None:
        self.desk.flush()

    @rule(seconds=st.sampled_from([1.0, PATIENCE]))
    def wait(self, seconds: float) -> None:
        self.desk.loop.wait(seconds)

    @rule(failure=st.none() | st.sampled_from([StoreFailure.FULL, StoreFailure.LOCKED, StoreFailure.ERROR]))
    def decide(self, failure: StoreFailure | None) -> None:
        self.desk.store.resume(failure)
        self.desk.store.failure = failure

    @rule()
    def hang(self) -> None:
        self.desk.store.hangs = True

    @rule(most=st.integers(1, 3))
    def settle_some(self, most: int) -> None:
        self.desk.store.settle(most)
        self.desk.loop.turn()

    def teardown(self) -> None:
        desk = self.desk
        desk.loop.wait(PATIENCE)
        desk.store.resume()
        # A failed record may be suspected by now: what else is written shows that the store is well.
        for _ in range(12):
            desk.flush()
        assert desk.save(999, from_memory=False)
        assert (desk.saver.backlog, desk.saver.failure) == (0, None)
        on_disk: defaultdict[str, list[int]] = defaultdict(list)
        for entry in desk.store.disk.journal:
            if entry.subject:
                on_disk[entry.subject].append((entry.at - START).seconds)
        assert on_disk == self.changes
        told_late = sorted(number for number in desk.late if number in self.answers)
        assert told_late == [number for number, answer in self.answers.items() if not answer.result()]
        assert not any(self.repeated(desk.reports)), "only changes are reported"
        desk.loop.close()
        assert desk.loop.faults == []

    @staticmethod
    def repeated(reports: list[StoreFailure | None]) -> list[bool]:
        return [earlier is later for earlier, later in itertools.pairwise([None, *reports])]


AnyStore.TestCase.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
TestNothingIsLostDoubledOrOvertaken = AnyStore.TestCase


def test_what_is_written_are_the_records_themselves(desk: Desk) -> None:
    records: list[Record] = [note(1), note(2)]
    task = desk.loop.create_task(desk.saver.save(records, from_memory=True, on_late=lambda: None))
    desk.loop.turn()
    assert task.result()
    assert desk.store.commits == [records]
