"""How a profile begins and grows: each achievement becomes one engagement, however often the news comes (A1, case 43)."""

import logging
from typing import Any

from django.db import transaction

from courses.learning.models import Achievement
from lms.accounts.models import User
from lms.audit.log import record

from ..audiences import RULES
from ..models import Engagement, FieldAudience, Profile
from ..naming import index_of

logger = logging.getLogger(__name__)
AT_ONCE = 200


@transaction.atomic
def begin(person: User) -> Profile:
    """The profile of a person: made once, not listed, every field at its default."""
    profile, is_new = Profile.objects.get_or_create(
        person=person, defaults=index_of([person.full_name, person.native_name])
    )
    if is_new:
        FieldAudience.objects.bulk_create(
            FieldAudience(profile=profile, field=field, audience=rule.default) for field, rule in RULES.items()
        )
        record("profiles.begin", profile)
    return profile


@transaction.atomic
def add_engagement(achievement: Achievement) -> Engagement | None:
    """What was achieved stands on the profile. Safe as often as it is called; nothing for an account that is erased."""
    achievement = Achievement.objects.select_related("person", "completion__enrolment__course").get(pk=achievement.pk)
    if achievement.person.state == User.State.ERASED:
        return None
    profile = begin(achievement.person)
    engagement, is_new = Engagement.objects.get_or_create(
        profile=profile, kind=achievement.kind, ref=achievement.ref, defaults=_facts(achievement)
    )
    if is_new:
        record("profiles.engage", engagement, kind=achievement.kind)
    return engagement


def _facts(achievement: Achievement) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "achievement": achievement,
        "title": achievement.title,
        "title_language": achievement.title_language,
        "ended_at": achievement.achieved_at,
    }
    if achievement.completion:
        course = achievement.completion.enrolment.course
        facts |= {"course": course, "title": course.title, "title_language": course.locale.language_code}
    return facts


def add_missed() -> int:
    """Catch up on achievements whose news was lost; answers how many engagements were made."""
    missed = Achievement.objects.filter(engagement=None).exclude(person__state=User.State.ERASED).order_by("pk")
    made = 0
    for achievement in missed[:AT_ONCE]:
        try:
            made += add_engagement(achievement) is not None
        # One that fails is tried again next time; it must not stop the others.
        except Exception:
            logger.exception("The engagement of achievement %s could not be made.", achievement.pk)
    return made


@transaction.atomic
def refresh_names(profile: Profile) -> None:
    """Let the search know a person by the names they have now."""
    person = profile.person
    names = [
        person.full_name,
        person.native_name,
        profile.romanised_name,
        *profile.aliases.values_list("name", flat=True),
    ]
    Profile.objects.filter(pk=profile.pk).update(**index_of(names))
