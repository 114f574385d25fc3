"""Start, review and result of the final test (Q1, Q2, Q4, Q20, Q21, Q23, C2, F-12, P1)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.assessment import actions as assessment
from courses.assessment.models import Attempt, Submission
from courses.learning import actions
from courses.learning.models import Evidence
from tests.factories import assessment as make
from tests.factories import learning
from tests.factories.cms import editors_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return learning.do_lessons(learning.enrol(course=learning.make_course(lessons=2)))


@pytest.fixture
def officer(client, enrolment):
    client.force_login(enrolment.learner)
    return client


def start_url(enrolment):
    return reverse("learning:test-start", args=[enrolment.registration])


def page_of(name, attempt):
    return reverse(f"learning:test-{name}", args=[attempt.context, attempt.public_id])


def begin(officer, enrolment, name="Somchai"):
    return officer.post(start_url(enrolment), {"name": name})


def text(response):
    return response.content.decode()


def test_the_rules_are_said_before_the_start(officer, enrolment):
    page = text(officer.get(start_url(enrolment)))
    for sentence in [
        "The test has 3 questions.",
        "You pass with 80 per cent: 3 right answers of 3.",
        "You have 3 attempts left.",
        "There is no time limit.",
        "Each answer is saved as you go.",
        "You need a connection. If the line breaks, open this page again.",
        "An attempt counts when you hand it in.",
    ]:
        assert sentence in page
    assert Attempt.objects.count() == 0


def test_c2_the_name_is_confirmed_once_before_the_first_attempt(officer, enrolment):
    assert officer.post(start_url(enrolment), {"name": ""}).status_code == 200
    assert Attempt.objects.count() == 0
    begin(officer, enrolment, "สมชาย")
    enrolment.learner.refresh_from_db()
    assert enrolment.learner.certificate_name == "สมชาย"
    assessment.submit(Attempt.objects.get(), at=timezone.now())
    page = text(officer.get(start_url(enrolment)))
    assert 'name="name"' not in page
    assert "Your certificate will carry the name" in page
    begin(officer, enrolment, "Another")
    enrolment.learner.refresh_from_db()
    assert enrolment.learner.certificate_name == "สมชาย"
    assert Attempt.objects.count() == 2


def test_q1_start_pressed_twice_lands_on_the_same_question(officer, enrolment):
    answers = [begin(officer, enrolment)["Location"] for _ in range(2)]
    assert answers[0] == answers[1] == f"{page_of('result', Attempt.objects.get()).removesuffix('result/')}1/"


def test_continuing_opens_the_first_question_without_an_answer(officer, enrolment):
    begin(officer, enrolment)
    attempt = Attempt.objects.get()
    make.answer(attempt, 1, attempt.slots.get(position=1).option_order[:1])
    page = text(officer.get(start_url(enrolment)))
    assert "Continue the test" in page
    assert "You have 3 attempts left." in page
    assert begin(officer, enrolment)["Location"].endswith("/2/")


def test_the_test_opens_when_every_lesson_is_done(client):
    enrolment = learning.enrol(course=learning.make_course(lessons=2))
    client.force_login(enrolment.learner)
    assert "Not open yet" in text(client.get(start_url(enrolment)))
    client.post(start_url(enrolment), {"name": "Somchai"})
    assert Attempt.objects.count() == 0


def test_q2_without_an_attempt_left_the_page_says_so(officer, enrolment):
    for _ in range(3):
        learning.take_final(enrolment, right=False)
    page = text(officer.get(start_url(enrolment)))
    assert "No attempt is left" in page
    begin(officer, enrolment)
    assert Attempt.objects.count() == 3


def test_q23_an_open_attempt_may_be_finished_after_leaving_and_no_new_one_begun(officer, enrolment):
    begin(officer, enrolment)
    actions.withdraw(enrolment, by=enrolment.learner)
    attempt = Attempt.objects.get()
    make.answer_all(attempt, right=False)
    assert officer.post(page_of("review", attempt))["Location"] == page_of("result", attempt)
    assert officer.get(page_of("result", attempt)).status_code == 200
    begin(officer, enrolment)
    assert Attempt.objects.count() == 1


def test_a_course_without_a_final_has_no_test_page(client):
    enrolment = learning.enrol(course=learning.make_course(final=False))
    client.force_login(enrolment.learner)
    assert client.get(start_url(enrolment)).status_code == 404


def test_q22_the_test_of_another_person_is_not_there(client, enrolment):
    attempt = make.start(enrolment.course.final, enrolment.learner, context=enrolment.registration)
    client.force_login(make.make_person())
    pages = [start_url(enrolment), page_of("review", attempt), page_of("result", attempt)]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert client.post(page_of("review", attempt)).status_code == 404
    assert Attempt.objects.get().is_open()


def test_q21_unanswered_questions_are_listed_with_links_before_handing_in(officer, enrolment):
    begin(officer, enrolment)
    attempt = Attempt.objects.get()
    make.answer(attempt, 2, attempt.slots.get(position=2).option_order[:1])
    assessment.set_flag(attempt, 3, on=True)
    page = text(officer.get(page_of("review", attempt)))
    assert "2 questions have no answer" in page
    assert "Hand in with 2 unanswered" in page
    assert "Hand in the test" not in page
    assert "2 questions had no answer." in text(officer.post(page_of("review", attempt), follow=True))
    listed = page.partition('aria-label="Questions without an answer"')[2].partition("</ol>")[0]
    assert ("Question 1" in listed, "Question 2" in listed, "Question 3" in listed) == (True, False, True)
    assert "marked to look at again" in page
    assert "You cannot change your answers after you hand in." in page
    assert all(f"/{position}/" in page for position in (1, 2, 3))


def test_q4_handing_in_twice_lands_on_the_same_result(officer, enrolment):
    begin(officer, enrolment)
    attempt = Attempt.objects.get()
    make.answer_all(attempt)
    answers = [officer.post(page_of("review", attempt))["Location"] for _ in range(2)]
    assert answers == [page_of("result", attempt)] * 2
    assert Submission.objects.count() == 1


def test_p1_passing_shows_the_completion_in_the_same_answer(officer, enrolment):
    begin(officer, enrolment)
    attempt = Attempt.objects.get()
    make.answer_all(attempt)
    page = text(officer.post(page_of("review", attempt), follow=True))
    assert "You have passed" in page
    assert "You have 3 of 3. To pass you need 3 of 3." in page
    assert "You have completed the course." in page
    assert "had no answer" not in page
    assert "Indicators: 3 of 3" in page


def test_not_passing_says_what_to_read_again_and_never_the_key(client):
    course = learning.make_course(lessons=1, checks=1)
    enrolment = learning.do_lessons(learning.enrol(course=course))
    client.force_login(enrolment.learner)
    begin(client, enrolment)
    attempt = Attempt.objects.get()
    make.answer_all(attempt, right=False)
    page = text(client.post(page_of("review", attempt), follow=True))
    assert "Not passed yet" in page
    assert "You have 2 attempts left." in page
    assert "Worth reading again" in page
    assert learning.lessons_of(course)[0].title in page
    for slot in attempt.slots.all():
        for option in slot.revision.options.all():
            assert option.texts.get().text not in page
            assert option.texts.get().feedback not in page


def test_the_result_of_an_open_attempt_leads_to_its_review(officer, enrolment):
    begin(officer, enrolment)
    attempt = Attempt.objects.get()
    assert officer.get(page_of("result", attempt))["Location"] == page_of("review", attempt)


@pytest.mark.parametrize("name", ["review", "result"])
def test_signed_out_people_are_asked_to_sign_in(client, enrolment, name):
    attempt = make.start(enrolment.course.final, enrolment.learner, context=enrolment.registration)
    assert reverse("account_login") in client.get(page_of(name, attempt))["Location"]


def test_q25_an_editor_tries_the_test_and_it_leaves_no_trace(enrolment):
    browser = editors_browser()
    quiz = enrolment.course.final
    preview = reverse("learning:test-preview", args=[quiz.public_id])
    assert preview in browser.get(reverse("wagtailsnippets_assessment_quiz:list")).content.decode()
    first = browser.post(preview)["Location"]
    assert "Nothing counts." in text(browser.get(first))
    attempt = Attempt.objects.get()
    make.answer_all(attempt)
    assert "You have passed" in text(browser.post(page_of("review", attempt), follow=True))
    assert not Attempt.objects.counted().exists()
    assert not Evidence.objects.filter(kind="passed").exists()


def test_q25_an_officer_cannot_preview(officer, enrolment):
    preview = reverse("learning:test-preview", args=[enrolment.course.final.public_id])
    assert officer.get(preview).status_code == 404
    assert officer.post(preview).status_code == 404
    assert not Attempt.objects.exists()
