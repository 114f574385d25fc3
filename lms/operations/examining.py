"""Looking through a site that came back from a backup: rows, files, invariants, signatures (O-22)."""

import hashlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from courses.credentials import files, signing
from courses.credentials.models import Certificate
from lms.invariants import evaluate, registered
from lms.notifications.actions import is_paused

from . import databases, places
from .manifest import Manifest

# A signature costs some thirty milliseconds; a rehearsal should not take an hour.
MOST_SIGNATURES = 500
SHOWN = 5
# A restore itself writes here: the pause, the numbers left out, its entries, its migrations.
WRITTEN_BY_RESTORE = frozenset(
    {
        "notifications_outboxstate",
        "notifications_beat",
        "credentials_serialcounter",
        "audit_entry",
        "operations_upkeep",
        "django_migrations",
        "django_content_type",
        "auth_permission",
    }
)


@dataclass
class Examined:
    """What was looked at, and every fault in one sentence each."""

    rows: int = 0
    files: int = 0
    invariants: int = 0
    certificates: int = 0
    signatures: int = 0
    outbox_is_paused: bool = False
    faults: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        return asdict(self)


def examine(manifest: Manifest, *, most_signatures: int = MOST_SIGNATURES) -> Examined:
    found = Examined(outbox_is_paused=is_paused())
    if not found.outbox_is_paused:
        found.faults.append("Outgoing mail is not paused: what was sent already would be sent again.")
    _compare_rows(manifest, found)
    _compare_files(manifest, found)
    _check_invariants(found)
    _verify_signatures(found, most_signatures)
    return found


def _compare_rows(manifest: Manifest, found: Examined) -> None:
    now = databases.rows()
    found.rows = sum(now.values())
    for table, count in manifest.rows.items():
        if table not in WRITTEN_BY_RESTORE and now.get(table) != count:
            found.faults.append(f"Table {table} has {now.get(table)} rows; the backup had {count}.")


def _compare_files(manifest: Manifest, found: Examined) -> None:
    for name, (digest, _) in manifest.stored.items():
        found.files += 1
        if _digest(places.place_of(name)) != digest:
            found.faults.append(f"{name} is not as it was stored.")


def _check_invariants(found: Examined) -> None:
    for one in registered():
        finding = evaluate(one)
        found.invariants += 1
        if not finding.holds:
            found.faults.append(f"{finding.id}: {finding.violations} violations, such as {finding.examples[0]}")


def _verify_signatures(found: Examined, most: int) -> None:
    """All of them, or so many spread evenly over all."""
    filed = Certificate.objects.exclude(pdf="").order_by("pk")
    found.certificates = filed.count()
    step = max(1, -(-found.certificates // most))
    for number, (name, stored) in enumerate(filed.values_list("number", "pdf").iterator()):
        if number % step:
            continue
        found.signatures += 1
        # Signed with a key that fell into wrong hands: whole all the same, and on the list to be issued again.
        if not files.exists(stored) or signing.verify(files.read(stored)).outcome not in WHOLE:
            found.faults.append(f"The signature of certificate {name} does not verify.")


WHOLE = {signing.Outcome.GENUINE, signing.Outcome.COMPROMISED}


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
