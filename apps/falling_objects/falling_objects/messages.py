"""What the processes say to each other; every message is a frozen dataclass that pickles."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

from .optics import Facade
from .outbox import Phase
from .settings import CameraSettings

# The trouble of a camera whose process ended by itself.
WORKER_DIED: Final = "worker_died"


class Level(IntEnum):
    """How much is looked at, of every camera alike."""

    FULL = 0
    HALF_SIZE = 1
    HALF_RATE = 2

    @property
    def said(self) -> str | None:
        """The word of the device's state."""
        return {Level.FULL: None, Level.HALF_SIZE: "half_size", Level.HALF_RATE: "half_rate"}[self]


@dataclass(frozen=True, slots=True)
class Watched:
    """A camera as a worker is given it; `folder` is where pictures and packets of its falls go."""

    camera: CameraSettings
    facade: Facade | None
    folder: Path


# To a worker.


@dataclass(frozen=True, slots=True)
class SetLevel:
    """Look at as much as this."""

    level: Level


@dataclass(frozen=True, slots=True)
class SetFacade:
    """A camera was calibrated."""

    camera: str
    facade: Facade | None


@dataclass(frozen=True, slots=True)
class AskPicture:
    """Send a camera's picture as it is, at full size."""

    camera: str
    request: int


@dataclass(frozen=True, slots=True)
class AskSelfTest:
    """Play a fall into a camera's picture."""

    camera: str


@dataclass(frozen=True, slots=True)
class Stop:
    """End."""


# From a worker.


@dataclass(frozen=True, slots=True)
class Health:
    """How a camera is, each second. `fps` came, `looked` were looked at, a second; `lag` in seconds.

    `trouble` is what stands between us and its pictures, None while they come. `blind` is a word of the state.
    """

    camera: str
    fps: float
    looked: float
    lag: float
    level: Level
    size: tuple[int, int] | None
    trouble: str | None
    blind: str | None
    calibrated: bool


@dataclass(frozen=True, slots=True)
class Load:
    """How busy a worker is: processor seconds a second, and its resident memory in MiB.

    `waited` is for how many seconds a second its threads, added up, were ready to run and had no processor.
    """

    busy: float
    waited: float
    memory: float


@dataclass(frozen=True, slots=True)
class FallNews:
    """News of a fall; `body` is what the community is told but for `frigate_event`. Times are UTC seconds."""

    camera: str
    fall: str
    phase: Phase
    began: float
    updated: float
    body: Mapping[str, object]
    picture: bool


@dataclass(frozen=True, slots=True)
class PacketsKept:
    """A fall's packets are on disk, and the job that makes a clip of them; None: they could not be kept, and why."""

    camera: str
    fall: str
    job: Path | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class PictureTaken:
    """A picture that was asked for, JPEG; None: there is none."""

    camera: str
    request: int
    jpeg: bytes | None


@dataclass(frozen=True, slots=True)
class SelfTestDone:
    """A self-test's end. `why` is empty when it passed."""

    camera: str
    passed: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A line for the log."""

    camera: str
    text: str


type ToWorker = SetLevel | SetFacade | AskPicture | AskSelfTest | Stop
type FromWorker = Health | Load | FallNews | PacketsKept | PictureTaken | SelfTestDone | Said
