"""The privacy centre: what we hold, who sees it, what a person agreed to, their data, their way out."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lms.accounts.asking_again import asked_again
from lms.accounts.models import User
from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from . import actions, permissions
from .models import Consent, Policy
from .personal_data import told
from .policies import as_html

RESEARCH = Policy.Purpose.RESEARCH
# The words people agree to are kept in one language: a translation of them would be another text.
TEXT_LANGUAGE = "en"


def policy(request: HttpRequest) -> HttpResponse:
    """How we use data, in the words people agree to. Open to everybody."""
    current = [found for purpose in Policy.Purpose if (found := Policy.objects.current(purpose))]
    texts = [{"policy": found, "html": as_html(found)} for found in current]
    language = get_language()
    context = {"texts": texts, "is_untranslated": language is not None and language != TEXT_LANGUAGE}
    return render(request, "lms/privacy/policy.html", context)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Everything about one's own data on one page."""
    consents = Consent.objects.filter(person=person_of(request)).select_related("policy").order_by("-given_at")
    context = {
        "kept": told(request.user),
        "consents": consents,
        "has_research": any(one.policy.purpose == RESEARCH and not one.withdrawn_at for one in consents),
        "erasure": person_of(request).erasure_requests.open().first(),
    }
    return render(request, "lms/privacy/mine.html", context)


@login_required
@require_POST
def research(request: HttpRequest) -> HttpResponse:
    """Say yes or no to research, at any time."""
    if request.POST.get("answer") == "yes":
        actions.consent(request.user, RESEARCH, by=person_of(request))
    else:
        actions.withdraw_consent(request.user, RESEARCH, by=person_of(request))
    messages.success(request, _("Saved."))
    return redirect("privacy:mine")


@login_required
@never_cache
@require_POST
def download(request: HttpRequest) -> HttpResponse:
    """All of it as one file. Whoever finds a browser signed in must not walk away with it."""
    if asked := asked_again(request, back="privacy:mine"):
        return asked
    data = actions.hand_out(request.user, by=person_of(request))
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@login_required
@require_POST
def erasure(request: HttpRequest) -> HttpResponse:
    """Ask to be erased, having shown who one is, or take it back."""
    if request.POST.get("answer") == "back":
        actions.take_back_erasure_request(request.user, by=person_of(request))
        messages.success(request, _("Your account stays."))
    elif asked := asked_again(request, back="privacy:mine"):
        return asked
    else:
        actions.request_erasure(request.user, by=person_of(request))
        messages.success(request, _("We have your request. RSO staff will erase your account within 14 days."))
    return redirect("privacy:mine")


@login_required
def erase(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Staff carry out what the person asked for."""
    person: User = get_object_or_404(User.objects.visible_to(request.user), public_id=public_id)
    if not permissions.can_erase(request.user, person):
        raise Http404
    if request.method == "POST":
        actions.erase(person, by=person_of(request))
        queue_delivery()
        messages.success(request, _("The account is erased."))
        return redirect("accounts:people")
    return render(request, "lms/privacy/erase.html", {"person": person})
