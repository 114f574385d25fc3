"""The question page: shown, saved, resumed, out of date, signed out (Q3, Q9 to Q12, Q20, Q22, F-12, INV-14)."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.assessment import actions as assessment
from courses.assessment.models import Attempt
from tests.factories import assessment as make
from tests.factories import learning
from tests.scenes import scene

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def _in_english():
    """A request leaves its language behind in this thread."""
    with translation.override("en"):
        yield


@scene
def attempt():
    enrolment = learning.do_lessons(learning.enrol(course=learning.make_course(lessons=1)))
    return make.start(enrolment.course.final, enrolment.learner, context=enrolment.registration)


@pytest.fixture
def officer(client, attempt):
    client.force_login(attempt.learner)
    return client


def url(attempt, position=1):
    return reverse("learning:test-question", args=[attempt.context, attempt.public_id, position])


def order(attempt, position=1):
    return attempt.slots.get(position=position).option_order


def form(*options, seq=1, **more):
    return {"client_uuid": str(uuid.uuid4()), "client_seq": seq, "option": list(options), **more}


def checked(response):
    return re.findall(r'value="([0-9a-f-]{36})" id="option_\d+" checked', response.content.decode())


def current(attempt):
    return {event.slot.position: event.response for event in attempt.answers.current()}


def test_a_question_is_a_fieldset_whose_legend_is_read_out(officer, attempt):
    page = officer.get(url(attempt)).content.decode()
    legend = re.search(r"<legend[^>]*>(.*?)</legend>", page, re.S)[1]
    assert "Question 1 of 3" in legend
    assert "What is asked in question" in legend
    assert page.count('type="radio"') == 4


def test_each_list_of_languages_says_that_a_choice_not_saved_is_not_kept(officer, attempt):
    page = officer.get(url(attempt)).content.decode()
    lists = re.findall(r'<form method="post" action="/-/language".*?</form>', page, re.S)
    assert len(lists) == 2
    assert all("What you have not saved or sent on this page" in one for one in lists)


def test_without_javascript_saving_goes_on_and_comes_back_checked(officer, attempt):
    key = order(attempt)[2]
    answer = officer.post(url(attempt), form(key))
    assert (answer.status_code, answer["Location"]) == (302, url(attempt, 2))
    again = officer.get(url(attempt))
    assert checked(again) == [key]
    assert "Saved " in again.content.decode()
    assert "1 of 3 answered" in again.content.decode()


@pytest.mark.parametrize(
    ("go", "position", "where"), [("back", 2, 1), ("next", 2, 3), ("back", 1, None), ("review", 1, None)]
)
def test_every_button_saves_and_goes_where_it_says(officer, attempt, go, position, where):
    review = reverse("learning:test-review", args=[attempt.context, attempt.public_id])
    key = order(attempt, position)[0]
    answer = officer.post(url(attempt, position), form(key, go=go))
    assert answer["Location"] == (url(attempt, where) if where else review)
    assert current(attempt) == {position: [key]}


def test_stopping_saves_the_chosen_answer_and_says_how_many_there_are(officer, attempt):
    assert 'name="go" value="stop"' in officer.get(url(attempt)).content.decode()
    key = order(attempt)[0]
    answer = officer.post(url(attempt), form(key, go="stop"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("learning:course-map", args=[attempt.context])
    assert "Your answers are saved: 1 of 3." in answer.content.decode()
    assert current(attempt) == {1: [key]}


def test_stopping_after_the_test_was_handed_in_does_not_say_saved(officer, attempt):
    assessment.submit(attempt, at=timezone.now())
    answer = officer.post(url(attempt), form(order(attempt)[0], go="stop"), follow=True)
    assert "Your answers are saved" not in answer.content.decode()


def test_a_question_can_be_marked_and_unmarked_twice_over(officer, attempt):
    for go, flagged in [("mark", True), ("mark", True), ("unmark", False)]:
        assert officer.post(url(attempt), form(go=go))["Location"] == url(attempt)
        assert attempt.slots.get(position=1).flagged is flagged


def test_looking_without_answering_stores_nothing(officer, attempt):
    officer.post(url(attempt), form())
    assert attempt.answers.count() == 0


def test_q3_the_script_is_told_in_words_that_the_answer_is_saved(officer, attempt):
    sent = form(order(attempt)[0])
    first, second = (officer.post(url(attempt), sent, **JSON).json() for _ in range(2))
    assert first == second
    assert first["state"] == "saved"
    assert re.fullmatch(r"Saved \d\d:\d\d", first["text"])
    assert attempt.answers.count() == 1


def test_q9_a_stale_page_gets_no_error_and_is_shown_the_newer_answer(officer, attempt):
    stale = form(order(attempt)[0])
    officer.post(url(attempt), form(order(attempt)[1], seq=2))
    answer = officer.post(url(attempt), stale, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r"Question 1: You have a newer answer, saved \d\d:\d\d\.", page)
    assert f'href="{url(attempt)}"' in page
    assert current(attempt) == {1: [order(attempt)[1]]}


def test_q9_the_back_button_and_another_choice_on_the_old_page_keep_the_newer_answer(officer, attempt):
    page = form(order(attempt)[0])
    officer.post(url(attempt), page)
    answer = officer.post(url(attempt), {**page, "option": [order(attempt)[1]]}, follow=True)
    assert "You have a newer answer" in answer.content.decode()
    assert officer.post(url(attempt), {**page, "option": [order(attempt)[1]]}, **JSON).status_code == 409
    assert current(attempt) == {1: [order(attempt)[0]]}


def test_q9_an_old_page_sent_after_handing_in_lands_on_the_result(officer, attempt):
    assessment.submit(attempt, at=timezone.now())
    answer = officer.post(url(attempt), form(order(attempt)[0]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("learning:test-result", args=[attempt.context, attempt.public_id])
    assert "This test was handed in." in answer.content.decode()
    assert officer.post(url(attempt), form(order(attempt)[0]), **JSON).status_code == 409


def test_q10_signed_out_the_script_gets_401_and_nothing_is_saved(client, attempt):
    answer = client.post(url(attempt), form(order(attempt)[0]), **JSON)
    assert (answer.status_code, answer.json()["state"]) == (401, "out")
    assert attempt.answers.count() == 0


def test_q10_signed_out_without_javascript_the_answer_comes_back_after_signing_in(client, attempt):
    key = order(attempt)[3]
    answer = client.post(url(attempt), form(key))
    assert answer.status_code == 401
    back = f"{url(attempt)}?option={key}"
    assert reverse("account_login") in answer.content.decode()
    client.force_login(attempt.learner)
    page = client.get(back)
    assert checked(page) == [key]
    assert "not saved yet" in page.content.decode()
    assert attempt.answers.count() == 0


def test_q11_the_page_is_the_same_on_reload(officer, attempt):
    officer.post(url(attempt), form(order(attempt)[0]))
    shown = [
        re.findall(r'value="([0-9a-f-]{36})" id="option', officer.get(url(attempt)).content.decode()) for _ in "ab"
    ]
    assert shown[0] == shown[1] == order(attempt)


def test_q12_another_language_keeps_options_and_order_and_is_stored_with_the_answer(officer, attempt):
    here, there = (f"/th{url(attempt, position)}" for position in (1, 2))
    revision = attempt.slots.get(position=1).revision
    revision.texts.create(locale="th", stem="คำถามที่หนึ่ง")
    for option in revision.options.all():
        option.texts.create(locale="th", text=f"ข้อ {option.position}")
    page = officer.get(here).content.decode()
    assert "คำถามที่หนึ่ง" in page
    assert re.findall(r'value="([0-9a-f-]{36})" id="option', page) == order(attempt)
    officer.post(here, form(order(attempt)[0]))
    assert attempt.answers.get().locale == "th"
    other = officer.get(there).content.decode()
    question = other.split('<fieldset class="question')[1].split("</fieldset>")[0]
    assert question.count('lang="en"') == 1 + attempt.slots.get(position=2).revision.options.count()


def test_q20_nothing_on_the_page_tells_which_answer_is_right(officer, attempt):
    """Feedback, correctness and key stay on the server; the control below plants them and is seen."""
    for position in range(1, 4):
        page = officer.get(url(attempt, position)).content.decode()
        reply = officer.post(url(attempt, position), form(order(attempt, position)[0]), **JSON).content.decode()
        assert not leaks(attempt, position, page + reply)


def test_inv14_twin_a_planted_key_is_found(officer, attempt, monkeypatch):
    shown = "courses.learning.views.answering.options"

    def telling(slot, words, chosen):
        right = make.right_keys(slot)
        return [{"value": key, "text": "x", "state": "right" if key in right else ""} for key in slot.option_order]

    monkeypatch.setattr(shown, telling)
    assert leaks(attempt, 1, officer.get(url(attempt)).content.decode())


def leaks(attempt, position, text):
    """Whether the text holds feedback, or tells the right option from the others."""
    slot = attempt.slots.get(position=position)
    words = [row.feedback for option in slot.revision.options.all() for row in option.texts.all()]
    shown = text.partition("<main")[2].partition("</main>")[0]
    rows = re.findall(r"<div[^>]*>\s*<label.*?</label>", shown, re.S)
    shapes = {re.sub(r'(value|id|for)="[^"]*"|checked|<span.*?</span>', "", row) for row in rows}
    return any(word in text for word in words) or 'class="answer-' in shown or len(shapes) > 1


@pytest.mark.parametrize("accept", [{}, JSON])
def test_q22_a_stranger_or_a_wrong_place_gets_404(client, officer, attempt, accept):
    assert officer.post(url(attempt, 99), form(), **accept).status_code in {302, 404}
    assert officer.post(url(attempt, 99), form(str(uuid.uuid4())), **accept).status_code == 404
    assert officer.get(url(attempt, 99)).status_code == 404
    client.force_login(make.make_person())
    assert client.get(url(attempt)).status_code == 404
    assert client.post(url(attempt), form(order(attempt)[0]), **accept).status_code == 404
    assert attempt.answers.count() == 0


def test_bq1_an_answer_of_another_question_is_422_and_keeps_the_page(officer, attempt):
    foreign = order(attempt, 2)[0]
    assert officer.post(url(attempt), form(foreign), **JSON).status_code == 422
    answer = officer.post(url(attempt), form(foreign))
    assert answer.status_code == 422
    assert "does not fit the question" in answer.content.decode()


@pytest.mark.parametrize(
    "broken", [{"client_uuid": "x"}, {"client_seq": "x"}, {"client_seq": -1}, {"client_seq": 2**70}]
)
def test_what_no_page_sends_is_refused_without_an_error_page(officer, attempt, broken):
    sent = {**form(order(attempt)[0]), **broken}
    assert officer.post(url(attempt), sent, **JSON).status_code == 422
    assert officer.post(url(attempt), sent).status_code == 302
    assert attempt.answers.count() == 0


def test_q6_opening_a_page_after_the_time_hands_in_what_was_saved(officer, attempt):
    Attempt.objects.update(deadline=timezone.now() - timedelta(minutes=2))
    page = officer.get(url(attempt), follow=True).content.decode()
    assert "The time was over." in page
    assert Attempt.objects.get().state == "submitted"


def test_a_question_takes_at_most_eight_queries(officer, attempt, django_assert_max_num_queries):
    officer.get(url(attempt))
    with django_assert_max_num_queries(8):
        officer.get(url(attempt))


def test_saving_takes_at_most_eight_queries(officer, attempt, django_assert_max_num_queries):
    officer.get(url(attempt))
    with django_assert_max_num_queries(8):
        officer.post(url(attempt), form(order(attempt)[0]), **JSON)
