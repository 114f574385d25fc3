"""What is one person's own: how far they have read, what they follow, what they have begun to write."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.taxonomy.models import Programme

from .spaces import Space
from .topics import Topic


class Level(models.IntegerChoices):
    MUTED = 0, _("Mute")
    NORMAL = 1, _("Normal")
    # Set by writing in a topic: counted as unread, told only when one is answered or named.
    TRACKING = 2, _("Taking part")
    FOLLOWING = 3, _("Follow")


class TopicUser(models.Model):
    """How far a person has read a topic, and how closely they follow it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="readers")
    last_read_no = models.PositiveIntegerField(default=0)
    level = models.SmallIntegerField(choices=Level.choices, default=Level.NORMAL)
    level_by_user = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="one_row_per_reader_and_topic")]
        indexes = [models.Index(fields=["topic", "level"], name="topic_followers")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.topic_id}"


class SpaceUser(models.Model):
    """What a person keeps for a whole space: everything before a moment is read, and which rules they accepted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, models.CASCADE, related_name="readers")
    level = models.SmallIntegerField(choices=Level.choices, default=Level.NORMAL)
    read_floor_at = models.DateTimeField(null=True, blank=True)
    rules_version = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "space"], name="one_row_per_reader_and_space")]
        indexes = [models.Index(fields=["space", "level"], name="space_followers")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.space_id}"


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: Any) -> "DraftQuerySet":
        return self.filter(user=user) if user.is_authenticated else self.none()

    def page(self, key: str, size: int) -> tuple[list["Draft"], str]:
        """Those with words, the latest first, after this key; and the key of the next page."""
        begun = self.exclude(source="", title="").order_by("-saved_at", "-pk")
        after = self.filter(pk=int(key)).first() if key.isdecimal() and len(key) <= 18 else None
        if after:
            begun = begun.filter(Q(saved_at__lt=after.saved_at) | Q(saved_at=after.saved_at, pk__lt=after.pk))
        rows: list[Draft] = list(begun[: size + 1])
        return rows[:size], str(rows[size - 1].pk) if len(rows) > size else ""


class Draft(models.Model):
    """What a person has begun to write in one place. After it is posted the row remembers which form that was,

    so that the copy on the person's device knows that it has arrived.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # The public id of the topic replied in, or of the space for a new topic.
    place = models.UUIDField()
    title = models.CharField(max_length=160, blank=True)
    source = models.TextField(blank=True)
    question = models.BooleanField(default=False)
    theme = models.ForeignKey(Programme, models.SET_NULL, null=True, blank=True, related_name="+")
    reply_to_no = models.PositiveIntegerField(null=True, blank=True)
    client_key = models.UUIDField(default=uuid.uuid4)
    posted_key = models.UUIDField(null=True, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "place"], name="one_draft_per_place")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.place}"
