"""Activities in the search of the whole site."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.search.excerpts import excerpt
from lms.search.few import MOST_LOOKED_AT, holding
from lms.search.found import Found

from .models import Activity

KIND = _("Activities")


def activities(viewer: Any, query: str, limit: int) -> list[Found]:
    """Latest first, of those the viewer may see. One question."""
    seen = Activity.objects.visible_to(viewer).exclude(state=Activity.State.CANCELLED).order_by("-starts_at", "-pk")
    found = holding(seen[:MOST_LOOKED_AT], query, words_of, limit)
    return [Found(row.title, _url(row), KIND, excerpt(row.summary, query)) for row in found]


def words_of(activity: Activity) -> str:
    return f"{activity.title}\n{activity.summary}\n{activity.place}"


def _url(activity: Activity) -> str:
    """The page of what owns it, a workshop or an event; its own page in the calendar where nothing does."""
    return activity.link or activity.get_absolute_url()
