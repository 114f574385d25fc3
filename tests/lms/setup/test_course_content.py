"""The written content of course 1: whole, sourced, readable, and fair as a test."""

import json
import re
import statistics
import uuid
import xml.etree.ElementTree as ElementTree
from collections import Counter
from difflib import SequenceMatcher
from html.parser import HTMLParser
from pathlib import Path

import pytest

CONTENT = Path(__file__).resolve().parents[3] / "lms" / "setup" / "content" / "uts"

# The outline of the course: facts and misconceptions of each lesson.
OUTLINE = {
    "UTS-1.1": (6, 1),
    "UTS-1.2": (4, 2),
    "UTS-1.3": (5, 2),
    "UTS-1.4": (6, 2),
    "UTS-1.5": (5, 2),
    "UTS-2.1": (5, 1),
    "UTS-2.2": (4, 1),
    "UTS-2.3": (5, 1),
    "UTS-2.4": (5, 2),
    "UTS-2.5": (5, 1),
    "UTS-3.1": (4, 1),
    "UTS-3.2": (4, 2),
    "UTS-3.3": (6, 2),
    "UTS-3.4": (8, 2),
    "UTS-3.5": (5, 2),
    "UTS-4.1": (6, 1),
    "UTS-4.2": (4, 1),
    "UTS-4.3": (6, 1),
    "UTS-4.4": (4, 1),
    "UTS-4.5": (5, 1),
}
BLOCK_FIELDS = {
    "prose": {"html"},
    "fact": {"statement", "citations"},
    "misconception": {"belief", "answer", "citations"},
    "scenario": {"title", "text", "question", "points", "citations"},
    "example": {"title", "text"},
    "callout": {"kind", "text"},
    "diagram": {"file", "title", "description", "caption"},
    "check": {"question"},
    "review_note": {"text", "citations"},
}
CITED_BLOCKS = {"fact", "misconception", "scenario"}
PROSE_TAGS = {"h3", "h4", "p", "ul", "ol", "li", "b", "i"}
SVG_NAMESPACE = "{http://www.w3.org/2000/svg}"


def load(name):
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))


COURSE = load("course.json")
SOURCES = {source["key"]: source for source in load("sources.json")}
PRACTICE = load("practice.json")
FINAL = load("final.json")
BLUEPRINT = load("blueprint.json")
LESSONS = {lesson["code"]: lesson for module in COURSE["modules"] for lesson in module["lessons"]}
WRITTEN = [lesson for lesson in LESSONS.values() if lesson["status"] == "written"]
SINGLE = [question for question in FINAL if question["type"] == "single"]


def blocks(lesson, *types):
    return [block["value"] for block in lesson["body"] if block["type"] in types]


def passages(block):
    """The pieces of text a learner reads in one block."""
    value = block["value"]
    match block["type"]:
        case "prose":
            return [re.sub(r"<[^>]+>", "", part) for part in re.split(r"</(?:p|li|h3|h4)>", value["html"])]
        case "fact":
            return [value["statement"]]
        case "misconception":
            return [value["belief"], value["answer"]]
        case "scenario":
            return [value["title"], *value["text"], value["question"], *value["points"]]
        case "example":
            return [value["title"], *value["text"]]
        case "callout":
            return [value["text"]]
        case "diagram":
            return [value["caption"]]
    return []


def words(lesson, *types):
    chosen = [block for block in lesson["body"] if not types or block["type"] in types]
    return sum(len(text.split()) for block in chosen for text in passages(block))


def sentences(lesson):
    texts = [text for block in lesson["body"] for text in passages(block)]
    parts = [part for text in texts for part in re.split(r"(?<=[.!?])[\"”]?\s+", text)]
    return [len(part.split()) for part in parts if len(part.split()) > 1]


class TagList(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.attributes, self.seen = [], [], set()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


# ------------------------------------------------------------------ sources


def test_every_source_says_how_far_it_was_checked():
    for source in SOURCES.values():
        assert set(source) == {"key", "short", "full", "checked", "how_checked", "to_check"}
        assert re.fullmatch(r"[a-z0-9-]+", source["key"])
        assert source["checked"] in {"checked", "partly", "unchecked"}
        assert source["full"]
        assert source["how_checked"]
        assert source["to_check"] or source["checked"] == "checked"
    assert len(SOURCES) == len(load("sources.json"))


def citations_everywhere():
    for question in PRACTICE + FINAL:
        yield question["id"], question["citations"]
    for code, lesson in LESSONS.items():
        for value in blocks(lesson, *CITED_BLOCKS, "review_note"):
            yield code, value["citations"]


def test_every_citation_points_to_a_source_and_a_place_in_it():
    for where, citations in citations_everywhere():
        for citation in citations:
            assert set(citation) == {"source", "locator"}, where
            assert citation["source"] in SOURCES, where
            assert citation["locator"], where


def test_no_statement_of_fact_stands_without_a_source():
    for code, lesson in LESSONS.items():
        assert all(value["citations"] for value in blocks(lesson, *CITED_BLOCKS)), code
    assert all(question["citations"] for question in PRACTICE + FINAL)


@pytest.mark.parametrize("code", OUTLINE)
def test_reviewers_see_every_source_of_a_lesson_that_is_not_fully_checked(code):
    lesson = LESSONS[code]
    asked = {check["question"] for check in blocks(lesson, "check")}
    used = [c for value in blocks(lesson, *CITED_BLOCKS) for c in value["citations"]]
    used += [c for question in PRACTICE if question["id"] in asked for c in question["citations"]]
    listed = [c for note in blocks(lesson, "review_note") for c in note["citations"]]
    assert all(c in listed for c in used if SOURCES[c["source"]]["checked"] != "checked")


# ------------------------------------------------------------------ lessons


def test_the_course_has_four_modules_of_five_lessons_and_adds_up_its_minutes():
    assert [module["no"] for module in COURSE["modules"]] == [1, 2, 3, 4]
    assert list(LESSONS) == list(OUTLINE)
    assert sum(lesson["minutes"] for lesson in LESSONS.values()) == COURSE["minutes"]
    assert len({lesson["slug"] for lesson in LESSONS.values()}) == len(LESSONS)
    assert len(COURSE["introduction"]) == 2


def test_every_lesson_of_the_course_is_written_out():
    assert {lesson["status"] for lesson in LESSONS.values()} == {"written"}


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson["code"])
def test_no_lesson_uses_words_that_harm(lesson):
    text = json.dumps([block for block in lesson["body"] if block["type"] != "review_note"]).lower()
    for words_that_harm in ("illegal migrant", "illegal alien", "illegal immigrant", "prostitute"):
        assert words_that_harm not in text


@pytest.mark.parametrize("lesson", WRITTEN, ids=lambda lesson: lesson["code"])
def test_a_written_lesson_begins_at_the_post_and_asks_about_the_own_country(lesson):
    assert lesson["body"][0]["value"]["html"].startswith("<h3>Why this matters at your post</h3>")
    own = [value["text"] for value in blocks(lesson, "callout") if value["kind"] == "law"]
    assert lesson["code"].startswith("UTS-1.") or any(text.startswith("In your country:") for text in own)


@pytest.mark.parametrize("code", OUTLINE)
def test_every_lesson_is_whole(code):
    lesson = LESSONS[code]
    for block in lesson["body"]:
        assert set(block) == {"type", "value"}
        assert set(block["value"]) == BLOCK_FIELDS[block["type"]]
    facts, misconceptions = OUTLINE[code]
    assert len(blocks(lesson, "fact")) == facts
    assert len(blocks(lesson, "misconception")) == misconceptions
    assert len(blocks(lesson, "scenario")) == 1
    assert len(lesson["objectives"]) == 3
    assert 3 <= len(lesson["key_points"]) <= 5
    assert all(value["kind"] in {"remember", "safety", "law"} for value in blocks(lesson, "callout"))


@pytest.mark.parametrize("code", OUTLINE)
def test_every_lesson_holds_its_own_two_questions_once(code):
    asked = [value["question"] for value in blocks(LESSONS[code], "check")]
    assert sorted(asked) == [f"{code}-Q1", f"{code}-Q2"]
    assert all(question["lesson"] == code for question in PRACTICE if question["id"] in asked)


@pytest.mark.parametrize("code", OUTLINE)
def test_prose_uses_only_plain_markup(code):
    for value in blocks(LESSONS[code], "prose"):
        tags = TagList()
        tags.feed(value["html"])
        assert tags.seen <= PROSE_TAGS
        assert tags.attributes == []
        assert tags.open == []


@pytest.mark.parametrize("lesson", WRITTEN, ids=lambda lesson: lesson["code"])
def test_a_written_lesson_can_be_read_in_ten_minutes(lesson):
    assert 600 <= words(lesson, "prose", "example", "scenario", "misconception") <= 900
    assert words(lesson) <= 900
    assert len(blocks(lesson, "example")) == 1
    assert len(blocks(lesson, "callout")) >= 1


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson["code"])
def test_sentences_are_short(lesson):
    lengths = sentences(lesson)
    assert statistics.mean(lengths) <= 18
    assert sum(length > 20 for length in lengths) <= 0.1 * len(lengths)


# ------------------------------------------------------------------ diagram


DIAGRAMS = [value for lesson in LESSONS.values() for value in blocks(lesson, "diagram")]


def test_every_module_shows_one_diagram_with_a_full_text_alternative():
    for module in COURSE["modules"]:
        assert len([value for lesson in module["lessons"] for value in blocks(lesson, "diagram")]) == 1
    for value in DIAGRAMS:
        assert value["description"].count(".") >= 5
        assert value["title"]
        assert value["caption"]


def test_every_drawing_is_shown_once():
    assert sorted(value["file"] for value in DIAGRAMS) == sorted(path.name for path in CONTENT.glob("*.svg"))


@pytest.mark.parametrize("file", [value["file"] for value in DIAGRAMS])
def test_a_diagram_is_small_accessible_and_coloured_by_the_style_sheet(file):
    path = CONTENT / file
    assert path.stat().st_size <= 4608
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert root.get("role") == "img"
    assert root.find(f"{SVG_NAMESPACE}title").text
    assert root.find(f"{SVG_NAMESPACE}desc").text
    assert root.get("viewBox").split()[2] == "360"
    assert root.get("width") is None
    assert root.get("height") is None
    names = {element.tag.removeprefix(SVG_NAMESPACE) for element in root.iter()}
    assert names <= {"svg", "title", "desc", "g", "rect", "line", "text"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not attributes & {"style", "fill", "stroke", "href", "onload"}
    assert all(float(text.get("font-size")) >= 13 for text in root.iter(f"{SVG_NAMESPACE}text"))
    classes = {name for element in root.iter() for name in element.get("class", "").split()}
    assert {"d-box", "d-text"} <= classes


# ---------------------------------------------------------------- questions


@pytest.mark.parametrize("question", PRACTICE + FINAL, ids=lambda question: question["id"])
def test_a_question_can_be_answered_and_explains_every_option(question):
    rights = [option["correct"] for option in question["options"]]
    assert question["lesson"] in LESSONS
    assert question["difficulty"] in {"basic", "medium"}
    assert all(set(option) == {"key", "text", "correct", "feedback"} for option in question["options"])
    assert all(option["text"] and option["feedback"] for option in question["options"])
    assert len({option["text"] for option in question["options"]}) == len(rights)
    assert len(question["stem"].split()) <= 60
    match question["type"]:
        case "single":
            assert sum(rights) == 1
            assert len(rights) >= 3
        case "truefalse":
            assert sum(rights) == 1
            assert [option["text"] for option in question["options"]] == ["True", "False"]
        case "multiple":
            assert sum(rights) >= 2
        case other:
            pytest.fail(f"unknown type {other}")


def test_option_keys_are_permanent_and_unique():
    keys = []
    for question in PRACTICE + FINAL:
        for position, option in enumerate(question["options"], start=1):
            name = f"urn:lms:uts:{question['id']}:{position}"
            assert option["key"] == str(uuid.uuid5(uuid.NAMESPACE_URL, name))
            keys.append(option["key"])
    assert len(set(keys)) == len(keys)


def test_practice_and_final_share_no_question():
    assert {question["use"] for question in PRACTICE} == {"practice"}
    assert {question["use"] for question in FINAL} == {"final"}
    assert len(PRACTICE) == 40
    assert len({question["id"] for question in PRACTICE + FINAL}) == len(PRACTICE) + len(FINAL)
    for new in FINAL:
        old = [SequenceMatcher(None, new["stem"], other["stem"]).ratio() for other in PRACTICE]
        assert max(old) < 0.75, new["id"]


# -------------------------------------------------------------------- final


def test_the_final_has_enough_questions_of_each_kind():
    assert [question["id"] for question in FINAL] == [f"UTS-F-{n:03d}" for n in range(1, len(FINAL) + 1)]
    kinds = Counter(question["type"] for question in FINAL)
    assert len(FINAL) >= 64
    assert kinds["multiple"] >= 8
    assert kinds["truefalse"] <= 8
    assert {question["lesson"] for question in FINAL} == set(LESSONS)
    assert all(len(question["options"]) == 4 for question in FINAL if question["type"] != "truefalse")


def test_the_draw_takes_twenty_from_three_times_as_many_of_each_topic():
    topics = Counter(question["competency"] for question in FINAL)
    wanted = BLUEPRINT["by_competency"]
    assert BLUEPRINT["draw"] == sum(wanted.values()) == 20
    assert set(wanted) == set(topics) == set(BLUEPRINT["labels"])
    assert {question["competency"] for question in PRACTICE} <= set(wanted)
    assert all(topics[topic] >= 3 * number for topic, number in wanted.items())


def lengths_of(question):
    right = next(len(option["text"]) for option in question["options"] if option["correct"])
    return right, [len(option["text"]) for option in question["options"] if not option["correct"]]


def test_the_length_of_an_option_does_not_give_it_away():
    longest = sum(right > max(wrong) for right, wrong in map(lengths_of, SINGLE))
    shortest = sum(right < min(wrong) for right, wrong in map(lengths_of, SINGLE))
    assert longest <= 0.25 * len(SINGLE)
    assert shortest <= 0.35 * len(SINGLE)
    for question in SINGLE:
        lengths = [len(option["text"]) for option in question["options"]]
        assert max(lengths) <= 2 * min(lengths), question["id"]


def test_the_place_of_an_option_does_not_give_it_away():
    places = Counter([option["correct"] for option in question["options"]].index(True) for question in SINGLE)
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= 0.35 * len(SINGLE)
    assert min(places.values()) >= 0.15 * len(SINGLE)
    truths = [question["options"][0]["correct"] for question in FINAL if question["type"] == "truefalse"]
    assert {True, False} == set(truths)


def test_no_option_hides_behind_all_or_none_of_the_above():
    assert not [o for question in FINAL for o in question["options"] if "of the above" in o["text"].lower()]


def test_no_stem_asks_for_what_is_wrong():
    trick = re.compile(r"\bwhich\b[^.?]*\bnot\b|\bexcept\b", re.IGNORECASE)
    assert not [question["id"] for question in FINAL if trick.search(question["stem"])]
