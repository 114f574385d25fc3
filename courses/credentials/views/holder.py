"""The holder's own certificate: on the page, as a file, and what others may see of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.signed_in import person_of

from .. import actions, files, permissions
from ..forms import CorrectionForm, DisplayForm
from ..models import Certificate
from ..printing import shown_hours


@login_required
@require_safe
def certificate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The certificate as a page to read (C16), with file, code and what others may see."""
    return _page(request, get_object_or_404(_own(request), public_id=public_id))


@login_required
@require_safe
def file(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The signed file, always the same bytes."""
    own = get_object_or_404(_own(request), public_id=public_id)
    return send_file(request, own)


@login_required
@require_POST
def display(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose what a stranger with the code may see."""
    own = get_object_or_404(_own(request), public_id=public_id)
    chosen = DisplayForm(request.POST)
    if chosen.is_valid():
        actions.choose_display(own, chosen.cleaned_data["display"], by=person_of(request))
        messages.success(request, _("Your choice is saved. It counts from now on."))
    return redirect(own)


@login_required
@require_POST
def correction(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask staff for a new version with another name (C3)."""
    own = get_object_or_404(_own(request), public_id=public_id)
    if not permissions.can_ask_for_correction(request.user, own):
        raise Http404
    asked = CorrectionForm(request.POST)
    if not asked.is_valid():
        return _page(request, own, correction_form=asked)
    actions.ask_for_correction(own, by=person_of(request), **asked.cleaned_data)
    messages.success(request, _("Your request is with our staff. They will write to you."))
    return redirect(own)


def send_file(request: HttpRequest, certificate: Certificate) -> HttpResponseBase:
    """The stored bytes, after asking whether this person may have them; kept in no shared cache."""
    if not permissions.can_download(request.user, certificate):
        raise Http404
    name = f"{certificate.number}.pdf"
    stored = files.open_stored(certificate.pdf)
    response = FileResponse(stored, as_attachment=True, filename=name, content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, own: Certificate, *, correction_form: CorrectionForm | None = None) -> HttpResponse:
    may_ask = permissions.can_ask_for_correction(request.user, own)
    printed = {"name": own.name, "native_name": own.native_name}
    facts = {
        "certificate": own,
        "hours": shown_hours(own.hours),
        "can_download": permissions.can_download(request.user, own),
        "display_form": DisplayForm(initial={"display": own.display}),
        "correction_form": correction_form or (CorrectionForm(initial=printed) if may_ask else None),
        "correction": own.corrections.first(),
        "page_has_errors": correction_form is not None,
    }
    return render(request, "courses/credentials/certificate.html", facts)


def _own(request: HttpRequest) -> QuerySet[Certificate]:
    return Certificate.objects.visible_to(request.user).select_related("withdrawal")
