"""Joining, leaving, coming back; and completing in the same answer."""

from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import reverse

from courses.credentials.models import Certificate
from courses.learning import actions
from courses.learning.models import Achievement, Completion, Enrolment
from lms.audit.models import Entry
from tests.factories.learning import do_lessons, enrol, fresh, lessons_of, make_course, make_officer, take_final

pytestmark = pytest.mark.django_db


def test_joining_leads_to_the_first_lesson(signed_in, officer, course):
    response = signed_in.post(reverse("learning:course-enrol", args=[course.pk]), follow=True)
    assert response.status_code == 200
    assert "What lesson 1 says." in response.content.decode()
    assert Enrolment.objects.get().learner == officer


def test_joining_twice_is_one_enrolment_and_one_record(officer, course):
    first, second = enrol(officer, course), enrol(officer, course)
    assert first == second
    assert Entry.objects.filter(act="learning.enrol").count() == 1


def test_a_course_for_verified_officers_is_not_there_for_others(client, course):
    type(course).objects.filter(pk=course.pk).update(access="verified")
    client.force_login(make_officer(state="unverified"))
    assert client.post(reverse("learning:course-enrol", args=[course.pk])).status_code == 404


def test_a_lesson_opens_for_the_enrolled_alone(client, course):
    url = lessons_of(course)[0].get_url()
    stranger = make_officer()
    client.force_login(stranger)
    assert client.get(url).status_code == 404
    enrol(stranger, course)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("prefix", ["", "/th"])
def test_signed_out_every_lesson_address_leads_to_sign_in_and_back(client, course, prefix):
    there = prefix + lessons_of(course)[0].get_url()
    for url in (there, f"{prefix}/courses/no/such/lesson/"):
        response = client.get(url)
        assert response.status_code == 302
        assert response.url == f"{prefix}/accounts/login/?{urlencode({'next': url}, safe='/')}"


def test_signed_in_a_lesson_that_never_was_is_not_there(signed_in):
    assert signed_in.get("/courses/no/such/lesson/").status_code == 404


def test_p18_leaving_and_coming_back_goes_on_where_one_left(signed_in, officer, course):
    enrolment = do_lessons(enrol(officer, course), 2)
    actions.withdraw(enrolment, by=officer)
    assert signed_in.get(lessons_of(course)[0].get_url()).status_code == 404
    again = enrol(officer, course)
    assert again == enrolment
    response = signed_in.get(reverse("learning:course-map", args=[again.registration]))
    assert "2 of 4" in response.content.decode()


def test_p1_the_last_thing_needed_completes_the_course_in_the_same_answer(signed_in, officer):
    course = make_course(lessons=2, final=False)
    enrolment = do_lessons(enrol(officer, course), 1)
    key = lessons_of(course)[1].translation_key
    done = reverse("learning:lesson-done", args=[enrolment.registration, key])
    response = signed_in.post(done, {"client_uuid": str(uuid4())}, follow=True)
    assert "You have completed this course" in response.content.decode()
    assert Certificate.objects.get().person == officer


def test_p1_a_passed_final_completes_and_leaves_one_of_everything(officer, course):
    enrolment = do_lessons(enrol(officer, course))
    take_final(enrolment)
    assert Completion.objects.get().reason == "rules met"
    assert Achievement.objects.get().ref == enrolment.registration
    assert Certificate.objects.count() == 1


def test_a_failed_final_completes_nothing(officer, course):
    enrolment = do_lessons(enrol(officer, course))
    take_final(enrolment, right=False)
    assert not Completion.objects.exists()
    assert Enrolment.objects.get().is_open()


def test_completing_twice_changes_nothing(officer, course):
    enrolment = do_lessons(enrol(officer, course))
    take_final(enrolment)
    completion = Completion.objects.get()
    actions.complete(enrolment, at=completion.completed_at)
    actions.release(completion, by=None)
    assert Completion.objects.count() == Achievement.objects.count() == Certificate.objects.count() == 1


def test_p19_a_further_period_is_a_row_of_its_own(officer, course):
    enrolment = do_lessons(enrol(officer, course))
    take_final(enrolment)
    further = actions.renew(officer, fresh(course), by=officer)
    assert further.period == 2
    assert further.evidence.count() == 0
    assert Completion.objects.standing().filter(enrolment=enrolment).exists()


def test_a_lesson_marked_twice_by_one_page_is_one_piece_of_evidence(signed_in, officer, course):
    enrolment = enrol(officer, course)
    done = reverse("learning:lesson-done", args=[enrolment.registration, lessons_of(course)[0].translation_key])
    for _ in range(2):
        signed_in.post(done, {"client_uuid": "0a0a0a0a-0000-4000-8000-000000000001"})
    assert enrolment.evidence.count() == 1


def test_a_lesson_can_be_taken_back_until_the_course_is_complete(signed_in, officer, course):
    enrolment = do_lessons(enrol(officer, course), 1)
    key = lessons_of(course)[0].translation_key
    signed_in.post(reverse("learning:lesson-undo", args=[enrolment.registration, key]))
    page = signed_in.get(reverse("learning:course-map", args=[enrolment.registration])).content.decode()
    assert "0 of 4" in page
    assert Entry.objects.filter(act="learning.reopen").count() == 1


@pytest.mark.parametrize("name", ["course-map", "course-leave"])
def test_another_person_s_registration_is_not_there(signed_in, course, name):
    theirs = enrol(make_officer(), course)
    assert signed_in.get(reverse(f"learning:{name}", args=[theirs.registration])).status_code == 404


def test_the_page_for_what_is_not_there_shows_the_next_step(client, officer):
    page = client.get("/no/such/place/").content.decode()
    assert 'href="/courses/"' in page
    assert 'href="/accounts/login/"' in page
    client.force_login(officer)
    page = client.get("/no/such/place/").content.decode()
    assert 'href="/me/"' in page
    assert "/accounts/login/" not in page
