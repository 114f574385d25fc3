"""Who may do what with an enquiry."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model

from lms.accounts.models import RoleGrant, User
from lms.accounts.permissions import is_staff

MOST_COLLEAGUES = 100


def can_answer(user: Any) -> bool:
    """Read enquiries, answer them, hand them on: RSO staff."""
    return is_staff(user)


def colleagues(at: datetime) -> list[User]:
    """To whom an enquiry may be handed: those whose role in the office stands."""
    grants = RoleGrant.objects.standing(at).of_the_office().values("person")
    people = get_user_model()._default_manager.filter(pk__in=grants, is_active=True)
    return list(people.order_by("full_name", "pk")[:MOST_COLLEAGUES])
