"""Making a workshop of an activity, and who trains in it."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.activities.models import Activity
from courses.catalogue.models import CoursePage
from lms.accounts import actions as accounts
from lms.accounts.facts import RoleScope
from lms.accounts.models import Organisation, RoleGrant, User
from lms.audit.log import record

from ..models import Place, Workshop
from .places import WorkshopIsOver, begin_course, locked_workshop
from .sessions import Sitting, add_session

TRAINER, WORKSHOP = RoleGrant.Role.TRAINER, RoleGrant.Scope.WORKSHOP
# A day whose hours nobody gave.
BEGINS, ENDS = time(9), time(17)
MOST_DAYS = 15


class HasRoster(ValueError):  # noqa: N818 - named by what is wrong
    """Somebody is or was on the roster: such a workshop is called off, and stays."""


@transaction.atomic
def open_workshop(
    activity: Activity,
    *,
    by: User,
    course: CoursePage | None = None,
    partner: Organisation | None = None,
    seats: int = 24,
    attendance_percent: int = 80,
) -> Workshop:
    """A workshop for this activity, with a session for each of its days. An activity has one; asked again it is answered."""
    facts = {"course": course, "partner": partner, "seats": seats, "attendance_percent": attendance_percent}
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    workshop, is_new = Workshop.objects.get_or_create(activity=activity, defaults=facts)
    if is_new:
        record("workshops.open", workshop, by=by, seats=seats)
        for sitting in days_of(activity):
            add_session(workshop, sitting, by=by)
    return workshop


@transaction.atomic
def set_up(
    workshop: Workshop,
    *,
    course: CoursePage | None,
    partner: Organisation | None,
    attendance_percent: int,
    by: User,
) -> Workshop:
    """Another course, partner or rule. Whoever is confirmed begins the course."""
    workshop = locked_workshop(workshop)
    new = {"course": course, "partner": partner, "attendance_percent": attendance_percent}
    changed = [name for name, value in new.items() if getattr(workshop, name) != value]
    if changed:
        for name in changed:
            setattr(workshop, name, new[name])
        workshop.save(update_fields=changed)
        record("workshops.set_up", workshop, by=by, fields=sorted(changed))
    if "course" in changed:
        for place in workshop.places.filter(state=Place.State.CONFIRMED).select_related("person"):
            begin_course(workshop, place, by=by, at=None)
    return workshop


@transaction.atomic
def remove_workshop(workshop: Workshop, *, by: User) -> None:
    """One that was made from the wrong activity goes, as long as nobody was ever on it (decision 0039). Safe twice.

    Its activity stays as it is in the calendar: nothing was ever told of the workshop to anybody.
    """
    found = Workshop.objects.select_for_update(of=("self",)).select_related("activity").filter(pk=workshop.pk).first()
    if found is None:
        return
    if not found.is_standing():
        raise WorkshopIsOver
    if found.has_roster():
        raise HasRoster
    for grant in RoleGrant.objects.standing(timezone.now()).filter(
        role=TRAINER, scope_kind=WORKSHOP, scope_id=found.public_id
    ):
        accounts.end_role(grant, by=by)
    record("workshops.remove", found, by=by, activity=found.activity.public_id)
    found.sessions.all().delete()
    found.delete()


@transaction.atomic
def appoint(workshop: Workshop, person: User, *, by: User) -> RoleGrant:
    """From now on this person trains here, and here alone. Safe twice."""
    grant = accounts.grant_role(person, TRAINER, scope=RoleScope(WORKSHOP, workshop.public_id), by=by)
    record("workshops.appoint", workshop, by=by, grant=grant.public_id)
    return grant


@transaction.atomic
def dismiss(workshop: Workshop, person: User, *, by: User) -> None:
    """Access ends on the person's next request; what they marked keeps their name (H11)."""
    for grant in RoleGrant.objects.standing(timezone.now()).filter(
        person=person, role=TRAINER, scope_kind=WORKSHOP, scope_id=workshop.public_id
    ):
        accounts.end_role(grant, by=by)
        record("workshops.dismiss", workshop, by=by, grant=grant.public_id)


def days_of(activity: Activity) -> list[Sitting]:
    """One session for each day of the activity, at its hours or at office hours; none where there is no date yet."""
    if activity.starts_local is None:
        return []
    last = activity.ends_local or activity.starts_local
    if not activity.all_day and timedelta() < last - activity.starts_local < timedelta(hours=24):
        return [Sitting(activity.title, activity.starts_local, last, activity.zone, activity.place[:160])]
    days = min((last.date() - activity.starts_local.date()).days + 1, MOST_DAYS)
    begins, ends = activity.starts_local.time(), last.time()
    if activity.all_day or begins >= ends:
        begins, ends = BEGINS, ENDS
    dates = [activity.starts_local.date() + timedelta(days=day) for day in range(days)]
    return [
        Sitting(
            _("Day %(number)d") % {"number": number},
            datetime.combine(day, begins),
            datetime.combine(day, ends),
            activity.zone,
            activity.place[:160],
        )
        for number, day in enumerate(dates, start=1)
    ]
