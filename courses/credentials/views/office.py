"""The register: staff find a certificate, withdraw it, or issue a new version."""

from collections.abc import Callable
from functools import reduce, wraps
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.names import clean_line
from lms.accounts.signed_in import person_of

from .. import actions, codes, numbers, permissions, tasks
from ..forms import ReissueForm, WithdrawForm
from ..models import Certificate, CertificateQuerySet, Correction, SerialCounter
from ..names import search_key
from ..printing import shown_hours
from .holder import send_file

A_PAGE = 25
View = Callable[..., HttpResponseBase]


def for_managers(view: View) -> View:
    """Anyone else finds nothing here."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_manage_certificates(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def everything(rows: CertificateQuerySet) -> CertificateQuerySet:
    return rows


def unprintable(rows: CertificateQuerySet) -> CertificateQuerySet:
    """Without a file, because a letter of the name cannot be printed."""
    return rows.valid().exclude(needs_attention="").filter(pdf_sha256="")


def asking(rows: CertificateQuerySet) -> CertificateQuerySet:
    """Whose holder asks for another name."""
    return rows.filter(pk__in=Correction.objects.open().values("certificate"))


WAITING = {"attention": unprintable, "corrections": asking}


@require_safe
@for_managers
def register(request: HttpRequest) -> HttpResponse:
    """All certificates, the newest first, paged by key; found by a part of the number or the name, or by the code."""
    asked = clean_line(request.GET.get("q", "")[:200], 200)
    only = request.GET.get("only", "")
    rows = WAITING.get(only, everything)(_searched(asked))
    before = request.GET.get("before", "")
    if before.isdigit():
        rows = rows.filter(pk__lt=int(before))
    page = list(rows.order_by("-pk")[: A_PAGE + 1])
    facts = {
        "certificates": page[:A_PAGE],
        "asked": asked,
        "only": only,
        "is_first": not before,
        "older": page[A_PAGE - 1].pk if len(page) > A_PAGE else None,
        "attention": unprintable(Certificate.objects.all()).count(),
        "corrections": asking(Certificate.objects.all()).count(),
    }
    return render(request, "courses/credentials/register.html", facts)


@require_safe
@for_managers
def certificate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One certificate with its history, and what may be done with it."""
    return _page(request, _found(public_id))


@require_http_methods(["POST"])
@for_managers
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _found(public_id)
    if not permissions.can_withdraw(request.user, found):
        raise Http404
    form = WithdrawForm(request.POST, number=found.number)
    if not form.is_valid():
        return _page(request, found, withdraw_form=form)
    reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
    actions.withdraw(found, by=person_of(request), reason=reason, note=note)
    messages.success(request, _("The certificate is withdrawn. Its holder is told by mail how to object."))
    return redirect("credentials:register-certificate", public_id)


@require_http_methods(["POST"])
@for_managers
def reissue(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _found(public_id)
    if not permissions.can_reissue(request.user, found):
        raise Http404
    form = ReissueForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reissue_form=form)
    name, native_name = form.cleaned_data["name"], form.cleaned_data["native_name"]
    new = actions.reissue(found, by=person_of(request), name=name, native_name=native_name)
    tasks.render_soon(new)
    messages.success(request, _("A new version is issued. The old code now says so."))
    return redirect("credentials:register-certificate", new.public_id)


@require_POST
@for_managers
def retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _found(public_id)
    actions.retry(found, by=person_of(request))
    tasks.render_soon(found)
    messages.success(request, _("The file is being made again."))
    return redirect("credentials:register-certificate", public_id)


@require_POST
@for_managers
def refuse(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Leave the name as it is; accepting is issuing a new version."""
    open_one = get_object_or_404(_found(public_id).corrections.open())
    actions.refuse_correction(open_one, by=person_of(request))
    messages.success(request, _("The certificate stays as it is. Its holder is told."))
    return redirect("credentials:register-certificate", public_id)


@require_safe
@for_managers
def file(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    return send_file(request, _found(public_id))


def _searched(asked: str) -> CertificateQuerySet:
    everything = Certificate.objects.all()
    if not asked:
        return everything
    try:
        return everything.filter(code=codes.parse(asked))
    except ValueError:
        part = numbers.typed_part(asked)
    if part:
        given = SerialCounter.objects.values_list("year", "last")
        runs = [Q(number__range=run) for run in numbers.spans(part, given)]
        return everything.filter(reduce(or_, runs, Q(number=part)))
    return everything.filter(name_key__contains=search_key(asked) or asked)


def _found(public_id: UUID) -> Certificate:
    rows = Certificate.objects.select_related("person", "withdrawal__by", "replaces", "replaced_by")
    return get_object_or_404(rows, public_id=public_id)


def _page(request: HttpRequest, found: Certificate, **forms: Any) -> HttpResponse:
    user = request.user
    asked = found.corrections.open().first()
    wanted = asked or found
    printed = {"name": wanted.name, "native_name": wanted.native_name}
    facts = {
        "certificate": found,
        "hours": shown_hours(found.hours),
        "can_download": permissions.can_download(user, found),
        "withdraw_form": WithdrawForm(number=found.number) if permissions.can_withdraw(user, found) else None,
        "reissue_form": ReissueForm(initial=printed) if permissions.can_reissue(user, found) else None,
        "correction": asked,
        "page_has_errors": bool(forms),
        **forms,
    }
    return render(request, "courses/credentials/register_certificate.html", facts)
