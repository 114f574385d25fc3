"""Changing a test: attempts that run keep the rules they started with."""

from typing import Any

from django.db import transaction

from courses.assessment.models import Quiz
from lms.audit.log import record


@transaction.atomic
def save_quiz(quiz: Quiz, *, by: Any) -> Quiz:
    """Store a test with its shares. A changed pass mark or share is a new version of its rules."""
    before = Quiz.objects.select_for_update().filter(pk=quiz.pk).first() if quiz.pk else None
    rules = before.rules() if before else None
    quiz.save()
    if before is not None:
        quiz.rule_version = before.rule_version
        if Quiz.objects.get(pk=quiz.pk).rules() != rules:
            quiz.rule_version += 1
        Quiz.objects.filter(pk=quiz.pk).update(rule_version=quiz.rule_version)
    record("assessment.save_quiz", quiz, by=by, rule_version=quiz.rule_version)
    return quiz
