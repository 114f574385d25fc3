"""Work beside the request: one line each, each may run twice."""

import logging

from celery import shared_task
from django.db import OperationalError, transaction
from django.utils import timezone

from lms.notifications.tasks import queue_delivery

from . import actions
from .models import Import

log = logging.getLogger(__name__)
# Two lists that invite the same people may stand in each other's way; the database lets one of them try again.
TRIES = 5


@shared_task
def pass_on_lapsed() -> None:
    """Each minute: offers whose deadline is over go to the next of the waiting list (H3)."""
    if actions.pass_on_lapsed(timezone.now()):
        queue_delivery()


@shared_task
def tell_and_certify() -> None:
    """Each minute: changes of sessions that waited long enough, certificates that waited for a verified account."""
    if actions.announce_due(timezone.now()) + actions.certify_verified(timezone.now()):
        queue_delivery()


@shared_task
def run_import(pk: int) -> None:
    """Write a confirmed list into its cohort, or take it back, portion by portion (H8)."""
    while _next_portion(pk):
        pass
    queue_delivery()


@shared_task
def continue_imports() -> None:
    """Each minute: lists whose task was lost or whose worker died go on where they stood."""
    for pk in Import.objects.stalled(timezone.now()).order_by("moved_at").values_list("pk", flat=True)[:5]:
        run_import(pk)


@shared_task
def forget_imports() -> None:
    """Each night: what lists said about people is kept for a week (C-43)."""
    actions.forget(timezone.now())


def queue_import(roster: Import) -> None:
    """Say, once the caller's transaction is committed, that a list waits. Never raises: the sweep finds it anyway."""
    transaction.on_commit(lambda: _nudge(roster.pk), robust=True)


def _nudge(pk: int) -> None:
    try:
        run_import.delay(pk)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the broker, the act is committed
        log.warning("The task queue cannot be reached: %s", type(error).__name__)


def _next_portion(pk: int) -> bool:
    for left in reversed(range(TRIES)):
        try:
            return actions.work_off(Import.objects.get(pk=pk))
        except OperationalError:
            if not left:
                raise
    return False
