"""Work beside the request: one line each."""

from celery import shared_task
from django.db.models import F, Q

from courses.catalogue.models import CoursePage

from . import actions


@shared_task
def apply_rule_changes() -> None:
    """Each minute, bring the open enrolments of changed courses up to the rules as they now stand (P5)."""
    changed = CoursePage.objects.sources().filter(
        Q(rules_applied=None) | ~Q(rules_applied__content_stamp=F("content_stamp"))
    )
    for course in changed[:20]:
        actions.apply_rule_change(course)
