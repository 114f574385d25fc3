"""The outbox in the background: each may run twice or at the same time as its twin."""

import logging

from celery import shared_task
from django.db import transaction

from . import actions, delivery, digests, inbox

log = logging.getLogger(__name__)


@shared_task
def deliver_due() -> None:
    delivery.deliver_due()


@shared_task
def sweep() -> None:
    """Each minute: workers that died, mails that came too late."""
    actions.sweep_leases()
    actions.expire()


@shared_task
def plan_digests() -> None:
    """Each minute: a digest for whose morning has come. The row is the clock, so a lost or doubled tick does no harm."""
    digests.plan_due()


@shared_task
def clear_old_notices() -> None:
    inbox.clear_old()


@shared_task
def beat_heart() -> None:
    """The canary: that it ran shows that scheduler, broker, worker and database all work."""
    actions.beat("worker")


def queue_delivery() -> None:
    """Say, once the caller's transaction is committed, that there is mail. Never raises: the sweep finds it anyway."""
    transaction.on_commit(_nudge, robust=True)


def _nudge() -> None:
    try:
        deliver_due.delay()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the broker, the act is committed
        log.warning("The task queue cannot be reached: %s", type(error).__name__)
