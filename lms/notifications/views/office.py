"""The office's pages about mail and background work. Who may not see them is told nothing of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from .. import actions, pulse
from ..forms import DecisionForm, SearchForm
from ..kinds import label_of
from ..lists import ATTENTION, LISTS, page_of
from ..models import Message
from ..permissions import can_manage_deliveries, can_see_deliveries
from ..reasons import in_words
from ..tasks import queue_delivery

BADGES = {
    Message.State.UNCERTAIN: "bad",
    Message.State.BOUNCED: "bad",
    Message.State.COMPLAINED: "bad",
    Message.State.EXPIRED: "bad",
    Message.State.SENT: "good",
    Message.State.DELIVERED: "good",
    Message.State.QUEUED: "wait",
    Message.State.CLAIMED: "wait",
    Message.State.HANDOFF: "wait",
}


@require_safe
@login_required
def deliveries(request: HttpRequest) -> HttpResponse:
    """Mail by state, what needs a person first."""
    if not can_see_deliveries(request.user):
        raise Http404
    name = request.GET.get("list", ATTENTION)
    if name not in LISTS:
        raise Http404
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    visible = Message.objects.visible_to(request.user).to_whom(words)
    page = page_of(name, visible, request.GET.get("after", ""))
    kept = {"q": words} if words else {}
    links = [
        {"title": title, "url": f"?{urlencode({'list': key, **kept})}", "current": key == name}
        for key, (title, _states) in LISTS.items()
    ]
    context = {
        "title": LISTS[name][0],
        "links": links,
        "rows": [_row(message) for message in page.messages],
        "older_url": f"?{urlencode({'list': name, **kept, 'after': page.next_key})}" if page.next_key else "",
        "query": words,
        "keep": [("list", name)],
        "pause": pulse.pause(),
        "can_manage": can_manage_deliveries(request.user),
    }
    return render(request, "lms/notifications/deliveries.html", context)


@login_required
def delivery(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One mail: what became of it, and the decision if nobody knows."""
    if not can_see_deliveries(request.user):
        raise Http404
    message = get_object_or_404(Message.objects.visible_to(request.user).select_related("person"), public_id=public_id)
    can_decide = can_manage_deliveries(request.user) and message.is_uncertain()
    if request.method == "POST":
        return _decide(request, message)
    context = {**_row(message), "message": message, "can_decide": can_decide}
    return render(request, "lms/notifications/delivery.html", context)


@login_required
def release(request: HttpRequest) -> HttpResponse:
    """Mail may leave again."""
    if request.method != "POST" or not can_manage_deliveries(request.user):
        raise Http404
    if actions.release_pause(by=request.user):
        queue_delivery()
        messages.success(request, _("Outgoing mail is released."))
    return redirect("notifications:delivery-list")


@require_safe
@login_required
def background(request: HttpRequest) -> HttpResponse:
    """Whether mails and certificates are being made, in words and numbers."""
    if not can_see_deliveries(request.user):
        raise Http404
    now = timezone.now()
    kind, words = pulse.verdict(now)
    context: dict[str, Any] = {"kind": kind, "words": words, "signs": pulse.signs(now), "queue": pulse.queue(now)}
    context |= {"outbox": pulse.outbox(now), "now": now}
    return render(request, "lms/notifications/background.html", context)


def _decide(request: HttpRequest, message: Message) -> HttpResponse:
    if not can_manage_deliveries(request.user):
        raise Http404
    form = DecisionForm(request.POST)
    if form.is_valid() and actions.resolve_uncertain(message, to=form.cleaned_data["to"], by=request.user):
        queue_delivery()
        again = form.cleaned_data["to"] == Message.State.QUEUED
        messages.success(request, _("It will be sent again.") if again else _("It is closed."))
    else:
        messages.info(request, _("Somebody has decided about this mail already."))
    return redirect("notifications:delivery", public_id=message.public_id)


def _row(message: Message) -> dict[str, Any]:
    tries = ngettext("%(count)s try", "%(count)s tries", message.attempts) % {"count": message.attempts}
    return {
        "public_id": message.public_id,
        "kind": label_of(message.kind),
        # Sign-in mail goes to addresses that may have no account: they stay sealed.
        "person": str(message.person) if message.person else _("An address that is kept sealed"),
        "state": message.get_state_display(),
        "badge": BADGES.get(Message.State(message.state), "plain"),
        "reason": in_words(message.reason),
        "at": message.finished_at or message.handed_off_at or message.created_at,
        "tries": tries,
    }
