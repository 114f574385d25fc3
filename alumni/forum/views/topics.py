"""A topic and its posts: reading, following, reporting, taking back, choosing the answer."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alumni.profiles.bylines import Byline, bylines
from lms.accounts import page_owner
from lms.accounts.signed_in import person_of
from lms.notifications import inbox

from .. import actions, lists, permissions
from ..forms import MoveForm, ReplyForm, ReportForm
from ..models import ModLog, Post, Space
from ..models.topics import State
from .composing import callable_names, who_reads
from .doors import asked, for_members, found_post, found_topic
from .reading import LEVELS
from .writing import reply_desk


@dataclass
class PostRow:
    """One post as this reader sees it."""

    post: Post
    byline: Byline | None
    is_new: bool
    is_first_new: bool
    is_answer: bool
    is_reported: bool
    reason: str
    may: dict[str, bool]

    @property
    def has_more(self) -> bool:
        """Whether there is something to do that is not asked for often."""
        return self.may["edit"] or self.may["withdraw"] or (self.may["report"] and not self.is_reported)

    @property
    def is_gone(self) -> bool:
        return not self.post.is_visible()


@for_members
@require_safe
def topic(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Opens where the reader left off (F10)."""
    found = found_topic(request, public_id)
    unread = lists.first_unread(request.user, found)
    return _page(request, found, unread or found.last_no, unread)


@for_members
@require_safe
def post(request: HttpRequest, public_id: UUID, no: int) -> HttpResponse:
    """The window with this number: an address that holds, whatever becomes of the post (F2)."""
    found = found_topic(request, public_id)
    asked(1 <= no <= found.last_no)
    return _page(request, found, no, lists.first_unread(request.user, found))


def _page(request: HttpRequest, topic: Any, around: int, unread: int) -> HttpResponse:
    user = person_of(request)
    if topic.state == State.REMOVED and not permissions.can_moderate(user, topic.space_id):
        return render(request, "alumni/forum/topic_gone.html", {"topic": topic, "space": topic.space})
    window = lists.window(topic, around, user)
    moderates = permissions.can_moderate(user, topic.space_id)
    shown = [one.author_id for one in window.posts if one.author_id and (one.is_visible() or moderates)]
    names = bylines(shown, user) if shown else {}
    readable = dict.fromkeys(one.author_id for one in window.posts if one.author_id and one.is_visible())
    reasons, desk = _reasons(user, topic, window), reply_desk(topic)
    desk.names = callable_names({pk: names[pk] for pk in readable if pk in names}, user)
    desk.page_token = page_owner.mark(user, desk.place)
    context = {
        "topic": topic,
        "space": topic.space,
        "window": window,
        "rows": [_row(one, topic, user, names, unread, reasons) for one in window.posts],
        "unread": unread,
        "unread_elsewhere": unread and not window.first <= unread < window.first + lists.WINDOW,
        "waiting": lists.waiting(topic, user) if topic.has_waiting else [],
        "can_reply": permissions.can_reply(user, topic),
        "moderates": moderates,
        "move_form": MoveForm(spaces=_places(user, topic)) if moderates else None,
        "desk": desk,
        "form": ReplyForm(initial=_words(topic)),
        "who_reads": who_reads(desk.space),
    }
    response = render(request, "alumni/forum/topic.html", context)
    _mark_read(user, topic, window)
    return response


def _reasons(user: Any, topic: Any, window: lists.Window) -> dict[int, str]:
    """Why posts of one's own were taken away: for their author alone."""
    mine = [one.no for one in window.posts if one.author_id == user.pk and not one.is_visible() and not one.withdrawn]
    if not mine:
        return {}
    log = ModLog.objects.filter(topic=topic, post_no__in=mine).order_by("at", "pk")
    return {entry.post_no or 0: entry.reason for entry in log}


def _mark_read(user: Any, topic: Any, window: lists.Window) -> None:
    """Read as far as this window goes; written only where that is further than before."""
    reached = max((one.no or 0 for one in window.posts), default=0)
    if reached > topic.last_read:
        actions.read_up_to(user, topic, reached)
        inbox.read_about(user, topic.public_id, up_to=reached)


def _words(topic: Any) -> dict[str, Any]:
    kept = {"source": topic.draft_source, "reply_to_no": topic.draft_reply_to, "client_key": topic.draft_key}
    return kept if topic.draft_source else {}


def _places(user: Any, topic: Any) -> Any:
    return Space.objects.moderated_by(user).exclude(pk=topic.space_id)


def _row(post: Post, topic: Any, user: Any, names: dict[int, Byline], unread: int, reasons: dict[int, str]) -> PostRow:
    post.topic = topic
    return PostRow(
        post=post,
        byline=names.get(post.author_id or 0),
        is_new=bool(unread) and (post.no or 0) >= unread,
        is_first_new=bool(unread) and post.no == unread,
        is_reported=getattr(post, "is_reported", False),
        reason=reasons.get(post.no or 0, ""),
        is_answer=topic.solution_no is not None and topic.solution_no == post.no,
        may={
            "edit": permissions.can_edit(user, post, topic),
            "withdraw": permissions.can_withdraw(user, post),
            "report": permissions.can_report(user, post),
            "answer": (post.no or 0) > 1 and post.is_visible() and permissions.can_accept_answer(user, topic),
        },
    )


@for_members
@require_POST
def follow(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Follow, normal or mute."""
    found = found_topic(request, public_id)
    level = request.POST.get("level", "")
    asked(level in LEVELS)
    actions.follow_topic(person_of(request), found, LEVELS[level])
    said = {
        "follow": _("You are told of every new post here."),
        "normal": _("You are told when somebody answers or names you."),
        "mute": _("This topic is quiet now."),
    }
    messages.success(request, said[level])
    return redirect("forum:topic", public_id)


@for_members
def withdraw(request: HttpRequest, public_id: UUID, no: int) -> HttpResponse:
    """Take one's own post back; asked once, for it cannot be undone."""
    found = found_topic(request, public_id)
    one = found_post(request, found, no)
    asked(permissions.can_withdraw(request.user, one))
    if request.method == "POST":
        actions.withdraw(one, by=person_of(request))
        messages.success(request, _("Your post is taken back. Its number stays, so that links hold."))
        return redirect("forum:topic", public_id)
    return render(request, "alumni/forum/withdraw.html", {"topic": found, "space": found.space, "post": one})


@for_members
def report(request: HttpRequest, public_id: UUID, no: int) -> HttpResponse:
    """Tell a moderator, once about each version. The author never learns who did."""
    found = found_topic(request, public_id)
    one = found_post(request, found, no)
    asked(permissions.can_report(request.user, one))
    mine = one.flags.filter(by=person_of(request), edit_no=one.edit_no).first()
    form = ReportForm(request.POST or None)
    if request.method == "POST" and (mine or form.is_valid()):
        if mine is None:
            actions.report(one, form.cleaned_data["reason"], form.cleaned_data["note"], by=person_of(request))
        messages.success(request, _("Thank you. A moderator looks at it within a day, and you are told."))
        return redirect("forum:topic", public_id)
    context = {"topic": found, "space": found.space, "post": one, "form": form, "mine": mine}
    return render(request, "alumni/forum/report.html", context)


@for_members
@require_POST
def answer(request: HttpRequest, public_id: UUID, no: int) -> HttpResponse:
    """This post answered the question; chosen again, it did not."""
    found = found_topic(request, public_id)
    found_post(request, found, no)
    asked(permissions.can_accept_answer(request.user, found) and no > 1)
    actions.accept_answer(found, None if found.solution_no == no else no, by=person_of(request))
    return redirect(f"{reverse('forum:post', args=[public_id, no])}#p{no}")
