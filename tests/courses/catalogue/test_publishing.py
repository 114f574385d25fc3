"""A course that is not fit is not published, by whatever way."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cms.pages.models import NotPublishableError
from courses.catalogue.models import CoursePage, LessonPage
from tests.courses.catalogue.editing import add, by_hand, course_form, edit, lesson_form
from tests.factories.assessment import make_bank, make_competency, make_quiz
from tests.factories.catalogue import (
    cited,
    first_lesson,
    fresh,
    make_course,
    make_index,
    make_lesson,
    make_module,
    publish,
)
from tests.factories.cms import editors_browser, make_source, staff_browser

pytestmark = pytest.mark.django_db
NO_LESSON = "Publish at least one lesson"
EMPTY_LESSON = "The lesson is empty"
UNDECIDED = "how the course ends: choose its final test"


def with_optional_lesson_only():
    course = make_course(lessons=0, live=False)
    make_lesson(make_module(course), required=False)
    return course


@pytest.mark.parametrize("make", [lambda: make_course(lessons=0, live=False), with_optional_lesson_only])
def test_a_course_without_a_needed_lesson_is_not_publishable(make):
    """P2: a percentage of nothing has no meaning."""
    course = make()
    with pytest.raises(NotPublishableError, match=NO_LESSON):
        publish(course)
    assert not fresh(course).live


def test_the_editor_is_told_why_and_keeps_what_was_typed():
    browser = editors_browser()
    answer = add(browser, "coursepage", make_index(), course_form(audience="Border officers"))
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert NO_LESSON in shown
    assert "Border officers" in shown
    assert not CoursePage.objects.filter(code="HAND").exists()
    assert add(browser, "coursepage", make_index(), course_form(), act="").status_code == 302
    assert not by_hand().live


EMPTY_BODIES = {
    "nothing": [],
    "a note to reviewers": [("review_note", {"text": "Compare this.", "citations": []})],
    "a text without a word": [("prose", "<p> </p>")],
}


@pytest.mark.parametrize("body", EMPTY_BODIES.values(), ids=EMPTY_BODIES)
def test_a_lesson_that_shows_learners_nothing_is_not_publishable(body):
    lesson = make_lesson(make_module(make_course()), body, publish_it=False)
    with pytest.raises(NotPublishableError, match=EMPTY_LESSON):
        publish(lesson)
    assert not fresh(lesson).live


def test_the_editor_of_an_empty_lesson_is_told_and_may_save_it_as_a_draft():
    browser, module = editors_browser(), make_module(make_course())
    answer = add(browser, "lessonpage", module, lesson_form())
    assert answer.status_code == 200
    assert EMPTY_LESSON in answer.content.decode()
    assert add(browser, "lessonpage", module, lesson_form(), act="").status_code == 302
    assert not LessonPage.objects.get(slug="lesson-one").live


def test_a_course_is_not_published_before_somebody_says_how_it_ends():
    """No certificate follows from what was left out."""
    course, browser = make_course(live=False, slug="made-by-hand", code="HAND"), editors_browser()
    undecided = course_form(ends_without_test="")
    answer = edit(browser, course, undecided)
    assert answer.status_code == 200
    assert UNDECIDED in answer.content.decode()
    assert edit(browser, course, undecided, act="").status_code == 302
    assert not fresh(course).live
    assert edit(browser, course, course_form()).status_code == 302
    assert fresh(course).live


@pytest.mark.parametrize(
    "said", [lambda: {"final": make_quiz(questions=6, count=3)}, lambda: {"final_awaited": True}], ids=["test", "waits"]
)
def test_a_course_that_has_or_awaits_a_test_cannot_also_end_without_one(said):
    course = make_course(live=False, **said())
    course.ends_without_test = True
    with pytest.raises(NotPublishableError, match="can neither have one nor wait for one"):
        publish(course)


def test_publishing_many_at_once_asks_too():
    course, browser = make_course(lessons=0, live=False), editors_browser()
    course.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = browser.post(f"{url}?id={course.pk}&next=/cms/reports/claims/", {"include_descendants": ""}, follow=True)
    assert NO_LESSON in answer.content.decode()
    assert not fresh(course).live


def test_the_schedule_asks_too_and_goes_on_with_what_is_due():
    unfit, fit = make_course(lessons=0, live=False), make_course(live=False)
    for minutes, course in ((2, unfit), (1, fit)):
        revision = course.save_revision()
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=minutes)
        revision.save()
    call_command("publish_scheduled")
    assert not fresh(unfit).live
    assert fresh(fit).live
    assert not unfit.revisions.exclude(approved_go_live_at=None).exists()


def test_a_pool_smaller_than_the_draw_is_refused_with_the_reason():
    """Q16."""
    make_competency("indicators")
    course = make_course(live=False, final=make_quiz(questions=2, count=5))
    with pytest.raises(NotPublishableError, match="draws 5 questions, the bank has 2"):
        publish(course)


def test_a_test_that_asks_nothing_is_refused():
    course = make_course(live=False, final=make_quiz(questions=0, count=1, bank=make_bank()))
    with pytest.raises(NotPublishableError):
        publish(course)


def test_two_courses_cannot_share_a_code():
    make_course(code="UTS")
    with pytest.raises(NotPublishableError, match="code uts"):
        make_course(code="uts")


def test_two_lessons_cannot_share_a_code():
    module = make_module(make_course())
    make_lesson(module, code="X-1")
    with pytest.raises(NotPublishableError, match=r"(?i)x-1"):
        make_lesson(module, code="x-1")


def test_only_staff_sign_a_course_off():
    course = make_course(live=False, slug="made-by-hand", code="HAND")
    form = course_form(review="reviewed")
    refused = edit(editors_browser(), course, form, act="")
    assert refused.status_code == 200
    assert "Only staff may mark a course as reviewed" in refused.content.decode()
    assert edit(staff_browser(), course, form).status_code == 302
    assert fresh(course).review == CoursePage.Review.REVIEWED


def test_an_editor_may_correct_a_signed_course():
    course = make_course(slug="made-by-hand", code="HAND", review="reviewed")
    assert edit(editors_browser(), course, course_form(review="reviewed", audience="All")).status_code == 302
    assert fresh(course).audience == "All"


def test_a_course_with_an_unchecked_claim_cannot_be_signed_off():
    course = make_course(live=False, slug="made-by-hand", code="HAND")
    make_lesson(make_module(course), [cited(make_source(checked="partly"))])
    answer = edit(staff_browser(), course, course_form(review="reviewed"))
    assert "Some claims rest on sources that were not fully checked" in answer.content.decode()
    assert not fresh(course).live


def test_a_new_unchecked_claim_takes_the_sign_off_back():
    course = make_course(review="reviewed")
    assert fresh(course).review == CoursePage.Review.REVIEWED
    lesson = first_lesson(course)
    lesson.body = [cited(make_source(checked="unchecked"))]
    publish(lesson)
    assert fresh(course).review == CoursePage.Review.AWAITING


def test_publishing_an_older_version_never_brings_old_counts_back():
    course = make_course(lessons=1)
    old = course.save_revision()
    make_lesson(make_module(course))
    now = fresh(course)
    assert now.minutes == 20
    old.publish()
    after = fresh(course)
    assert after.minutes == 20
    assert after.content_stamp > now.content_stamp
