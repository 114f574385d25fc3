"""Work beside the request: one line each, safe twice."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from courses.learning.models import Achievement

from . import actions


@shared_task
def add_engagement(achievement_id: int) -> None:
    """Put one achievement on its person's profile."""
    actions.add_engagement(Achievement.objects.get(pk=achievement_id))


def add_soon(achievement: Achievement) -> None:
    """Ask for it after the commit. A dead broker is logged and the sweep follows; nothing is undone (decision 0011)."""

    def ask() -> None:
        add_engagement.delay(achievement.pk)

    transaction.on_commit(ask, robust=True)


@shared_task
def add_missed() -> None:
    """Each minute: achievements whose news was lost."""
    actions.add_missed()


@shared_task
def close_introductions() -> None:
    """Each minute: introductions nobody answered in time, or that may not go on."""
    actions.expire(timezone.now())
