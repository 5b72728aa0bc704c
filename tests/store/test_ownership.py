"""One process has the database; a kill gives it free."""

import asyncio
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.store import ownership
from custom_components.smart_community.store.database import Database
from custom_components.smart_community.store.ownership import Ownership

ROOT = Path(__file__).parents[2]
# The store alone: Home Assistant, which the package imports, takes seconds.
BARE = """
import sys, types
import custom_components
package = types.ModuleType("custom_components.smart_community")
package.__path__ = [custom_components.__path__[0] + "/smart_community"]
sys.modules[package.__name__] = package
"""
HOLD = f"""
{BARE}
import time
from pathlib import Path
from custom_components.smart_community.store.ownership import Ownership
held = Ownership(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def clock() -> Instant:
    return Instant(datetime.now(UTC), time.monotonic())


def hold(path: Path) -> subprocess.Popen[str]:
    """Start another process that has the database."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_refused_until_the_first_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "smart_community.db"
    with hold(path) as process:
        with pytest.raises(StoreError) as caught:
            Ownership(path)
        assert caught.value.failure is StoreFailure.IN_USE
        process.send_signal(signal.SIGKILL)
    Ownership(path).release()


def test_another_name_of_the_same_file_is_the_same_database(tmp_path: Path) -> None:
    path = tmp_path / "smart_community.db"
    path.touch()
    link = tmp_path / "other" / "smart_community.db"
    link.parent.mkdir()
    link.symlink_to(path)
    with hold(path) as process:
        with pytest.raises(StoreError):
            Ownership(link)
        process.kill()


def test_within_a_process_it_is_shared(tmp_path: Path) -> None:
    """A reload while a write of the community before still hangs is no second instance."""
    path = tmp_path / "smart_community.db"
    first, second = Ownership(path), Ownership(path)
    first.release()
    first.release()
    with pytest.raises(AssertionError, match="refused"):
        hold_or_fail(path)
    second.release()
    with hold(path) as process:
        process.kill()


def hold_or_fail(path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-c", HOLD, str(path)], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )
    assert "in_use" not in process.stderr, "refused"


@pytest.mark.parametrize("step", ["os.open", "fcntl.flock"])
def test_where_no_lock_can_be_had_the_database_is_used_without(tmp_path: Path, step: str) -> None:
    """A read-only folder or a file system without locks must not keep an alarm from a person."""
    module, name = step.split(".")
    with patch.object(getattr(ownership, module), name, side_effect=OSError(38, "not implemented")):
        Ownership(tmp_path / "smart_community.db").release()


async def test_the_second_database_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "smart_community.db"
    first = Database(path, clock)
    await first.open()
    program = f"""
{BARE}
import asyncio
from pathlib import Path
from datetime import UTC, datetime
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.ports import StoreError
from custom_components.smart_community.store.database import Database
async def main():
    database = Database(Path({str(path)!r}), lambda: Instant(datetime.now(UTC), 0.0))
    try:
        await database.open()
    except StoreError as error:
        print(error.failure)
    await database.close()
asyncio.run(main())
"""
    second = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    told, _ = await second.communicate()
    assert told == b"in_use\n"
    await first.bulk(lambda _: None)
    assert await first.close()
