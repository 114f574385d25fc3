"""One's own profile: what it says, who reads which part, whether it is found, and how others see it (A3, A4)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import actions
from ..audiences import SHORT, Audience, Field, effective
from ..cards import IMAGINED, card_as, card_of, unnamed_as
from ..forms import ProfileForm
from ..models import Profile
from ..permissions import is_member

# What the button sends that opens the name to those who look through the directory.
NAMED = "named"
CIRCLES = {
    Audience.MEMBERS.value: gettext_lazy("a verified officer"),
    Audience.ALUMNI.value: gettext_lazy("somebody who completed training"),
    Audience.SAME_COUNTRY.value: gettext_lazy("somebody of my own member"),
    Audience.COHORT.value: gettext_lazy("somebody of my workshop"),
    Audience.RSO.value: gettext_lazy("RSO staff"),
}


def own(request: HttpRequest) -> Profile | None:
    """The profile of who asks; None before the first completion. Nothing is here for who is not verified."""
    if not is_member(request.user):
        raise Http404
    person: Any = request.user
    return Profile.objects.visible_to(person).filter(person=person).select_related("person").first()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The whole profile as a form. A mistake keeps what was typed."""
    profile = own(request)
    if profile is None:
        return render(request, "alumni/profiles/not_yet.html")
    form = ProfileForm(request.POST if request.method == "POST" else None, profile=profile)
    if request.method == "POST" and form.is_valid():
        actions.edit(profile, form.facts(), by=profile.person)
        messages.success(request, _("Your profile is saved."))
        return redirect("profiles:mine")
    parts = form.parts(card_of(profile, request.user))
    context = _context(profile) | _naming(profile) | {"form": form, "parts": parts}
    return render(request, "alumni/profiles/mine.html", context)


@require_POST
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Be found, by name or without it, or no longer: at once, and as often as one likes."""
    profile = own(request)
    if profile is None:
        raise Http404
    if request.POST.get("listing") == Profile.Listing.LISTED:
        actions.list_publicly(profile, by=profile.person)
        messages.success(request, _listed(profile))
    elif request.POST.get("listing") == Profile.Listing.HIDDEN:
        actions.hide(profile, by=profile.person)
        messages.success(request, _("You are no longer listed. Nobody finds you from now on."))
    elif request.POST.get("listing") == NAMED:
        actions.open_part(profile, Field.NAME, Audience.ALUMNI, by=profile.person)
        messages.success(request, _("Everybody who completed training reads your name now."))
    return redirect("profiles:mine")


@require_safe
@login_required
def view_as(request: HttpRequest, circle: str) -> HttpResponse:
    """One's own card by the very rules others read it by."""
    profile = own(request)
    if profile is None or circle not in IMAGINED:
        raise Http404
    context = _context(profile) | {"card": card_as(profile, circle), "circle": circle, "as_words": CIRCLES[circle]}
    return render(request, "alumni/profiles/view_as.html", context)


def _context(profile: Profile) -> dict[str, Any]:
    return {"profile": profile, "listed": profile.is_listed(), "circles": list(CIRCLES.items())}


def _naming(profile: Profile) -> dict[str, Any]:
    """What the directory says in place of the name, and who reads the name instead; nothing where it is open there."""
    chosen = profile.audiences.filter(field=Field.NAME).values_list("audience", flat=True).first()
    return {"unnamed_as": unnamed_as(profile), "name_is_for": SHORT[effective(Field.NAME, chosen)], "named": NAMED}


def _listed(profile: Profile) -> str:
    """Being listed opens no name by itself: whoever kept it closed is told so at once."""
    name = unnamed_as(profile)
    if name:
        return _("You are listed without your name, as “%(name)s”. Below you can change who reads it.") % {"name": name}
    return _("You are listed. Look at your profile as others see it.")
