"""The office's pages: all events, one event with what is to do next, and its invitations."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.accounts.names import name_key
from lms.accounts.signed_in import person_of
from lms.notifications.reasons import in_words

from .. import actions, lists, times
from ..forms import EventForm, add_errors
from ..models import Event, Invitation, Round, Rsvp, Tier
from ..permissions import can_answer
from ..standing import Standing, word_for
from . import narrowing
from .gate import for_office, found_event

ANSWER_BADGES = {"yes": "good", "no": "plain", "maybe": "wait", "": "plain"}


@require_safe
@for_office
def events(request: HttpRequest) -> HttpResponse:
    """Newest first; what was asked stays in the address."""
    asked = narrowing.asked(request)
    seen = Event.objects.visible_to(request.user)
    page = lists.office_events(seen, state=asked["state"], q=asked["q"], after=asked["after"])
    keep = {"q": asked["q"], "state": asked["state"]}
    context = {
        "rows": [event_row(event) for event in page.rows],
        "asked": asked,
        "states": [{"value": value, "label": label} for value, label in Standing.choices],
        "older_url": narrowing.older(keep, page.next_key),
        "is_filtered": any(keep.values()),
    }
    return render(request, "alumni/events/office_events.html", context)


@for_office
def make(request: HttpRequest) -> HttpResponse:
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            event = actions.make(by=person_of(request), event=form.own(), activity=form.activity())
        except ValidationError as refused:
            add_errors(form, refused)
        else:
            return redirect("events:office-event", event.public_id)
    return render(request, "alumni/events/make.html", {"form": form})


@require_safe
@for_office
def event(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What it is, what to do next, and how the answers stand."""
    found = found_event(request, public_id)
    rounds = list(found.rounds.all())
    numbers = lists.tally(found)
    context = {
        **event_row(found),
        "event": found,
        "steps": steps(found, rounds),
        "rounds": rounds,
        "numbers": numbers,
        "groups": _stats(found, numbers),
        "may_export": Tier(found.tier).allows_export(),
        "is_over": found.is_over(timezone.now()),
        "to_announce": found.announce_at,
    }
    return render(request, "alumni/events/office_event.html", context)


@require_safe
@for_office
def invitations(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who was invited, what became of the mail, what they answered (V25)."""
    found, asked = found_event(request, public_id), narrowing.asked(request)
    keep = {name: asked[name] for name in narrowing.BY}
    page = lists.page_of(lists.invitations(found, **{**keep, "q": name_key(keep["q"])}), asked["after"])
    context = {
        "event": found,
        "rows": [invitation_row(row, found) for row in page.rows],
        "may_export": Tier(found.tier).allows_export(),
        "asked": asked,
        "answers": [{"value": name, "label": Invitation.Answer(value).label} for name, value in lists.ANSWERS.items()],
        "deliveries": [{"value": name, "label": label} for name, (label, _states) in lists.DELIVERIES.items()],
        "numbers": lists.tally(found),
        "older_url": narrowing.older(keep, page.next_key),
        "is_filtered": any(keep.values()),
        "here": narrowing.here(request),
    }
    return render(request, "alumni/events/invitations.html", context)


def event_row(event: Event) -> dict[str, Any]:
    stands = word_for(event, timezone.now())
    return {
        "title": event.activity.title,
        "url": reverse("events:office-event", args=[event.public_id]),
        "when": times.when(event.activity),
        "place": event.activity.place or event.activity.get_mode_display(),
        "state": stands.label,
        "badge": stands.badge,
    }


def invitation_row(row: Any, event: Event) -> dict[str, Any]:
    row.event = event
    delivery = lists.delivery_of(row.mail_state or "")
    return {
        "public_id": row.public_id,
        "name": str(row.person) if row.person else _("A person who left"),
        "email": row.email_norm if row.person else "",
        "answer": Invitation.Answer(row.answer).label,
        "answer_badge": ANSWER_BADGES[row.answer],
        "via": Rsvp.Via(row.last_via).label if row.last_via else "",
        "answered_at": row.answered_at,
        "delivery": lists.DELIVERIES[delivery][0] if delivery else row.get_state_display(),
        "delivery_badge": lists.BADGES.get(delivery, "plain"),
        "reason": in_words(row.mail_reason) if row.mail_reason else "",
        "mail_url": reverse("notifications:delivery", args=[row.mail_id]) if row.mail_id else "",
        "is_uncertain": delivery == "uncertain",
        "is_out": row.is_out(),
        "may_answer": row.person is not None and can_answer(row),
        "state": row.get_state_display(),
    }


def steps(event: Event, rounds: list[Round]) -> list[dict[str, Any]]:
    """The way from an idea to invitations: what is done, what comes next, what must wait."""
    ident, last = event.public_id, rounds[-1] if rounds else None
    here = reverse("events:round", args=[ident, last.number]) if last else ""
    reached = 1 if last is None else {"frozen": 2, "approved": 4, "sent": 5}[last.state]
    if last is not None and last.is_sent() and not event.is_cancelled():
        reached = 5
    titles = [
        (_("Say what, when and where"), reverse("events:event-describe", args=[ident])),
        (_("Choose people"), reverse("events:people-choose", args=[ident])),
        (_("Look through the list"), here),
        (_("Approve"), here),
        (_("Send the invitations"), here),
    ]
    return [_step(number, title, url, reached, event) for number, (title, url) in enumerate(titles)]


def _step(number: int, title: str, url: str, reached: int, event: Event) -> dict[str, Any]:
    if number < reached:
        return {"title": title, "url": url, "state": "done", "status": _("Done")}
    if event.is_cancelled() or number > reached:
        return {"title": title, "state": "locked", "status": _("Comes later")}
    return {"title": title, "url": url, "state": "current", "status": _("Next")}


def _stats(event: Event, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """Numbers in groups, each group adding up to all who are invited; each number leads to its people."""
    base = reverse("events:invitations", args=[event.public_id])
    everybody = [(_("invited"), "invited", ""), (_("taken back"), lists.TAKEN_BACK, f"?who={lists.TAKEN_BACK}")]
    words = {"yes": _("said yes"), "no": _("said no"), "maybe": _("said maybe"), "none": _("no answer yet")}
    answers = [(label, name, f"?answer={name}") for name, label in words.items()]
    mails = [(label, name, f"?delivery={name}") for name, (label, _states) in lists.DELIVERIES.items()]
    groups: list[tuple[str, list[tuple[Any, str, str]]]] = [
        ("", everybody),
        (_("What they answered"), answers),
        (_("What became of the mails"), mails),
    ]
    return [
        {
            "title": title,
            "stats": [{"label": label, "value": numbers[name], "url": base + query} for label, name, query in shown],
        }
        for title, shown in groups
    ]
