"""From another thread to the event loop: in order, a batch a turn, and a fault of ours holds nothing up."""

import asyncio
import threading

import pytest

from custom_components.smart_community.links.inbox import MOST_A_TURN, Inbox


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: what is tested here knows none."""


async def test_what_another_thread_puts_in_is_taken_in_order_and_never_too_much_in_one_turn() -> None:
    taken, told = list[int](), list[int]()
    many = 10 * MOST_A_TURN
    inbox = Inbox(taken.append)

    def other_thread() -> None:
        for item in range(many):
            inbox.put(item)
        inbox.hand_over(lambda: told.append(len(taken)))

    thread = threading.Thread(target=other_thread)
    thread.start()
    thread.join()
    for turn in range(1, 11):
        await asyncio.sleep(0)
        assert len(taken) == turn * MOST_A_TURN
    assert taken == list(range(many))
    # What is handed over does not wait for all that was put in before it.
    assert told == [MOST_A_TURN]
    assert inbox.dropped == 0


async def test_a_fault_of_ours_holds_up_nothing_behind_it(caplog: pytest.LogCaptureFixture) -> None:
    taken: list[int] = []

    def take(item: int) -> None:
        if not item:
            raise ValueError
        taken.append(item)

    inbox = Inbox(take)
    for item in (1, 0, 2):
        inbox.put(item)
    await asyncio.sleep(0)
    assert taken == [1, 2]
    assert "could not be taken" in caplog.text


async def test_of_more_than_may_wait_the_oldest_are_dropped_and_counted() -> None:
    taken: list[int] = []
    inbox = Inbox(taken.append, most_waiting=3)
    for item in range(10):
        inbox.put(item)
    await asyncio.sleep(0)
    assert (taken, inbox.dropped) == ([7, 8, 9], 7)


async def test_once_closed_nothing_is_taken() -> None:
    taken: list[int] = []
    inbox = Inbox(taken.append)
    inbox.put(1)
    inbox.close()
    inbox.put(2)
    await asyncio.sleep(0)
    assert taken == []
    inbox = Inbox(taken.append)
    inbox._loop = asyncio.new_event_loop()
    inbox._loop.close()
    # The process ends: there is nobody to hand it to, and nothing is raised on the other thread.
    inbox.put(3)
