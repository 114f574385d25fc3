"""Who may do what with events."""

from typing import Any

from django.utils import timezone

from lms.accounts.permissions import is_staff

from .models import Event, Invitation, Round


def can_manage_events(user: Any) -> bool:
    """RSO staff."""
    return is_staff(user)


def can_approve(user: Any, frozen: Round) -> bool:
    """Above fifty people nobody approves their own list."""
    return can_manage_events(user) and frozen.is_frozen() and may_approve_alone(user, frozen)


def may_approve_alone(user: Any, frozen: Round) -> bool:
    return not frozen.needs_somebody_else() or frozen.author_id != user.pk


def can_answer(invitation: Invitation | None) -> bool:
    """Until the event ends; the caller has made sure whose invitation it is."""
    if invitation is None or not invitation.is_out():
        return False
    return not invitation.event.is_cancelled() and not invitation.event.is_over(timezone.now())


def can_see_join_link(user: Any, event: Event, invitation: Invitation | None) -> bool:
    """Staff and the invited, signed in; of a closed event nobody else learns it (spec 11.3)."""
    if event.is_cancelled() or not event.activity.join_url or not user.is_authenticated:
        return False
    return can_manage_events(user) or (invitation is not None and invitation.is_out())
