"""Events as members see them: what comes, what was, one event, and its entry for a calendar."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.activities import ical
from lms.accounts.signed_in import person_of

from .. import actions, lists, mails, times
from ..attendance import attendance
from ..forms import AnswerForm
from ..models import Event, Invitation, Rsvp, Tier
from ..permissions import can_answer, can_manage_events, can_see_join_link

PAST = "past"
BADGES = {"yes": "good", "no": "plain", "maybe": "wait"}


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What comes, or in a list of its own what was, as far as somebody may see it, with their own answers."""
    now, after = timezone.now(), request.GET.get("after", "")
    is_past = request.GET.get("when") == PAST or bool(after)
    seen = Event.objects.visible_to(request.user).exclude(state=Event.State.DRAFT).select_related("activity")
    page = lists.past_events(seen.past(now), after) if is_past else lists.coming_events(seen.upcoming(now))
    own = _own(request.user, page.rows)
    here = reverse("events:events")
    context = {
        "rows": [_row(event, own.get(event.pk), request.user) for event in page.rows],
        "is_past": is_past,
        "tabs": [
            {"title": _("Coming"), "url": here, "current": not is_past},
            {"title": _("Past"), "url": f"{here}?when={PAST}", "current": is_past},
        ],
        "older_url": f"?when={PAST}&after={page.next_key}" if page.next_key else "",
        "can_manage": can_manage_events(request.user),
    }
    return render(request, "alumni/events/events.html", context)


@require_safe
def event(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, _found(request, public_id))


@require_POST
@login_required
def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Signed in, one's own invitation."""
    found = _found(request, public_id)
    own = _own(request.user, [found]).get(found.pk)
    if own is None:
        raise Http404
    own.event = found
    form = AnswerForm(request.POST, invitation=own)
    if not form.is_valid():
        return _page(request, found, form)
    data = form.cleaned_data
    try:
        actions.answer(own, data["answer"], via=Rsvp.Via.WEB, shows_name=data.get("shows_name"), by=person_of(request))
        messages.success(request, _("Thank you. Your answer is kept; you can change it until the event ends."))
    except actions.TooLate:
        messages.info(request, _("The event is over or cancelled, so your answer was not changed."))
    return redirect("events:event", found.public_id)


@require_safe
def calendar(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The entry to add by hand. Its name is that of the entry in the invitation: it stays one."""
    found = _found(request, public_id)
    if found.is_cancelled():
        raise Http404
    own = _own(request.user, [found]).get(found.pk)
    shows_room = can_see_join_link(request.user, found, own)
    entry = mails.entry(found, own_zone=times.own_zone(request.user), shows_room=shows_room)
    response = HttpResponse(ical.publish([entry]), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="event.ics"'
    return response


def _page(request: HttpRequest, found: Event, form: AnswerForm | None = None) -> HttpResponse:
    own = _own(request.user, [found]).get(found.pk)
    if own is not None:
        own.event = found
    may_answer = can_answer(own)
    context = {
        **_row(found, own, request.user),
        "event": found,
        "activity": found.activity,
        "invitation": own,
        "form": form or (AnswerForm(invitation=own) if own and may_answer else None),
        "may_answer": may_answer,
        "by_staff": own is not None and own.was_entered_by_staff(),
        "join_url": found.activity.join_url if can_see_join_link(request.user, found, own) else "",
        "attendance": attendance(found),
        "can_manage": can_manage_events(request.user),
    }
    response = render(request, "alumni/events/event.html", context, status=422 if form and form.errors else 200)
    if found.tier in {Tier.CLOSED, Tier.BLIND}:
        response["Cache-Control"] = "no-store"
    return response


def _found(request: HttpRequest, public_id: UUID) -> Event:
    seen = Event.objects.visible_to(request.user).select_related("activity")
    found: Event = get_object_or_404(seen, public_id=public_id)
    return found


def _own(viewer: Any, events: list[Event]) -> dict[int, Invitation]:
    """One's own invitations to these, in one query."""
    mine = Invitation.objects.seen_by(viewer).filter(event__in=events)
    return {row.event_id: row for row in mine}


def _row(event: Event, own: Invitation | None, viewer: Any) -> dict[str, Any]:
    return {
        "public_id": event.public_id,
        "title": event.activity.title,
        "kind": event.activity.get_kind_display(),
        "when": times.when(event.activity, times.own_zone(viewer)),
        "place": event.activity.place or event.activity.get_mode_display(),
        "is_cancelled": event.is_cancelled(),
        "is_over": event.is_over(timezone.now()),
        "is_invited": own is not None,
        "answer": own.get_answer_display() if own else "",
        "badge": BADGES.get(own.answer, "wait") if own else "",
    }
