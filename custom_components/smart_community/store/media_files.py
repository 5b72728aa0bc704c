"""The pictures of incidents as files: each sealed with a key of its own (AES-GCM, NIST SP 800-38D), written whole.

A key is used for one file only; it is kept sealed in the database, so that a new key of the vault has no file to
rewrite, and a row that is deleted takes its picture with it, whatever copies of the file there are.
"""

import binascii
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..core.media import Media, MediaError, MediaProblem
from .keys import sync_folder

FOLDER: Final = "smart_community_media"
_NONCE_BYTES: Final = 12
_KEY_BITS: Final = 256
_UNFINISHED: Final = ".tmp"


def new_key() -> str:
    """Return a fresh key, as base64."""
    return binascii.b2a_base64(AESGCM.generate_key(_KEY_BITS), newline=False).decode()


def path_of(folder: Path, incident: str, number: int) -> Path:
    """Return where a file is. Raises MediaError if the incident's id is no plain name."""
    if not incident.isalnum():
        raise MediaError(MediaProblem.UNKNOWN)
    return folder / incident / str(number)


def write(folder: Path, media: Media, data: bytes) -> None:
    """Write a file, sealed; it is there whole or not at all. Raises OSError."""
    path = path_of(folder, media.incident, media.number)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + _cipher(media).encrypt(nonce, data, media.field_id.encode())
    unfinished = path.with_suffix(_UNFINISHED)
    with unfinished.open("wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    sync_folder(path)


def read(folder: Path, media: Media) -> bytes:
    """Return what a file holds. Raises MediaError if it is not there, or not what was written."""
    try:
        sealed = path_of(folder, media.incident, media.number).read_bytes()
        return _cipher(media).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], media.field_id.encode())
    except (OSError, ValueError, InvalidTag) as error:
        raise MediaError(MediaProblem.GONE) from error


def remove(folder: Path, gone: Iterable[tuple[str, int]]) -> None:
    """Remove files, and the folders that are empty then. Raises OSError."""
    for incident, number in gone:
        path = path_of(folder, incident, number)
        path.unlink(missing_ok=True)
        _remove_if_empty(path.parent)


def remove_all_but(folder: Path, kept: Collection[tuple[str, int]]) -> int:
    """Remove what a crash, or a database that was put back, has left without a row; return how many. Raises OSError."""
    removed = 0
    for of_incident in sorted(folder.iterdir()) if folder.is_dir() else ():
        for path in sorted(of_incident.iterdir()) if of_incident.is_dir() else ():
            if not path.name.isdecimal() or (of_incident.name, int(path.name)) not in kept:
                path.unlink(missing_ok=True)
                removed += 1
        _remove_if_empty(of_incident)
    return removed


def _cipher(media: Media) -> AESGCM:
    return AESGCM(binascii.a2b_base64(media.key))


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
