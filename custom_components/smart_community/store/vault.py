"""Personal fields, sealed one by one: AES-GCM with the field's id as associated data (RFC 5116, NIST SP 800-38D).

A sealed value is `v1.<key id>.<base64 of nonce and ciphertext>`. It says which key opens it, so that a new key can
take over row by row, and it opens only as the field that it was sealed as: moved to another row it is refused.
"""

import binascii
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_bytes, token_hex
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..core.ports import StoreError, StoreFailure

_LOGGER = logging.getLogger(__name__)

_FORMAT: Final = "v1"
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
# Tables whose rows are only ever added: a new one hides no older one that cannot be read now.
_ADDED_WHILE_LOCKED: Final = frozenset({"timeline", "deliveries", "handovers"})


class VaultError(StoreError):
    """A value cannot be opened or sealed; the text names the field, never the value."""

    def __init__(self, reason: str) -> None:
        """Keep why."""
        super().__init__(StoreFailure.ERROR, reason)


class VaultLockedError(VaultError):
    """The key is missing: what is known of people cannot be changed, since it cannot be read either."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the key to personal data is missing")


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys by id (8 hex digits), 32 bytes each, and the one that seals; older ones only open."""

    current: str
    keys: Mapping[str, bytes]

    @classmethod
    def new(cls) -> Self:
        """Return a ring with one fresh key."""
        key_id = token_hex(4)
        return cls(key_id, {key_id: token_bytes(_KEY_BYTES)})

    def with_new_key(self) -> KeyRing:
        """Return this ring with a fresh key that seals from now on."""
        fresh = KeyRing.new()
        return KeyRing(fresh.current, {**self.keys, **fresh.keys})

    def joined(self, others: KeyRing) -> KeyRing:
        """Return this ring with the keys of `others` too; which one seals stays."""
        return KeyRing(self.current, {**others.keys, **self.keys})

    def only_current(self) -> KeyRing:
        """Return the ring without the keys that only open."""
        return KeyRing(self.current, {self.current: self.keys[self.current]})


class Vault:
    """Seals and opens personal fields; any thread may call it. About 3 µs a value."""

    def __init__(self, ring: KeyRing | None = None) -> None:
        """Begin with `ring`; without one it is locked."""
        self._ciphers: dict[str, AESGCM] = {}
        self._current = ""
        self._is_open = False
        if ring is not None:
            self.use(ring)

    @property
    def is_open(self) -> bool:
        """Whether what is stored can be read."""
        return self._is_open

    @property
    def current(self) -> str:
        """The id of the key that seals, "" if there is none."""
        return self._current

    def is_current(self, sealed: str) -> bool:
        """Return whether a value is sealed with the key that seals now."""
        return sealed.startswith(f"{_FORMAT}.{self._current}.")

    def use(self, ring: KeyRing, *, is_open: bool = True) -> None:
        """Use `ring` from now on; `is_open` False: it seals what is added, but is not the one of the database."""
        # Each is replaced in one step, and no key goes before the one in its place is there.
        self._ciphers = {key_id: AESGCM(key) for key_id, key in ring.keys.items()}
        self._current = ring.current
        self._is_open = is_open

    def seal(self, field: str, text: str) -> str:
        """Return `text` sealed as the field "table.column:row id"; "" stays "".

        Raises VaultLockedError while the key is missing, unless the table is one to which rows are only added.
        """
        if not text:
            return ""
        ciphers, current = self._ciphers, self._current
        cipher = ciphers.get(current)
        if cipher is None or not (self._is_open or field.partition(".")[0] in _ADDED_WHILE_LOCKED):
            raise VaultLockedError
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + cipher.encrypt(nonce, text.encode(), field.encode())
        return f"{_FORMAT}.{current}.{binascii.b2a_base64(sealed, newline=False).decode()}"

    def read(self, field: str, sealed: str | None) -> str | None:
        """Return the text of a sealed field as `open` does, but "" for what does not open, which is logged.

        For what an alarm needs at the start: one damaged line must not keep it from people. None stays None.
        """
        if sealed is None:
            return None
        try:
            return self.open(field, sealed)
        except VaultError as error:
            _LOGGER.error("A stored line cannot be read: %s", error)
            return ""

    def open(self, field: str, sealed: str) -> str:
        """Return the text of a sealed field; "" if its key is missing.

        Raises VaultError if the value was never sealed, or not as this field, or is damaged.
        """
        if not sealed:
            return ""
        version, _, rest = sealed.partition(".")
        key_id, _, encoded = rest.partition(".")
        if version != _FORMAT or not encoded:
            message = f"{field} is not sealed"
            raise VaultError(message)
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            return ""
        try:
            data = binascii.a2b_base64(encoded)
            return cipher.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], field.encode()).decode()
        except (InvalidTag, ValueError) as error:
            message = f"{field} does not open: damaged, or sealed as another field"
            raise VaultError(message) from error
