"""Starting a topic, replying, changing and taking back what one wrote."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from lms.audit.log import record

from .. import permissions
from ..models import Case, Post, Revision, Space, Topic
from ..models.reading import Level
from ..models.topics import State
from ..refusals import NotTheSame, TopicClosed
from . import drafting, following, publishing
from .drafting import Heading

TIME_FOR_A_CASE = timedelta(hours=24)


@dataclass(frozen=True)
class Words:
    """What was typed, and by which form. `note` is set where the author asks a moderator to look first."""

    source: str
    client_key: UUID
    lang: str = ""
    reply_to_no: int | None = None
    mentioned: tuple[int, ...] = ()
    note: str | None = None


def start(space: Space, heading: Heading, words: Words, *, by: Any, at: datetime | None = None) -> Post:
    """A new topic with its first post. The same form sent again gives the same post (F5)."""
    return _once(by, words, lambda: _start(space, heading, words, by, at or timezone.now()))


def reply(topic: Topic, words: Words, *, by: Any, at: datetime | None = None) -> Post:
    """A further post; `TopicClosed` if a moderator was quicker (case 1). The same form sent again gives the same post."""
    return _once(by, words, lambda: _reply(topic, words, by, at or timezone.now()))


def _once(by: Any, words: Words, write: Any) -> Post:
    """Two requests with one key: whoever comes second gets the post of the first."""
    try:
        with transaction.atomic():
            found = Post.objects.filter(author=by, client_key=words.client_key).select_related("topic__space").first()
            post: Post = found or write()
    except IntegrityError:
        post = Post.objects.select_related("topic__space").get(author=by, client_key=words.client_key)
    return post


def _start(space: Space, heading: Heading, words: Words, by: Any, at: datetime) -> Post:
    held = waits(space, words)
    topic = Topic.objects.create(
        space=space,
        title=heading.title,
        lang=words.lang,
        question=int(heading.question),
        theme=heading.theme,
        state=State.PENDING if held else State.VISIBLE,
        created_by=by,
        created_at=at,
        bumped_at=at,
    )
    post = _write(topic, words, by, at, held=held)
    publishing.keep_title(topic)
    drafting.posted(by, space.public_id, words.client_key)
    record("forum.start", topic, by=by, held=held)
    return post


def _reply(topic: Topic, words: Words, by: Any, at: datetime) -> Post:
    held = waits(topic.space, words)
    post = _write(topic, words, by, at, held=held)
    drafting.posted(by, topic.public_id, words.client_key)
    record("forum.reply", topic, by=by, no=post.no, held=held)
    return post


def waits(space: Space, words: Words) -> bool:
    """Whether a moderator looks before the others do."""
    return words.note is not None or space.moderation == Space.Moderation.PRE


def _write(topic: Topic, words: Words, by: Any, at: datetime, *, held: bool) -> Post:
    no = None if held else publishing.take_number(topic.pk, at)
    post = Post(
        topic=topic,
        no=no,
        author=by,
        state=State.PENDING if held else State.VISIBLE,
        reply_to_no=words.reply_to_no,
        source=words.source,
        lang=words.lang,
        client_key=words.client_key,
        mentioned=list(words.mentioned),
        created_at=at,
        published_at=None if held else at,
    )
    publishing.typeset(post)
    post.save(force_insert=True)
    publishing.keep_quotes(post)
    if no is None:
        why = Case.Why.NEW if words.note is None else Case.Why.SENT
        open_case(post, why, at, note=words.note or "")
    else:
        following.takes_part(by, topic.pk, no, Level.FOLLOWING if no == 1 else Level.TRACKING)
    return post


def open_case(post: Post, why: str, at: datetime, *, note: str = "") -> None:
    """A moderator has to look at this post. There is at most one open case for it."""
    Case.objects.get_or_create(
        post=post,
        state=Case.State.OPEN,
        defaults={"why": why, "note": note, "opened_at": at, "due_at": at + TIME_FOR_A_CASE},
    )


@transaction.atomic
def edit(post: Post, source: str, *, by: Any, edit_no: int, at: datetime | None = None) -> Post:
    """Other words for one's own post: from then on it says that it was changed, for others may have read it before.

    After half an hour, or once reported, what it said before is kept as well.

    Where moderators look first, the approved words stay until they have looked (case 6).
    """
    at = at or timezone.now()
    post = Post.objects.select_for_update(of=("self",)).select_related("topic__space").get(pk=post.pk)
    if not post.topic.is_open() or not post.is_visible():
        raise TopicClosed
    if post.edit_no != edit_no:
        raise NotTheSame
    if source == post.source:
        return post
    if post.topic.space.moderation == Space.Moderation.PRE:
        facts = {"source": source, "by": by, "at": at}
        Revision.objects.update_or_create(post=post, edit_no=post.edit_no + 1, waiting=1, defaults=facts)
        open_case(post, Case.Why.EDIT, at)
    else:
        put_words(post, source, by=by, at=at)
    drafting.drop_draft(by, post.client_key)
    record("forum.edit", post.topic, by=by, no=post.no)
    return post


def put_words(post: Post, source: str, *, by: Any, at: datetime) -> None:
    """Exchange the words of a post that is locked here."""
    if not permissions.edits_freely(post, at) or post.flags.filter(edit_no=post.edit_no).exists():
        Revision.objects.create(post=post, edit_no=post.edit_no, source=post.source, by=by, at=at)
    if post.published_at is not None:
        post.edited_at = at
    post.source, post.edit_no = source, post.edit_no + 1
    post.quotes.all().delete()
    publishing.keep_quotes(post)
    publishing.typeset(post, publishing.gone_quotes(post))
    fields = ["source", "edit_no", "edited_at", "html", "html_ver", "search_tokens", "tokeniser_version"]
    post.save(update_fields=fields)


@transaction.atomic
def withdraw(post: Post, *, by: Any) -> Post:
    """Taken back by its author: a stone stays, so that numbers and links hold."""
    post = Post.objects.select_for_update(of=("self",)).select_related("topic__space").get(pk=post.pk)
    if post.is_visible():
        publishing.change_state(post, State.REMOVED)
        Post.objects.filter(pk=post.pk).update(withdrawn=1)
        if post.no == 1:
            # With nothing else in it, the topic goes too; the answers of others stay (case 7).
            Topic.objects.filter(pk=post.topic_id, visible_count=0).update(state=State.REMOVED)
        Case.objects.filter(post=post, state=Case.State.OPEN).update(
            state=Case.State.DECIDED, decision=Case.Decision.REMOVE, decided_at=timezone.now()
        )
        record("forum.withdraw", post.topic, by=by, no=post.no)
    return post


@transaction.atomic
def accept_answer(topic: Topic, no: int | None, *, by: Any) -> bool:
    """Which post answered the question; none again. One statement, which a lock a moment ago forbids."""
    chosen = Topic.objects.filter(pk=topic.pk, state=State.VISIBLE, locked=0, question=1)
    if no is not None:
        # Not by a join: the row would be looked for beforehand, and a lock of the same moment not be seen.
        chosen = chosen.filter(Exists(Post.objects.filter(topic=OuterRef("pk"), no=no, state=State.VISIBLE)))
    is_done = bool(chosen.update(solution_no=no))
    if is_done:
        record("forum.accept_answer", topic, by=by, no=no)
    return is_done
