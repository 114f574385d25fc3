"""Work beside the request: one line each, each may run twice."""

from celery import shared_task
from django.utils import timezone

from lms.notifications.tasks import queue_delivery

from . import actions


@shared_task
def pass_on_lapsed() -> None:
    """Each minute: offers whose deadline is over go to the next of the waiting list (H3)."""
    if actions.pass_on_lapsed(timezone.now()):
        queue_delivery()
