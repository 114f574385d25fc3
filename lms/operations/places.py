"""Where the files of this site lie, and what marks its secret key."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.utils.crypto import salted_hmac

from .manifest import UnfitBackup


def folders() -> dict[str, Path]:
    """By their name in a backup."""
    return {"public": _folder_of("default"), "private": _folder_of("private"), "keys": Path(settings.SIGNING_DIR)}


def stored() -> Iterator[tuple[str, Path]]:
    """Every file of the site by its name in a backup; what is still being written is left out."""
    for folder, root in folders().items():
        for path in sorted(_files_under(root)):
            if not path.name.endswith((".part", ".new", ".restoring")):
                yield f"{folder}/{path.relative_to(root).as_posix()}", path


def place_of(name: str) -> Path:
    """Where a file of a backup belongs."""
    folder, _, rest = name.partition("/")
    return folders()[folder] / rest


def has_files() -> bool:
    return any(next(_files_under(root), None) is not None for root in folders().values())


def secret_mark() -> str:
    """Tells one secret key from another, and nothing about it."""
    return salted_hmac("lms.operations.backup", "secret key", algorithm="sha256").hexdigest()[:16]


def _folder_of(alias: str) -> Path:
    storage = storages[alias]
    if not isinstance(storage, FileSystemStorage):
        raise UnfitBackup("Files that do not lie on a disk are backed up where they are stored.")
    return Path(storage.base_location)


def _files_under(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        yield from (Path(folder) / name for name in names)
