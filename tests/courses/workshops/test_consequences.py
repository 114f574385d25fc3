"""Before a course is withdrawn, the editor reads which workshops still use it."""

import pytest
from django.urls import reverse

from courses.workshops.models import Workshop
from tests.factories.cms import editors_browser
from tests.factories.learning import lessons_of, make_course
from tests.factories.workshops import make_workshop

pytestmark = pytest.mark.django_db
SAID = "Workshops not closed yet that use this course: {}."


def asked(page):
    return editors_browser().get(reverse("wagtailadmin_pages:unpublish", args=[page.pk])).content.decode()


def test_workshops_that_are_not_closed_are_counted():
    course = make_course()
    make_workshop(course=course)
    make_workshop(course=course)
    make_workshop()
    for page in (course, lessons_of(course)[0]):
        assert SAID.format(2) in asked(page)
    Workshop.objects.filter(course=course).update(state=Workshop.State.CLOSED)
    assert "Workshops not closed yet" not in asked(course)
