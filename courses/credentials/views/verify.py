"""Anyone checks a certificate: by its code, or by its file (C8, B-V1). No account, no script, nothing listed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import files
from ..forms import CodeForm, NameForm
from ..limits import NAMES, is_too_often
from ..models import Certificate
from ..names import fits_mark, folded, initials
from ..signing import key_ring

View = Callable[..., HttpResponse]
# Ours have about seventy kilobytes.
LARGEST_FILE = 2 * 1024 * 1024


def public(view: View) -> View:
    """Rate limited, kept in no cache and in no search engine; the code stays out of the next site's log."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _too_often(request) if is_too_often(request) else view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


@require_safe
@public
def form(request: HttpRequest) -> HttpResponse:
    """Type a code; a slip of the fingers is told here, before anything is looked up."""
    if "code" not in request.GET:
        return _form_page(request, CodeForm())
    typed = CodeForm(request.GET)
    if typed.is_valid():
        return redirect("verify:certificate", typed.cleaned_data["code"])
    return _form_page(request, typed)


# Reads one certificate and changes nothing, for people without an account: there is nothing to forge.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
def certificate(request: HttpRequest, typed: str) -> HttpResponse:
    """One certificate, as much of it as its holder allows."""
    code = CodeForm({"code": typed})
    if not code.is_valid():
        return _form_page(request, code, status=404)
    found = Certificate.objects.filter(code=code.cleaned_data["code"]).select_related("withdrawal").first()
    if found is None:
        return _form_page(request, CodeForm(), status=404, unknown=True)
    name_form = NameForm(request.POST or None) if found.display == Certificate.Display.ASK else None
    facts = {"certificate": found, "shown_name": _shown_name(found), "form": name_form}
    if name_form is None or not name_form.is_valid():
        return _certificate_page(request, facts)
    if NAMES.is_over(str(found.pk)):
        # The right name as well: a yes among refusals would be the answer.
        response = _certificate_page(request, facts, status=429, too_many_names=True)
        response["Retry-After"] = str(NAMES.seconds)
        return response
    return _certificate_page(request, facts, fits=_is_holder(found, name_form.cleaned_data["name"]))


# As above: the file is compared with what we issued, and forgotten.
@csrf_exempt
@require_POST
@public
def file(request: HttpRequest) -> HttpResponse:
    """Is this the very file we issued? One changed byte makes it another file."""
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile) or not given.size or given.size > LARGEST_FILE:
        return _form_page(request, CodeForm(), status=400, file_error=_("Choose the PDF file of a certificate."))
    found = Certificate.objects.filter(pdf_sha256=files.digest(given.read())).first()
    if found is None:
        sentence = _("This file is not our document: we did not issue it, or it was changed afterwards.")
        return _form_page(request, CodeForm(), file_error=sentence)
    return redirect("verify:certificate", found.code)


@require_safe
@public
def keys(request: HttpRequest) -> HttpResponse:
    """The public halves of all signing keys, the current one and the retired (C14)."""
    return render(request, "courses/credentials/verify_keys.html", {"keys": key_ring().published()})


@require_safe
@public
def keys_pem(request: HttpRequest) -> HttpResponse:
    """The same for a program; keys no longer to be trusted are left out."""
    trusted = (key.pem for key in key_ring().published() if not key.is_compromised)
    return HttpResponse("".join(trusted), content_type="application/x-pem-file")


def _form_page(request: HttpRequest, form: CodeForm, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "courses/credentials/verify_form.html", {"form": form, **more}, status=status)


def _certificate_page(request: HttpRequest, facts: dict[str, Any], *, status: int = 200, **more: Any) -> HttpResponse:
    return render(
        request, "courses/credentials/verify_certificate.html", {"fits": None, **facts, **more}, status=status
    )


def _too_often(request: HttpRequest) -> HttpResponse:
    response = _form_page(request, CodeForm(), status=429, too_often=True)
    response["Retry-After"] = "60"
    return response


def _shown_name(found: Certificate) -> str:
    if found.display == Certificate.Display.FULL:
        return " · ".join(name for name in (found.name, found.native_name) if name)
    return initials(found.name) if found.display == Certificate.Display.INITIALS else ""


def _is_holder(found: Certificate, typed: str) -> bool:
    """Yes or no; after the name was erased, by its mark (C13)."""
    printed = {folded(name) for name in (found.name, found.native_name) if name}
    return folded(typed) in printed or fits_mark(found.code, typed, found.name_mark)
