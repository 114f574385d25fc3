"""Writing a confirmed list into the cohort, some rows at a time, and taking it back.

A portion is one transaction: what its rows did and that they did it are stored together. A worker killed in the middle
leaves the portion as it was, and the next one takes it up; two workers at once wait for each other at the list's row.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import actions as accounts
from lms.accounts.facts import Post
from lms.accounts.models import AgencyType, Member, User
from lms.audit.log import record
from lms.faults import fault_point

from ..importing.judging import Judgement, headings_of, judge
from ..importing.known import Known, look_up
from ..models import Import, ImportRow, Place, PlaceChange, Workshop
from ..roster_file.rows import Remark
from .adding import Added, CannotBeAdded, Newcomer, add_to_cohort
from .import_undoing import take_back
from .places import WorkshopIsOver, locked_workshop

State, RowState, Verdict = Import.State, ImportRow.State, ImportRow.Verdict
AT_ONCE = 25


class Refused(Exception):  # noqa: N818 - named by what is wrong
    """A row that cannot be written, though all or none was asked for."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(reason)
        self.number, self.reason = number, reason


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
    # Looked at again: since the check, others may have added, suspended or invited the same people.
    known = look_up(workshop, [row.facts for row in rows])
    headings = headings_of(roster.columns, roster.headings)
    writer = _Writer(workshop, by, known, at)
    for row in rows:
        remarks = [Remark(**remark) for remark in row.remarks if row.verdict == Verdict.PROBLEM]
        writer.write(row, judge(row.facts, remarks, known, headings))
        if row.state == RowState.REJECTED and roster.mode == Import.Mode.ALL:
            raise Refused(row.number, row.reason)
        row.save(update_fields=["state", "reason", "place", "change", "invited", "filled"])
        fault_point("import.after_row")
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


class _Writer:
    """Rows of one portion on their way into one cohort."""

    def __init__(self, workshop: Workshop, by: User, known: Known, at: datetime | None) -> None:
        self.workshop, self.by, self.known, self.at = workshop, by, known, at
        self.members = {one.code: one for one in Member.objects.all()}
        self.agency_types = {one.code: one for one in AgencyType.objects.all()}

    def write(self, row: ImportRow, judgement: Judgement) -> None:
        """Adding has a savepoint of its own: what is wrong with one row is no matter to the others."""
        if judgement.verdict == Verdict.PROBLEM:
            problem = next(remark for remark in judgement.remarks if remark.kind == "problem")
            row.state, row.reason = RowState.REJECTED, f"{problem.column}: {problem.text}"[:300]
        elif judgement.verdict == Verdict.UNCHANGED:
            row.state = RowState.UNCHANGED
        else:
            self._change(row, judgement)

    def _change(self, row: ImportRow, judgement: Judgement) -> None:
        try:
            if judgement.verdict == Verdict.NEW:
                self._add(row)
        except (CannotBeAdded, accounts.AlreadyInvited):
            row.state, row.reason = RowState.REJECTED, _("This address cannot be added by a list.")
        else:
            self._fill(row, judgement)

    def _add(self, row: ImportRow) -> None:
        added = add_to_cohort(self.workshop, self._who(row), by=self.by, source=Place.Source.IMPORT, at=self.at)
        row.state = RowState.ADDED if added.is_new else RowState.UNCHANGED
        if added.is_new:
            row.place, row.invited = added.place, added.invited
            row.change = _last_step(added)

    def _fill(self, row: ImportRow, judgement: Judgement) -> None:
        person = self.known.people.get(row.facts["email"])
        if person is None or not judgement.fills:
            return
        if accounts.fill_native_name(person, judgement.fills["native_name"], by=self.by):
            row.filled = judgement.fills
            row.state = row.state if row.state == RowState.ADDED else RowState.FILLED
        elif row.state == RowState.WAITING:
            row.state = RowState.UNCHANGED

    def _who(self, row: ImportRow) -> User | Newcomer:
        facts = row.facts
        person = self.known.people.get(facts["email"])
        if person is not None:
            return person
        invitation = self.known.invitations.get(facts["email"])
        if invitation is not None and not (facts.get("member") and facts.get("agency_type")):
            post = Post(invitation.member, invitation.agency_type, invitation.agency)
        else:
            post = Post(self.members[facts["member"]], self.agency_types[facts["agency_type"]], facts.get("agency", ""))
        return Newcomer(facts["email"], facts.get("full_name", ""), post, facts.get("language") or "en")


def _last_step(added: Added) -> PlaceChange | None:
    return added.place.changes.order_by("-at", "-pk").first()


def _locked(roster: Import) -> Import:
    found: Import = (
        Import.objects.select_for_update(of=("self",)).select_related("workshop", "confirmed_by").get(pk=roster.pk)
    )
    return found
