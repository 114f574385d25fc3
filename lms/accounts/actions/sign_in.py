"""What allauth did to an account, written down and carried through in ours."""

from django.db import transaction

from lms.audit.log import record

from ..models import User
from .standing import end_sessions


@transaction.atomic
def password_was_changed(person: User, *, session_key: str | None) -> None:
    """Whoever was signed in elsewhere is not any more (C-13)."""
    end_sessions(person, but=session_key)
    record("accounts.change_password", person, by=person)


@transaction.atomic
def second_factor_was_changed(person: User, *, session_key: str | None) -> None:
    """A session from before never showed the new factor, so it ends."""
    end_sessions(person, but=session_key)
    record("accounts.change_second_factor", person, by=person)


@transaction.atomic
def address_was_changed(person: User) -> None:
    record("accounts.change_address", person, by=person)


@transaction.atomic
def resend_confirmation(person: User, *, by: User) -> None:
    """Staff had the mail that confirms an address sent again."""
    record("accounts.resend_confirmation", person, by=by)
