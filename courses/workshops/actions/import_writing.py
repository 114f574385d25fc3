"""Rows of one portion of a list on their way into one cohort."""

from django.utils.translation import gettext as _

from lms.accounts import actions as accounts
from lms.accounts.facts import Post
from lms.accounts.models import AgencyType, Invitation, Member, User
from lms.faults import fault_point

from ..importing.judging import Judgement, headings_of, judge
from ..importing.known import Known, look_up
from ..models import Import, ImportRow, Place, Workshop
from ..roster_file.rows import Remark
from .adding_many import Added, Newcomer, add_many
from .places import Step

RowState, Verdict = ImportRow.State, ImportRow.Verdict
WRITTEN = ["state", "reason", "place", "change", "invited", "filled"]


class Refused(Exception):  # noqa: N818 - named by what is wrong
    """A row that cannot be written, though all or none was asked for."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(reason)
        self.number, self.reason = number, reason


def write_rows(roster: Import, workshop: Workshop, rows: list[ImportRow], step: Step) -> None:
    """Each row as it stands to what is known now: since the check, others may have added or suspended the same people.

    Raises Refused where all or none was asked for and a row cannot be written.
    """
    known = look_up(workshop, [row.facts for row in rows], tells_accounts=roster.knows_accounts)
    headings = headings_of(roster.columns, roster.headings)
    judged = [(row, judge(row.facts, _problems(row), known, headings)) for row in rows]
    new = [row for row, judgement in judged if judgement.verdict == Verdict.NEW]
    who = _People(known)
    people = [who.of(row.facts) for row in new]
    source, knows = Place.Source.IMPORT, roster.knows_accounts
    found = add_many(workshop, people, step, source=source, knows_accounts=knows) if new else []
    added = dict(zip((row.number for row in new), found, strict=True))
    for row, judgement in judged:
        one = added.get(row.number)
        _note(row, judgement, one, known, by=step.by)
        # To the office an invitation that was open before is none of this list.
        if roster.knows_accounts and one is not None:
            row.invited = one.invited
        if row.state == RowState.REJECTED and roster.mode == Import.Mode.ALL:
            raise Refused(row.number, row.reason)
        fault_point("import.after_row")
    accounts.mail_invitations([one.invitation for one in found if one and one.invitation])
    _store(rows)


def _store(rows: list[ImportRow]) -> None:
    """Most rows of a list that comes again say the same: those in one go."""
    unchanged = [row.pk for row in rows if row.state == RowState.UNCHANGED]
    ImportRow.objects.filter(pk__in=unchanged).update(state=RowState.UNCHANGED)
    # An upsert of rows that exist: one statement for all, where `bulk_update` builds a CASE for each of its fields.
    told = [row for row in rows if row.state != RowState.UNCHANGED]
    ImportRow.objects.bulk_create(told, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN)


def _problems(row: ImportRow) -> list[Remark]:
    """What is wrong with the file itself is not looked at again."""
    return [Remark(**remark) for remark in row.remarks if row.verdict == Verdict.PROBLEM]


def _note(row: ImportRow, judgement: Judgement, added: Added | None, known: Known, *, by: User | None) -> None:
    """What became of the row."""
    if judgement.verdict == Verdict.PROBLEM:
        problem = next(remark for remark in judgement.remarks if remark.kind == "problem")
        row.state, row.reason = RowState.REJECTED, f"{problem.column}: {problem.text}"[:300]
        return
    if judgement.verdict == Verdict.NEW and added is None:
        row.state, row.reason = RowState.REJECTED, _("This address cannot be added by a list.")
        return
    row.state = RowState.UNCHANGED
    if added is not None and added.is_new:
        row.state, row.place, row.change, row.invited = RowState.ADDED, added.place, added.change, added.asks
    _fill(row, judgement, known, by=by)


def _fill(row: ImportRow, judgement: Judgement, known: Known, *, by: User | None) -> None:
    person = known.people.get(row.facts["email"]) if judgement.fills else None
    if person is None or by is None:
        return
    if accounts.fill_native_name(person, judgement.fills["native_name"], by=by):
        row.filled = judgement.fills
        row.state = row.state if row.state == RowState.ADDED else RowState.FILLED


class _People:
    """Who stands in a row: the account of the address, or somebody new with what the row says of them."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.members = {one.code: one for one in Member.objects.all()}
        self.agency_types = {one.code: one for one in AgencyType.objects.all()}

    def of(self, facts: dict[str, str]) -> User | Newcomer:
        person = self.known.people.get(facts["email"])
        if person is not None:
            return person
        invitation = self.known.invitations.get(facts["email"])
        name = facts.get("full_name") or (invitation.full_name if invitation else "")
        return Newcomer(facts["email"], name, self._post(facts, invitation), facts.get("language") or "en")

    def _post(self, facts: dict[str, str], invitation: Invitation | None) -> Post:
        if invitation is not None and not (facts.get("member") and facts.get("agency_type")):
            return Post(invitation.member, invitation.agency_type, invitation.agency)
        return Post(self.members[facts["member"]], self.agency_types[facts["agency_type"]], facts.get("agency", ""))
