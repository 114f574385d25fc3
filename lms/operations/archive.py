"""The file a backup is: a tar stream, sealed where there is a passphrase, with the hash of everything in it."""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, BinaryIO, cast

from .manifest import NAME, Manifest, UnfitBackup, is_safe
from .sealed_stream import SealedReader, SealedWriter, Unopened, is_sealed

# More than any manifest of a million files.
LARGEST_MANIFEST = 512 * 1024 * 1024
BLOCK = 1024 * 1024


class Hashing:
    """Passes on what is read, at most `size` bytes, and hashes it."""

    def __init__(self, source: IO[bytes], size: int | None = None) -> None:
        self._source, self._left, self._sha, self.size = source, size, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        if self._left is not None:
            size = self._left if size < 0 else min(size, self._left)
        data = self._source.read(size)
        self._left = None if self._left is None else self._left - len(data)
        self._sha.update(data)
        self.size += len(data)
        return data

    @property
    def digest(self) -> str:
        return self._sha.hexdigest()


class Writer:
    """A backup in the making. Its file is readable by this account alone, and worth nothing before `finish`."""

    def __init__(self, path: Path, passphrase: str) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "wb")
        self._seal = SealedWriter(self._file, passphrase) if passphrase else None
        sink = cast(IO[bytes], self._seal or self._file)
        # Open until `finish`.
        self._tar = tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.files: dict[str, tuple[str, int]] = {}

    def add(self, name: str, path: Path) -> bool:
        """One file as it is at this moment; False where it has just been removed."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return False
        with source:
            entry = tarfile.TarInfo(name)
            entry.size = os.fstat(source.fileno()).st_size
            content = Hashing(source, entry.size)
            self._tar.addfile(entry, cast(IO[bytes], content))
        self.files[name] = (content.digest, content.size)
        return True

    def finish(self, manifest: Manifest) -> Manifest:
        whole = replace(manifest, files=self.files)
        text = whole.to_json()
        entry = tarfile.TarInfo(NAME)
        entry.size = len(text)
        self._tar.addfile(entry, io.BytesIO(text))
        self._tar.close()
        if self._seal:
            self._seal.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return whole

    def abandon(self) -> None:
        self._file.close()


@contextmanager
def opened(path: Path, passphrase: str) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The members of a backup in their order, each as (name, content), read once from front to back."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise UnfitBackup(f"{path.name} cannot be read ({os.strerror(error.errno or 0)}).") from None
    with file:
        try:
            with tarfile.open(fileobj=cast(IO[bytes], _unsealed(file, path, passphrase)), mode="r|") as tar:
                yield _members(tar)
        except (tarfile.TarError, EOFError) as error:
            raise UnfitBackup(f"{path.name} is no backup, or not whole.") from error
        except Unopened as error:
            raise UnfitBackup(str(error)) from None


def verify(path: Path, passphrase: str) -> Manifest:
    """Read all of it and compare every byte with its table of contents."""
    found: dict[str, tuple[str, int]] = {}
    manifest = None
    with opened(path, passphrase) as members:
        for name, content in members:
            if manifest is not None:
                raise UnfitBackup(f"{path.name} goes on after its table of contents.")
            if name == NAME:
                manifest = Manifest.from_json(content.read(LARGEST_MANIFEST))
                continue
            hashing = Hashing(content)
            while hashing.read(BLOCK):
                pass
            found[name] = (hashing.digest, hashing.size)
    if manifest is None:
        raise UnfitBackup(f"{path.name} has no table of contents: it is not whole.")
    if wrong := sorted(name for name in found | manifest.files if found.get(name) != manifest.files.get(name)):
        raise UnfitBackup(f"{path.name}: {len(wrong)} files are not as they were stored, such as {wrong[0]}.")
    return manifest


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in tar:
        content = tar.extractfile(entry) if entry.isreg() else None
        if content is None or not (entry.name == NAME or is_safe(entry.name)):
            raise UnfitBackup("The backup holds something no backup of ours holds.")
        yield entry.name, content


def _unsealed(file: BinaryIO, path: Path, passphrase: str) -> BinaryIO | SealedReader:
    start = file.read(8)
    file.seek(0)
    if not is_sealed(start):
        return file
    if not passphrase:
        raise UnfitBackup(f"{path.name} is sealed: set BACKUP_KEY to the passphrase it was made with.")
    return SealedReader(file, passphrase)
