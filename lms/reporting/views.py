"""Figures on a page and as a file, live and frozen. RSO staff alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.signed_in import person_of

from . import actions, freezing, lists, shown, tasks
from .asking import FiguresForm
from .forms import FreezeForm
from .kept import Kept
from .models import Snapshot
from .permissions import can_read_figures
from .question import Question, period_name
from .report import Counted, compose

P = ParamSpec("P")
# A page that waits for a worker asks again by itself after so many seconds.
AGAIN_AFTER = 4


def for_office(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """RSO staff; for everybody else there is nothing at this address."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not can_read_figures(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


@never_cache
@require_safe
@for_office
def figures(request: HttpRequest) -> HttpResponse:
    """Of the period and what it is narrowed to, as they stand in the address."""
    form = FiguresForm(request.GET)
    if not form.is_valid():
        return render(request, "lms/reporting/figures.html", {"form": form})
    return _show(request, form, form.question())


@never_cache
@require_safe
@for_office
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same numbers to take away. What is meant for others is frozen first, and the file says so."""
    form = FiguresForm(request.GET)
    if kind not in shown.KINDS or not form.is_valid():
        raise Http404
    question = form.question()
    counted = _counted(Kept(question))
    if counted is None:
        # The page says that it is being counted, and offers the file once it is.
        return redirect(f"{reverse('reporting:figures')}?{urlencode(question.values())}")
    report = compose(counted)
    actions.hand_out(question, kind, by=person_of(request))
    return _file(shown.file_of(report, shown.heads_of_draft(report), kind), f"figures-{question.period.code()}", kind)


@require_POST
@for_office
def freeze(request: HttpRequest) -> HttpResponse:
    """The question stands in the address, as on the page of figures."""
    form, freeze_form = FiguresForm(request.GET), FreezeForm(request.POST)
    if not form.is_valid():
        return render(request, "lms/reporting/figures.html", {"form": form}, status=422)
    question = form.question()
    if not freeze_form.is_valid():
        return _show(request, form, question, status=422, freeze_form=freeze_form)
    counted = _counted(Kept(question))
    if counted is None:
        return _show(request, form, question, freeze_form=freeze_form)
    try:
        made = actions.freeze(
            question,
            freeze_form.told(),
            counted=counted,
            client_key=freeze_form.cleaned_data["client_key"],
            by=person_of(request),
        )
    except freezing.NotFit as why:
        freeze_form.add_error(None, str(why))
        return _show(request, form, question, status=422, freeze_form=freeze_form)
    messages.success(request, _("Frozen. It will stay as it is."))
    return redirect("reporting:snapshot", made.public_id)


@require_safe
@for_office
def frozen(request: HttpRequest) -> HttpResponse:
    """Every report that was frozen, newest first."""
    page = lists.page_of(request.user, request.GET.get("after", ""))
    context = {
        "rows": page.rows,
        "older_url": f"?{urlencode({'after': page.next_key})}" if page.next_key else "",
        "newer_url": reverse("reporting:frozen") if request.GET.get("after") else "",
    }
    return render(request, "lms/reporting/frozen.html", context)


@never_cache
@require_safe
@for_office
def snapshot(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A report as it was frozen, whatever has changed since."""
    one = _found(request, public_id)
    context = {"snapshot": one, "report": one.report, "figures": shown.figures(one.report)}
    return render(request, "lms/reporting/snapshot.html", {**context, "is_intact": one.is_intact()})


@never_cache
@require_safe
@for_office
def snapshot_file(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    one = _found(request, public_id)
    if kind not in shown.KINDS:
        raise Http404
    actions.hand_out_frozen(one, kind, by=person_of(request))
    return _file(shown.file_of(one.report, shown.heads_of(one), kind), f"report-{one.number}", kind)


def _counted(figures: Kept) -> Counted | None:
    """What is counted; of much, None until a worker has done it, which is asked to."""
    counted = figures.counted(at=timezone.now())
    if counted is None:
        tasks.count_soon(figures)
    return counted


def _found(request: HttpRequest, public_id: UUID) -> Snapshot:
    found: Snapshot = get_object_or_404(
        Snapshot.objects.visible_to(request.user).select_related("made_by"), public_id=public_id
    )
    return found


def _show(
    request: HttpRequest, form: FiguresForm, question: Question, *, status: int = 200, freeze_form: Any = None
) -> HttpResponse:
    address, figures = urlencode(question.values()), Kept(question)
    freeze_url = f"{reverse('reporting:freeze')}?{address}"
    counted = _counted(figures)
    if counted is None:
        waiting = {
            "period": period_name(question.period),
            "again_url": f"{reverse('reporting:figures')}?{address}",
            "is_failed": figures.is_failed(),
            "seconds": AGAIN_AFTER,
            "freeze_form": freeze_form,
            "freeze_url": freeze_url,
        }
        return render(request, "lms/reporting/counting.html", waiting, status=status)
    report = compose(counted)
    why = freezing.refusal(question, localdate(counted.at))
    context = {
        "form": form,
        "report": report,
        "figures": shown.figures(report),
        "at": counted.at,
        "files": [(name, f"{reverse('reporting:file', args=[kind])}?{address}") for kind, name in shown.NAMES.items()],
        "freeze_url": freeze_url,
        "freeze_form": freeze_form or FreezeForm(),
        "not_frozen": why,
        "page_has_errors": status != 200,
    }
    return render(request, "lms/reporting/figures.html", context, status=status)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(content, content_type=shown.KINDS[kind], headers=headers)
