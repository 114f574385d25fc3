"""The courses that come with the platform: content files become pages and questions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from cms.sources.loading import load_sources
from cms.taxonomy.models import Competency
from courses.assessment import actions as assessment
from courses.assessment.loading import load_questions, load_texts
from courses.assessment.models import Bank, Quiz, QuizShare
from courses.catalogue.loading import load_course
from courses.catalogue.models import CoursePage
from courses.catalogue.translating import load_course_words

CONTENT = Path(__file__).parent / "content"


def read(name: str) -> Any:
    return json.loads((CONTENT / name).read_text())


# Laid out from their outlines, with practice alone: too few questions for a final test yet.
FURTHER = ("vipr", "tft", "cps")


def load_courses(*, by: Any = None, tell: Callable[[str], object] = print) -> CoursePage:
    """Every course that comes with the platform; answers course 1. Safe twice."""
    first = load_uts(by=by, tell=tell)
    # A source stands in the files of the course that used it first; later ones name it.
    for code in FURTHER:
        load_sources(read(f"{code}/sources.json"))
    for code in FURTHER:
        load_further(code, by=by, tell=tell)
    return first


def load_further(code: str, *, by: Any = None, tell: Callable[[str], object] = print) -> CoursePage:
    """One of the courses that build on course 1, with its practice questions; its sources must be there already."""
    data = read(f"{code}/course.json")
    load_bank(code, data["title"], "practice", by=by, tell=tell)
    course: CoursePage = load_course(data, by=by)
    tell(f"Course {course.code}: {course.title}")
    return course


def load_uts(*, by: Any = None, tell: Callable[[str], object] = print) -> CoursePage:
    """Course 1, “Understanding Trafficking in Persons and Smuggling of Migrants”, with its questions and final test. Safe twice."""
    load_sources(read("uts/sources.json"))
    data = read("uts/course.json")
    bank = load_bank("uts", data["title"], "practice", "final", by=by, tell=tell)
    course: CoursePage = load_course(data, final=final_test(bank, by=by), by=by)
    tell(f"Course {course.code}: {course.title}")
    for language in sorted(path.name for path in (CONTENT / "uts").iterdir() if path.is_dir()):
        say_uts(data, bank, language, by=by, tell=tell)
    return course


def load_bank(code: str, title: str, *names: str, by: Any, tell: Callable[[str], object]) -> Bank:
    """The questions of a course in a bank of its own; what cannot be stored is named."""
    bank, _ = Bank.objects.get_or_create(code=code, defaults={"title": title})
    for name in names:
        report = load_questions(bank, read(f"{code}/{name}.json"), by=by)
        tell(f"Questions, {name}: {report}")
        for question, problem in report.problems:
            tell(f"  {question}: {problem}")
    return bank


def say_uts(data: Any, bank: Bank, language: str, *, by: Any, tell: Callable[[str], object]) -> None:
    """Course 1 in another language, as far as it has been translated."""
    report = load_texts(bank, read(f"uts/{language}/practice.json"), locale=language, by=by)
    tell(f"Questions in {language}: {report}")
    for question, problem in report.problems:
        tell(f"  {question}: {problem}")
    pages = sum(
        load_course_words(data, json.loads(part.read_text()), by=by)
        for part in sorted((CONTENT / "uts" / language).glob("module-*.json"))
    )
    tell(f"Course in {language}: {pages} pages published")


@transaction.atomic
def final_test(bank: Bank, *, by: Any = None) -> Quiz:
    """Twenty questions drawn by competency, pass at 80 %, three attempts."""
    blueprint = read("uts/blueprint.json")
    quiz = Quiz.objects.filter(bank=bank).first()
    if quiz is None:
        quiz = Quiz(title="Final test", bank=bank, pass_percent=80, max_attempts=3)
        quiz.shares = [
            QuizShare(competency=Competency.objects.get(key=key), count=number)
            for key, number in blueprint["by_competency"].items()
        ]
        quiz = assessment.save_quiz(quiz, by=by)
    return quiz
