"""Practice in a lesson: nothing is given away before an answer, every option says why after it."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from courses.catalogue.outline import outline_of
from courses.learning.models import Evidence
from tests.factories.learning import do_lessons, enrol, fresh, lessons_of, make_course, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(officer):
    """An enrolled officer in a lesson with one question: the address, the check and where answers go."""
    course = make_course(lessons=1, checks=1)
    enrolment = enrol(officer, course)
    entry = outline_of(fresh(course)).lessons[0]
    check = entry.checks[0]
    answer = reverse("learning:practice-answer", args=[enrolment.registration, entry.page_key, check.block_id])
    question = lessons_of(course)[0].body[1].value["question"]
    right = [str(option.key) for option in question.current.options.all() if option.correct]
    wrong = [str(option.key) for option in question.current.options.all() if not option.correct]
    return {
        "url": entry.url,
        "answer": answer,
        "name": f"check-{check.block_id}",
        "right": right,
        "wrong": wrong,
        "enrolment": enrolment,
    }


def test_q20_nothing_is_given_away_before_an_answer(signed_in, lesson):
    page = signed_in.get(lesson["url"]).content.decode()
    assert "Because" not in page
    assert 'class="answer-' not in page


def test_every_option_says_why_after_an_answer_and_on_any_device(signed_in, client, officer, lesson):
    signed_in.post(lesson["answer"], {lesson["name"]: lesson["wrong"][:1]})
    page = signed_in.get(lesson["url"]).content.decode()
    assert page.count("Because") == 4
    assert "Not quite" in page
    assert "This was the right answer." in page
    assert "This was right too." not in page
    given = page.partition('class="answer-wrong"')[2].partition("</p>")[0]
    assert "M6 6l12 12" in given


def test_trying_again_shows_the_open_question(signed_in, lesson):
    signed_in.post(lesson["answer"], {lesson["name"]: lesson["right"]})
    block = lesson["name"].removeprefix("check-")
    assert "Because" not in signed_in.get(f"{lesson['url']}?again={block}").content.decode()


def test_without_a_choice_the_page_says_so_and_stores_nothing(signed_in, lesson):
    response = signed_in.post(lesson["answer"], {}, follow=True)
    assert "Choose an answer first." in response.content.decode()
    assert not Evidence.objects.filter(kind="practised").exists()


@pytest.mark.parametrize("typed", [["nonsense"], ["00000000-0000-4000-8000-000000000000"]])
def test_an_answer_that_is_no_option_is_refused_like_none(signed_in, lesson, typed):
    signed_in.post(lesson["answer"], {lesson["name"]: typed})
    assert not Evidence.objects.filter(kind="practised").exists()


def test_two_answers_to_a_question_with_one_are_refused(signed_in, lesson):
    signed_in.post(lesson["answer"], {lesson["name"]: lesson["right"] + lesson["wrong"][:1]})
    assert not Evidence.objects.filter(kind="practised").exists()


def test_practice_earns_no_progress(signed_in, lesson):
    signed_in.post(lesson["answer"], {lesson["name"]: lesson["right"]})
    assert do_lessons(lesson["enrolment"], 0).is_open()
    assert not Evidence.objects.filter(kind="done").exists()


def test_another_learner_s_practice_is_not_there(client, lesson):
    client.force_login(make_officer())
    assert client.post(lesson["answer"], {lesson["name"]: lesson["right"]}).status_code == 404


def component(**facts):
    facts = {"text": "Which?", "name": "check", **facts}
    return render_to_string("components/question.html", facts)


def test_another_right_answer_is_told_as_such_only_where_there_are_several():
    missed = [{"value": "a", "text": "A", "state": "missed", "feedback": "Because."}]
    assert "This was right too." in component(options=missed, kind="checkbox", locked=True)
    assert "This was the right answer." in component(options=missed, kind="radio", locked=True)


def test_how_to_answer_stays_beside_the_word_that_an_answer_is_missing():
    question = SimpleNamespace(several=True, stem="Which?", lang="")
    check = SimpleNamespace(name="check-1", question=question, kind="checkbox", open_options=[], block_id=uuid4())
    facts = {"check": check, "unanswered": "check-1", "page": SimpleNamespace(translation_key=uuid4())}
    page = render_to_string(
        "courses/learning/check.html", {**facts, "enrolment": SimpleNamespace(registration=uuid4())}
    )
    assert "Choose every answer that fits." in page
    assert "Choose an answer first." in page
