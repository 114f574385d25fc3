"""Bringing questions in from a file (Q12, Q13, Q15)."""

import copy
import json
import uuid
from pathlib import Path

import pytest
from django.utils import timezone

from cms.sources.models import Source
from cms.taxonomy.models import Competency
from courses.assessment import actions
from courses.assessment.loading import load_questions, load_texts
from courses.assessment.models import Question, Revision
from courses.assessment.wording import words_of
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db
SHIPPED = Path("lms/setup/content/uts")


@pytest.fixture
def bank():
    make.make_competency()
    return make.make_bank()


def in_thai(item):
    options = [{**one, "text": f"ไทย {n}", "feedback": "เพราะ"} for n, one in enumerate(item["options"])]
    return {"id": item["id"], "stem": "คำถาม", "options": options}


def test_loading_twice_changes_nothing(bank):
    items = [make.make_item(), make.make_several()]
    first, second = load_questions(bank, items), load_questions(bank, items)
    assert (len(first.new), len(second.unchanged), second.new + second.changed) == (2, 2, [])
    assert Revision.objects.count() == 2


def test_q13_a_change_makes_a_new_revision_and_keeps_the_keys(bank):
    item = make.make_item()
    load_questions(bank, [item])
    before = Question.objects.get().current
    item["options"][1]["text"] = "Another wrong one"
    assert load_questions(bank, [item]).changed == [item["id"]]
    after = Question.objects.get().current
    assert (before.number, after.number) == (1, 2)
    assert [one.key for one in before.options.all()] == [one.key for one in after.options.all()]
    assert before.wording("en").options[1].text == "Wrong 0"


def test_a_new_competency_needs_no_new_revision(bank):
    item = make.make_item()
    load_questions(bank, [item])
    make.make_competency("law")
    assert load_questions(bank, [{**item, "competency": "law"}]).changed == [item["id"]]
    assert Question.objects.get().competency.key == "law"
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"stem": " "}, "The question itself is empty."),
        ({"type": "essay"}, "Its type is not known."),
        ({"use": "both"}, "Its use is neither practice nor final."),
        ({"options": []}, "It needs between 2 and 10 answers."),
        ({"options": "abc"}, "Its answers cannot be read: each needs a key that is a UUID, and a text."),
        ({"options": [make.make_option("a", True), make.make_option("b", True)]}, "Exactly one answer must be right."),
        ({"options": [make.make_option("a", True), make.make_option("A")]}, "Two answers read the same."),
        ({"competency": "magic"}, "The competency “magic” is not known."),
        ({"citations": [{"source": "hearsay"}]}, "The source “hearsay” is not known."),
        ({"citations": "hearsay"}, "Its sources or marks cannot be read."),
        ({"max_marks": "many"}, "Its sources or marks cannot be read."),
    ],
)
def test_a_bad_item_is_named_with_what_is_wrong_and_nothing_is_half_written(bank, change, words):
    bad, good = make.make_item(**change), make.make_item()
    report = load_questions(bank, [bad, good])
    assert (bad["id"], words) in report.problems
    assert report.new == [good["id"]]
    assert Question.objects.get().external_id == good["id"]


def test_practice_needs_feedback_on_every_answer(bank):
    options = [make.make_option("a", True), make.make_option("b", feedback="")]
    report = load_questions(bank, [make.make_item(use="practice", options=options)])
    assert report.problems[0][1] == "In practice every answer needs its feedback."


def test_the_same_id_twice_in_a_file_is_named(bank):
    item = make.make_item()
    report = load_questions(bank, [item, item, "rubbish"])
    assert [name for name, _ in report.problems] == [item["id"], "item 3"]


def test_inv14_a_practice_question_never_becomes_a_final_one(bank):
    item = make.make_item(use="practice")
    load_questions(bank, [item])
    report = load_questions(bank, [{**item, "use": "final"}])
    assert report.problems == [(item["id"], "A question keeps its use: practice or final, never both.")]
    assert Question.objects.get().use == "practice"


def test_q12_words_in_a_further_language_hang_on_the_same_keys(bank):
    item = make.make_item()
    load_questions(bank, [item])
    assert load_texts(bank, [in_thai(item)], locale="th").new == [item["id"]]
    assert load_texts(bank, [in_thai(item)], locale="th").unchanged == [item["id"]]
    revision = Question.objects.get().current
    thai, laotian = (words_of([revision.pk], locale)[revision.pk] for locale in ("th", "lo"))
    assert (thai.stem.text, thai.is_translated("th")) == ("คำถาม", True)
    assert (laotian.stem.lang, laotian.is_translated("lo")) == ("en", False)
    assert list(thai.options) == list(laotian.options)


def test_a_translation_cannot_change_the_answers(bank):
    item = make.make_item()
    load_questions(bank, [item])
    foreign = in_thai(item)
    foreign["options"][0]["key"] = str(uuid.uuid4())
    assert load_texts(bank, [foreign], locale="th").problems[0][1] == "Its answers are not those of the original."
    assert load_texts(bank, [in_thai(make.make_item())], locale="th").problems[0][1] == "The bank has no such question."


def test_a_new_revision_keeps_the_translations_of_what_did_not_change(bank):
    item = make.make_item()
    load_questions(bank, [item])
    load_texts(bank, [in_thai(item)], locale="th")
    changed = copy.deepcopy(item)
    changed["options"][1]["text"] = "Quite another"
    load_questions(bank, [changed])
    revision = Question.objects.get().current
    words = words_of([revision.pk], "th")[revision.pk]
    keys = [one["key"] for one in item["options"]]
    assert words.stem.lang == "th"
    assert [words.options[key].lang for key in keys] == ["th", "en", "th", "th"]


def test_q15_an_archived_question_stays_archived_and_readable(bank):
    item = make.make_item()
    load_questions(bank, [item])
    question = Question.objects.get()
    actions.archive_question(question, by=None, at=timezone.now())
    assert load_questions(bank, [item]).unchanged == [item["id"]]
    assert not Question.objects.active().exists()
    actions.restore_question(question, by=None)
    assert Question.objects.active().exists()


@pytest.mark.parametrize("name", ["practice", "final"])
def test_the_shipped_questions_load_without_a_problem(bank, name):
    items = json.loads((SHIPPED / f"{name}.json").read_text())
    for item in items:
        Competency.objects.get_or_create(key=item["competency"], defaults={"name": item["competency"]})
        for citation in item["citations"]:
            Source.objects.get_or_create(key=citation["source"], defaults={"short": "x", "full": "x"})
    report = load_questions(bank, items)
    assert report.problems == []
    assert len(report.new) == len(items)
