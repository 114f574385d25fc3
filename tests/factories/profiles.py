"""Officers who completed something, with profiles as open as a test asks."""

from uuid import uuid4

from django.utils import timezone

from alumni.profiles import actions
from alumni.profiles.models import FieldAudience, Profile
from courses.learning.models import Achievement
from lms.accounts.models import User
from tests.factories.accounts import PersonFactory
from tests.factories.credentials import a_completion, the_course


def an_achievement(person=None, kind=Achievement.Kind.COURSE, ref=None, course=None):
    """The fact alone, before anybody heard of it."""
    person = person or PersonFactory()
    completion = a_completion(person, course) if kind == Achievement.Kind.COURSE else None
    ref = ref or (completion.enrolment.registration if completion else uuid4())
    return Achievement.objects.create(
        person=person, kind=kind, ref=ref, completion=completion, achieved_at=timezone.now()
    )


def an_alumna(person=None, course=None, **facts):
    """Somebody with one completed course and the profile that followed from it, hidden as they all begin."""
    person = person or PersonFactory(**facts)
    actions.add_engagement(an_achievement(person, course=course or the_course()))
    return User.objects.get(pk=person.pk)


def attended(person, workshop):
    """The person took part in this workshop (its public id)."""
    return actions.add_engagement(an_achievement(person, Achievement.Kind.ATTENDED, workshop))


def listed(person=None, audiences=None, **facts):
    """The profile of somebody who chose to be found; `audiences` by field, the others at their defaults."""
    person = person or an_alumna(**facts)
    profile = actions.begin(person)
    Profile.objects.filter(pk=profile.pk).update(listing=Profile.Listing.LISTED)
    open_to(profile, **(audiences or {}))
    return Profile.objects.select_related("person").get(pk=profile.pk)


def begin(person):
    """A profile as it begins: hidden."""
    return actions.begin(person)


def open_to(profile, **audiences):
    for field, audience in audiences.items():
        FieldAudience.objects.filter(profile=profile, field=field).update(audience=audience)


def asked(person, profile, purpose="Screening at airports", **facts):
    """An introduction somebody waits for."""
    return actions.ask(profile, purpose, by=person, **facts)
