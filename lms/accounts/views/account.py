"""A person's own account."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import actions
from ..facts import Post
from ..forms import DetailsForm
from ..languages import in_language, remember
from ..models import User
from ..permissions import needs_second_factor
from ..second_factor import has_second_factor
from ..signed_in import person_of


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Own details, and the ways to everything about signing in."""
    person = person_of(request)
    form = DetailsForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        person = actions.change_details(person, form.details(), by=person)
        _keep_rank(person, form.cleaned_data.get("rank_band"))
        messages.success(request, _saved_words(person, form))
        return _saved(person)
    context = {
        "form": form,
        "person": person,
        "affiliation": person.affiliation(),
        "new_name": person.name_requests.open().first(),
        "factors": Authenticator.objects.filter(user=person).count(),
    }
    return render(request, "lms/accounts/account.html", context)


def _saved_words(person: User, form: DetailsForm) -> str:
    if form.cleaned_data["full_name"] == person.full_name and form.cleaned_data["native_name"] == person.native_name:
        return _("Saved.")
    return _("Saved. The new name waits until the RSO or your national focal point has looked at it.")


def _saved(person: User) -> HttpResponse:
    """Back to the page, in the language now chosen."""
    response = redirect(in_language(reverse("accounts:account"), person.language))
    remember(response, person.language)
    return response


def _keep_rank(person: User, rank_band: str | None) -> None:
    post = person.affiliation()
    if post is not None and rank_band is not None and rank_band != post.rank_band:
        # A new rank is a new stretch of time: what was earned before stays counted as it was.
        actions.change_affiliation(person, Post(post.member, post.agency_type, post.agency, rank_band), by=person)


@require_POST
@login_required
def take_back_name(request: HttpRequest) -> HttpResponse:
    """Stay with the name as it is."""
    person = person_of(request)
    if actions.take_back_name(person, by=person):
        messages.success(request, _("Taken back. Your name stays as it is."))
    return redirect("accounts:account")


@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why this role needs a second step at sign-in, and how to set one up (C-10)."""
    if not needs_second_factor(request.user) or has_second_factor(request.user):
        return redirect("mfa_index")
    return render(request, "lms/accounts/second_factor.html", {"roles": person_of(request).standing_grants()})
