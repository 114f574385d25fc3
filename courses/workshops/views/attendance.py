"""Marking one session: all present, then exceptions (H13); two trainers at once lose nothing (H25)."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.accounts.models import present_posts
from lms.accounts.names import clean_line
from lms.accounts.signed_in import person_of

from .. import actions, permissions
from ..models import Attendance, CohortSession, Workshop
from .doors import for_teachers, found, frame, session_of

Mark = Attendance.Mark
A_PAGE = 50
TYPED = {*Mark.values, actions.CLEARED}
LONGEST_REASON = 300


@require_http_methods(["GET", "HEAD", "POST"])
@for_teachers
def attendance(request: HttpRequest, workshop: UUID, session: UUID) -> HttpResponse:
    this = found(request, workshop)
    one = session_of(this, session)
    if not permissions.can_mark(request.user, one):
        raise Http404
    if request.method == "POST" and actions.has_begun(one, timezone.now()):
        return _marked(request, this, one)
    return _show(request, this, one)


def _marked(request: HttpRequest, workshop: Workshop, session: CohortSession) -> HttpResponse:
    if "undo" in request.POST:
        return _taken_back(request, session)
    at_once = request.POST.get("all") == Mark.PRESENT
    typed, unread = _typed(request)
    # The button for all is one of the form of the marks: exceptions already chosen on the page come along and stay.
    chosen = {key: entry for key, entry in typed.items() if entry.mark != entry.seen}
    entries = {**_all_present(session), **chosen} if at_once else typed
    reason = clean_line(request.POST.get("reason", "")[:LONGEST_REASON], LONGEST_REASON)
    try:
        clashes = actions.mark_all(
            session, entries, by=person_of(request), reason=reason, stroke=uuid4() if at_once else None
        )
    except actions.Locked:
        return _show(request, workshop, session, typed=entries, needs_reason=True)
    except actions.NotBegun:
        raise Http404 from None
    strange = actions.not_expected(session, typed) + unread
    if clashes:
        if strange:
            messages.error(request, _left_out(strange))
        return _show(request, workshop, session, clashes=clashes)
    if strange < len(typed) + unread or at_once:
        messages.success(request, _("Saved."))
    if strange or not (typed or at_once):
        messages.error(request, _left_out(strange))
    return _back(request)


def _left_out(strange: int) -> str:
    if not strange:
        return _("Nothing was changed: no mark was sent.")
    text = ngettext(
        "%(number)d mark was left out, and nothing is changed for it: it belongs to nobody who is marked in this session. Look at the list again.",
        "%(number)d marks were left out, and nothing is changed for them: they belong to nobody who is marked in this session. Look at the list again.",
        strange,
    )
    return text % {"number": strange}


def _taken_back(request: HttpRequest, session: CohortSession) -> HttpResponse:
    """The last stroke that marked everybody; an address of another one does nothing."""
    stroke = actions.last_stroke(session, timezone.now())
    if stroke is None or request.POST["undo"] != str(stroke):
        messages.error(request, _("This cannot be undone any more. Change the marks one by one."))
        return _back(request)
    number = actions.undo_stroke(session, stroke, by=person_of(request))
    text = ngettext("%(number)d mark is taken back.", "%(number)d marks are taken back.", number)
    messages.success(request, text % {"number": number})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    return redirect(f"{request.path}?{urlencode({'after': after})}" if after else request.path)


def _all_present(session: CohortSession) -> dict[int, actions.Entry]:
    """Everybody who has no mark yet, on every page of the list; exceptions are marked afterwards."""
    marked = session.attendance.marked().values("place")
    keys = session.workshop.places.expected().exclude(pk__in=marked).values_list("pk", flat=True)
    return {key: actions.Entry(Mark.PRESENT) for key in keys}


def _typed(request: HttpRequest) -> tuple[dict[int, actions.Entry], int]:
    """The marks of the page, each with the one that stood there when it was opened; and how many cannot be read."""
    found, unread = {}, 0
    for name, mark in request.POST.items():
        key = name.removeprefix("mark-")
        # A row nobody has chosen anything in says so by an empty mark.
        if not name.startswith("mark-") or not mark:
            continue
        if key.isascii() and key.isdigit() and len(key) < 16 and mark in TYPED:
            found[int(key)] = actions.Entry(mark, request.POST.get(f"seen-{key}", ""))
        else:
            unread += 1
    return found, unread


def _show(
    request: HttpRequest,
    workshop: Workshop,
    session: CohortSession,
    *,
    typed: dict[int, actions.Entry] | None = None,
    clashes: list[actions.Clash] | None = None,
    needs_reason: bool = False,
) -> HttpResponse:
    now = timezone.now()
    places = list(_page_of(request, workshop)[: A_PAGE + 1])
    standing = {row.place_id: row for row in session.attendance.filter(place__in=[place.pk for place in places])}
    mine = {clash.place.pk: clash.mine for clash in clashes or []}
    mine |= {key: entry.mark for key, entry in (typed or {}).items()}
    shown, stroke = places[:A_PAGE], actions.last_stroke(session, now)
    older = urlencode({"after": shown[-1].public_id}) if len(places) > A_PAGE else ""
    context = {
        **frame(request, workshop, "attendance"),
        "session": session,
        "rows": [_row(place, standing.get(place.pk), mine) for place in shown],
        "marks": Mark.choices,
        "unmarked": len(_all_present(session)),
        "some_marked": any(row.mark for row in standing.values()),
        "stroke": stroke,
        "stroke_size": actions.marks_of(session, stroke).count() if stroke else 0,
        "begun": actions.has_begun(session, now),
        "locked": actions.is_locked(session, now),
        "clashes": [_said(clash) for clash in clashes or []],
        "errors": [{"text": _("Say why the marks are corrected."), "target": "reason"}] if needs_reason else [],
        "page_has_errors": bool(clashes or needs_reason),
        "older_url": f"?{older}" if older else "",
        "first_url": request.path if request.GET.get("after") else "",
    }
    return render(request, "courses/workshops/attendance.html", context)


def _row(place: Any, mark: Attendance | None, mine: dict[int, str]) -> dict[str, Any]:
    seen = mark.mark if mark else ""
    self_made = mark is not None and bool(mark.mark) and mark.source == Attendance.Source.SELF
    return {
        "place": place,
        "post": place.post(),
        "seen": seen,
        "chosen": mine.get(place.pk, seen),
        "self_made": self_made,
    }


def _said(clash: actions.Clash) -> dict[str, str]:
    theirs, mine = (Mark(mark).label if mark else _("Not marked") for mark in (clash.theirs, clash.mine))
    words = {"name": clash.place.full_name(), "theirs": theirs, "mine": mine}
    text = _("%(name)s: somebody else marked “%(theirs)s” meanwhile, you chose “%(mine)s”. Choose and save again.")
    return {"text": text % words, "target": f"mark-{clash.place.pk}"}


def _page_of(request: HttpRequest, workshop: Workshop) -> Any:
    places = workshop.places.expected().select_related("person", "written_member").by_name()
    places = places.prefetch_related(present_posts("person__"))
    return places.after(workshop, request.GET.get("after"))
