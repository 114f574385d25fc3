"""The courses that come with the platform: content files become pages and questions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from cms.sources.loading import load_sources
from cms.taxonomy.models import Competency
from courses.assessment import actions as assessment
from courses.assessment.loading import load_questions
from courses.assessment.models import Bank, Quiz, QuizShare
from courses.catalogue.loading import load_course
from courses.catalogue.models import CoursePage

CONTENT = Path(__file__).parent / "content"


def read(name: str) -> Any:
    return json.loads((CONTENT / name).read_text())


def load_uts(*, by: Any = None, tell: Callable[[str], object] = print) -> CoursePage:
    """Course 1, “Understanding Trafficking in Persons and Smuggling of Migrants”, with its questions and final test. Safe twice."""
    load_sources(read("uts/sources.json"))
    data = read("uts/course.json")
    bank, _ = Bank.objects.get_or_create(code="uts", defaults={"title": data["title"]})
    for name in ("practice", "final"):
        report = load_questions(bank, read(f"uts/{name}.json"), by=by)
        tell(f"Questions, {name}: {report}")
        for question, problem in report.problems:
            tell(f"  {question}: {problem}")
    course: CoursePage = load_course(data, final=final_test(bank, by=by), by=by)
    tell(f"Course {course.code}: {course.title}")
    return course


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
