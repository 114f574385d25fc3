"""Topics of the community in the search of the whole site: the forum's own search, and nothing beside it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alumni.profiles.permissions import is_member
from lms.search.excerpts import excerpt
from lms.search.found import Found

from . import lists

KIND = _("Community")


def topics(viewer: Any, query: str, limit: int) -> list[Found]:
    """Each topic once, newest post first, with words of a post the viewer may read. Of closed spaces titles alone."""
    if not is_member(viewer):
        return []
    hits = lists.search(viewer, query)
    found: dict[int, Found] = {}
    for post in hits.posts:
        found.setdefault(
            post.topic_id, Found(post.topic.title, _url(post.topic), KIND, excerpt(post.words, query), post.lang)
        )
    for topic in hits.titles:
        found.setdefault(topic.pk, Found(topic.title, _url(topic), KIND, "", topic.lang))
    return list(found.values())[:limit]


def _url(topic: Any) -> str:
    return reverse("forum:topic", args=[topic.public_id])
