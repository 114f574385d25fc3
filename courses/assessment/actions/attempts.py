"""Starting an attempt, handing it in, and closing what ran out of time."""

from collections.abc import Callable, Collection
from datetime import datetime
from decimal import Decimal
from functools import cache
from random import Random, SystemRandom
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from courses.assessment import drawing, grading, timing
from courses.assessment.models import AnswerEvent, Attempt, Option, Quiz, Revision, Slot, Submission
from courses.assessment.refusals import AttemptClosed, AttemptsUsedUp, NothingToAsk, QuizClosed
from courses.assessment.signals import attempt_graded
from lms.accounts.models import RoleGrant
from lms.audit.log import record
from lms.notifications.actions import notify

CHANCE: Random = SystemRandom()


@transaction.atomic
def start(learner: Any, quiz: Quiz, *, context: UUID, at: datetime, by: Any, preview: bool = False) -> Attempt:
    """The open attempt of this person, or a new one where one is left. Twice at once gives the same one (Q1, Q2)."""
    mine = Attempt.objects.of(learner, quiz, context)
    attempt = mine.open().first()
    if attempt is None:
        try:
            with transaction.atomic():
                attempt = _begin(learner, quiz, context, at, preview)
                record("assessment.start", attempt, by=by, quiz=quiz.pk, number=attempt.number)
        except IntegrityError:
            # Another tab was quicker; the constraint judged. What it opened is the attempt of this one too.
            attempt = mine.open().first()
            if attempt is None:
                raise AttemptsUsedUp("started and closed elsewhere", quiz=quiz.pk) from None
    return attempt


def _begin(learner: Any, quiz: Quiz, context: UUID, at: datetime, preview: bool) -> Attempt:
    if quiz.archived_at or (quiz.closes_at and quiz.closes_at <= at):
        raise QuizClosed(quiz=quiz.pk)
    mine = Attempt.objects.of(learner, quiz, context)
    if not preview and mine.counted().count() >= quiz.max_attempts:
        raise AttemptsUsedUp(quiz=quiz.pk)
    drawn = drawing.draw(quiz.pool(learner), quiz.wanted(), CHANCE)
    if not drawn.questions:
        raise NothingToAsk(quiz=quiz.pk)
    attempt = Attempt.objects.create(
        learner=learner,
        quiz=quiz,
        context=context,
        number=(mine.aggregate(last=Max("number"))["last"] or 0) + 1,
        preview=preview,
        started_at=at,
        deadline=timing.deadline(quiz.time_limit, quiz.closes_at, at),
        pass_percent=quiz.pass_percent,
        rule_version=quiz.rule_version,
        short_draw=drawn.short,
    )
    _fill(attempt, drawn.questions)
    if drawn.short:
        record("assessment.draw_short", attempt, quiz=quiz.pk, questions=len(drawn.questions))
        _tell_staff(quiz, at)
    return attempt


def _tell_staff(quiz: Quiz, at: datetime) -> None:
    """One mail a day to each member of staff, however many start meanwhile (Q16)."""
    grants = RoleGrant.objects.standing(at).filter(role=RoleGrant.Role.STAFF)
    for grant in grants.select_related("person"):
        key = (quiz.pk, at.date().isoformat(), grant.person_id)
        notify("assessment.draw_short", grant.person, context={"quiz": quiz.pk}, dedupe=key)


def _fill(attempt: Attempt, questions: tuple[int, ...]) -> None:
    """Fix the revision, the order of options and the marks of every question for the life of the attempt."""
    current = {one.question_id: one for one in Revision.objects.current().filter(question__in=questions)}
    options: dict[int, list[str]] = {}
    for revision, key in Option.objects.filter(revision__in=current.values()).values_list("revision", "key"):
        options.setdefault(revision, []).append(str(key))
    Slot.objects.bulk_create(
        Slot(
            attempt=attempt,
            position=position,
            revision=current[question],
            option_order=drawing.shuffle(options[current[question].pk], CHANCE),
            max_marks=current[question].max_marks,
        )
        for position, question in enumerate(questions, start=1)
    )


@transaction.atomic
def submit(attempt: Attempt, *, at: datetime, by: Any = None, reason: str = Submission.Reason.LEARNER) -> Submission:
    """Hand an attempt in: graded once, however often and from wherever this is called (Q4, INV-3).

    After deadline and grace it is closed as of the deadline, with the answers that came in time (Q5, Q6).
    """
    if attempt.deadline and timing.is_late(at, attempt.deadline):
        reason, at = Submission.Reason.DEADLINE, attempt.deadline
    if not take(attempt):
        try:
            return Submission.objects.select_related("attempt").get(attempt=attempt)
        except Submission.DoesNotExist:
            raise AttemptClosed("invalidated", attempt=attempt.public_id) from None
    attempt.state = Attempt.State.SUBMITTED
    submission = _grade(attempt, at, reason)
    record("assessment.submit", attempt, by=by, reason=reason, score=submission.score, passed=submission.passed)
    if not attempt.preview:
        attempt_graded.send(sender=Submission, submission=submission)
    return submission


def take(attempt: Attempt) -> bool:
    """The one who moves the state from open to submitted grades; the database lets exactly one (INV-3)."""
    waiting = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.OPEN)
    return bool(waiting.update(state=Attempt.State.SUBMITTED))


def _grade(attempt: Attempt, at: datetime, reason: str) -> Submission:
    marks = marks_of(attempt)
    total = sum((mark.score for mark in marks), Decimal(0))
    most = sum(mark.max_marks for mark in marks)
    return Submission.objects.create(
        attempt=attempt,
        at=at,
        reason=reason,
        score=total,
        max_score=most,
        passed=grading.passes(total, most, attempt.pass_percent),
        by_competency=grading.by_competency(marks),
    )


def marks_of(attempt: Attempt) -> list[grading.Mark]:
    """The marks of every question from the answers that count."""
    return marks_of_each([attempt])[attempt.pk]


def marks_of_each(attempts: Collection[Attempt]) -> dict[int, list[grading.Mark]]:
    """The same of some attempts, in three questions however many they are; also what the invariants recompute."""
    counting = AnswerEvent.objects.filter(attempt__in=attempts).in_time().current()
    answers = dict(counting.values_list("slot", "response"))
    slots = Slot.objects.filter(attempt__in=attempts).order_by("position")
    rows = list(slots.values_list("attempt", "pk", "revision", "max_marks", "revision__question__competency__key"))
    key_of = _keys({revision for _attempt, _slot, revision, _marks, _topic in rows})
    found: dict[int, list[grading.Mark]] = {attempt.pk: [] for attempt in attempts}
    for attempt, slot, revision, max_marks, topic in rows:
        chosen = answers.get(slot, [])
        worth = grading.score(key_of(revision, max_marks), chosen)
        found[attempt].append(grading.Mark(topic, worth, max_marks, bool(chosen)))
    return found


def _keys(revisions: Collection[int]) -> Callable[[int, int], grading.Key]:
    """What grading must know of these revisions, read once and made once."""
    options: dict[int, list[Option]] = {}
    for option in Option.objects.filter(revision__in=revisions).select_related("revision"):
        options.setdefault(option.revision_id, []).append(option)

    @cache
    def key_of(revision: int, max_marks: int) -> grading.Key:
        mine = options.get(revision, [])
        asked = mine[0].revision if mine else Revision.objects.get(pk=revision)
        return asked.key(max_marks, mine)

    return key_of


def close_overdue(*, at: datetime) -> int:
    """Hand in what ran out of time; each in its own transaction, so that one never holds up the others (Q6)."""
    overdue = Attempt.objects.overdue(at)
    for attempt in overdue:
        submit(attempt, at=at, reason=Submission.Reason.DEADLINE)
    return len(overdue)
