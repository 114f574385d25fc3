"""Who learns of a new post: whoever follows the topic, was answered, or was named; nobody who cannot read it now."""

from typing import Any

from django.db import transaction

from lms.accounts.models import User
from lms.notifications import inbox

from ..models import Post, SpaceUser, TopicUser
from ..models.reading import Level
from ..models.topics import State
from ..permissions import can_read

NEW, ANSWER, MENTION, MUTED_MENTION = "forum.new", "forum.answer", "forum.mention", "forum.muted_mention"


@transaction.atomic
def tell_followers(post_id: int) -> bool:
    """Tell of one post, once: whoever turns the mark over does it, however many tasks run."""
    if not Post.objects.filter(pk=post_id, told=0, state=State.VISIBLE, no__isnull=False).update(told=1):
        return False
    post = Post.objects.select_related("topic__space", "author").get(pk=post_id)
    for kind, people in _audience(post).items():
        inbox.tell_all(kind, people, about=post.topic.public_id, no=post.no, by=post.author)
    return True


def _audience(post: Post) -> dict[str, list[Any]]:
    """Each person under the one kind that concerns them most. A mention in a muted topic is kept in the inbox alone (F12)."""
    levels = _levels(post)
    answered = (
        Post.objects.filter(topic=post.topic_id, no=post.reply_to_no, author__isnull=False) if post.reply_to_no else ()
    )
    kinds: dict[Any, str] = {pk: NEW for pk, level in levels.items() if level >= Level.FOLLOWING}
    kinds |= {one.author_id: ANSWER for one in answered if levels.get(one.author_id or 0, Level.NORMAL) > Level.MUTED}
    for pk in post.mentioned:
        kinds[pk] = MUTED_MENTION if levels.get(pk) == Level.MUTED else MENTION
    kinds.pop(post.author_id, None)
    told: dict[str, list[Any]] = {}
    for person in User.objects.filter(pk__in=kinds):
        if can_read(person, post.topic.space_id):
            told.setdefault(kinds[person.pk], []).append(person)
    return told


def _levels(post: Post) -> dict[int, int]:
    """How closely each person follows: what they chose for the topic stands above what they chose for the space."""
    whole = SpaceUser.objects.filter(space=post.topic.space_id).exclude(level=Level.NORMAL)
    levels = dict(whole.values_list("user", "level"))
    # Following a space tells of new topics, not of every reply.
    levels = {pk: level for pk, level in levels.items() if level == Level.MUTED or post.no == 1}
    rows = TopicUser.objects.filter(topic=post.topic_id).values_list("user", "level", "level_by_user")
    levels |= {
        pk: level for pk, level, chosen in rows if chosen or (level > Level.NORMAL and levels.get(pk) != Level.MUTED)
    }
    return levels
