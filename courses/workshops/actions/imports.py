"""A list before it is confirmed: uploaded, understood, checked, confirmed or thrown away. Nothing reaches the cohort here."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from lms.accounts.models import User
from lms.accounts.permissions import is_staff
from lms.audit.log import record

from ..importing.reading import checked_rows, columns_of, table_of
from ..models import Import, ImportRow, Workshop
from ..roster_file.table import read
from .places import locked_workshop

State = Import.State
# Somebody who uploads more a day has a script for it (C-16).
MOST_A_DAY = 100
# So many rows are written at once, all of them or none; more would keep everybody else waiting.
MOST_OR_NONE = 200


class TooManyLists(ValueError):  # noqa: N818 - named by what is wrong
    """A hundred lists a day are enough."""


class NotOpen(ValueError):  # noqa: N818 - named by what is wrong
    """Confirmed already, or thrown away."""


class NoAddresses(ValueError):  # noqa: N818 - named by what is wrong
    """No column holds the e-mail addresses."""


class NotAllGood(ValueError):  # noqa: N818 - named by what is wrong
    """All or none was asked for, and some rows have problems or there are too many."""


@transaction.atomic
def upload(workshop: Workshop, name: str, content: bytes, *, by: User, at: datetime | None = None) -> Import:
    """Keep the file of a list. Raises Unreadable where it is none, TooManyLists, WorkshopIsOver."""
    now = at or timezone.now()
    workshop = locked_workshop(workshop)
    if Import.objects.filter(uploaded_by=by, uploaded_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyLists
    table = read(content, name)
    roster: Import = Import.objects.create(
        workshop=workshop,
        file_name=name,
        sha256=sha256(content).hexdigest(),
        content=content,
        headings=table.heading[1],
        uploaded_by=by,
        uploaded_at=now,
        knows_accounts=is_staff(by),
    )
    record("workshops.upload_list", roster, by=by, rows=len(table.rows))
    return roster


@transaction.atomic
def check(roster: Import, fields: list[str], *, by: User, encoding: str = "") -> Import:
    """Say of each row what would become of it, the columns being these. Again with others: what was said before goes.

    Raises Unreadable, NotOpen, NoAddresses.
    """
    roster = _open(roster)
    roster.columns, roster.encoding = fields, encoding
    table = table_of(roster)
    used = columns_of(roster, table)
    if not any(column.field == "email" for column in used):
        raise NoAddresses
    roster.columns = [column.field for column in used]
    roster.headings = table.heading[1]
    roster.rows.all().delete()
    ImportRow.objects.bulk_create(checked_rows(roster, table, used), batch_size=500)
    roster.state = State.READ
    roster.save(update_fields=["columns", "headings", "encoding", "state"])
    record("workshops.check_list", roster, by=by)
    return roster


@transaction.atomic
def confirm(roster: Import, mode: str, *, by: User, at: datetime | None = None) -> Import:
    """Let the rows be written, in the background. Confirming again changes nothing. Raises NotOpen, NotAllGood, WorkshopIsOver."""
    now = at or timezone.now()
    locked_workshop(roster.workshop)
    roster = _locked(roster)
    if roster.confirmed_at:
        return roster
    if roster.state != State.READ:
        raise NotOpen
    if mode == Import.Mode.ALL and (roster.rows.bad().exists() or roster.rows.count() > MOST_OR_NONE):
        raise NotAllGood
    roster.state, roster.mode = State.CONFIRMED, Import.Mode(mode)
    roster.confirmed_by, roster.confirmed_at, roster.moved_at = by, now, now
    # The rows hold what is needed from here on.
    roster.content = b""
    roster.save(update_fields=["state", "mode", "confirmed_by", "confirmed_at", "moved_at", "content"])
    record("workshops.confirm_list", roster, by=by, mode=roster.mode)
    return roster


@transaction.atomic
def discard(roster: Import, *, by: User) -> None:
    """Throw a list away of which nothing was written. Raises NotOpen."""
    roster = _open(roster)
    record("workshops.discard_list", roster, by=by)
    roster.delete()


@transaction.atomic
def ask_undo(roster: Import, *, by: User, at: datetime | None = None) -> Import:
    """Have what the list wrote taken back, in the background, within a day. Asking again changes nothing. Raises NotOpen."""
    now = at or timezone.now()
    roster = _locked(roster)
    if roster.state in (State.UNDOING, State.UNDONE):
        return roster
    if roster.state != State.DONE or roster.is_too_old_to_undo(now):
        raise NotOpen
    roster.state, roster.undone_by, roster.undone_at, roster.moved_at = State.UNDOING, by, now, now
    roster.save(update_fields=["state", "undone_by", "undone_at", "moved_at"])
    record("workshops.undo_list", roster, by=by)
    return roster


@transaction.atomic
def hand_out_rejected(roster: Import, *, by: User) -> None:
    """The rows that were not added leave the house as a file: that is noted (H23)."""
    record("workshops.hand_out_rejected", roster, by=by)


def forget(at: datetime) -> int:
    """What lists said about people is deleted after a week; what became of their rows is kept as numbers (C-43)."""
    forgotten = 0
    for roster in list(Import.objects.outdated(at).order_by("pk")[:50]):
        with transaction.atomic():
            roster = _locked(roster)
            if roster.is_at_work():
                continue
            roster.rows.update(cells=[], facts={}, remarks=[], reason="", filled={})
            roster.content, roster.headings, roster.file_name, roster.forgotten_at = b"", [], "", at
            roster.save(update_fields=["content", "headings", "file_name", "forgotten_at"])
            forgotten += 1
    return forgotten


def _locked(roster: Import) -> Import:
    found: Import = Import.objects.select_for_update(of=("self",)).select_related("workshop").get(pk=roster.pk)
    return found


def _open(roster: Import) -> Import:
    roster = _locked(roster)
    if not roster.is_open() or roster.forgotten_at:
        raise NotOpen
    return roster
