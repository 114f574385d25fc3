"""The question bank: a question has immutable revisions, a revision its options, words are rows per language."""

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.sources.models import Source
from cms.taxonomy.models import Competency
from courses.assessment.drafts import OptionDraft, Wording
from courses.assessment.grading import Key


class Bank(models.Model):
    """A collection of questions that quizzes draw from, owned with its course."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=160)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class QuestionQuerySet(models.QuerySet["Question"]):
    def active(self) -> "QuestionQuerySet":
        return self.filter(archived_at=None)

    def drawable(self) -> "QuestionQuerySet":
        """What a final test may ask: kept for it alone, worded, not archived (Q16)."""
        return self.active().filter(use=Question.Use.FINAL).exclude(current=None)

    def practice(self) -> "QuestionQuerySet":
        """What a lesson may ask: open to learners, answers and all (Q20)."""
        return self.active().filter(use=Question.Use.PRACTICE).exclude(current=None)


class Question(models.Model):
    """One question, whatever its wording. It serves practice or a final test, never both (INV-14)."""

    class Use(models.TextChoices):
        PRACTICE = "practice", _("Practice, in a lesson")
        FINAL = "final", _("Final test")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The id it came with, such as UTS-1.1-Q1: importing a file again finds it by this.
    external_id = models.CharField(max_length=60, unique=True)
    bank = models.ForeignKey(Bank, models.PROTECT, related_name="questions")
    use = models.CharField(max_length=10, choices=Use.choices)
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="questions")
    difficulty = models.CharField(max_length=12, blank=True)
    # The revision new attempts use (Q13).
    current = models.ForeignKey("Revision", models.PROTECT, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["external_id"]

    def __str__(self) -> str:
        return self.external_id


class RevisionQuerySet(models.QuerySet["Revision"]):
    def current(self) -> "RevisionQuerySet":
        """Those that new attempts use, one for each question (Q13)."""
        return self.filter(pk=models.F("question__current"))


class Revision(models.Model):
    """One immutable wording and key of a question. Past attempts stay on theirs (Q13)."""

    class Type(models.TextChoices):
        SINGLE = "single", _("One answer")
        MULTIPLE = "multiple", _("Several answers")
        TRUE_FALSE = "truefalse", _("True or false")

    class Scoring(models.TextChoices):
        ALL_OR_NOTHING = "all_or_nothing", _("All or nothing")
        RIGHT_MINUS_WRONG = "right_minus_wrong", _("Right minus wrong, never below nought")

    question = models.ForeignKey(Question, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=12, choices=Type.choices)
    scoring = models.CharField(max_length=20, choices=Scoring.choices, default=Scoring.ALL_OR_NOTHING)
    max_marks = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="one_revision_per_number")]

    def __str__(self) -> str:
        return f"{self.question} r{self.number}"

    def wording(self, locale: str) -> Wording:
        """Everything this revision fixes, with its words in one language."""
        stem = self.texts.filter(locale=locale).values_list("stem", flat=True).first() or ""
        texts = {text.option_id: text for text in OptionText.objects.filter(option__revision=self, locale=locale)}
        citations = self.citations.order_by("pk").values_list("source__key", "locator")
        return Wording(
            type=self.type,
            stem=stem,
            options=tuple(option.draft(texts.get(option.pk)) for option in self.options.all()),
            citations=tuple(citations),
            scoring=self.scoring,
            max_marks=self.max_marks,
        )

    def key(self, max_marks: int, options: "Sequence[Option] | None" = None) -> Key:
        """What grading must know. It never leaves the server before the attempt is handed in (INV-14).

        `options` where the caller has read those of many revisions at once.
        """
        options = list(self.options.all()) if options is None else options
        return Key(
            type=self.type,
            scoring=self.scoring,
            max_marks=max_marks,
            options=frozenset(str(option.key) for option in options),
            correct=frozenset(str(option.key) for option in options if option.correct),
        )


class RevisionText(models.Model):
    """The words of a revision in one language. The source language is the row every other falls back to (Q12)."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="texts")
    locale = models.CharField(max_length=12)
    stem = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "locale"], name="one_stem_per_language")]

    def __str__(self) -> str:
        return self.stem


class Option(models.Model):
    """One answer of a revision. Its key is permanent: responses name it, never its text or place."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="options")
    key = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField()
    correct = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["revision", "key"], name="one_option_per_key")]

    def __str__(self) -> str:
        return str(self.key)

    def draft(self, words: "OptionText | None") -> OptionDraft:
        return OptionDraft(self.key, words.text if words else "", self.correct, words.feedback if words else "")


class OptionText(models.Model):
    """The words and the feedback of an option in one language."""

    option = models.ForeignKey(Option, models.CASCADE, related_name="texts")
    locale = models.CharField(max_length=12)
    text = models.TextField()
    feedback = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "locale"], name="one_option_text_per_language")]

    def __str__(self) -> str:
        return self.text


class Citation(models.Model):
    """The source a question rests on, and the place in it."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, models.PROTECT, related_name="question_citations")
    locator = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return f"{self.source} {self.locator}".strip()
