"""Reports, cases, and the log of what moderators did."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .spaces import Space, moderated_space_ids
from .topics import Post, Topic


class Flag(models.Model):
    """One person's report of one version of a post. After an edit a new one is possible (case 5)."""

    class Reason(models.TextChoices):
        CASE_DATA = "case_data", _("Data about a case, a victim or a suspect")
        PERSONAL = "personal", _("Personal data of somebody")
        UNKIND = "unkind", _("Insulting or discriminating")
        WRONG = "wrong", _("Wrong or misleading")
        OFF_TOPIC = "off_topic", _("Does not belong here")

    post = models.ForeignKey(Post, models.CASCADE, related_name="flags")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    edit_no = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=12, choices=Reason.choices)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "by", "edit_no"], name="one_flag_per_person_and_edit")]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.reason}"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: Any) -> "CaseQuerySet":
        """The cases of the spaces one moderates."""
        return self.filter(post__topic__space__in=moderated_space_ids(user))

    def open(self) -> "CaseQuerySet":
        return self.filter(state=Case.State.OPEN)

    def free(self, user: Any, at: datetime) -> "CaseQuerySet":
        """Nobody else is looking at it."""
        return self.open().filter(Q(assignee=None) | Q(assignee=user) | Q(claimed_until__lt=at))


class Case(models.Model):
    """One post a moderator has to look at, and what they decided."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DECIDED = "decided", _("Decided")

    class Why(models.TextChoices):
        REPORTED = "reported", _("Reported")
        NEW = "new", _("Waits before it appears")
        SENT = "sent", _("Sent in by its author for a look")
        EDIT = "edit", _("A change waits")

    class Decision(models.TextChoices):
        KEEP = "keep", _("Leave it as it is")
        APPROVE = "approve", _("Publish it")
        HIDE = "hide", _("Hide it")
        REMOVE = "remove", _("Remove it")

    # So long nobody else is given it.
    CLAIM = timedelta(minutes=20)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="cases")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    why = models.CharField(max_length=8, choices=Why.choices)
    note = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(state="open"), name="one_open_case_per_post")
        ]
        indexes = [models.Index(fields=["opened_at", "id"], condition=Q(state="open"), name="case_queue")]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.state}"

    @property
    def claimed_at(self) -> datetime | None:
        """Since when whoever looks at it does so."""
        return self.claimed_until - self.CLAIM if self.claimed_until else None


# What moderators do, in the words of the logs.
ACTS = {
    "keep": _("Post left or brought back"),
    "approve": _("Post published"),
    "hide": _("Post hidden"),
    "remove": _("Post removed"),
    "keep_edit": _("Change of a post not taken"),
    "approve_edit": _("Change of a post published"),
    "lock": _("Topic locked"),
    "unlock": _("Topic unlocked"),
    "pin": _("Topic pinned"),
    "unpin": _("Topic unpinned"),
    "move": _("Topic moved"),
}


class ModLogQuerySet(models.QuerySet["ModLog"]):
    def visible_to(self, user: Any) -> "ModLogQuerySet":
        """What was done in the spaces one moderates, to topics that are still in one of them (case 9)."""
        moderated = moderated_space_ids(user)
        return self.filter(space__in=moderated, topic__space__in=moderated)

    def update(self, **values: Any) -> int:
        raise TypeError("The moderators' log is only ever added to.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The moderators' log is only ever added to.")


class ModLog(models.Model):
    """What a moderator did and why. Of texts it keeps digests, never words."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=20)
    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="log")
    post_no = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    before_hash = models.CharField(max_length=64, blank=True)
    after_hash = models.CharField(max_length=64, blank=True)

    objects = ModLogQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.topic_id}/{self.post_no or ''}"

    def act_in_words(self) -> Any:
        return ACTS.get(self.act, self.act)
