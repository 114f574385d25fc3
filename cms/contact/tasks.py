"""Work beside the request: one line, may run twice."""

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task
def clear_old() -> None:
    """Nightly: messages are kept for a year after the last thing that happened to them (C-43)."""
    actions.clear_old(timezone.now())
