"""The moderators' desk: what waits, one case, and what can be done with a topic or post directly."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alumni.profiles.bylines import bylines
from lms.accounts.signed_in import person_of

from .. import actions, markup, permissions, tasks
from ..forms import DecisionForm, MoveForm
from ..models import Case, ModLog, Post, Revision, Space, Topic
from ..models.topics import State
from ..refusals import AlreadyDecided, TierFalls
from .doors import asked, for_members, found_post, found_topic
from .nudging import after_commit

PAGE = 25
LOG = 20
Decision, Why = Case.Decision, Case.Why
FITTING: dict[str, list[str]] = {
    Why.REPORTED: [Decision.KEEP, Decision.HIDE, Decision.REMOVE],
    Why.NEW: [Decision.APPROVE, Decision.REMOVE],
    Why.SENT: [Decision.APPROVE, Decision.REMOVE],
    Why.EDIT: [Decision.APPROVE, Decision.KEEP],
}


@for_members
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits in the spaces one moderates, the oldest first."""
    asked(Space.objects.moderated_by(request.user).exists())
    waiting = Case.objects.visible_to(request.user).open().order_by("opened_at", "pk")
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) <= 18:
        last = Case.objects.visible_to(request.user).filter(pk=int(after)).first()
        later = Q(opened_at__gt=last.opened_at) | Q(opened_at=last.opened_at, pk__gt=last.pk) if last else Q()
        waiting = waiting.filter(later)
    rows = list(waiting.select_related("post__topic__space", "assignee")[: PAGE + 1])
    context = {
        "cases": rows[:PAGE],
        "older_url": f"?after={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "first_url": request.path if after else "",
        "now": timezone.now(),
        "log": ModLog.objects.visible_to(request.user).select_related("topic", "actor")[:LOG],
    }
    return render(request, "alumni/forum/queue.html", context)


@for_members
def case(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One case: claimed by POST, decided once."""
    cases = Case.objects.visible_to(request.user).select_related("post__topic__space", "assignee", "decided_by")
    found: Case = get_object_or_404(cases, public_id=public_id)
    form = _form(request, found)
    if request.method == "POST" and request.POST.get("act") == "claim":
        return _claim(request, found)
    if request.method == "POST" and form.is_valid():
        return _decide(request, found, form)
    return _show(request, found, form)


def _form(request: HttpRequest, case: Case) -> DecisionForm:
    """To leave a reported post that is hidden is to bring it back; of a waiting change it is the words alone."""
    brings_back = case.why == Why.REPORTED and not case.post.is_visible()
    data = request.POST if request.method == "POST" else None
    return DecisionForm(data, decisions=FITTING[case.why], is_first=case.post.is_first(), brings_back=brings_back)


def _show(request: HttpRequest, case: Case, form: DecisionForm, status: int = 200) -> HttpResponse:
    post, now = case.post, timezone.now()
    held_by = case.assignee if case.claimed_until and case.claimed_until > now else None
    waiting = Revision.objects.filter(post=post, waiting=1).order_by("-edit_no").first()
    context = {
        "case": case,
        "post": post,
        "topic": post.topic,
        "space": post.topic.space,
        "byline": bylines([post.author_id], request.user).get(post.author_id) if post.author_id else None,
        "flags": list(post.flags.filter(edit_no=post.edit_no).order_by("at")[:LOG]),
        "proposed": markup.render(waiting.source, post.topic.public_id) if waiting else "",
        "form": form,
        "is_mine": held_by == request.user,
        "held_by_other": held_by if held_by and held_by != request.user else None,
    }
    return render(request, "alumni/forum/case.html", context, status=status)


def _claim(request: HttpRequest, case: Case) -> HttpResponse:
    if not actions.claim(case, by=person_of(request)):
        messages.warning(request, _("Another moderator is looking at this one, or has decided it."))
    return redirect("forum:case", case.public_id)


def _decide(request: HttpRequest, case: Case, form: DecisionForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        actions.decide(case, data["decision"], form.words(), by=person_of(request), keep_replies=form.keeps_replies())
    except AlreadyDecided:
        case = Case.objects.select_related("post__topic__space", "assignee", "decided_by").filter(pk=case.pk)[0]
        return _show(request, case, form, status=409)
    _tell(case.post)
    messages.success(request, _("Decided. The author is told, with your reason."))
    return redirect("forum:queue")


def _tell(post: Post) -> None:
    after_commit(lambda: tasks.tell_followers.delay(post.pk))


@for_members
@require_POST
def topic(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lock, pin, move."""
    found = found_topic(request, public_id)
    asked(permissions.can_moderate(request.user, found.space_id))
    acts = {"lock": actions.lock, "unlock": actions.unlock, "pin": actions.pin, "unpin": actions.unpin}
    act = request.POST.get("act", "")
    if act == "move":
        _move(request, found)
    else:
        asked(act in acts)
        acts[act](found, by=person_of(request))
        messages.success(request, _("Done."))
    return redirect("forum:topic", public_id)


def _move(request: HttpRequest, topic: Topic) -> None:
    form = MoveForm(request.POST, spaces=Space.objects.moderated_by(request.user))
    if not form.is_valid():
        messages.error(request, _("Choose the space it goes to."))
        return
    try:
        actions.move(topic, form.cleaned_data["space"], by=person_of(request))
        messages.success(request, _("Moved. Whoever cannot read it there sees nothing of it any more."))
    except TierFalls:
        messages.error(request, _("A topic can only go to a space that is at least as closed as this one."))


@for_members
def post(request: HttpRequest, public_id: UUID, no: int) -> HttpResponse:
    """Hide, remove or bring back one post, with the reason its author reads."""
    found = found_topic(request, public_id)
    asked(permissions.can_moderate(request.user, found.space_id))
    one = found_post(request, found, no)
    # What its author took back is not brought back by others.
    asked(not one.withdrawn)
    hidden = [Decision.KEEP, Decision.REMOVE] if one.state == State.HIDDEN else [Decision.KEEP]
    decisions = [Decision.HIDE, Decision.REMOVE] if one.is_visible() else hidden
    form = DecisionForm(
        request.POST or None, decisions=decisions, is_first=one.is_first(), brings_back=not one.is_visible()
    )
    if request.method == "POST" and form.is_valid():
        decision, keeps = form.cleaned_data["decision"], form.keeps_replies()
        actions.act_on_post(one, decision, form.words(), by=person_of(request), keep_replies=keeps)
        messages.success(request, _("Done. The author is told, with your reason."))
        return redirect("forum:topic", public_id)
    context: dict[str, Any] = {"topic": found, "space": found.space, "post": one, "form": form}
    return render(request, "alumni/forum/post_moderate.html", context)


@for_members
@require_safe
def history(request: HttpRequest, public_id: UUID, no: int) -> HttpResponse:
    """What a post said before: for its author and for moderators."""
    found = found_topic(request, public_id)
    one = found_post(request, found, no)
    asked(one.author_id == request.user.pk or permissions.can_moderate(request.user, found.space_id))
    context = {
        "topic": found,
        "space": found.space,
        "post": one,
        "revisions": one.revisions.filter(waiting=0).reverse(),
    }
    return render(request, "alumni/forum/history.html", context)
