"""One round of upkeep from beginning to end, with its row: what commands, the schedule and the office share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

from lms.invariants import evaluate, registered

from . import actions, backing_up, drilling
from .manifest import UnfitBackup
from .models import Upkeep

Result = TypeVar("Result")


def backup(upkeep: Upkeep, folder: Path, *, keep_days: int = 0, plain: bool = False) -> backing_up.Made:
    """A backup into this folder; afterwards, and only then, those that are too old go."""

    def make() -> tuple[backing_up.Made, dict[str, Any], str]:
        made = backing_up.back_up(folder, "" if plain else required_passphrase())
        removed = backing_up.remove_old(folder, keep_days) if keep_days else 0
        facts = {
            "file": made.path.name,
            "bytes": made.size,
            "files": len(made.manifest.stored),
            "file_bytes": sum(size for _, size in made.manifest.stored.values()),
            "rows": sum(made.manifest.rows.values()),
            "vanished": made.vanished,
            "removed": removed,
            "sealed": not plain,
        }
        return made, facts, ""

    return _recorded(upkeep, make)


def drill(upkeep: Upkeep, path: Path, passphrase: str, *, into: str = "", most_signatures: int = 0) -> drilling.Drill:
    def rehearse() -> tuple[drilling.Drill, dict[str, Any], str]:
        done = drilling.drill(path, passphrase, into=into, most_signatures=most_signatures)
        return done, done.facts(), done.faults[0] if done.faults else ""

    return _recorded(upkeep, rehearse)


def check_invariants(upkeep: Upkeep) -> list[str]:
    """Everything that must always hold; answers the ids of what does not."""

    def look() -> tuple[list[str], dict[str, Any], str]:
        findings = [evaluate(one) for one in registered()]
        broken = sorted({finding.id for finding in findings if not finding.holds})
        violations = sum(finding.violations for finding in findings)
        facts = {"checks": len(findings), "broken": broken, "violations": violations}
        return broken, facts, f"Broken: {', '.join(broken)}." if broken else ""

    return _recorded(upkeep, look)


def required_passphrase() -> str:
    """Backups hold people's data and the keys that sign: nothing is left lying open unless somebody says so by hand."""
    if not settings.BACKUP_KEY:
        raise UnfitBackup("BACKUP_KEY is not set. It seals backups, which hold personal data and signing keys.")
    return str(settings.BACKUP_KEY)


def newest_backup() -> Path:
    """The one a rehearsal takes where none is named."""
    if not settings.BACKUP_DIR:
        raise UnfitBackup("Name a backup, or set BACKUP_DIR to the folder where they lie.")
    path = backing_up.newest(Path(settings.BACKUP_DIR))
    if path is None:
        raise UnfitBackup(f"There is no backup in {settings.BACKUP_DIR} yet.")
    return path


def _recorded(upkeep: Upkeep, act: Callable[[], tuple[Result, dict[str, Any], str]]) -> Result:
    """Whatever happens, the row says how it ended."""
    try:
        result, facts, fault = act()
    except Exception as error:
        sentence = str(error) if isinstance(error, UnfitBackup) else f"{type(error).__name__}: the log tells more."
        actions.end(upkeep, facts={}, fault=sentence)
        raise
    actions.end(upkeep, facts=facts, fault=fault)
    return result
