"""What workshops do when the floors below have news: one action each."""

from typing import Any

from django.dispatch import receiver

from cms.activities.models import Activity
from cms.activities.signals import activity_changed
from lms.accounts.models import Invitation, User
from lms.accounts.signals import invitation_accepted

from . import actions


@receiver(invitation_accepted)
def take_places(invitation: Invitation, person: User, **kwargs: Any) -> None:
    # In the transaction that accepts: account and place stand or fall together.
    actions.accept_invited(invitation, person)


@receiver(activity_changed)
def follow_activity(activity: Activity, what: frozenset[str], by: Any, **kwargs: Any) -> None:
    actions.follow(activity, what, by=by)
