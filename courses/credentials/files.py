"""The stored files of certificates: complete on the disk before any row names them, and never left behind for long."""

import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

FOLDER = "certificates"


def put(public_id: object, content: bytes) -> str:
    """Store the bytes under a name of their own and answer the name."""
    name = f"{FOLDER}/{str(public_id)[:2]}/{public_id}-{digest(content)[:16]}.pdf"
    storage = private()
    try:
        path = Path(storage.path(name))
    except NotImplementedError:
        # An object store: a put is whole or not at all.
        return storage.save(name, ContentFile(content))
    _write(path, content)
    return name


def read(name: str) -> bytes:
    with open_stored(name) as file:
        return file.read()


def open_stored(name: str) -> BinaryIO:
    file: BinaryIO = private().open(name, "rb")  # type: ignore[assignment] # Django's File behaves as one
    return file


def remove(name: str) -> None:
    private().delete(name)


def exists(name: str) -> bool:
    return private().exists(name)


def stored_before(moment: datetime) -> Iterator[str]:
    """Names of all stored files older than a moment."""
    storage = private()
    if not storage.exists(FOLDER):
        return
    folders, _ = storage.listdir(FOLDER)
    for folder in folders:
        for file in storage.listdir(f"{FOLDER}/{folder}")[1]:
            name = f"{FOLDER}/{folder}/{file}"
            if storage.get_modified_time(name) < moment:
                yield name


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def private() -> Storage:
    return storages["private"]


def _write(path: Path, content: bytes) -> None:
    """A temporary name, then the real one once every byte is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
