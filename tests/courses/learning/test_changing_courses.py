"""A course changes while people are inside: nobody loses what they did."""

from uuid import uuid4

import pytest
from django.urls import reverse

from courses.catalogue.models import LessonPage
from courses.credentials.models import Certificate
from courses.learning import actions, tasks
from courses.learning.journey import journey
from courses.learning.models import Achievement, Completion, Enrolment
from lms.accounts.models import RoleGrant
from lms.invariants import evaluate, registered
from tests.factories.learning import (
    add_lesson,
    do_lessons,
    enrol,
    fresh,
    lessons_of,
    make_course,
    make_officer,
    take_final,
)

pytestmark = pytest.mark.django_db


def percent(enrolment) -> int:
    return journey(Enrolment.objects.select_related("course").get(pk=enrolment.pk)).progress.percent


def test_p3_rewording_moving_and_renaming_a_lesson_change_no_progress(officer, course):
    enrolment = do_lessons(enrol(officer, course), 2)
    before = percent(enrolment)
    first, _second, third = lessons_of(course)
    first.title, first.slug = "Another title", "another-address"
    first.body = [("prose", "<p>Other words.</p>")]
    first.save_revision().publish()
    LessonPage.objects.get(pk=third.pk).move(LessonPage.objects.get(pk=first.pk), pos="left")
    assert percent(enrolment) == before == 50


def test_p4_a_lesson_added_later_leaves_the_completed_complete(officer, course):
    enrolment = do_lessons(enrol(officer, course))
    take_final(enrolment)
    add_lesson(lessons_of(course)[0].get_parent(), 9)
    tasks.apply_rule_changes()
    assert Completion.objects.standing().filter(enrolment=enrolment).exists()
    assert not Enrolment.objects.get(pk=enrolment.pk).is_open()


def test_p5_whoever_finishes_because_a_lesson_went_is_listed_to_staff_first(client, officer):
    course = make_course(lessons=3, final=False)
    enrolment = do_lessons(enrol(officer, course), 2)
    lessons_of(course)[2].unpublish()
    tasks.apply_rule_changes()
    completion = Completion.objects.get(enrolment=enrolment)
    assert completion.reason == "rule change"
    assert not Achievement.objects.exists()
    assert not Certificate.objects.exists()

    staff = make_officer(full_name="Staff")
    RoleGrant.objects.create(person=staff, role=RoleGrant.Role.STAFF)
    actions.release(completion, by=staff)
    assert Certificate.objects.get().person == officer


def test_p5_evidence_of_a_removed_lesson_is_kept(officer, course):
    enrolment = do_lessons(enrol(officer, course), 1)
    lessons_of(course)[0].unpublish()
    assert percent(enrolment) == 0
    assert enrolment.evidence.count() == 1
    LessonPage.objects.get(slug="lesson-1").save_revision().publish()
    assert percent(enrolment) == 33 or percent(enrolment) == 25


def test_applying_the_same_content_twice_changes_nothing(officer):
    course = make_course(lessons=2, final=False)
    do_lessons(enrol(officer, course), 1)
    lessons_of(course)[1].unpublish()
    assert actions.apply_rule_change(fresh(course)) == 1
    assert actions.apply_rule_change(fresh(course)) == 0


def test_p13_evidence_for_a_lesson_that_went_meanwhile_is_accepted(officer, course):
    enrolment = enrol(officer, course)
    gone = lessons_of(course)[0]
    gone.unpublish()
    actions.mark_done(enrolment, gone.translation_key, client_uuid=uuid4(), locale="en")
    assert enrolment.evidence.count() == 1


def test_p24_the_nightly_check_finds_drift_and_mends_nothing(officer):
    course = make_course(lessons=1, final=False)
    enrolment = enrol(officer, course)
    assert drift() == 0
    enrolment.evidence.create(
        page_key=lessons_of(course)[0].translation_key,
        kind="done",
        locale="en",
        client_uuid=uuid4(),
        occurred_at=enrolment.enrolled_at,
        received_at=enrolment.enrolled_at,
    )
    assert drift() == 1
    assert Enrolment.objects.get().is_open()


def drift() -> int:
    return next(evaluate(one).violations for one in registered() if one.id == "P24")


def test_p25_a_later_change_of_post_never_rewrites_an_enrolment(officer, course):
    officer.sex = "female"
    officer.save()
    enrolment = enrol(officer, course)
    officer.sex = "male"
    officer.save()
    enrol(officer, course)
    assert Enrolment.objects.get(pk=enrolment.pk).sex == "female"


def test_staff_release_a_held_completion_on_their_page(client, officer, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "Standing" not in name]
    course = make_course(lessons=2, final=False)
    do_lessons(enrol(officer, course), 1)
    lessons_of(course)[1].unpublish()
    tasks.apply_rule_changes()
    staff = make_officer()
    RoleGrant.objects.create(person=staff, role=RoleGrant.Role.STAFF)
    client.force_login(staff)
    assert str(officer) in client.get(reverse("desk:completions")).content.decode()
    client.post(reverse("desk:completion-release", args=[Completion.objects.get().pk]))
    assert Achievement.objects.exists()
