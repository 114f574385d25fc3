"""A person's own account."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

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
        messages.success(request, _("Saved."))
        return _saved(person)
    context = {
        "form": form,
        "person": person,
        "affiliation": person.affiliation(),
        "factors": Authenticator.objects.filter(user=person).count(),
    }
    return render(request, "lms/accounts/account.html", context)


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


@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why this role needs a second step at sign-in, and how to set one up (C-10)."""
    if not needs_second_factor(request.user) or has_second_factor(request.user):
        return redirect("mfa_index")
    return render(request, "lms/accounts/second_factor.html", {"roles": person_of(request).standing_grants()})
