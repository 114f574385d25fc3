"""Who comes, for staff: on paper, as a file, and the answer of somebody who telephoned. Each of them is in the log."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.signed_in import person_of
from lms.spreadsheets import write_csv, write_xlsx

from .. import actions, lists, times
from ..forms import StaffAnswerForm
from ..models import Event, Rsvp, Tier
from ..participants import ON_PAPER, WIDTHS, participants, table
from ..permissions import can_answer
from . import narrowing
from .gate import for_office, found_event

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DEFAULT = "yes"


@never_cache
@require_safe
@for_office
def printed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The list at the door: those who said yes, or who was asked for. Small enough to print as it stands."""
    event = _exportable(request, public_id)
    answer = _answer(request)
    lines = participants(event, lists.invitations(event, answer=answer), ON_PAPER + 1)
    has_more, lines = len(lines) > ON_PAPER, lines[:ON_PAPER]
    actions.hand_out(event, kind="print", answer=answer, count=len(lines), by=person_of(request))
    context = {
        "event": event,
        "lines": lines,
        "has_more": has_more,
        "answer": answer,
        "answers": [{"value": name, "label": label} for name, label in lists.answer_words().items()],
        "when": times.when(event.activity),
        "place": event.activity.place or event.activity.get_mode_display(),
    }
    return render(request, "alumni/events/participants.html", context)


@never_cache
@require_safe
@for_office
def as_file(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The same as CSV or XLSX."""
    event = _exportable(request, public_id)
    if kind not in KINDS:
        raise Http404
    answer = _answer(request)
    lines = participants(event, lists.invitations(event, answer=answer))
    actions.hand_out(event, kind=kind, answer=answer, count=len(lines), by=person_of(request))
    rows = table(lines)
    content = write_xlsx(rows, title=_("Participants"), widths=WIDTHS) if kind == "xlsx" else write_csv(rows)
    headers = {"Content-Disposition": f'attachment; filename="participants.{kind}"'}
    return HttpResponse(content, content_type=KINDS[kind], headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@for_office
def enter_answer(request: HttpRequest, public_id: UUID, invitation: UUID) -> HttpResponse:
    """Somebody telephoned: staff enter what they said, and it is marked as that everywhere."""
    event = found_event(request, public_id)
    found = get_object_or_404(event.invitations.invited().select_related("person"), public_id=invitation)
    found.event = event
    form = StaffAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and can_answer(found):
        return _enter(request, found, form.cleaned_data["answer"])
    context: dict[str, Any] = {"event": event, "invitation": found, "form": form, "may_answer": can_answer(found)}
    context["here"] = narrowing.here(request)
    return render(request, "alumni/events/enter_answer.html", context, status=422 if form.errors else 200)


def _enter(request: HttpRequest, found: Any, answer: str) -> HttpResponse:
    try:
        actions.answer(found, answer, via=Rsvp.Via.STAFF, by=person_of(request))
        messages.success(request, _("The answer is kept, as entered by staff."))
    except actions.TooLate:
        messages.error(request, _("The event is over or cancelled, or the invitation was taken back."))
    return narrowing.back_to_invitations(request, found.event)


def _exportable(request: HttpRequest, public_id: UUID) -> Event:
    """Of a coordination group no list of names leaves the platform (community.md section 2)."""
    event = found_event(request, public_id)
    if not Tier(event.tier).allows_export():
        raise Http404
    return event


def _answer(request: HttpRequest) -> str:
    """Which answers are asked for: those who come, unless said otherwise; "all" is everybody invited."""
    asked = request.GET.get("answer", DEFAULT)
    return asked if asked in {*lists.ANSWERS, "all"} else DEFAULT
