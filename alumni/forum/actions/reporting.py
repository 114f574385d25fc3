"""Telling moderators that a post is not right."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from ..models import Case, Flag, Post
from ..models.topics import State
from . import publishing
from .writing import open_case


@transaction.atomic
def report(post: Post, reason: str, note: str = "", *, by: Any, at: datetime | None = None) -> Flag:
    """One report for each person and version of the post. Enough of them hide it until a moderator has looked (F17)."""
    at = at or timezone.now()
    post = Post.objects.select_for_update(of=("self",)).select_related("topic__space").get(pk=post.pk)
    facts = {"reason": reason, "note": note, "at": at}
    flag, is_new = Flag.objects.get_or_create(post=post, by=by, edit_no=post.edit_no, defaults=facts)
    if is_new and post.is_visible():
        open_case(post, Case.Why.REPORTED, at)
        record("forum.report", post.topic, by=by, no=post.no, reason=reason)
        if post.flags.filter(edit_no=post.edit_no).count() >= post.topic.space.hide_after:
            publishing.change_state(post, State.HIDDEN)
            record("forum.hide_by_reports", post.topic, no=post.no)
    return flag
