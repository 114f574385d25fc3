"""A stream only its passphrase opens: AES-256-GCM in numbered pieces, the last one marked.

A piece that was changed, moved, left out or cut off is refused, so a reader never takes half a backup for a whole one.
The construction is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, 2015), as in age and Tink.
"""

import os
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"LMSBACK1"
PIECE = 1024 * 1024
SALT, PREFIX, TAG = 16, 7, 16
# About a tenth of a second and 32 MiB: a passphrase is guessed slowly.
COST = {"n": 2**15, "r": 8, "p": 1}


class Unopened(ValueError):  # noqa: N818 - named by what is wrong
    """Another passphrase, or not all of it, or not as it was written."""


class Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


def is_sealed(start: bytes) -> bool:
    return start.startswith(MAGIC)


class SealedWriter:
    """Write here, and the sealed bytes go on to the sink. Without `close` the stream stays unreadable."""

    def __init__(self, sink: Sink, passphrase: str) -> None:
        salt, self._prefix = os.urandom(SALT), os.urandom(PREFIX)
        self._sink, self._box, self._number, self._held = sink, _box(passphrase, salt), 0, bytearray()
        sink.write(MAGIC + salt + self._prefix)

    def write(self, data: bytes) -> int:
        self._held += data
        # One whole piece is always held back: only at the end is it known which is the last.
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), is_last=False)
            del self._held[:PIECE]
        return len(data)

    def close(self) -> None:
        self._put(bytes(self._held), is_last=True)
        self._held.clear()

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        self._sink.write(self._box.encrypt(_nonce(self._prefix, self._number, is_last), piece, None))
        self._number += 1


class SealedReader:
    """Read the opened bytes; every piece is checked before any of it is given out."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        head = source.read(len(MAGIC) + SALT + PREFIX)
        if not is_sealed(head) or len(head) < len(MAGIC) + SALT + PREFIX:
            raise Unopened("This is no sealed backup.")
        salt, self._prefix = head[len(MAGIC) : len(MAGIC) + SALT], head[-PREFIX:]
        self._source, self._box, self._number, self._held = source, _box(passphrase, salt), 0, bytearray()
        self._next: bytes = source.read(PIECE + TAG)
        self._is_over = False

    def read(self, size: int = -1) -> bytes:
        while not self._is_over and (size < 0 or len(self._held) < size):
            self._take()
        size = len(self._held) if size < 0 else size
        data = bytes(self._held[:size])
        del self._held[:size]
        return data

    def _take(self) -> None:
        piece, self._next = self._next, self._source.read(PIECE + TAG)
        self._is_over = not self._next
        try:
            self._held += self._box.decrypt(_nonce(self._prefix, self._number, self._is_over), piece, None)
        except InvalidTag:
            raise Unopened("BACKUP_KEY does not open this backup, or the file was cut off or changed.") from None
        self._number += 1


def _box(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, **COST).derive(passphrase.encode()))


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])
