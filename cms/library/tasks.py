"""Background work of the library: each task is one line, takes primary keys and may run twice."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from . import actions
from .models import File, Resource


@shared_task
def read(file_id: int) -> None:
    """Find the words of one file."""
    actions.read(File(pk=file_id))


def read_soon(resource: Resource) -> None:
    """Ask for the words of new files after the commit. A dead broker is logged and the sweep follows; nothing is undone.

    A named function on purpose: Django cannot log the failure of a `partial` and would raise in its stead.
    """
    waiting = File.objects.to_read(timezone.now()).filter(version__resource=resource)
    keys = list(waiting.values_list("pk", flat=True)[:20])

    def ask() -> None:
        for key in keys:
            read.delay(key)

    transaction.on_commit(ask, robust=True)


@shared_task
def read_missed() -> None:
    """Each minute: files whose nudge was lost, or whose reader died."""
    actions.read_missed(timezone.now())


@shared_task
def clear_orphans() -> None:
    """Each night: files an interrupted upload, or one that was replaced, left behind."""
    actions.clear_orphans(timezone.now())
