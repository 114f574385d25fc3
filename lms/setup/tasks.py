"""Upkeep of the whole site: each task is one command, and may run twice."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def publish_scheduled() -> None:
    """Each minute: pages whose hour has come, or is over."""
    call_command("publish_scheduled")


@shared_task
def clear_sessions() -> None:
    """Each night: sessions that ended."""
    call_command("clearsessions")
