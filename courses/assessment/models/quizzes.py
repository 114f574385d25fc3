"""A quiz: which questions, how many, what passes."""

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from cms.taxonomy.models import Competency
from courses.assessment.drawing import Candidate

from .questions import Bank


class Quiz(ClusterableModel):
    """A test drawn from the final questions of a bank, so many of each competency."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=160)
    bank = models.ForeignKey(Bank, models.PROTECT, related_name="quizzes")
    pass_percent = models.PositiveSmallIntegerField(
        default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    max_attempts = models.PositiveSmallIntegerField(default=3, validators=[MinValueValidator(1)])
    # Minutes; empty means untimed. A timed quiz is used up at start, an untimed one at submit (Q2).
    time_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    rule_version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: "models.Manager[Quiz]" = models.Manager()

    class Meta:
        verbose_name_plural = _("quizzes")

    def __str__(self) -> str:
        return self.title

    def wanted(self) -> dict[int, int]:
        """How many questions of each competency an attempt asks."""
        return {share.competency_id: share.count for share in self.shares.order_by("competency__position", "pk")}

    def rules(self) -> tuple[object, ...]:
        """What an attempt is judged by: a change makes a new rule version."""
        return (self.pass_percent, self.max_attempts, self.time_limit, sorted(self.wanted().items()))

    def pool(self, learner: Any = None) -> list[Candidate]:
        """The questions it may draw, with how often this learner has met each (Q17); a trainer's preview is no meeting."""
        met = models.Count(
            "revisions__slots",
            filter=models.Q(revisions__slots__attempt__learner=learner, revisions__slots__attempt__preview=False),
        )
        finals = self.bank.questions.drawable().annotate(seen=met).values_list("pk", "competency", "seen")
        return [Candidate(*row) for row in finals.order_by("pk")]


class QuizShare(models.Model):
    """How many questions of one competency a quiz draws."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="shares")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quiz", "competency"], name="one_share_per_competency")]

    def __str__(self) -> str:
        return f"{self.competency}: {self.count}"
