"""Start, review and result of the final test (Q1, Q2, Q4, Q20, Q21, Q23, C2, F-12, P1)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.taxonomy.models import Competency
from courses.assessment import actions as assessment
from courses.assessment.models import Attempt, Submission
from courses.learning import actions
from courses.learning.models import Evidence
from tests.factories import assessment as make
from tests.factories import learning
from tests.factories.cms import editors_browser
from tests.scenes import scene

pytestmark = pytest.mark.django_db


@scene
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


def test_c2_the_whole_name_is_read_before_it_is_confirmed(officer, enrolment):
    """A box shows thirty letters on a phone; a changed name is shown in full before it counts, once and for good."""
    learner, url = enrolment.learner, start_url(enrolment)
    says = "A certificate would say: <b><bdi>"
    assert f"{says}{learner.full_name}</bdi>" in text(officer.get(url))
    changed = {"name": "Wulandari Prabawati", "shown": learner.full_name}
    page = text(officer.post(url, changed))
    assert "You changed the name. Read it once more below, then confirm it." in page
    assert f"{says}Wulandari Prabawati</bdi>" in page
    assert 'name="shown" value="Wulandari Prabawati"' in page
    assert Attempt.objects.count() == 0
    officer.post(url, {**changed, "shown": changed["name"]})
    learner.refresh_from_db()
    assert learner.certificate_name == "Wulandari Prabawati"
    assert Attempt.objects.count() == 1


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


def test_while_an_answer_is_missing_the_main_way_leads_to_that_question(officer, enrolment):
    begin(officer, enrolment)
    attempt = Attempt.objects.get()
    make.answer(attempt, 1, attempt.slots.get(position=1).option_order[:1])
    url = page_of("review", attempt)
    page = text(officer.get(url))
    second_question = url.replace("review/", "2/")
    assert f'<a class="button button-big" href="{second_question}"><span>Back to the questions' in page
    assert '<button class="button button-second button-big"><span>Hand in with 2 unanswered' in page
    make.answer_all(attempt)
    page = text(officer.get(url))
    assert '<button class="button button-big"><span>Hand in the test' in page
    assert '/1/">Back to the questions</a>' in page


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
    *others, last = attempt.slots.all()
    for slot in others:
        make.answer(attempt, slot.position, make.right_keys(slot))
    make.answer(attempt, last.position, [make.wrong_key(last)])
    page = text(client.post(page_of("review", attempt), follow=True))
    assert "Not passed yet" in page
    assert "You have 2 of 3." in page
    assert "You have 2 attempts left." in page
    assert "Worth reading again" in page
    assert learning.lessons_of(course)[0].title in page
    for slot in attempt.slots.all():
        for option in slot.revision.options.all():
            assert option.texts.get().text not in page
            assert option.texts.get().feedback not in page


def test_one_answer_among_gaps_or_wrong_ones_is_not_told(officer, enrolment):
    """Twin of the page above: the score of one right answer would be that answer."""
    for others_wrong in (True, False):
        begin(officer, enrolment)
        attempt = Attempt.objects.open().get()
        first, *others = attempt.slots.all()
        make.answer(attempt, first.position, make.right_keys(first))
        for slot in others if others_wrong else []:
            make.answer(attempt, slot.position, [make.wrong_key(slot)])
        page = text(officer.post(page_of("review", attempt), follow=True))
        assert "Not passed yet" in page
        assert "Your score is shown only where every question has an answer" in page
        assert "Read the lessons again" in page
        for telling in ("1 of 3", "By topic", "Worth reading again"):
            assert telling not in page
        assert "1 of 3" not in text(officer.get(reverse("learning:course-map", args=[enrolment.registration])))


def test_two_of_three_with_a_gap_tell_nothing_more_than_that_it_was_not_enough(officer, enrolment):
    begin(officer, enrolment)
    attempt = Attempt.objects.get()
    for slot in list(attempt.slots.all())[:2]:
        make.answer(attempt, slot.position, make.right_keys(slot))
    page = text(officer.post(page_of("review", attempt), follow=True))
    assert "1 question had no answer." in page
    assert "2 of 3" not in page


def skewed(**shares):
    """An enrolment whose test asks so many questions of each topic, each topic taught by a lesson of its own."""
    (first, count), *more = shares.items()
    quiz = make.make_quiz(questions=count, count=count, competency=first)
    for competency, number in more:
        make.add_share(quiz, number, competency)
    course = learning.make_course(lessons=0, final=quiz)
    (module,) = course.get_children()
    for number, competency in enumerate(shares, start=1):
        question = make.make_question(make.make_bank(), use="practice", competency=competency)
        learning.add_lesson(module.specific, number, asks=[question], title=f"About {competency}")
    return learning.do_lessons(learning.enrol(course=course))


def result_after(client, enrolment, wrong):
    """The page of a result in which every question of one topic was answered wrongly, and all others rightly."""
    client.force_login(enrolment.learner)
    begin(client, enrolment)
    attempt = Attempt.objects.get()
    for slot in attempt.slots.select_related("revision__question__competency"):
        fails = slot.revision.question.competency.key == wrong
        make.answer(attempt, slot.position, [make.wrong_key(slot)] if fails else make.right_keys(slot))
    return text(client.post(page_of("review", attempt), follow=True))


def test_a_topic_with_one_question_shares_its_row_and_its_lessons(client):
    page = result_after(client, skewed(law=4, signs=1, children=1, referral=1), wrong="signs")
    assert "Law: 4 of 4" in page
    assert "Children · Referral · Signs: 2 of 3" in page
    assert "no single answer is told" in page
    again = page.partition("Worth reading again")[2]
    assert [f"About {topic}" in again for topic in ["law", "signs", "children", "referral"]] == [
        False,
        True,
        True,
        True,
    ]


def test_a_lone_question_joins_the_next_smallest_topic_so_that_the_score_does_not_tell_it(client):
    page = result_after(client, skewed(law=6, signs=3, children=1), wrong="children")
    assert "Law: 6 of 6" in page
    assert "Children · Signs: 3 of 4" in page
    again = page.partition("Worth reading again")[2]
    assert ("About signs" in again, "About children" in again) == (True, True)


def test_a_test_of_two_questions_has_no_result_by_topic(client):
    page = result_after(client, skewed(law=1, signs=1), wrong="signs")
    assert "You have 1 of 2" in page
    assert "By topic" not in page
    assert "Law:" not in page


def test_a_topic_that_left_the_vocabulary_is_not_named(client):
    enrolment = skewed(law=3, signs=3)
    result_after(client, enrolment, wrong="signs")
    Competency.objects.filter(key="signs").update(key="signals", name="Signals")
    page = text(client.get(page_of("result", Attempt.objects.get())))
    assert "Law: 3 of 3" in page
    assert "Signals" not in page


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
