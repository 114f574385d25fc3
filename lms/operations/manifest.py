"""What a backup says of itself: when, by which program, from which database, and the hash of every file."""

import json
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime

FORMAT = 1
NAME = "manifest.json"
# The folders of a site: files anyone may see, files behind a permission, keys that sign certificates.
FOLDERS = ("public", "private", "keys")
DUMPS = {"postgresql": "database.dump", "sqlite": "database.sqlite3.gz"}
_FILE = re.compile(rf"({'|'.join(FOLDERS)})(/[^/\x00]+)+")


class UnfitBackup(ValueError):  # noqa: N818 - named by what is wrong
    """Not a backup, not whole, or not one for this place; the sentence says which."""


@dataclass(frozen=True)
class Manifest:
    """The table of contents, written last: a backup without it is none."""

    made_at: datetime
    vendor: str
    server: str
    versions: dict[str, str]
    # By app, the names of the migrations that had been applied.
    migrations: dict[str, list[str]]
    # By table, how many rows.
    rows: dict[str, int]
    # A mark of the secret key: what it sealed cannot be read with another.
    secret: str
    # By name in the archive: SHA-256 and size.
    files: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def dump(self) -> str:
        return DUMPS[self.vendor]

    @property
    def stored(self) -> dict[str, tuple[str, int]]:
        """The files of the site, without the database."""
        return {name: what for name, what in self.files.items() if name != self.dump}

    @property
    def size(self) -> int:
        return sum(size for _, size in self.files.values())

    def to_json(self) -> bytes:
        told = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        try:
            told = json.loads(text)
            if told.pop("format") != FORMAT:
                raise UnfitBackup("This backup was made by a newer version of the program.")
            told["made_at"] = datetime.fromisoformat(told["made_at"])
            told["files"] = {name: (digest, size) for name, (digest, size) in told["files"].items()}
            return cls(**told)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if isinstance(error, UnfitBackup):
                raise
            raise UnfitBackup("The table of contents of this backup cannot be read.") from error


def is_safe(name: str) -> bool:
    """Only names inside our own folders: an archive is a file somebody else may have made."""
    return name in DUMPS.values() or bool(_FILE.fullmatch(name) and not {".", ".."} & set(name.split("/")))
