"""The key file beside the database, and the keys wrapped by the recovery phrase.

The file's name ends in `.db-shm`: Home Assistant (`backup/const.py`, EXCLUDE_FROM_BACKUP) and the Supervisor
(`homeassistant/module.py`) leave such files of the configuration folder out of every backup. The wrapped keys are
kept in the database, so they travel with what they open.
"""

import binascii
import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from .vault import KeyRing

_LOGGER = logging.getLogger(__name__)

_VERSION: Final = 1
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
# 32 MiB and about 0.1 s (RFC 7914). The phrase has 130 random bits: this only makes guessing at a part of it dear.
_COST: Final = {"n": 2**15, "r": 8, "p": 1}
# What is wrapped says what it is, so that nothing else can be put in its place.
_PURPOSE: Final = b"smart_community.keys"


class WrongPhraseError(Exception):
    """The phrase is well formed but not the one that wrapped these keys."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What the key file holds: the keys, and the same keys wrapped for the database, as JSON; None: not yet."""

    ring: KeyRing
    wrapped: str | None = None


def key_path(database: Path) -> Path:
    """Return where the keys to `database` are kept."""
    return database.with_name(f"{database.stem}_keys.db-shm")


def spare_path(database: Path) -> Path:
    """Return where the key is kept that seals notes while the real one is missing."""
    return database.with_name(f"{database.stem}_spare_keys.db-shm")


def load(path: Path) -> KeyFile | None:
    """Return what a key file holds; None if there is none or it cannot be used, which is logged. Blocks."""
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        ring = _ring_from(content)
        wrapped = content["wrapped"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        # Never the content: `str` of a JSON error could quote it.
        _LOGGER.error("The key file %s cannot be used: %s", path, type(error).__name__)
        return None
    return KeyFile(ring, wrapped)


def save(path: Path, file: KeyFile) -> None:
    """Put a key file in place in one step, readable by its owner only; it is on disk when this returns. Blocks.

    A file that could not be read (`load`) is kept beside it. Raises OSError.
    """
    if path.exists() and load(path) is None:
        path.replace(path.with_name(f"{path.stem}.damaged.db-shm"))
    unfinished = path.with_name(f"{path.stem}.new.db-shm")
    unfinished.unlink(missing_ok=True)
    content = json.dumps({"version": _VERSION, **_ring_as_dict(file.ring), "wrapped": file.wrapped})
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    unfinished.replace(path)
    sync_folder(path)


def needs_phrase(database: Path) -> bool:
    """Return whether keys are to be made for a database, or a phrase for its keys. Blocks.

    False too for a database that came without its keys: a repair asks for the phrase that it came with.
    """
    file = load(key_path(database))
    return not database.exists() if file is None else file.wrapped is None


def make_phrase_hold(database: Path, phrase: str) -> None:
    """Wrap the keys of a database that does not run with a phrase, and make them if there are none. Blocks; OSError."""
    path = key_path(database)
    file = load(path)
    ring = KeyRing.new() if file is None else file.ring
    save(path, KeyFile(ring, wrap(ring, phrase)))


def remove(path: Path) -> None:
    """Remove a key file, if it is there. Blocks."""
    path.unlink(missing_ok=True)


def sync_folder(path: Path) -> None:
    """Make names that were just given or taken in the folder of `path` last over a power cut. Blocks."""
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        # Some network file systems do not do it for folders: their names are theirs to keep.
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def wrap(ring: KeyRing, phrase: str) -> str:
    """Return the keys sealed by a recovery phrase (as `core.phrase` writes it), as JSON; takes about 0.1 s."""
    salt, nonce = token_bytes(_SALT_BYTES), token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_derive(phrase, salt, _COST)).encrypt(nonce, json.dumps(_ring_as_dict(ring)).encode(), _PURPOSE)
    return json.dumps(
        {
            "version": _VERSION,
            "keys": sorted(ring.keys),
            "scrypt": {**_COST, "salt": _encode(salt)},
            "nonce": _encode(nonce),
            "sealed": _encode(sealed),
        }
    )


def unwrap(wrapped: str, phrase: str) -> KeyRing:
    """Return the keys that a recovery phrase opens; takes as long as `wrap`.

    Raises WrongPhraseError, also where what is wrapped is damaged: no phrase opens that.
    """
    try:
        content = json.loads(wrapped)
        scrypt = content["scrypt"]
        key = _derive(phrase, binascii.a2b_base64(scrypt["salt"]), scrypt)
        nonce, sealed = (binascii.a2b_base64(content[name]) for name in ("nonce", "sealed"))
        return _ring_from(json.loads(AESGCM(key).decrypt(nonce, sealed, _PURPOSE)))
    except (InvalidTag, ValueError, KeyError, TypeError) as error:
        raise WrongPhraseError from error


def covers(wrapped: str | None, ring: KeyRing) -> bool:
    """Return whether every key of `ring` is among the wrapped ones: a restore would open everything."""
    return wrapped is not None and set(ring.keys) <= set(json.loads(wrapped)["keys"])


def _derive(phrase: str, salt: bytes, cost: Mapping[str, Any]) -> bytes:
    return Scrypt(salt=salt, length=_KEY_BYTES, n=cost["n"], r=cost["r"], p=cost["p"]).derive(phrase.encode())


def _ring_as_dict(ring: KeyRing) -> dict[str, Any]:
    return {"current": ring.current, "keys": {key_id: _encode(key) for key_id, key in ring.keys.items()}}


def _ring_from(content: Mapping[str, Any]) -> KeyRing:
    keys = {key_id: binascii.a2b_base64(key) for key_id, key in content["keys"].items()}
    if content["current"] not in keys or any(len(key) != _KEY_BYTES for key in keys.values()):
        raise ValueError
    return KeyRing(content["current"], keys)


def _encode(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).decode()
