"""Who may do what with a workshop the caller has found by `visible_to`."""

from typing import Any

from django.utils import timezone

from lms.accounts.models import RoleGrant
from lms.accounts.permissions import is_staff

from .models import CohortSession, Workshop


def can_teach(user: Any) -> bool:
    """Whether there is anything under /teach/ for this person: RSO staff and trainers, while the role stands (H11)."""
    return bool(user.is_authenticated and (is_staff(user) or user.has_role(RoleGrant.Role.TRAINER)))


def can_open_workshops(user: Any) -> bool:
    """Make a workshop of an activity, say how many seats it has and who trains: RSO staff."""
    return is_staff(user)


def can_remove(user: Any, workshop: Workshop) -> bool:
    """Take a workshop away that nobody was ever in; any other is called off."""
    return can_open_workshops(user) and workshop.is_standing() and not workshop.has_roster()


def can_see_history(user: Any) -> bool:
    """Reasons are for the office: a partner's trainer sees the steps without them (H12)."""
    return is_staff(user)


def can_see_accounts(user: Any) -> bool:
    """Whether an address may be looked up: RSO staff. A trainer learns of an account once its owner accepted (decision 0030)."""
    return is_staff(user)


def can_go_over_seats(user: Any) -> bool:
    """RSO alone, and with a reason (H2)."""
    return is_staff(user)


def can_change_roster(user: Any, workshop: Workshop) -> bool:
    return workshop.is_standing()


def can_mark(user: Any, session: CohortSession) -> bool:
    return session.is_standing() and not session.workshop.is_put_away()


def can_call_off(user: Any, workshop: Workshop) -> bool:
    """Who answers for the cohort, as long as it is neither closed nor called off."""
    return workshop.is_standing()


def can_put_back(user: Any, workshop: Workshop) -> bool:
    """As long as it would not have begun."""
    return workshop.is_called_off() and not workshop.has_begun(timezone.now())


def can_ask_again(workshop: Workshop) -> bool:
    """Whether those who have not accepted may be asked again: closed or not, what they took part in counts once they do."""
    return not workshop.is_put_away()


def can_close(user: Any, workshop: Workshop) -> bool:
    return workshop.is_standing()
