"""The directory: whom the network knows, as far as each of them wants it known."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lms.search.limits import WAIT, searches_too_often

from ..cards import cards_of
from ..facets import figures, total
from ..forms import SearchForm
from ..paging import page_of
from ..permissions import is_member
from ..seeing import Viewer

FILTERS = ("member", "agency_type", "theme", "language")


@require_safe
@login_required
def directory(request: HttpRequest) -> HttpResponse:
    """Search and filters stand in the address; a page goes on from the last row of the one before. Whoever copies the
    directory does it by searching: thirty times a minute are enough for a person (C-16).

    That there is a directory is no secret: who waits to be verified learns when it opens, and nothing of who is in it.
    """
    if not is_member(request.user):
        return render(request, "alumni/profiles/not_verified.html")
    viewer, form = Viewer.of(request.user), SearchForm(request.GET)
    context: dict[str, Any] = {"form": form, "is_open": viewer.is_staff or viewer.is_alumnus or viewer.is_moderator}
    context["is_filtered"] = any(request.GET.get(name) for name in ("q", *FILTERS))
    context["has_filters"] = any(request.GET.get(name) for name in FILTERS)
    is_search = context["is_filtered"] or bool(request.GET.get("after"))
    if is_search and searches_too_often(request.user, "directory"):
        # What was asked for stands in the form and in the address: a minute later, it is one press of the button.
        response = render(request, "alumni/profiles/directory.html", {**context, "too_often": True}, status=429)
        response["Retry-After"] = str(WAIT)
        return response
    if form.is_valid():
        context |= _found(request, viewer, form)
    return render(request, "alumni/profiles/directory.html", context)


def _found(request: HttpRequest, viewer: Viewer, form: SearchForm) -> dict[str, Any]:
    query, after = form.query(), request.GET.get("after", "")
    page = page_of(viewer, query, after)
    form.tell(figures(viewer, query))
    asked = {name: str(value) for name, value in request.GET.items() if value and name in form.fields}
    return {
        "cards": cards_of(page.profiles, viewer),
        "total": total(viewer, query),
        "older_url": "?" + urlencode({**asked, "after": page.next_key}) if page.next_key else "",
        "first_url": f"{request.path}?{urlencode(asked)}" if after else "",
    }
