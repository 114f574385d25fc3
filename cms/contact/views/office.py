"""The office's inbox: what was asked, who looks after it, what was answered. RSO staff alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.signed_in import person_of
from lms.notifications.models import Message
from lms.notifications.reasons import in_words
from lms.notifications.tasks import queue_delivery

from .. import actions, lists
from ..forms import AssignForm, FilterForm, NoteForm, ReplyForm, TurnForm
from ..models import Enquiry
from ..permissions import can_answer, colleagues

P = ParamSpec("P")
State = Message.State
BADGES = {State.SENT: "good", State.DELIVERED: "good", **dict.fromkeys(Message.ON_THE_WAY, "wait")}
BADGES |= dict.fromkeys(Message.ATTENTION, "bad")
TIMELINE = 100


def for_office(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """RSO staff; for everybody else there is nothing at this address."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not can_answer(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


@for_office
@require_safe
def enquiries(request: HttpRequest) -> HttpResponse:
    """What waits, newest first. What was asked for stands in the address."""
    form = FilterForm(request.GET)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    page = lists.page_of(request.user, asked, request.GET.get("after", ""))
    kept = {**asked, "mine": "on" if asked.get("mine") else ""}
    older = lists.address({**kept, "after": page.next_key}) if page.next_key else ""
    context = {
        "form": form,
        "links": lists.links(asked),
        "rows": page.rows,
        "older_url": f"?{older}" if older else "",
        "newer_url": f"?{lists.address(kept)}" if request.GET.get("after") else "",
        "state": asked.get("state") or lists.OPEN,
    }
    return render(request, "cms/contact/enquiries.html", context)


@for_office
@require_safe
def enquiry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _show(request, _found(request, public_id))


@for_office
@require_POST
def reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _found(request, public_id)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, reply_form=form)
    try:
        actions.answer(found, form.cleaned_data["text"], client_key=_key(form), by=person_of(request))
    except actions.NobodyToAnswer:
        messages.error(request, _("There is nobody to answer any more: the account is closed."))
    else:
        queue_delivery()
        messages.success(request, _("Your answer is on its way."))
    return _done(request, found, "reply_form")


@for_office
@require_POST
def note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _found(request, public_id)
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return _refused(request, found, note_form=form)
    actions.note(found, form.cleaned_data["text"], client_key=_key(form), by=person_of(request))
    messages.success(request, _("Noted."))
    return _done(request, found, "note_form")


@for_office
@require_POST
def assign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _found(request, public_id)
    form = AssignForm(request.POST, colleagues=colleagues(timezone.now()))
    if not form.is_valid():
        return _refused(request, found, assign_form=form)
    if actions.assign(found, form.person(), by=person_of(request)):
        messages.success(request, _("Handed on."))
    return _done(request, found, "assign_form")


@for_office
@require_POST
def turn(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _found(request, public_id)
    form = TurnForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, turn_form=form)
    if actions.turn(found, form.cleaned_data["state"], by=person_of(request)):
        messages.success(request, _("Saved."))
    return _done(request, found, "turn_form")


def _found(request: HttpRequest, public_id: UUID) -> Enquiry:
    seen = Enquiry.objects.visible_to(request.user).select_related("person", "assignee", "mail")
    found: Enquiry = get_object_or_404(seen, public_id=public_id)
    return found


def _key(form: Any) -> UUID:
    key: UUID = form.cleaned_data["client_key"]
    return key


def _refused(request: HttpRequest, found: Enquiry, **wrong: Any) -> HttpResponse:
    """What is wrong, with all that was typed on the page."""
    forms = {**_typed_elsewhere(request, found), **wrong, "wrong": next(iter(wrong.values()))}
    return _show(request, found, status=422, **forms)


def _done(request: HttpRequest, found: Enquiry, done: str) -> HttpResponse:
    """The page anew; what was typed in its other parts stays there, and waits for its own button."""
    left = {name: form for name, form in _typed_elsewhere(request, found).items() if name != done}
    if not left:
        return redirect("contact:enquiry", found.public_id)
    messages.info(request, _("What you typed or chose elsewhere on this page is still there, and not saved yet."))
    return _show(request, _found(request, found.public_id), waits=True, **left)


def _typed_elsewhere(request: HttpRequest, found: Enquiry) -> dict[str, Any]:
    """By name, the forms of the page that were not as it had shown them: all of them come with each button.

    What had been shown comes along too: an answer, or a colleague, may have changed it in the meantime.
    """
    typed, forms = request.POST, dict[str, Any]()
    if typed.get("text"):
        forms["reply_form"] = ReplyForm(initial=_kept(typed, ""))
    if typed.get("note-text"):
        forms["note_form"] = NoteForm(prefix="note", initial=_kept(typed, "note-"))
    if "to" in typed and typed["to"] != typed.get("shown_to", _holder(found)):
        forms["assign_form"] = AssignForm(initial={"to": typed["to"]}, colleagues=colleagues(timezone.now()))
    if "state" in typed and typed["state"] != typed.get("shown_state", found.state):
        forms["turn_form"] = TurnForm(initial={"state": typed["state"]})
    return forms


def _kept(typed: Any, prefix: str) -> dict[str, Any]:
    """The words with the key of the page they were typed on: they are the same words still."""
    return {name: typed[prefix + name] for name in ("text", "client_key") if typed.get(prefix + name)}


def _holder(found: Enquiry) -> str:
    return str(found.assignee.public_id) if found.assignee else ""


def _show(request: HttpRequest, found: Enquiry, *, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "enquiry": found,
        "history": _history(found),
        "received": _mail(found.mail),
        "reply_form": ReplyForm(),
        "note_form": NoteForm(prefix="note"),
        "assign_form": AssignForm(initial={"to": _holder(found)}, colleagues=colleagues(timezone.now())),
        "turn_form": TurnForm(initial={"state": found.state}),
        "holder": _holder(found),
        # What the foot of every page asks for: whether something may be typed on it.
        "form": True,
        "reply_to": settings.REPLY_TO,
        "page_has_errors": status != 200,
        **forms,
    }
    return render(request, "cms/contact/enquiry.html", context, status=status)


def _history(found: Enquiry) -> list[dict[str, Any]]:
    """Answers and notes as they came, each answer with what became of its mail."""
    replies = found.replies.select_related("by", "mail").order_by("-pk")[:TIMELINE]
    notes = found.notes.select_related("by").order_by("-pk")[:TIMELINE]
    rows: list[dict[str, Any]] = [{"row": row, "is_reply": True, "mail": _mail(row.mail)} for row in replies]
    rows += [{"row": row, "is_reply": False} for row in notes]
    return sorted(rows, key=lambda one: (one["row"].at, one["row"].pk))


def _mail(message: Message | None) -> dict[str, Any] | None:
    if message is None:
        return None
    badge = BADGES.get(State(message.state), "plain")
    return {"state": message.get_state_display(), "badge": badge, "reason": in_words(message.reason)}
