"""Background work of certificates: each task is one line, takes primary keys and may run twice."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from . import actions
from .models import Certificate


@shared_task
def render(certificate_id: int) -> None:
    """Make the file of one certificate."""
    actions.render(Certificate.objects.get(pk=certificate_id))


def render_soon(certificate: Certificate) -> None:
    """Ask for the file after the commit. A dead broker is logged and the sweep follows; nothing is undone.

    A named function on purpose: Django cannot log the failure of a `partial` and would raise in its stead.
    """

    def ask() -> None:
        render.delay(certificate.pk)

    transaction.on_commit(ask, robust=True)


@shared_task
def render_missed() -> None:
    """Each minute: certificates whose nudge was lost."""
    actions.render_missed(timezone.now())


@shared_task
def clear_orphans() -> None:
    """Each night: files an interrupted try left behind."""
    actions.clear_orphans(timezone.now())
