"""The words of course 1 in further languages: whole, built like the original, and nothing left in English by oversight."""

import json
import re
from pathlib import Path

import pytest

CONTENT = Path(__file__).resolve().parents[3] / "lms" / "setup" / "content" / "uts"
WITHOUT_WORDS = ("check", "review_note")


def load(name):
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))


ORIGINAL, SAID = load("course.json"), load("id/module-1.json")
LESSONS = {lesson["code"]: lesson for module in ORIGINAL["modules"] for lesson in module["lessons"]}
TRANSLATED = {lesson["code"]: lesson for module in SAID["modules"] for lesson in module["lessons"]}
QUESTIONS = {question["id"]: question for question in load("practice.json")}
ASKED = {question["id"]: question for question in load("id/practice.json")}
# No Indonesian word is spelled like these.
ENGLISH = re.compile(r"\b(the|and|you|is|are|of|that|with|not|they|which)\b", re.IGNORECASE)


def worded(lesson):
    return [block for block in lesson["body"] if block["type"] not in WITHOUT_WORDS]


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in ("file", "key", "id", "code", "type", "locale"):
                yield from texts(one)


def test_the_first_module_is_there_whole():
    assert list(TRANSLATED) == [lesson["code"] for lesson in ORIGINAL["modules"][0]["lessons"]]
    assert list(ASKED) == [key for key in QUESTIONS if key.startswith("UTS-1.")]
    assert len(ASKED) == 10


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_lesson_is_built_like_its_original(code):
    ours, theirs = worded(LESSONS[code]), TRANSLATED[code]["body"]
    assert [block["type"] for block in theirs] == [block["type"] for block in ours]
    for name in ("objectives", "key_points"):
        assert len(TRANSLATED[code][name]) == len(LESSONS[code][name])
    for own, other in zip(ours, theirs, strict=True):
        for name, words in other["value"].items():
            original = own["value"][name]
            assert type(words) is type(original)
            if isinstance(words, list):
                assert len(words) == len(original)
            elif name == "html":
                assert re.findall("<[^>]+>", words) == re.findall("<[^>]+>", original)


@pytest.mark.parametrize("code", TRANSLATED)
def test_figures_and_articles_are_those_of_the_original(code):
    """A wrong number is the fault nobody sees."""
    for own, other in zip(worded(LESSONS[code]), TRANSLATED[code]["body"], strict=True):
        ours = [figure for text in texts(own["value"].get("statement", "")) for figure in re.findall(r"\d+", text)]
        theirs = [figure for text in texts(other["value"].get("statement", "")) for figure in re.findall(r"\d+", text)]
        assert sorted(theirs) == sorted(ours), other


@pytest.mark.parametrize("key", ASKED)
def test_a_question_has_every_answer_and_every_feedback(key):
    ours, theirs = QUESTIONS[key]["options"], ASKED[key]["options"]
    assert [option["key"] for option in theirs] == [option["key"] for option in ours]
    assert all(option["text"] and option["feedback"] for option in theirs)
    assert len({option["text"] for option in theirs}) == len(theirs)
    # Which one is right is known to the original alone.
    assert not any("correct" in option for option in theirs)


def test_no_text_was_left_in_english():
    left = [text for text in texts([SAID["course"], SAID["modules"], list(ASKED.values())]) if ENGLISH.search(text)]
    assert left == []


def test_the_words_of_the_law_are_those_agreed_upon():
    """docs/translation.md."""
    said = " ".join(texts(SAID["modules"]))
    for word in (
        "perdagangan orang",
        "penyelundupan migran",
        "perekrutan",
        "penampungan",
        "posisi rentan",
        "kerja paksa",
    ):
        assert word in said.casefold()
    assert "trafiking" not in said.casefold()


def test_the_drawing_carries_the_words_of_the_text():
    drawing = (CONTENT / "id" / "act-means-purpose-id.svg").read_text(encoding="utf-8")
    for word in ("Perbuatan", "Cara", "Tujuan", "perdagangan orang", "Anak (di bawah 18 tahun)"):
        assert word in drawing
    assert not ENGLISH.search(re.sub(r"<[^>]+>", " ", drawing))
