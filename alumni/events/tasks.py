"""Background work of events: each may run twice, or beside its twin."""

import logging

from celery import shared_task
from django.db import transaction

from lms.notifications.tasks import deliver_due

from . import actions

log = logging.getLogger(__name__)


@shared_task
def tick() -> None:
    """Each minute, over rows: mails still to plan, changes to tell, reminders that are due, what was sent."""
    actions.plan_rounds()
    actions.announce_due()
    actions.follow_addresses()
    actions.remind_due()
    actions.note_deliveries()


@shared_task
def plan_rounds() -> None:
    actions.plan_rounds()
    deliver_due.delay()


def plan_soon() -> None:
    """Say, after the commit, that a list was sent. Never raises: the tick finds it anyway."""
    transaction.on_commit(_nudge, robust=True)


def _nudge() -> None:
    try:
        plan_rounds.delay()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the broker, the act is committed
        log.warning("The task queue cannot be reached: %s", type(error).__name__)
