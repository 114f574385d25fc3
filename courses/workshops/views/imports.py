"""A list into a cohort: upload, columns as understood, what would happen, progress, result, and taking it back (H8)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.signed_in import person_of

from .. import actions, permissions
from ..forms.imports import ColumnsForm, ConfirmForm, UploadForm
from ..importing.outlook import outlook
from ..importing.reading import columns_of, table_of
from ..models import Import, Workshop
from ..roster_file.encodings import CHOICES
from ..roster_file.headings import FIELDS, PARTS, missing
from ..roster_file.refusals import Unreadable
from ..tasks import queue_import
from .doors import for_teachers, found, frame
from .import_pages import facts_of, first_rows, rows_page

SHOWN = 20
PAGES = {
    "read": "courses/workshops/imports/check.html",
    "confirmed": "courses/workshops/imports/progress.html",
    "running": "courses/workshops/imports/progress.html",
    "undoing": "courses/workshops/imports/progress.html",
}
RESULT = "courses/workshops/imports/result.html"


def list_of(request: HttpRequest, workshop: Workshop, roster: UUID) -> Import:
    """One of the lists of a cohort in sight."""
    lists = Import.objects.visible_to(request.user).filter(workshop=workshop).select_related("uploaded_by")
    one: Import = get_object_or_404(lists, public_id=roster)
    one.workshop = workshop
    return one


def _open_cohort(request: HttpRequest, workshop: UUID) -> Workshop:
    """A cohort whose roster may still change."""
    this = found(request, workshop)
    if not permissions.can_change_roster(request.user, this):
        raise Http404
    return this


@for_teachers
def imports(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """Upload a list; below, the lists there were."""
    this = _open_cohort(request, workshop)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        roster = _uploaded(request, this, form)
        if roster is not None:
            return redirect("workshops:import-columns", this.public_id, roster.public_id)
    earlier = Import.objects.visible_to(request.user).filter(workshop=this).select_related("uploaded_by")[:SHOWN]
    context = {**frame(request, this, "imports"), "form": form, "earlier": earlier}
    return render(request, "courses/workshops/imports/upload.html", context)


def _uploaded(request: HttpRequest, workshop: Workshop, form: UploadForm) -> Import | None:
    file = form.cleaned_data["file"]
    try:
        return actions.upload(workshop, form.cleaned_data["name"], file.read(), by=person_of(request))
    except Unreadable as why:
        form.add_error("file", f"{why.message} {why.fix}".strip())
    except actions.TooManyLists:
        form.add_error("file", _("You have uploaded a hundred lists today. Go on tomorrow."))
    except actions.WorkshopIsOver:
        form.add_error(None, _("This workshop is closed."))
    return None


@for_teachers
def columns(request: HttpRequest, workshop: UUID, roster: UUID) -> HttpResponse:
    """Which column is what, with the first rows as they were understood; sending it checks every row."""
    this = _open_cohort(request, workshop)
    one = list_of(request, this, roster)
    if not one.is_open() or one.forgotten_at:
        return redirect(one)
    try:
        form, table, used = _columns_form(request, one)
    except Unreadable as why:
        messages.error(request, f"{why.message} {why.fix}".strip())
        return redirect("workshops:imports", this.public_id)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        if _checked(request, one, form):
            return redirect(one)
    elif request.method == "POST" and form.is_valid():
        one.columns = form.chosen()
        used = columns_of(one, table)
    context = {
        **frame(request, this, "imports"),
        "roster": one,
        "form": form,
        "table": table,
        "missing": [FIELDS[field] for field in missing(used)],
        "no_addresses": "email" in missing(used),
        "headings": [column.heading for column in used if column.heading],
        "parts": [column for column in used if column.field in PARTS],
        "never": [column for column in used if column.why_not == "never"],
        **first_rows(table, used),
        "same": _same_file(request, one),
    }
    return render(request, "courses/workshops/imports/columns.html", context)


def _columns_form(request: HttpRequest, one: Import) -> tuple[ColumnsForm, Any, Any]:
    asked = request.POST.get("encoding", one.encoding)
    one.encoding = asked if asked in dict(CHOICES) else one.encoding
    table = table_of(one)
    used = columns_of(one, table)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        columns=used,
        is_workbook=table.is_workbook,
        encoding=one.encoding,
    )
    return form, table, used


def _checked(request: HttpRequest, one: Import, form: ColumnsForm) -> bool:
    try:
        actions.check(one, form.chosen(), encoding=form.cleaned_data.get("encoding", ""), by=person_of(request))
    except Unreadable as why:
        form.add_error(None, f"{why.message} {why.fix}".strip())
        return False
    except actions.NotOpen:
        messages.error(request, _("This list is no longer open."))
    return True


def _same_file(request: HttpRequest, one: Import) -> Import | None:
    """The same bytes, uploaded and confirmed before: nothing is wrong with that, but somebody may wonder (F-13)."""
    seen = Import.objects.visible_to(request.user)
    same = seen.filter(workshop=one.workshop, sha256=one.sha256, confirmed_at__isnull=False)
    return same.exclude(pk=one.pk).first()


@never_cache
@require_safe
@for_teachers
def roster_import(request: HttpRequest, workshop: UUID, roster: UUID) -> HttpResponse:
    """One list, wherever it stands: the check of its rows, its progress, its result."""
    this = found(request, workshop)
    one = list_of(request, this, roster)
    if one.state == Import.State.UPLOADED and this.is_standing() and not one.forgotten_at:
        return redirect("workshops:import-columns", this.public_id, one.public_id)
    return _page(request, one, ConfirmForm())


@require_POST
@for_teachers
def confirm(request: HttpRequest, workshop: UUID, roster: UUID) -> HttpResponse:
    """Have the rows written; asked twice it happens once."""
    this = _open_cohort(request, workshop)
    one, form = list_of(request, this, roster), ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form)
    try:
        queue_import(actions.confirm(one, form.cleaned_data["mode"], by=person_of(request)))
    except actions.NotAllGood:
        form.refuse_all(one.rows.bad().count())
        return _page(request, one, form)
    except (actions.NotOpen, actions.WorkshopIsOver):
        messages.error(request, _("This list is no longer open."))
    return redirect(one)


@require_POST
@for_teachers
def discard(request: HttpRequest, workshop: UUID, roster: UUID) -> HttpResponse:
    """Throw a list away of which nothing was written."""
    this = _open_cohort(request, workshop)
    one = list_of(request, this, roster)
    try:
        actions.discard(one, by=person_of(request))
    except actions.NotOpen:
        messages.error(request, _("This list is no longer open."))
        return redirect(one)
    messages.success(request, _("The list is thrown away. Nothing was added."))
    return redirect("workshops:imports", this.public_id)


@for_teachers
def undo(request: HttpRequest, workshop: UUID, roster: UUID) -> HttpResponse:
    """Say what would be taken back and what has to stay; sending it does so."""
    this = _open_cohort(request, workshop)
    one = list_of(request, this, roster)
    if request.method == "POST":
        try:
            queue_import(actions.ask_undo(one, by=person_of(request)))
        except actions.NotOpen:
            messages.error(request, _("This import can no longer be undone: it was confirmed more than a day ago."))
        return redirect(one)
    if one.state != Import.State.DONE or one.is_too_old_to_undo():
        return redirect(one)
    context = {**frame(request, this, "imports"), "roster": one, "goes": outlook(one)}
    return render(request, "courses/workshops/imports/undo.html", context)


def _page(request: HttpRequest, one: Import, form: ConfirmForm) -> HttpResponse:
    counts = one.counts()
    context = {
        **frame(request, one.workshop, "imports"),
        "roster": one,
        "counts": counts,
        "form": form,
        "can_undo": one.state == Import.State.DONE and not one.is_too_old_to_undo(timezone.now()),
        **facts_of(one, counts),
        **rows_page(request, one, counts),
    }
    return render(request, PAGES.get(one.state, RESULT), context)
