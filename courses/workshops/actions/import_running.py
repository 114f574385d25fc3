"""Writing a confirmed list into the cohort, some rows at a time, and taking it back.

A portion is one transaction: what its rows did and that they did it are stored together. A worker killed in the middle
leaves the portion as it was, and the next one takes it up; two workers at once wait for each other at the list's row.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.audit.log import record
from lms.faults import fault_point

from ..models import Import, ImportRow, Workshop
from .import_undoing import take_back
from .import_writing import Refused, write_rows
from .places import Step, WorkshopIsOver, locked_workshop

State, RowState = Import.State, ImportRow.State
AT_ONCE = 100


def work_off(roster: Import, *, at: datetime | None = None) -> bool:
    """Write or take back the next rows; answers whether there is more to do."""
    if roster.mode == Import.Mode.ALL and roster.state != State.UNDOING:
        return _all_or_none(roster, at=at)
    more = _portion(roster, AT_ONCE, at=at)
    fault_point("import.after_portion")
    return more


@transaction.atomic
def _portion(roster: Import, size: int, *, at: datetime | None) -> bool:
    roster = _locked(roster)
    if not roster.is_at_work():
        return False
    taking_back = roster.state == State.UNDOING
    rows = list((roster.rows.to_take_back() if taking_back else roster.rows.waiting())[:size])
    if rows and taking_back:
        for row in rows:
            take_back(roster, row)
            fault_point("import.after_row")
    elif rows:
        _write(roster, rows, at=at)
    roster.moved_at = at or timezone.now()
    roster.state = roster.state if taking_back else State.RUNNING
    if not rows:
        _finish(roster, State.UNDONE if taking_back else State.DONE)
    roster.save(update_fields=["state", "moved_at", "finished_at"])
    fault_point("import.before_commit")
    return bool(rows)


def _all_or_none(roster: Import, *, at: datetime | None) -> bool:
    try:
        with transaction.atomic():
            while _portion(roster, AT_ONCE, at=at):
                pass
    except Refused as refused:
        _give_up(roster, refused, at=at)
    return False


@transaction.atomic
def _give_up(roster: Import, refused: Refused, *, at: datetime | None) -> None:
    """Nothing was written; each row says why."""
    roster = _locked(roster)
    if not roster.is_at_work():
        return
    others = _("Nothing was written, because row %(row)d could not be.") % {"row": refused.number}
    roster.rows.waiting().update(state=RowState.REJECTED, reason=others)
    roster.rows.filter(number=refused.number).update(reason=refused.reason[:300])
    roster.moved_at = at or timezone.now()
    _finish(roster, State.FAILED)
    roster.save(update_fields=["state", "moved_at", "finished_at"])


def _finish(roster: Import, state: str) -> None:
    roster.state = State(state)
    roster.finished_at = roster.finished_at or roster.moved_at
    record("workshops.finish_list", roster, by=roster.undone_by or roster.confirmed_by, state=state)


def _write(roster: Import, rows: list[ImportRow], *, at: datetime | None) -> None:
    by = _who_may(roster)
    try:
        workshop = locked_workshop(roster.workshop)
    except WorkshopIsOver:
        return _reject(roster, rows, lambda row: _("The workshop is closed."))
    if by is None:
        return _reject(roster, rows, lambda row: _("Whoever confirmed this list looks after this cohort no longer."))
    write_rows(roster, workshop, rows, Step(by, at or timezone.now()))
    return None


def _who_may(roster: Import) -> User | None:
    """Who confirmed, as long as the cohort is theirs (H11)."""
    by = roster.confirmed_by
    return by if by and Workshop.objects.visible_to(by).filter(pk=roster.workshop_id).exists() else None


def _reject(roster: Import, rows: list[ImportRow], why: Callable[[ImportRow], str]) -> None:
    if roster.mode == Import.Mode.ALL:
        raise Refused(rows[0].number, why(rows[0]))
    for row in rows:
        row.state, row.reason = RowState.REJECTED, why(row)
        row.save(update_fields=["state", "reason"])


def _locked(roster: Import) -> Import:
    found: Import = (
        Import.objects.select_for_update(of=("self",)).select_related("workshop", "confirmed_by").get(pk=roster.pk)
    )
    return found
