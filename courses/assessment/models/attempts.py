"""An attempt and everything that happened in it."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.assessment.timing import GRACE
from courses.assessment.topics import Row, is_told, told

from .questions import Revision
from .quizzes import Quiz


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def open(self) -> "AttemptQuerySet":
        return self.filter(state=Attempt.State.OPEN)

    def submitted(self) -> "AttemptQuerySet":
        return self.filter(state=Attempt.State.SUBMITTED)

    def counted(self) -> "AttemptQuerySet":
        """A trainer's preview never counts (Q25)."""
        return self.filter(preview=False)

    def visible_to(self, viewer: Any) -> "AttemptQuerySet":
        """One's own attempts. Whose address it is not gets the same answer as for one that never was (Q22)."""
        return self.filter(learner=viewer) if viewer.is_authenticated else self.none()

    def of(self, learner: Any, quiz: Quiz, context: uuid.UUID) -> "AttemptQuerySet":
        """The attempts of one person at one quiz for one registration."""
        return self.filter(learner=learner, quiz=quiz, context=context)

    def overdue(self, at: datetime) -> "AttemptQuerySet":
        """Still open though time and grace are over (Q6)."""
        return self.open().filter(deadline__lt=at - GRACE)


class Attempt(models.Model):
    """One run at a quiz: questions, order, marks and limits are fixed when it starts."""

    class State(models.TextChoices):
        OPEN = "open", _("In progress")
        SUBMITTED = "submitted", _("Submitted")
        INVALIDATED = "invalidated", _("Invalidated")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    # What it is taken for: the registration of an enrolment. Never null: nulls never collide.
    context = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    preview = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    started_at = models.DateTimeField()
    # Server time; empty when untimed.
    deadline = models.DateTimeField(null=True)
    pass_percent = models.PositiveSmallIntegerField()
    rule_version = models.PositiveIntegerField()
    # Fewer questions were there than the quiz asks for; staff were told (Q16).
    short_draw = models.BooleanField(default=False)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "quiz", "context", "number"], name="one_attempt_per_number"),
            models.UniqueConstraint(
                fields=["learner", "quiz", "context"], condition=models.Q(state="open"), name="one_open_attempt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id}"

    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_overdue(self, at: datetime) -> bool:
        return self.is_open() and self.deadline is not None and at > self.deadline + GRACE


class Slot(models.Model):
    """One place in an attempt: the revision asked there and the order its options were shown in."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField()
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="slots")
    # A list of option keys as text.
    option_order = models.JSONField()
    max_marks = models.PositiveSmallIntegerField()
    flagged = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="one_slot_per_position")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"


class AnswerEventQuerySet(models.QuerySet["AnswerEvent"]):
    def in_time(self) -> "AnswerEventQuerySet":
        return self.filter(late=False)

    def current(self) -> "AnswerEventQuerySet":
        """The answer that counts in each slot, found in one query on every database.

        The highest sequence wins. Of two with the same one the first received wins: the second came from a page that
        had not seen the first (Q9); it is kept as an alternative, and whoever sent it was told.
        """
        newest = AnswerEvent.objects.in_time().filter(slot=models.OuterRef("slot"))
        newest = newest.order_by("-client_seq", "received_at", "pk")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))


class AnswerEvent(models.Model):
    """One answer the server acknowledged. Rows are added, never changed; the highest sequence is the answer (INV-2)."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers")
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="answers")
    client_uuid = models.UUIDField()
    client_seq = models.PositiveBigIntegerField()
    # A list of option keys as text; empty means the answer was cleared.
    response = models.JSONField()
    locale = models.CharField(max_length=12)
    received_at = models.DateTimeField()
    # Came after deadline and grace: kept, unscored until a trainer accepts it (Q5).
    late = models.BooleanField(default=False)

    objects = AnswerEventQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "client_uuid"], name="one_answer_per_client_uuid")]
        indexes = [models.Index(fields=["attempt", "slot", "client_seq", "received_at"], name="answer_current")]

    def __str__(self) -> str:
        return f"{self.slot_id} #{self.client_seq}"


class Submission(models.Model):
    """That an attempt was handed in, and what it scored. One per attempt (INV-3)."""

    class Reason(models.TextChoices):
        LEARNER = "learner", _("Handed in by the learner")
        DEADLINE = "deadline", _("Time was up")

    attempt = models.OneToOneField(Attempt, models.PROTECT, related_name="submission")
    at = models.DateTimeField()
    reason = models.CharField(max_length=10, choices=Reason.choices)
    score = models.DecimalField(max_digits=7, decimal_places=2)
    max_score = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    # [{"competency": key, "questions": n, "answered": n, "score": n, "max": n}, …]: kept when answers are purged by age.
    # Read it by `topics`: a row of one question is never told (decision 0013).
    by_competency = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.score}/{self.max_score}"

    @property
    def topics(self) -> list[Row]:
        """The result by topic, as far as anybody is told it."""
        return told(self.by_competency) if self.is_told else []

    @property
    def is_told(self) -> bool:
        """Whether its learner is told the score, and not only whether it was enough (decision 0013)."""
        return is_told(self.by_competency, self.score, self.max_score)
