"""Courses 2 to 4, laid out from their outlines: whole, sourced, honest about what they are, and safe to load twice."""

import json
import re
import statistics
import uuid
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cms.home.loading import load_pages
from cms.sources.loading import load_sources
from cms.sources.models import Source
from cms.taxonomy.vocabulary import load_vocabularies
from courses.assessment.models import Question
from courses.catalogue.models import CoursePage, LessonPage
from courses.catalogue.outline import outline_of
from lms.setup.courses import FURTHER, load_further
from tests.factories.catalogue import make_course
from tests.scenes import scene

CONTENT = Path(__file__).resolve().parents[3] / "lms" / "setup" / "content"
BLOCK_FIELDS = {
    "prose": {"html"},
    "fact": {"statement", "citations"},
    "misconception": {"belief", "answer", "citations"},
    "scenario": {"title", "text", "question", "points", "citations"},
    "callout": {"kind", "text"},
    "check": {"question"},
    "review_note": {"text", "citations"},
}
CITED_BLOCKS = ("fact", "misconception", "scenario")
# Facts of each lesson as the outlines give them, lesson by lesson.
FACTS = {
    "vipr": [3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 3, 3],
    "tft": [3, 2, 3, 3, 3, 3, 3, 2, 3, 2, 3, 2],
    "cps": [5, 5, 2, 3, 3, 2, 3, 4, 3, 2, 2, 2],
}


def read(name):
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))


COURSES = {code: read(f"{code}/course.json") for code in FURTHER}
LESSONS = {
    lesson["code"]: lesson
    for course in COURSES.values()
    for module in course["modules"]
    for lesson in module["lessons"]
}
PRACTICE = {question["id"]: question for code in FURTHER for question in read(f"{code}/practice.json")}
SOURCE_FILES = {code: read(f"{code}/sources.json") for code in ("uts", *FURTHER)}
SOURCES = {source["key"]: source for file in SOURCE_FILES.values() for source in file}


def blocks(lesson, *types):
    return [block["value"] for block in lesson["body"] if block["type"] in types]


def sentences(lesson):
    texts = []
    for block in lesson["body"]:
        value = block["value"]
        match block["type"]:
            case "prose":
                texts += [re.sub(r"<[^>]+>", "", part) for part in re.split(r"</(?:p|h3)>", value["html"])]
            case "fact":
                texts.append(value["statement"])
            case "misconception":
                texts += [value["belief"], value["answer"]]
            case "scenario":
                texts += [*value["text"], value["question"], *value["points"]]
            case "callout":
                texts.append(value["text"])
    parts = [part for text in texts for part in re.split(r"(?<=[.!?])[\"”]?\s+", text)]
    return [len(part.split()) for part in parts if len(part.split()) > 1]


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.seen, self.attributes = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += attrs


# ------------------------------------------------------------------ what the files hold


def test_three_courses_hold_thirty_six_lessons_and_thirty_six_questions():
    assert len(LESSONS) == len(PRACTICE) == 36
    assert len({lesson["slug"] for lesson in LESSONS.values()}) == 36
    for code, course in COURSES.items():
        modules = course["modules"]
        assert [len(module["lessons"]) for module in modules] == [3, 3, 3, 3]
        assert course["minutes"] == sum(lesson["minutes"] for module in modules for lesson in module["lessons"])
        assert FACTS[code] == [len(blocks(lesson, "fact")) for module in modules for lesson in module["lessons"]]


@pytest.mark.parametrize("code", FURTHER)
def test_a_course_says_that_it_has_no_final_test_yet_and_builds_on_course_one(code):
    course = COURSES[code]
    assert course["final"] == "awaited"
    assert course["prerequisite"] == "UTS"
    assert not (CONTENT / code / "final.json").exists()
    assert len(course["summary"]) <= 300
    assert all(len(course[text]) <= 600 for text in ("audience", "outcome"))
    assert all(0 < len(module["summary"]) <= 300 for module in course["modules"])


def test_a_source_exists_once():
    keys = Counter(source["key"] for file in SOURCE_FILES.values() for source in file)
    assert [key for key, count in keys.items() if count > 1] == []
    for source in (source for code in FURTHER for source in SOURCE_FILES[code]):
        assert set(source) == {"key", "short", "full", "checked", "how_checked", "to_check"}
        assert all(source.values())


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson["code"])
def test_a_lesson_is_whole_and_says_that_it_is_an_outline(lesson):
    assert lesson["status"] == "outline"
    assert lesson["minutes"] > 0
    assert len(lesson["objectives"]) in {2, 3}
    assert len(lesson["key_points"]) == 4
    for block in lesson["body"]:
        assert set(block["value"]) == BLOCK_FIELDS[block["type"]]
    assert [len(blocks(lesson, kind)) for kind in ("prose", "misconception", "scenario", "check")] == [1, 1, 1, 1]
    assert blocks(lesson, "check") == [{"question": f"{lesson['code']}-Q1"}]
    prose = Tags(blocks(lesson, "prose")[0]["html"])
    assert prose.seen == ["h3", "p"]
    assert prose.attributes == []


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson["code"])
def test_no_statement_stands_without_a_source_and_a_place_in_it(lesson):
    question = PRACTICE[f"{lesson['code']}-Q1"]
    for value in [*blocks(lesson, *CITED_BLOCKS, "review_note"), question]:
        assert value["citations"]
        for citation in value["citations"]:
            assert citation["source"] in SOURCES
            assert citation["locator"]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson["code"])
def test_reviewers_see_every_source_that_is_not_fully_checked(lesson):
    values = [*blocks(lesson, *CITED_BLOCKS), PRACTICE[f"{lesson['code']}-Q1"]]
    used = [citation for value in values for citation in value["citations"]]
    listed = [citation for note in blocks(lesson, "review_note") for citation in note["citations"]]
    assert all(citation in listed for citation in used if SOURCES[citation["source"]]["checked"] != "checked")


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson["code"])
def test_a_lesson_is_plain_and_harms_nobody(lesson):
    lengths = sentences(lesson)
    assert statistics.mean(lengths) <= 18
    assert sum(length > 20 for length in lengths) <= 0.1 * len(lengths)
    text = json.dumps([block for block in lesson["body"] if block["type"] != "review_note"]).lower()
    for words in ("illegal migrant", "illegal alien", "illegal immigrant", "prostitute"):
        assert words not in text


def test_the_open_course_on_technology_leaves_techniques_to_the_restricted_annex():
    assert "left out on purpose" in COURSES["tft"]["introduction"][1]
    for code in ("TFT-3.1", "TFT-3.2", "TFT-3.3"):
        assert any("Restricted annex" in note["text"] for note in blocks(LESSONS[code], "review_note"))
    assert not any(block["type"] in {"download", "video"} for block in LESSONS["TFT-3.1"]["body"])


@pytest.mark.parametrize("question", PRACTICE.values(), ids=lambda question: question["id"])
def test_a_question_explains_every_option(question):
    rights = [option["correct"] for option in question["options"]]
    assert question["use"] == "practice"
    assert question["lesson"] == question["id"].removesuffix("-Q1")
    assert question["type"] in {"single", "multiple", "truefalse"}
    assert sum(rights) >= 2 if question["type"] == "multiple" else sum(rights) == 1
    # “Right.” or “No.” alone teaches nobody anything.
    assert all(len(option["feedback"].split()) >= 3 for option in question["options"])


def test_option_keys_are_permanent():
    for question in PRACTICE.values():
        course = question["id"].split("-")[0].lower()
        for place, option in enumerate(question["options"], start=1):
            name = f"urn:lms:{course}:{question['id']}:{place}"
            assert option["key"] == str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def test_every_competency_is_in_the_vocabulary():
    known = {row["key"] for row in read("competencies.json")}
    assert {question["competency"] for question in PRACTICE.values()} <= known
    assert len(known) == len(read("competencies.json"))


# ------------------------------------------------------------------ what becomes of them


@scene
def ready():
    load_vocabularies()
    load_pages()
    for file in SOURCE_FILES.values():
        load_sources(file)
    return make_course(code="UTS", title="Two crimes")


@pytest.mark.parametrize("code", FURTHER)
def test_a_course_is_live_with_all_its_lessons_and_questions_and_loading_again_changes_nothing(db, ready, code):
    said = []
    course = load_further(code, tell=said.append)
    outline = outline_of(course, "en")
    places = [lesson.checks for lesson in outline.lessons]
    assert said[0] == "Questions, practice: 12 new, 0 changed, 0 unchanged, 0 with problems"
    assert course.live
    assert (len(outline.modules), len(outline.lessons)) == (4, 12)
    assert sum(len(checks) for checks in places) == 12
    assert {lesson.writing for lesson in outline.lessons} == {"outline"}
    assert course.minutes == COURSES[code]["minutes"]
    assert course.review == CoursePage.Review.AWAITING
    assert (course.level, course.prerequisite.code) == ("practitioner", "UTS")
    assert course.awaits_final
    assert Question.objects.filter(bank__code=code, use="practice").count() == 12
    assert Source.objects.count() == len(SOURCES)

    revisions = sum(page.revisions.count() for page in LessonPage.objects.all())
    again = load_further(code, tell=said.append)
    assert said[2] == "Questions, practice: 0 new, 0 changed, 12 unchanged, 0 with problems"
    assert (again.pk, again.content_stamp) == (course.pk, course.content_stamp)
    assert sum(page.revisions.count() for page in LessonPage.objects.all()) == revisions
    assert [lesson.checks for lesson in outline_of(again, "en").lessons] == places
