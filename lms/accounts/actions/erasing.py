from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from lms.audit.log import record

from ..models import Invitation, User
from ..models.people import fold_email
from .roles import end_role
from .standing import end_sessions, locked

State = User.State
BLANKED = [
    "personal_email",
    "full_name",
    "native_name",
    "certificate_name",
    "name_key",
    "sex",
]


@transaction.atomic
def blank(person: User) -> None:
    """The account's part of an erasure: nobody can be recognised, nobody can sign in, what points here still stands.

    `lms.privacy.actions.erase` calls this last and keeps the audit entry.
    """
    person = locked(person)
    for grant in person.standing_grants():
        end_role(grant)
    end_sessions(person)
    Authenticator.objects.filter(user=person).delete()
    Invitation.objects.filter(email=person.email).update(email=_nobody(person), full_name="", state="withdrawn")
    person.decisions.update(reason="")
    person.name_requests.all().delete()
    _leave_nothing(person)


@transaction.atomic
def give_way(email: str, *, by: User) -> None:
    """An account that nobody claimed goes where the owner of its address brings that address to another one (decision 0038)."""
    for person in User.objects.unclaimed().select_for_update().filter(email=fold_email(email)):
        _leave_nothing(person)
        record("accounts.give_way", person, by=by)


def _leave_nothing(person: User) -> None:
    EmailAddress.objects.filter(user=person).delete()
    person.affiliations.update(agency="")
    for field in BLANKED:
        setattr(person, field, "")
    person.email, person.state, person.is_active = _nobody(person), State.ERASED, False
    person.set_unusable_password()
    person.save()


def _nobody(person: User) -> str:
    # A unique address nobody has: .invalid can never exist.
    return f"{person.public_id}@erased.invalid"
