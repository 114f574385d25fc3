"""Bring an installation to where it can be used: members, vocabularies, activities, pages, library, courses, signing key.

Safe twice."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from cms.activities.loading import load_activities
from cms.home.loading import load_pages
from cms.taxonomy.vocabulary import load_vocabularies
from courses.catalogue.models import CoursePage
from courses.credentials.signing import key_ring
from lms.accounts.vocabulary import load_agency_types, load_groups, load_members, load_organisations
from lms.privacy.policies import load_policies
from lms.setup.courses import load_courses
from lms.setup.database import compile_nothing
from lms.setup.library import load_resources


def make_signing_key() -> str:
    """The key that signs certificates; made on the first run, named on every later one."""
    return key_ring().current()[0]


def bring_courses() -> int:
    """Every course with its questions; answers how many courses there are."""
    load_courses()
    return CoursePage.objects.sources().count()


STEPS: list[tuple[str, Callable[[], object]]] = [
    ("Database", compile_nothing),
    ("Members", load_members),
    ("Agency types", load_agency_types),
    ("Organisations", load_organisations),
    ("Vocabularies", load_vocabularies),
    ("Activities", load_activities),
    ("Policies", load_policies),
    ("Groups", load_groups),
    ("Pages", load_pages),
    ("Library", load_resources),
    ("Courses", bring_courses),
    ("Signing key", make_signing_key),
]


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        for name, load in STEPS:
            result = load()
            self.stdout.write(f"{name}: {'ready' if result is None else result}")
