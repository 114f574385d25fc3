"""Taking back what one row of a list wrote, as long as nothing has come of it since."""

from django.utils.translation import gettext as _

from courses.learning import actions as learning
from lms.accounts import actions as accounts
from lms.accounts.models import Invitation, User

from ..models import Import, ImportRow, Place
from ..states import GONE
from .places import Overtaken, WorkshopIsOver, locked_place, undo

RowState = ImportRow.State


def take_back(roster: Import, row: ImportRow) -> None:
    """The place, the invitation and the blank as they were before; or the reason why they stay."""
    by = roster.undone_by
    if by is None:
        row.state, row.reason = RowState.KEPT, _("Whoever asked for this is no longer here.")
    else:
        row.reason = _place_back(roster, row, by) if row.place_id else ""
        row.state = RowState.KEPT if row.reason else RowState.TAKEN_BACK
        if row.filled and not row.reason and not _blank_again(row, by):
            _name_stays(row)
    row.save(update_fields=["state", "reason", "filled"])


def _place_back(roster: Import, row: ImportRow, by: User) -> str:
    if row.place is None or row.change is None:
        return ""
    place = locked_place(row.place)
    reason = _what_came_of(place, row)
    if reason:
        return reason
    try:
        undo(row.change, by=by, at=roster.undone_at)
    except (Overtaken, WorkshopIsOver):
        return _("The place has changed since.")
    _leave_course(roster, place, by)
    made = _made_for(roster, row, place)
    if made is not None and not _counts_elsewhere(place):
        accounts.withdraw_invitation(made, by=by)
    return ""


def _what_came_of(place: Place, row: ImportRow) -> str:
    """Why this place has to stay, in words; empty where nothing has happened since."""
    invitation, enrolment = place.invitation, place.enrolment
    if row.invited and invitation is not None and invitation.state == Invitation.State.ACCEPTED:
        return _("The invitation was accepted.")
    if row.change_id != place.changes.values_list("pk", flat=True).last():
        return _("The place has changed since.")
    if place.attendance.exists():
        return _("Attendance is marked.")
    if enrolment is not None and enrolment.evidence.exists():
        return _("The course is begun.")
    return ""


def _leave_course(roster: Import, place: Place, by: User) -> None:
    """The enrolment that came with the place; one that was there before stays."""
    enrolment, since = place.enrolment, roster.confirmed_at
    if enrolment is not None and since is not None and enrolment.enrolled_at >= since:
        learning.withdraw(enrolment, by=by)


def _made_for(roster: Import, row: ImportRow, place: Place) -> Invitation | None:
    """The invitation, if this list made it; one that was open before belongs to others too."""
    one = place.invitation
    if not row.invited or one is None or roster.confirmed_at is None:
        return None
    return one if one.invited_by_id == roster.confirmed_by_id and one.created_at >= roster.confirmed_at else None


def _counts_elsewhere(place: Place) -> bool:
    """Whether another cohort counts on the same invitation."""
    others = Place.objects.filter(invitation=place.invitation).exclude(pk=place.pk)
    return others.exclude(state__in=GONE).exists()


def _blank_again(row: ImportRow, by: User) -> bool:
    person = User.objects.filter(email=row.facts.get("email", "")).first()
    return person is not None and accounts.clear_native_name(person, row.filled["native_name"], by=by)


def _name_stays(row: ImportRow) -> None:
    """The blank is not one any more; the place, where the row gave one, is taken back all the same."""
    row.filled, row.reason = {}, _("The name in own script has changed since, and stays.")
    row.state = RowState.TAKEN_BACK if row.place_id else RowState.KEPT
