"""Topics, and the numbered posts in them."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.taxonomy.models import Programme

from .. import markup
from .spaces import Space, moderated_space_ids, visible_space_ids


class State(models.IntegerChoices):
    """Small integers, for they stand in indexes whose order matters."""

    VISIBLE = 0, _("Visible")
    PENDING = 1, _("Waiting for a moderator")
    HIDDEN = 2, _("Hidden")
    REMOVED = 3, _("Removed")


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: Any) -> "TopicQuerySet":
        """Topics of open spaces. One taken away leaves its stone; one held back is seen by its author and moderators."""
        if not user.is_authenticated:
            return self.none()
        shown = Q(state__in=[State.VISIBLE, State.REMOVED]) | Q(created_by=user)
        moderated = moderated_space_ids(user)
        if moderated:
            shown |= Q(space__in=moderated)
        return self.filter(shown, space__in=visible_space_ids(user))

    def listed(self) -> "TopicQuerySet":
        return self.filter(state=State.VISIBLE)

    def before(self, bumped_at: Any, pk: int) -> "TopicQuerySet":
        """What follows that place in the list. The first bound says nothing new, and makes it a range of the index."""
        return self.filter(Q(bumped_at__lt=bumped_at) | Q(bumped_at=bumped_at, pk__lt=pk), bumped_at__lte=bumped_at)


class Topic(models.Model):
    """One conversation. Never loaded, changed and saved: a reply would undo a lock. Single statements only."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    space = models.ForeignKey(Space, models.PROTECT, related_name="topics")
    title = models.CharField(max_length=160)
    lang = models.CharField(max_length=12, blank=True)
    theme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.SmallIntegerField(choices=State.choices, default=State.VISIBLE)
    # Numbers instead of yes and no: SQLite would not use the index for NOT.
    pin_rank = models.SmallIntegerField(default=0)
    locked = models.SmallIntegerField(default=0)
    question = models.SmallIntegerField(default=0)
    # The highest number given; a number is given when a post is published, and never again (F40).
    last_no = models.PositiveIntegerField(default=0)
    visible_count = models.PositiveIntegerField(default=0)
    bumped_at = models.DateTimeField(default=timezone.now)
    solution_no = models.PositiveIntegerField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                "space", "pin_rank", models.F("bumped_at").desc(), models.F("id").desc(),
                condition=Q(state=0), name="topic_list",
            ),
            models.Index(
                "space", models.F("bumped_at").desc(), models.F("id").desc(),
                condition=Q(state=0, question=1, solution_no=None), name="topic_unanswered",
            ),
            models.Index(
                models.F("bumped_at").desc(), models.F("id").desc(), condition=Q(state=0), name="topic_recent"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def replies(self) -> int:
        return max(self.visible_count - 1, 0)

    def is_open(self) -> bool:
        return self.state == State.VISIBLE and not self.locked


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: Any) -> "PostQuerySet":
        """Words that may be found and read: published ones of listed topics in open spaces."""
        return self.filter(
            topic__space__in=visible_space_ids(user), topic__state=State.VISIBLE, state=State.VISIBLE, no__isnull=False
        )

    def between(self, topic: Topic, first: int, last: int) -> "PostQuerySet":
        """One window of a topic, by number: as quick at the end of 20,000 posts as at the start (case 31)."""
        return self.filter(topic=topic, no__gte=first, no__lte=last).order_by("no")


class Post(models.Model):
    """One contribution. It gets its number when it is published and keeps it for good; taken away it leaves a stone."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="posts")
    no = models.PositiveIntegerField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.SmallIntegerField(choices=State.choices, default=State.VISIBLE)
    reply_to_no = models.PositiveIntegerField(null=True, blank=True)
    # What was typed, and what was made of it once by the version of the renderer beside it.
    source = models.TextField()
    html = models.TextField(blank=True)
    html_ver = models.PositiveSmallIntegerField(default=0)
    lang = models.CharField(max_length=12, blank=True)
    # Empty unless the post may be found: pending, hidden, removed and T3 posts have no words here (case 40).
    search_tokens = models.TextField(blank=True)
    tokeniser_version = models.PositiveSmallIntegerField(default=0)
    edit_no = models.PositiveSmallIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    # Made by the page the post was written on: the same form sent three times is one post (F5).
    client_key = models.UUIDField()
    withdrawn = models.SmallIntegerField(default=0)  # taken back by its author
    # Whether those who follow the topic have been told; the sweep finds what was forgotten.
    told = models.SmallIntegerField(default=0)
    mentioned = models.JSONField(default=list)  # ids of people, for telling them
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "no"], name="one_post_per_number"),
            models.UniqueConstraint(fields=["author", "client_key"], name="one_post_per_client_key"),
            models.CheckConstraint(
                condition=Q(no=None, published_at=None) | Q(no__isnull=False, published_at__isnull=False),
                name="a_published_post_has_a_number",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], condition=Q(state=1), name="post_pending"),
            models.Index(fields=["published_at", "id"], condition=Q(told=0, state=0), name="post_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}/{self.no}"

    def is_first(self) -> bool:
        """Whether the topic goes with it; one that waits for a moderator has no number yet."""
        return self.no == 1 or (self.no is None and self.topic.last_no == 0)

    def is_visible(self) -> bool:
        return self.state == State.VISIBLE

    @property
    def words(self) -> str:
        """What the post says, without marks, for a line in a list."""
        return markup.plain(self.html)


class Revision(models.Model):
    """What a post said before; or, where edits wait for a moderator, what it may say next. Goes with the post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    edit_no = models.PositiveSmallIntegerField()
    source = models.TextField()
    waiting = models.SmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["edit_no"]
        constraints = [models.UniqueConstraint(fields=["post", "edit_no", "waiting"], name="one_revision_per_edit")]

    def __str__(self) -> str:
        return f"{self.post_id}#{self.edit_no}"


class Quote(models.Model):
    """Which post quotes which, so that a quote goes when what it quotes goes (case 12)."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="quotes")
    no = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "no"], name="one_row_per_quoted_post")]

    def __str__(self) -> str:
        return f"{self.post_id} > {self.no}"


class ClosedTitle(models.Model):
    """Titles of T3 topics have an index of their own, so that no faulty filter can cross tiers (community goals 7.4)."""

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="closed_title")
    search_tokens = models.TextField()
    tokeniser_version = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.topic_id}"
