"""What tests keep about a person: to hand out, and to erase."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.privacy.personal_data import PersonalData

from . import actions
from .models import AnswerEvent, Attempt
from .wording import words_of


def export(person: Any) -> dict[str, Any]:
    """Every attempt with what was asked and chosen, and its result. Not the key: the questions are used again (Q20).

    Of score and topics no more is told than on the page of the result (decision 0013).
    """
    attempts = Attempt.objects.filter(learner=person).select_related("quiz", "submission").order_by("pk")
    return {"attempts": [_facts(attempt, person) for attempt in attempts]}


def registered() -> list[PersonalData]:
    seen_by = _("You. Staff: whether you passed, and your result by topic.")
    return [PersonalData("tests", _("Your tests"), seen_by, export, actions.erase_answers)]


def _facts(attempt: Attempt, person: Any) -> dict[str, Any]:
    slots = list(attempt.slots.all())
    words = words_of([slot.revision_id for slot in slots], person.language)
    chosen = {event.slot_id: event for event in AnswerEvent.objects.filter(attempt=attempt).current()}
    submission = getattr(attempt, "submission", None)
    return {
        "test": attempt.quiz.title,
        "number": attempt.number,
        "started_at": attempt.started_at.isoformat(),
        "handed_in_at": submission.at.isoformat() if submission else None,
        "score": str(submission.score) if submission and submission.is_told else None,
        "of": submission.max_score if submission else None,
        "passed": submission.passed if submission else None,
        "by_topic": [
            {"topics": row.topics, "questions": row.questions, "score": row.score, "of": row.max}
            for row in (submission.topics if submission else [])
        ],
        "answers": [
            {
                "question": words[slot.revision_id].stem.text,
                "chosen": [
                    words[slot.revision_id].options[key].text
                    for key in chosen[slot.pk].response
                    if key in words[slot.revision_id].options
                ],
                "saved_at": chosen[slot.pk].received_at.isoformat(),
            }
            for slot in slots
            if slot.pk in chosen
        ],
    }
