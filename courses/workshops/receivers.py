"""What workshops do when the floors below have news: one action each."""

from typing import Any

from django.dispatch import receiver

from lms.accounts.models import Invitation, User
from lms.accounts.signals import invitation_accepted

from . import actions


@receiver(invitation_accepted)
def take_places(invitation: Invitation, person: User, **kwargs: Any) -> None:
    # In the transaction that accepts: account and place stand or fall together.
    actions.accept_invited(invitation, person)
