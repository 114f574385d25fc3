"""What learning does when the floors below have news: one action each."""

from typing import Any

from django.dispatch import receiver

from courses.assessment.models import Submission
from courses.assessment.signals import attempt_graded

from . import actions


@receiver(attempt_graded)
def record_result(submission: Submission, **kwargs: Any) -> None:
    # In the transaction that grades: the result, the completion and the certificate row stand or fall together (P1).
    actions.record_result(submission)
