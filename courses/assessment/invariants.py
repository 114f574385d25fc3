"""What must always hold of tests."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex

from lms.invariants import invariant

from .actions.attempts import marks_of_each
from .models import AnswerEvent, Attempt, Question, Slot, Submission
from .timing import is_late

# So many attempts are graded anew at once: asked one by one, fifty thousand take an hour.
AT_ONCE = 250


@invariant("INV-2", _("Every grade rests on the newest answer the server took in time for each question."))
def grades_rest_on_the_newest_answers() -> Iterator[str]:
    graded = Submission.objects.select_related("attempt").order_by("pk").iterator(chunk_size=AT_ONCE)
    while some := list(islice(graded, AT_ONCE)):
        yield from _grades_that_differ(some)


def _grades_that_differ(submissions: list[Submission]) -> Iterator[str]:
    attempts = [submission.attempt for submission in submissions]
    kept = set(AnswerEvent.objects.filter(attempt__in=attempts).order_by().values_list("attempt", flat=True).distinct())
    marks = marks_of_each(attempts)
    for submission in submissions:
        # Answers are purged by age; what is gone can no longer be compared (the outcome stays).
        if submission.score and submission.attempt_id not in kept:
            continue
        total = sum((mark.score for mark in marks[submission.attempt_id]), Decimal(0))
        if total != submission.score:
            yield f"Attempt {submission.attempt.public_id} has {submission.score}, its answers give {total}."


@invariant("INV-2", _("An answer belongs to a question of its own attempt, and came before the attempt was handed in."))
def answers_are_where_they_belong() -> Iterator[str]:
    events = AnswerEvent.objects.select_related("attempt")
    for event in events.exclude(attempt=F("slot__attempt")).iterator():
        yield f"Answer {event.pk} names a question of another attempt."
    handed_in = Q(attempt__submission__reason=Submission.Reason.LEARNER)
    for event in events.filter(handed_in, received_at__gt=F("attempt__submission__at")).iterator():
        yield f"Answer {event.pk} was taken after attempt {event.attempt.public_id} was handed in."
    for event in events.exclude(attempt__deadline=None).iterator():
        if is_late(event.received_at, event.attempt.deadline) != event.late:
            yield f"Answer {event.pk} is judged wrongly against the deadline of attempt {event.attempt.public_id}."


@invariant("INV-3", _("An attempt has a grade exactly when it was handed in."))
def handed_in_means_graded() -> Iterator[str]:
    for attempt in Attempt.objects.submitted().filter(submission=None).iterator():
        yield f"Attempt {attempt.public_id} is handed in without a grade."
    for attempt in Attempt.objects.open().exclude(submission=None).iterator():
        yield f"Attempt {attempt.public_id} is open and graded."


@invariant("INV-3", _("Nobody has more attempts than the test allows."))
def attempts_stay_within_the_limit() -> Iterator[str]:
    used = Attempt.objects.counted().values("learner", "quiz", "context", "quiz__max_attempts")
    # The limit may have been lowered later: a number given under the old limit is no breach.
    for row in used.annotate(used=Count("pk")).filter(used__gt=F("quiz__max_attempts")).order_by("context"):
        numbers = Attempt.objects.filter(context=row["context"], quiz=row["quiz"], learner=row["learner"])
        if numbers.filter(rule_version=F("quiz__rule_version")).count() == row["used"]:
            yield f"{row['used']} attempts under {row['context']}, {row['quiz__max_attempts']} are allowed."


@invariant("INV-14", _("Tests ask final questions only; lessons show practice questions only."))
def practice_and_final_are_apart() -> Iterator[str]:
    open_ones = Slot.objects.filter(revision__question__use=Question.Use.PRACTICE).select_related("attempt")
    for slot in open_ones.iterator():
        yield f"Attempt {slot.attempt.public_id} asks a practice question at place {slot.position}."
    finals = [str(pk) for pk in Question.objects.filter(use=Question.Use.FINAL).values_list("pk", flat=True)]
    shown = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Question),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    for page, question in shown.values_list("object_id", "to_object_id").distinct():
        if question in set(finals):
            yield f"Page {page} shows final question {question}."
