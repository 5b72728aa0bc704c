"""One community for the whole suite, and nothing left of it; and nothing is skipped silently.

Where `CI` is set, a skip is a failure.
"""

import os
from collections.abc import AsyncGenerator, Generator
from typing import Any

import pytest
import pytest_asyncio

from .leftovers import Leftovers
from .logs import check_log
from .spine import Nursery
from .world import World

UNATTENDED = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


FIGURES = pytest.StashKey[list[str]]()
# What runs at once, each part in a process of its own: about a third of the time each. What shares the community of
# this file is together, so that there is one; what films and watches facades is too, since it wants the processor most.
# The others start a Home Assistant of their own, which waits more than it works.
COMMUNITY = "community"
PARTS = {
    "facades": {"test_facade_calibration", "test_falling_object_screen", "test_falling_objects"},
    "houses": {
        "test_cameras",
        "test_elevator",
        "test_elevator_screen",
        "test_phones",
        "test_staff_pages",
    },
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let several processes share the suite."""
    choices = (COMMUNITY, *PARTS)
    parser.addoption("--part", choices=choices, help="only this part of the files; the others may run beside it")


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> list[str]:
    """Return a list of lines that are printed at the end, also when all is well."""
    return pytestconfig.stash.setdefault(FIGURES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what the tests have measured."""
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(line)


def part_of(file: str) -> str:
    """Return the part to which a file belongs."""
    return next((part for part, files in PARTS.items() if file in files), COMMUNITY)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run every test on one event loop: the shared community's connections belong to it."""
    if (wanted := config.getoption("--part")) is not None:
        items[:] = [item for item in items if part_of(item.path.stem) == wanted]
    for item in items:
        item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
        # A deadlock must fail one test, not the job. A file that has to make much at first says so itself.
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session", autouse=True)
def leftovers() -> Generator[Leftovers]:
    """Fail at the end of the suite if a process, a listener or a mount of ours is left."""
    found = Leftovers()
    yield found
    found.check()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_world(leftovers: Leftovers, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[World]:
    """Return the community that the tests share."""
    async with World(tmp_path_factory.mktemp("world")) as world:
        yield world
    check_log(world.home_assistant.process.log)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def nursery(leftovers: Leftovers, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Nursery]:
    """Return what forks bare processes of the spine."""
    log = tmp_path_factory.mktemp("nursery") / "spine.log"
    async with Nursery(log) as nursery:
        yield nursery
    check_log(log)


@pytest_asyncio.fixture(loop_scope="session")
async def world(shared_world: World) -> AsyncGenerator[World]:
    """Return the community as a test may expect it, and check that the test leaves it so."""
    yield shared_world
    await shared_world.mend()
    await shared_world.resolve_all()
    await shared_world.no_repairs()


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that gives its reason; a test that is expected to fail (`xfail`) stays what it is."""
    if not UNATTENDED or not report.skipped or hasattr(report, "wasxfail"):
        return
    # pytest's form of a skip: (path, line, reason).
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid} was skipped, and with CI set nothing may be: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, pytest.TestReport]:
    """Judge the report of each test."""
    report: pytest.TestReport = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, pytest.CollectReport]:
    """Judge the report of each file: `importorskip` at its head leaves out all that is in it."""
    report: pytest.CollectReport = yield
    _fail_if_skipped(report)
    return report
