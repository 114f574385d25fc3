"""What runs beside requests."""

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task
def close_overdue() -> None:
    """Each minute: hand in the attempts whose time is over (Q6)."""
    actions.close_overdue(at=timezone.now())
