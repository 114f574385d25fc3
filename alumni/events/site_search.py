"""Events in the search of the whole site: those a person may open, by the words of their activity."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.activities.site_search import words_of
from lms.search.excerpts import excerpt
from lms.search.few import MOST_LOOKED_AT, holding
from lms.search.found import Found

from .models import Event

KIND = _("Events")


def events(viewer: Any, query: str, limit: int) -> list[Found]:
    """Latest first, none in preparation. Signed out nothing is found here: public activities are found as such."""
    if not viewer.is_authenticated:
        return []
    seen = Event.objects.visible_to(viewer).exclude(state=Event.State.DRAFT).select_related("activity")
    rows = seen.order_by("-activity__starts_at", "-pk")[:MOST_LOOKED_AT]
    return [
        Found(row.activity.title, row.get_absolute_url(), KIND, excerpt(row.activity.summary, query))
        for row in holding(rows, query, lambda one: words_of(one.activity), limit)
    ]
