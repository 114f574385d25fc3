"""Editors keep questions and tests in Wagtail's admin (Q13, Q15, Q16)."""

import uuid

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from courses.assessment.forms import ROWS
from courses.assessment.models import Bank, Question, Quiz
from tests.factories import assessment as make
from tests.factories.cms import editors_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return editors_browser()


def admin(model, name, *args):
    return reverse(f"wagtailsnippets_assessment_{model}:{name}", args=args)


def typed(bank, options, **changes):
    """What the form of a question sends; `options` are (text, right, feedback, key)."""
    sent = {
        "external_id": "HAND-1",
        "bank": bank.pk,
        "use": "practice",
        "competency": make.make_competency().pk,
        "difficulty": "basic",
        "stem": "What counts?",
        "type": "single",
        "scoring": "all_or_nothing",
        "max_marks": 1,
        "sources": "tip-protocol, art. 3\n",
    }
    for number in range(ROWS):
        text, right, feedback, key = options[number] if number < len(options) else ("", False, "", "")
        sent |= {f"option_{number}_text": text, f"option_{number}_feedback": feedback, f"option_{number}_key": key}
        sent |= {f"option_{number}_correct": "on"} if right else {}
    return {**sent, **changes}


def rows_of(question):
    wording = question.current.wording("en")
    return [(one.text, one.correct, one.feedback, str(one.key)) for one in wording.options]


def by_hand():
    return Question.objects.select_related("current").get(external_id="HAND-1")


@pytest.fixture
def written(browser):
    make.make_source()
    bank = make.make_bank()
    options = [("The act", True, "Yes.", ""), ("The colour", False, "No.", "")]
    assert browser.post(admin("question", "add"), typed(bank, options)).status_code == 302
    return by_hand()


def test_an_editor_writes_a_question(written):
    assert rows_of(written)[0][:3] == ("The act", True, "Yes.")
    assert written.current.citations.get().locator == "art. 3"
    assert written.current.created_by is not None


def test_q13_editing_makes_a_new_revision_with_the_same_keys(browser, written):
    rows = rows_of(written)
    changed = [("The act itself", *rows[0][1:]), rows[1], ("A third", False, "No.", "")]
    answer = browser.post(admin("question", "edit", written.pk), typed(written.bank, changed))
    assert answer.status_code == 302
    after = by_hand()
    assert (written.current.number, after.current.number) == (1, 2)
    assert [row[3] for row in rows_of(after)[:2]] == [row[3] for row in rows]
    assert rows_of(written) == rows


def test_saving_without_a_change_makes_no_revision(browser, written):
    browser.post(admin("question", "edit", written.pk), typed(written.bank, rows_of(written)))
    assert by_hand().current == written.current


def test_what_is_wrong_is_said_and_nothing_is_stored(browser, written):
    rows = [(text, True, feedback, key) for text, _right, feedback, key in rows_of(written)]
    sent = typed(written.bank, rows, sources="hearsay")
    answer = browser.post(admin("question", "edit", written.pk), sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Exactly one answer must be right." in page
    assert "The source “hearsay” is not known." in page
    assert by_hand().current == written.current


def test_inv14_the_use_of_a_question_cannot_be_changed(browser, written):
    browser.post(admin("question", "edit", written.pk), typed(written.bank, rows_of(written), use="final"))
    assert by_hand().use == "practice"


def test_questions_are_found_by_what_they_ask(browser, written):
    make.make_question(written.bank, stem="Something else entirely?")
    page = browser.get(admin("question", "list"), {"q": "counts"}).content.decode()
    assert "HAND-1" in page
    assert "Something else" not in page
    assert "HAND-1" not in browser.get(admin("question", "list"), {"use": "final"}).content.decode()
    assert "HAND-1" not in browser.get(admin("question", "list"), {"archived": "true"}).content.decode()


def test_the_history_shows_every_revision_with_its_key(browser, written):
    rows = rows_of(written)
    browser.post(
        admin("question", "edit", written.pk), typed(written.bank, [("The act itself", *rows[0][1:]), rows[1]])
    )
    page = browser.get(admin("question", "inspect", written.pk)).content.decode()
    assert "Revision 1" in page
    assert "Revision 2" in page
    assert "The act itself" in page


def test_where_a_question_is_used_can_be_opened(browser, written):
    assert browser.get(admin("question", "usage", written.pk)).status_code == 200


@pytest.mark.parametrize("model", ["question", "quiz", "bank"])
def test_q15_nothing_that_results_rest_on_can_be_deleted(browser, model):
    quiz = make.make_quiz()
    one = {"question": quiz.bank.questions.first(), "quiz": quiz, "bank": quiz.bank}[model]
    before = type(one).objects.count()
    answer = browser.post(admin(model, "delete", one.pk))
    bulk = reverse("wagtail_bulk_action", args=["assessment", model, "delete"])
    browser.post(f"{bulk}?id={one.pk}")
    assert answer.status_code == 302
    assert type(one).objects.count() == before


def test_q15_a_question_is_archived_and_brought_back(browser, written):
    url = reverse("assessment_archive", args=[written.pk])
    assert url in browser.get(admin("question", "list")).content.decode()
    assert "New attempts no longer draw it" in browser.get(url).content.decode()
    browser.post(url)
    assert by_hand().archived_at
    browser.post(url)
    assert by_hand().archived_at is None


def test_archiving_is_not_there_for_others(client, written):
    client.force_login(make.make_person())
    assert client.post(reverse("assessment_archive", args=[written.pk])).status_code in {302, 404}
    assert by_hand().archived_at is None


def quiz_form(bank, count=2, **changes):
    share = {"competency": make.make_competency().pk, "count": count}
    sent = {"title": "Final", "bank": bank.pk, "pass_percent": 80, "max_attempts": 3, "time_limit": "", "closes_at": ""}
    return nested_form_data({**sent, "shares": inline_formset([share]), **changes})


def test_an_editor_makes_a_test_and_is_told_what_it_lacks(browser):
    bank = make.make_bank()
    make.make_question(bank)
    answer = browser.post(admin("quiz", "add"), quiz_form(bank), follow=True)
    assert "the test draws 2 questions, the bank has 1." in answer.content.decode()
    assert list(Quiz.objects.get().shares.values_list("count", flat=True)) == [2]


def test_a_new_pass_mark_is_a_new_rule_version(browser):
    quiz = make.make_quiz(count=2)
    share = quiz.shares.get()
    rows = inline_formset([{"id": share.pk, "competency": share.competency_id, "count": 2}], initial=1)
    for percent, version in [(80, 1), (70, 2)]:
        sent = quiz_form(quiz.bank, pass_percent=percent, shares=rows)
        assert browser.post(admin("quiz", "edit", quiz.pk), sent).status_code == 302
        assert Quiz.objects.get().rule_version == version


def test_an_editor_makes_a_bank(browser):
    assert browser.post(admin("bank", "add"), {"title": "New", "code": f"b-{uuid.uuid4().hex[:8]}"}).status_code == 302
    assert Bank.objects.filter(title="New").exists()


def test_questions_are_not_there_for_officers(client):
    client.force_login(make.make_person())
    assert client.get(admin("question", "list")).status_code in {302, 404}
