"""What certificates do when learning has news."""

from typing import Any

from django.dispatch import receiver

from courses.learning.models import Achievement
from courses.learning.signals import achievement_recorded

from . import actions, tasks


@receiver(achievement_recorded)
def issue_certificate(achievement: Achievement, **kwargs: Any) -> None:
    """Exact with the fact: the row, in this transaction. The file may lag; a dead broker never undoes a completion."""
    certificate = actions.issue(achievement)
    if certificate and not certificate.is_filed():
        tasks.render_soon(certificate)
