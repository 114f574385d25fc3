"""What profiles do when the floors below have news: one action each."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from courses.learning.models import Achievement
from courses.learning.signals import achievement_recorded
from lms.accounts.models import User

from . import actions, tasks
from .models import Profile

NAMES = {"full_name", "native_name"}


@receiver(achievement_recorded)
def follow_achievement(achievement: Achievement, **kwargs: Any) -> None:
    """May lag: the profile follows after the commit, by the task or by the sweep."""
    tasks.add_soon(achievement)


@receiver(post_save, sender=User)
def follow_name(instance: User, created: bool, update_fields: Any = None, **kwargs: Any) -> None:
    """In the transaction that changes a name: a search must not find the old one a moment longer."""
    if created or (update_fields is not None and NAMES.isdisjoint(update_fields)):
        return
    profile = Profile.objects.filter(person=instance).select_related("person").first()
    if profile:
        actions.refresh_names(profile)
