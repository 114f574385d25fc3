"""What moderators do: decide about posts, lock, pin and move topics. Each leaves a line that nobody can change."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lms.audit.log import record
from lms.notifications import inbox

from .. import searching, tiers
from ..models import Case, Flag, ModLog, Post, Revision, Space, Topic, TopicUser
from ..models.topics import State
from ..permissions import can_read
from ..refusals import AlreadyDecided, TierFalls
from . import following, publishing
from .writing import put_words

Decision = Case.Decision
STATES: dict[str, int] = {
    Decision.KEEP: State.VISIBLE,
    Decision.APPROVE: State.VISIBLE,
    Decision.HIDE: State.HIDDEN,
    Decision.REMOVE: State.REMOVED,
}


@transaction.atomic
def claim(case: Case, *, by: Any, at: datetime | None = None) -> bool:
    """Look at a case for a while; nobody else is given it meanwhile. Decided by the statement itself."""
    at = at or timezone.now()
    taken = Case.objects.free(by, at).filter(pk=case.pk).update(assignee=by, claimed_until=at + Case.CLAIM)
    if taken:
        record("forum.claim", case, by=by)
    return bool(taken)


@transaction.atomic
def decide(case: Case, decision: str, reason: str, *, by: Any, keep_replies: bool = False) -> Case:
    """Decide once. Of two moderators at one moment the second is told who was first (case 2)."""
    now = timezone.now()
    facts = {"decision": decision, "reason": reason, "decided_by": by, "decided_at": now}
    if not Case.objects.free(by, now).filter(pk=case.pk).update(state=Case.State.DECIDED, **facts):
        raise AlreadyDecided
    case.refresh_from_db()
    if case.why == Case.Why.EDIT and decision in (Decision.KEEP, Decision.APPROVE):
        _decide_about_edit(case, decision, reason, by=by)
    else:
        act_on_post(case.post, decision, reason, by=by, keep_replies=keep_replies)
    return case


def _decide_about_edit(case: Case, decision: str, reason: str, *, by: Any) -> None:
    """The waiting words take the place of the old ones, or go."""
    post = _locked(case.post)
    waiting = Revision.objects.filter(post=post, waiting=1).order_by("-edit_no").first()
    before = post.source
    if waiting and decision == Decision.APPROVE:
        put_words(post, waiting.source, by=waiting.by, at=timezone.now())
    Revision.objects.filter(post=post, waiting=1).delete()
    _log(post.topic, f"{decision}_edit", reason, by=by, post=post, before=before)


@transaction.atomic
def act_on_post(post: Post, decision: str, reason: str, *, by: Any, keep_replies: bool = False) -> Post:
    """Hide, remove or show a post, and tell its author why. With the first post goes the topic (case 11)."""
    post = _locked(post)
    state = STATES[decision]
    if post.no is None and state == State.VISIBLE:
        _publish(post)
    elif post.state != state:
        publishing.change_state(post, state)
    if post.is_first() and not (keep_replies and state != State.VISIBLE):
        publishing.change_topic_state(post.topic, state)
    reporters = _reporters(post)
    _log(post.topic, decision, reason, by=by, post=post, before=post.source)
    open_cases = Case.objects.filter(post=post, state=Case.State.OPEN)
    open_cases.update(
        state=Case.State.DECIDED, decision=decision, reason=reason, decided_by=by, decided_at=timezone.now()
    )
    if post.author and post.author_id != getattr(by, "pk", None):
        inbox.tell("forum.moderated", post.author, about=post.topic.public_id, no=post.no, by=None)
    # In the same words whatever was decided: what became of the post stands where it was.
    inbox.tell_all("forum.report_decided", reporters, about=post.topic.public_id, no=post.no, by=by)
    return post


def _reporters(post: Post) -> list[Any]:
    """Who has reported it since somebody last decided about it, and can read there still."""
    before = ModLog.objects.filter(topic=post.topic_id, post_no=post.no, act__in=STATES).order_by("-at", "-pk")
    flags = Flag.objects.filter(post=post, by__isnull=False).select_related("by")
    if post.no and (last := before.first()):
        flags = flags.filter(at__gt=last.at)
    people = {flag.by_id: flag.by for flag in flags}
    return [person for person in people.values() if can_read(person, post.topic.space_id)]


def _publish(post: Post) -> None:
    """A post that waited gets the next number now, so that whoever has read further sees it as unread (case 4)."""
    now = timezone.now()
    post.no = publishing.take_number(post.topic_id, now, by_moderator=True)
    post.state, post.published_at = State.VISIBLE, now
    publishing.typeset(post, publishing.gone_quotes(post))
    post.save(update_fields=["no", "state", "published_at", "html", "html_ver", "search_tokens", "tokeniser_version"])
    if post.author_id:
        following.takes_part(post.author, post.topic_id, post.no, following.Level.TRACKING)


@transaction.atomic
def lock(topic: Topic, reason: str = "", *, by: Any) -> None:
    """No more posts. Whatever was on its way comes too late (case 1)."""
    _set(topic, "lock", reason, by, locked=1)


@transaction.atomic
def unlock(topic: Topic, reason: str = "", *, by: Any) -> None:
    _set(topic, "unlock", reason, by, locked=0)


@transaction.atomic
def pin(topic: Topic, reason: str = "", *, by: Any) -> None:
    """Above all others of its space."""
    _set(topic, "pin", reason, by, pin_rank=1)


@transaction.atomic
def unpin(topic: Topic, reason: str = "", *, by: Any) -> None:
    _set(topic, "unpin", reason, by, pin_rank=0)


def _set(topic: Topic, act: str, reason: str, by: Any, **values: int) -> None:
    """One statement; done already, nothing is written down."""
    other = ~Q(**values)
    if Topic.objects.filter(other, pk=topic.pk).update(**values):
        _log(topic, act, reason, by=by)


@transaction.atomic
def move(topic: Topic, space: Space, reason: str = "", *, by: Any) -> None:
    """To a space at least as closed. Whoever cannot read there keeps nothing of it and is told nothing (case 9).

    Posts stay as they are set: nothing on their pages depends on the space. Only where text is not searched do their
    words go, all in one statement with the move, so that no search ever meets them in between.
    """
    topic = Topic.objects.select_for_update(of=("self",)).select_related("space").get(pk=topic.pk)
    if topic.space_id == space.pk:
        return
    if tiers.rank(space.tier) < tiers.rank(topic.space.tier):
        raise TierFalls
    _log(topic, "move", reason, by=by)
    Topic.objects.filter(pk=topic.pk).update(space=space)
    topic.space = space
    readers = TopicUser.objects.filter(topic=topic).select_related("user")
    shut_out = [reader.user_id for reader in readers if not can_read(reader.user, space.pk)]
    TopicUser.objects.filter(topic=topic, user__in=shut_out).delete()
    inbox.drop(topic.public_id, people=shut_out)
    if not space.allows(tiers.TEXT_SEARCH):
        Post.objects.filter(topic=topic).exclude(search_tokens="").update(**searching.NOTHING)
    publishing.keep_title(topic)


def _locked(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("topic__space", "author").get(pk=post.pk)


def _log(topic: Topic, act: str, reason: str, *, by: Any, post: Post | None = None, before: str = "") -> None:
    ModLog.objects.create(
        actor=by,
        act=act,
        space_id=topic.space_id,
        topic=topic,
        post_no=post.no if post else None,
        reason=reason,
        before_hash=_digest(before) if post else "",
        after_hash=_digest(post.source) if post else "",
    )
    record(f"forum.{act}", topic, by=by, no=post.no if post else None)


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()
