"""What is under way at this moment, whichever quarter it was planned for."""

from datetime import datetime

from django.db.models import Q
from wagtail import hooks

from .models import Activity, ActivityQuerySet

# On top of the calendar; more than these at once were never seen.
MOST = 12


def running(seen: ActivityQuerySet, at: datetime) -> ActivityQuerySet:
    """Of those one may see, the ones that have begun and are not over: by their own dates, or by what an app that holds
    them adds (a workshop: its sessions). What ends first comes first."""
    under_way = Q(starts_at__lte=at, ends_at__gte=at)
    for found in hooks.get_hooks("running_activities"):
        under_way |= Q(pk__in=found(at))
    return seen.filter(under_way, state__in=Activity.OPEN).order_by("ends_at", "pk")
