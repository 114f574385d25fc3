"""What events do when an activity has news."""

from typing import Any

from django.dispatch import receiver

from cms.activities.models import Activity
from cms.activities.signals import activity_changed

from . import actions


@receiver(activity_changed)
def follow_activity(activity: Activity, what: frozenset[str], by: Any, **kwargs: Any) -> None:
    actions.follow(activity, what, by=by)
