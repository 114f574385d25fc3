"""What must always hold in the forum; counters are recomputed from the posts."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lms.invariants import invariant
from lms.search.tokens import VERSION

from . import searching, tiers
from .actions import publishing
from .models import Post, Topic
from .models.topics import State


def _drifted() -> QuerySet[Any]:
    mine = Post.objects.filter(topic=OuterRef("pk")).order_by().values("topic")
    visible = mine.filter(state=State.VISIBLE).annotate(n=Count("pk")).values("n")
    highest = mine.annotate(n=Max("no")).values("n")
    return Topic.objects.annotate(
        counted=Coalesce(Subquery(visible), Value(0)), highest=Coalesce(Subquery(highest), Value(0))
    ).exclude(visible_count=F("counted"), last_no=F("highest"))


def recount() -> int:
    """Counters from the posts; a number once given is never taken back."""
    return sum(
        Topic.objects.filter(pk=one.pk).update(visible_count=one.counted, last_no=max(one.highest, one.last_no))
        for one in _drifted()
    )


@invariant("INV-16", _("Topics count the posts that are in them."), fix=recount)
def topics_count_right() -> Iterator[str]:
    for topic in _drifted():
        yield f"Topic {topic.pk}: {topic.visible_count} of {topic.counted} counted, last number {topic.last_no} of {topic.highest}."


def _wrongly_findable() -> QuerySet[Any]:
    shown = {"state": State.VISIBLE, "no__isnull": False, "topic__space__tier__in": tiers.allowing(tiers.TEXT_SEARCH)}
    return Post.objects.exclude(search_tokens="").exclude(**shown)


def _outdated() -> QuerySet[Any]:
    return Post.objects.exclude(tokeniser_version=VERSION)


def retypeset() -> int:
    rows = list((_wrongly_findable() | _outdated()).select_related("topic__space"))
    for post in rows:
        publishing.typeset(post, publishing.gone_quotes(post))
        post.save(update_fields=["html", "html_ver", "search_tokens", "tokeniser_version"])
    return len(rows)


@invariant("INV-15", _("Posts are found by the tokeniser of today, and only those that may be."), fix=retypeset)
def posts_are_findable() -> Iterator[str]:
    if not searching.is_installed(connection):
        yield "The search index over posts is not installed."
    for post in _wrongly_findable().only("pk"):
        yield f"Post {post.pk} has words in the search index and may not be found."
    for post in _outdated().only("pk"):
        yield f"Post {post.pk} was indexed by an older tokeniser."
