"""A course on a phone without script: whoever presses only what is large and plain finds the test, and every link takes a thumb."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from courses.assessment import actions as assessment
from tests.factories.accounts import PersonFactory, signed_in
from tests.factories.learning import do_lessons, enrol, make_course

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THUMB = 44


@pytest.fixture
def officer(db):
    return PersonFactory()


@pytest.fixture
def page(live_server, phone, officer):
    page = phone(scripts=False)
    session = signed_in(officer).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    return page


def heights(links):
    return [link.bounding_box()["height"] for link in links.all()]


def test_the_main_button_leads_through_the_lessons_to_the_test(live_server, page, officer):
    course = make_course(lessons=3)
    page.goto(live_server.url + course.get_url())
    page.get_by_role("button", name="Join this course").first.click()
    for _ in range(2):
        page.get_by_role("link", name="Next, without marking this one as done").click()
    expect(page.get_by_text("2 other lessons are not marked as done yet")).to_be_visible()
    page.get_by_role("link", name="See which lessons").click()
    page.get_by_role("link", name="Continue").click()
    for number in range(1, 4):
        page.get_by_role("button", name="I have worked through this lesson").click()
        expect(page.get_by_text(f"Lesson 1.{number} is done.")).to_be_visible()
    expect(page.get_by_role("link", name="Start the final test")).to_be_visible()
    page.goto(live_server.url + course.get_url())
    page.get_by_role("link", name="1.2 Lesson 2").click()
    expect(page.get_by_text("This lesson is done")).to_be_visible()


def test_lessons_and_questions_take_a_thumb(live_server, page, officer):
    enrolment = do_lessons(enrol(officer, make_course(lessons=3)))
    page.goto(live_server.url + reverse("learning:course-map", args=[enrolment.registration]))
    steps = heights(page.locator(".steps a"))
    assert len(steps) == 4
    attempt = assessment.start(
        officer, enrolment.course.final, context=enrolment.registration, at=timezone.now(), by=officer
    )
    page.goto(live_server.url + reverse("learning:test-review", args=[enrolment.registration, attempt.public_id]))
    page.locator("summary").filter(has_text="All questions").click()
    questions = heights(page.locator(".steps a"))
    assert len(questions) == 6
    assert min(steps + questions) >= THUMB
