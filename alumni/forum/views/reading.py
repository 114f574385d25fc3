"""The first page, a space, its rules, and the search."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.signed_in import person_of
from lms.search.limits import WAIT, searches_too_often

from .. import actions, lists, markup, permissions
from ..forms import RulesForm, SearchForm
from ..models import Case, Draft, Space, access_of, visible_space_ids
from ..models.reading import Level
from ..models.spaces import moderated_space_ids
from .doors import asked, for_members, found_space
from .drafts import rows

DRAFTS = 5
# What a person may choose; "taking part" comes by writing.
LEVELS = {"follow": Level.FOLLOWING, "normal": Level.NORMAL, "mute": Level.MUTED}


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The spaces one can see, what is unread in each, and what happened last.

    Who can read none is led to the directory, which says how one becomes part of the network.
    """
    if not access_of(request.user):
        return redirect("profiles:directory")
    moderates = moderated_space_ids(request.user)
    begun, more = Draft.objects.visible_to(request.user).page("", DRAFTS)
    spaces = lists.spaces(request.user)
    context = {
        "rows": spaces,
        "can_start": any(permissions.can_start(request.user, row.space) for row in spaces),
        "has_unread": any(row.unread for row in spaces),
        "topics": lists.recent(request.user),
        "drafts": rows(request.user, begun),
        "more_drafts": bool(more),
        "moderates": bool(moderates),
        "open_cases": Case.objects.visible_to(request.user).open().count() if moderates else 0,
    }
    return render(request, "alumni/forum/home.html", context)


@for_members
@require_safe
def space(request: HttpRequest, slug: str) -> HttpResponse:
    """The topics of one space."""
    room = found_space(request, slug)
    reader = lists.space_reader(request.user, room.pk)
    show = request.GET.get("show", "")
    show, theme = show if show in lists.FILTERS else "", request.GET.get("theme", "")[:12].replace("\x00", "")
    page = lists.topics(room, reader, show=show, theme=theme, key=request.GET.get("after", ""))
    kept = {name: value for name, value in (("show", show), ("theme", theme)) if value}
    context = {
        "space": room,
        "page": page,
        "show": show,
        "filters": _filters(show, theme),
        "older_url": f"?{urlencode({**kept, 'after': page.next_key})}" if page.next_key else "",
        "first_url": f"?{urlencode(kept)}" if request.GET.get("after") else "",
        "level": reader.level,
        "can_start": permissions.can_start(request.user, room),
        "is_filtered": bool(kept),
    }
    return render(request, "alumni/forum/space.html", context)


def _filters(show: str, theme: str) -> list[dict[str, Any]]:
    names = {"": _("All topics"), "unread": _("Unread"), "unanswered": _("Unanswered questions"), "followed": _("Mine")}
    kept = {"theme": theme} if theme else {}
    return [
        {
            "title": name,
            "url": "?" + urlencode({**kept, **({"show": value} if value else {})}),
            "current": value == show,
        }
        for value, name in names.items()
    ]


@for_members
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules of a space, read and accepted before the first post and again when they change (F28)."""
    room = found_space(request, slug)
    form = RulesForm(request.POST or None)
    back = request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        actions.accept_rules(person_of(request), room)
        messages.success(request, _("Thank you. You can write here now."))
        is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return redirect(back if is_ours else reverse("forum:space", args=[room.slug]))
    seen = lists.space_reader(request.user, room.pk).rules_version
    context = {
        "space": room,
        "rules_html": markup.render(room.rules, room.public_id),
        "form": form,
        "accepted": seen == room.rules_version,
        "changed": 0 < seen < room.rules_version,
    }
    return render(request, "alumni/forum/rules.html", context)


@for_members
@require_POST
def read_space(request: HttpRequest, slug: str) -> HttpResponse:
    room = found_space(request, slug)
    actions.mark_all_read(person_of(request), [room.pk])
    messages.success(request, _("Everything here is marked as read."))
    return redirect("forum:space", room.slug)


@for_members
@require_POST
def read_everything(request: HttpRequest) -> HttpResponse:
    actions.mark_all_read(person_of(request), visible_space_ids(request.user))
    messages.success(request, _("Everything is marked as read."))
    return redirect("forum:home")


@for_members
@require_POST
def follow_space(request: HttpRequest, slug: str) -> HttpResponse:
    room = found_space(request, slug)
    level = request.POST.get("level", "")
    asked(level in LEVELS)
    actions.follow_space(person_of(request), room, LEVELS[level])
    return redirect("forum:space", room.slug)


@for_members
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Words in any script, in the spaces one can read."""
    form = SearchForm(request.GET or None, spaces=Space.objects.visible_to(request.user))
    query = form.cleaned_data if form.is_valid() else {}
    context: dict[str, Any] = {"form": form, "query": query.get("q", "")}
    if not query.get("q"):
        return render(request, "alumni/forum/search.html", context)
    if searches_too_often(request.user, "community"):
        # What was asked for stands in the form and in the address: a minute later, it is one press of the button.
        response = render(request, "alumni/forum/search.html", {**context, "too_often": True}, status=429)
        response["Retry-After"] = str(WAIT)
        return response
    scope = {"space": query["space"], "days": query["days"] or 0}
    found = lists.search(request.user, query["q"], **scope, key=request.GET.get("after", ""))
    older = urlencode({**request.GET.dict(), "after": found.next_key}) if found.next_key else ""
    context |= {"found": found, "older_url": f"?{older}" if older else ""}
    return render(request, "alumni/forum/search.html", context)
