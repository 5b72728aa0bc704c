"""Files on their way in, in parts: Home Assistant's websocket takes 4 MiB a message."""

from dataclasses import dataclass, field
from typing import Final

from ..core.ports import Clock
from ..core.register_fields import LONGEST_SHEET
from ..core.register_form import Refusal, RegisterError

# The text of the largest sheet, in the worst case of its encoding, is refused by the reader; this guards the memory.
LARGEST_FILE: Final = LONGEST_SHEET
_MOST_AT_ONCE: Final = 4
_FORGOTTEN_AFTER: Final = 600.0  # seconds


@dataclass(slots=True)
class _Upload:
    """The parts that came, from whom, and when the last one came (monotonic seconds)."""

    by: str
    at: float
    parts: list[bytes] = field(default_factory=list)
    size: int = 0


class Uploads:
    """Keeps files in memory until they are taken, or for ten minutes; used on the event loop only."""

    def __init__(self, clock: Clock) -> None:
        """Begin with none."""
        self._clock = clock
        self._uploads: dict[str, _Upload] = {}

    def add(self, upload_id: str, by: str, part: bytes, *, new: bool) -> int:
        """Add a part to a file, or begin one (`new`), and return how many bytes there are.

        Raises RegisterError `upload_unknown` for a file that was not begun by this account, or is forgotten, and
        `upload_too_large`.
        """
        now = self._clock().monotonic
        for other in [one for one, upload in self._uploads.items() if now - upload.at > _FORGOTTEN_AFTER]:
            del self._uploads[other]
        if new:
            while len(self._uploads) >= _MOST_AT_ONCE:
                del self._uploads[min(self._uploads, key=lambda one: self._uploads[one].at)]
            self._uploads[upload_id] = _Upload(by, now)
        upload = self._find(upload_id, by)
        if upload.size + len(part) > LARGEST_FILE:
            del self._uploads[upload_id]
            raise RegisterError(Refusal.UPLOAD_TOO_LARGE)
        upload.parts.append(part)
        upload.size += len(part)
        upload.at = now
        return upload.size

    def take(self, upload_id: str, by: str) -> bytes:
        """Return a file and forget it. Raises RegisterError `upload_unknown`."""
        upload = self._find(upload_id, by)
        del self._uploads[upload_id]
        return b"".join(upload.parts)

    def _find(self, upload_id: str, by: str) -> _Upload:
        upload = self._uploads.get(upload_id)
        if upload is None or upload.by != by:
            raise RegisterError(Refusal.UPLOAD_UNKNOWN)
        return upload
