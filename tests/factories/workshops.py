"""Workshops as the tests need them, made by the actions that staff use."""

from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone

from cms.activities import actions as activities
from courses.workshops import actions
from courses.workshops.models import CohortSession, Place, Workshop
from lms.accounts.facts import Post, RoleScope
from lms.accounts.models import AgencyType, RoleGrant, User
from tests.factories.accounts import AgencyTypeFactory, MemberFactory, PersonFactory, staff, with_role

_numbers = count(1)


def make_activity(days=2, starts=None, **facts):
    """An activity that began some days ago, so that its sessions can be marked."""
    starts = starts or (timezone.now() - timedelta(days=days + 1)).replace(hour=9, minute=0, second=0, microsecond=0)
    starts = starts.replace(tzinfo=None)
    given = {
        "title": f"Workshop {next(_numbers)}",
        "kind": "workshop",
        "starts_local": starts,
        "ends_local": starts + timedelta(days=days - 1, hours=8),
        "zone": "Asia/Bangkok",
        "place": "Bangkok",
        "audience": "invited",
    }
    return activities.plan(**{**given, **facts}, by=office())


def office():
    """One member of staff for everything."""
    return User.objects.filter(email="office@rso.example").first() or staff(email="office@rso.example")


def make_workshop(days=2, starts=None, **facts):
    activity = facts.pop("activity", None) or make_activity(days, starts)
    return actions.open_workshop(activity, by=office(), **facts)


def make_trainer(workshop, **facts):
    scope = RoleScope(RoleGrant.Scope.WORKSHOP, workshop.public_id)
    return with_role("trainer", scope=scope, **facts)


def newcomer(number=None, **facts):
    number = number or next(_numbers)
    post = Post(MemberFactory(code="TH", name="Thailand"), AgencyType.objects.first() or AgencyTypeFactory(), "Police")
    given = {"email": f"new{number}@agency.example", "full_name": f"New Officer {number}", "post": post}
    return actions.Newcomer(**{**given, **facts})


def add(workshop, who=None, **facts):
    """A place for this person, or for a new officer with an account."""
    facts.setdefault("by", office())
    return fresh(actions.add_to_cohort(workshop, who or PersonFactory(), **facts).place)


def sessions_of(workshop):
    return list(CohortSession.objects.filter(workshop=workshop).select_related("workshop"))


def mark(session, marks, **facts):
    """`marks` by place; what stood there before is taken as seen."""
    seen = dict(session.attendance.values_list("place", "mark"))
    entries = {place.pk: actions.Entry(value, seen.get(place.pk, "")) for place, value in marks.items()}
    return actions.mark_all(CohortSession.objects.get(pk=session.pk), entries, by=facts.pop("by", office()), **facts)


def mark_everything(workshop, places, value="present"):
    for session in sessions_of(workshop):
        mark(session, dict.fromkeys(places, value))


def coming(days=2, **facts):
    """A workshop that begins in three weeks, of which people are told."""
    starts = (timezone.now() + timedelta(days=21)).replace(hour=9, minute=0, second=0, microsecond=0)
    return make_workshop(days, starts=starts, **facts)


def fresh(thing):
    if isinstance(thing, Place):
        return Place.objects.select_related("person", "invitation", "workshop").get(pk=thing.pk)
    return Workshop.objects.select_related("activity", "course", "partner").get(pk=thing.pk)


def at(text):
    return datetime.fromisoformat(text)
