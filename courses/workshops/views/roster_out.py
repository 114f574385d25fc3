"""The roster to print and as a file, with the filters of the page it was asked for on. Each is in the log (H23)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.accounts.models import present_posts
from lms.accounts.signed_in import person_of
from lms.spreadsheets import write_csv, write_xlsx

from .. import actions
from ..forms import RosterFilterForm
from ..models import Workshop
from ..roster_out import MOST, ON_PAPER, WIDTHS, Line, lines, on_paper, table
from ..standing import presences, sittings
from ..states import GONE
from .doors import for_teachers, found, frame
from .import_files import file_answer
from .roster import matching, with_course


@never_cache
@require_safe
@for_teachers
def printed(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """For the table at the door, with room to sign for those who have a seat. Who left is not on it."""
    this = found(request, workshop)
    shown = list(_places(request, this).exclude(state__in=GONE)[: ON_PAPER + 1])
    has_more, shown = len(shown) > ON_PAPER, shown[:ON_PAPER]
    actions.hand_out_roster(this, kind="print", count=len(shown), by=person_of(request))
    days = [starts.date() for starts in this.sessions.standing().values_list("starts_local", flat=True)]
    paper = on_paper(shown, days)
    context = {
        **frame(request, this, "roster"),
        "seated": paper.seated,
        "seatless": paper.seatless,
        "days": paper.days,
        "has_more": has_more,
        "now": timezone.now(),
        "query": request.GET.urlencode(),
    }
    return render(request, "courses/workshops/roster_print.html", context)


@never_cache
@require_safe
@for_teachers
def as_file(request: HttpRequest, workshop: UUID, kind: str) -> HttpResponse:
    """Everybody whom the filters leave, those who left the cohort too, as CSV or XLSX."""
    this, by = found(request, workshop), person_of(request)
    shown = _lines(request, this, MOST)
    actions.hand_out_roster(this, kind=kind, count=len(shown), by=by)
    rows = table(shown, by=by.full_name, at=timezone.now())
    content = write_xlsx(rows, title=_("Roster"), widths=WIDTHS) if kind == "xlsx" else write_csv(rows)
    return file_answer(content, "roster", kind)


def _lines(request: HttpRequest, workshop: Workshop, most: int) -> list[Line]:
    shown = list(_places(request, workshop)[:most])
    return lines(shown, presences(sittings(workshop, timezone.now()), shown))


def _places(request: HttpRequest, workshop: Workshop) -> Any:
    """By name, those whom the filters of the roster leave."""
    form = RosterFilterForm(request.GET, closed=workshop.is_closed())
    places = matching(with_course(workshop.places), form.cleaned_data if form.is_valid() else {})
    return places.by_name().prefetch_related(present_posts("person__"))
