"""Sealing what identifies a person, and keyed hashes to find it again."""

import hashlib
import hmac
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class VaultError(ValueError):
    """A sealed value was altered, moved to another row, or its key is not on the ring."""


class Vault:
    """A ring of AES-256-GCM keys and one key for blind indexes.

    A sealed value is `key id, ":", nonce, ciphertext`. Its associated data is the place it belongs to
    (table, column and row id), so a value copied to another row does not open.
    """

    def __init__(self, keys: Mapping[str, bytes], index_key: bytes) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in keys.items()}
        self._current = next(iter(keys))
        self._index_key = index_key

    def seal(self, text: str, place: str) -> bytes:
        """Encrypt `text` for one place, for example `contacts.email:<row id>`."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self._current].encrypt(nonce, text.encode(), place.encode())
        return self._current.encode() + b":" + nonce + sealed

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypt what `seal` made for the same place. Raises VaultError."""
        name, _, rest = sealed.partition(b":")
        cipher = self._ciphers.get(name.decode(errors="replace"))
        if cipher is None:
            raise VaultError("the key of this value is not on the ring")
        try:
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], place.encode()).decode()
        except InvalidTag:
            raise VaultError("this value was altered or belongs to another place") from None

    def index(self, purpose: str, text: str) -> str:
        """A keyed hash in hex: equal texts meet, and only who holds the key can compute it.

        The purpose keeps indexes apart, so that one table's hash finds nothing in another.
        """
        return hmac.new(self._index_key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
