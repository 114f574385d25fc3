"""Who may do what in the forum. Plain questions; the space's grants answer them."""

from datetime import datetime, timedelta
from typing import Any

from .models import Post, Space, Topic, access_of
from .models.spaces import MODERATE, READ, REPLY, START
from .models.topics import State

FREE_EDITING = timedelta(minutes=30)


def may(user: Any, space_id: int, bit: int) -> bool:
    access = access_of(user).get(space_id)
    return bool(access and access.may(bit))


def can_read(user: Any, space_id: int) -> bool:
    return may(user, space_id, READ)


def can_start(user: Any, space: Space) -> bool:
    return may(user, space.pk, START)


def can_reply(user: Any, topic: Topic) -> bool:
    return topic.is_open() and may(user, topic.space_id, REPLY)


def can_moderate(user: Any, space_id: int) -> bool:
    return may(user, space_id, MODERATE)


def is_gone_for(user: Any, topic: Topic) -> bool:
    """Taken away: its words are left to those who moderate, and to each author their own (case 11)."""
    return topic.state == State.REMOVED and not can_moderate(user, topic.space_id)


def can_edit(user: Any, post: Post, topic: Topic) -> bool:
    """One's own published post while the topic is open."""
    return _is_own(user, post) and post.is_visible() and can_reply(user, topic)


def can_withdraw(user: Any, post: Post) -> bool:
    return _is_own(user, post) and post.is_visible()


def can_report(user: Any, post: Post) -> bool:
    return not _is_own(user, post) and post.is_visible()


def can_accept_answer(user: Any, topic: Topic) -> bool:
    if not topic.question or not topic.is_open():
        return False
    return topic.created_by_id == user.pk or can_moderate(user, topic.space_id)


def edits_freely(post: Post, at: datetime) -> bool:
    """Shortly after posting a change keeps no older words; later they are kept."""
    return post.published_at is not None and at - post.published_at <= FREE_EDITING


def _is_own(user: Any, post: Post) -> bool:
    return post.author_id is not None and post.author_id == user.pk
