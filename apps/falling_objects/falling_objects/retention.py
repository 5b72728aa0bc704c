"""What is old goes: falls, their pictures and clips, and what a fall that nobody knows any more has left behind."""

import logging
from pathlib import Path
from typing import Final

from .outbox import Outbox, OutboxError

_DAY: Final = 86_400.0  # seconds
# Packets are made into a clip, and a file that is being written is finished, long before: seconds.
_STALE: Final = 3600.0
_LOG: Final = logging.getLogger(__name__)


def forget(outbox: Outbox, folder: Path, keep_days: int, now: float) -> None:
    """Delete what is older than `keep_days` at `now` (UTC seconds); what the disk refuses is told, and tried again."""
    before = now - keep_days * _DAY
    try:
        for fall_id in outbox.forget(before, now):
            for kind in ("jpg", "mp4"):
                (folder / f"{fall_id}.{kind}").unlink(missing_ok=True)
        for path in folder.iterdir():
            if _left_behind(path, path.stat().st_mtime, outbox, before, now):
                path.unlink(missing_ok=True)
    except (OutboxError, OSError) as error:
        _LOG.error("what is old was not all deleted: %s", error)


def _left_behind(path: Path, changed: float, outbox: Outbox, before: float, now: float) -> bool:
    """Return whether nobody will ever ask for a file."""
    match path.suffix:
        case ".jpg" | ".mp4":
            # The disk took the picture and not the news, or a power cut came between forgetting and deleting.
            return changed < before and outbox.fall(path.stem) is None
        case ".mkv":
            # Whoever wrote the packets was killed before it wrote what is to become of them. They are not masked.
            return changed < now - _STALE and not path.with_suffix(".job").exists()
        case ".part":
            return changed < now - _STALE
    return False
