"""What belongs to a programme. Apps above add theirs by the hook `register_programme_parts`: (request, programme) → parts.

A part is a dict: order, id, title, rows ({title, url; may have text, lang}), more_url, more_text. One with no row is left out.
Whoever writes such a hook begins at `visible_to(viewer)`.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail import hooks

from cms.activities.facets import FACETS
from cms.activities.listing import in_order
from cms.activities.models import Activity, ActivityQuerySet
from cms.activities.narrowing import Narrowing
from cms.library.models import Resource
from cms.taxonomy.models import Programme

MOST = 6


def parts_of(request: HttpRequest, programme: Programme) -> list[dict[str, Any]]:
    found = [_activities(request, programme), _resources(request, programme)]
    for hook in hooks.get_hooks("register_programme_parts"):
        found += hook(request, programme)
    shown = sorted((part for part in found if part["rows"]), key=lambda part: part["order"])
    return [{**part, "rows": part["rows"][:MOST]} for part in shown]


def purposes_of(request: HttpRequest, programme: Programme) -> list[dict[str, Any]]:
    """Which strategic purposes its activities serve, and how many do: as the calendar says it, and as its links find it."""
    facet = FACETS["purpose"]
    counts = facet.counts(_of(request, programme))
    words = facet.words() if facet.words else {}
    return [
        {"title": title, "count": counts[number], "url": _calendar(purpose=number, programme=programme.code)}
        for number, title in words.items()
        if number in counts
    ]


def _of(request: HttpRequest, programme: Programme) -> ActivityQuerySet:
    seen: ActivityQuerySet = Activity.objects.visible_to(request.user).in_calendar()
    return seen.filter(programmes=programme)


def _activities(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    """The newest year first, as in the calendar."""
    rows = list(in_order(_of(request, programme))[:MOST])
    return {
        "order": 10,
        "id": "activities",
        "title": _("Activities"),
        "rows": [
            {
                "title": row.title,
                "url": row.get_absolute_url(),
                "text": f"{row.year} Q{row.quarter} · {row.get_kind_display()}",
            }
            for row in rows
        ],
        "more_url": Narrowing({"programme": programme.code}, {}).url(reverse("activities:list")),
        "more_text": _("All its activities in the calendar"),
    }


def _resources(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    found = Resource.objects.visible_to(request.user).filter(programmes=programme).order_by("-year", "-pk")[:MOST]
    return {
        "order": 30,
        "id": "resources",
        "title": _("In the library"),
        "rows": [
            {
                "title": row.title,
                "url": row.get_absolute_url(),
                "text": " · ".join(str(part) for part in (row.get_kind_display(), row.year) if part),
            }
            for row in found
        ],
        "more_url": f"{reverse('library:resources')}?{urlencode({'programme': programme.code})}",
        "more_text": _("All its resources in the library"),
    }


def _calendar(**values: str) -> str:
    return Narrowing(values, {}).url(reverse("activities:list"))
