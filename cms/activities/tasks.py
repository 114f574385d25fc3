"""Background work of activities; may run twice."""

from celery import shared_task

from . import actions


@shared_task
def follow_zones() -> None:
    """Each night: new rules of clocks change instants, never the time on the wall."""
    actions.follow_zones()
