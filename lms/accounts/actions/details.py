from django.db import transaction
from django.utils import timezone

from lms.audit.log import record
from lms.notifications.digests import set_clock

from ..facts import Details
from ..models import User
from ..names import clean_name, name_key
from .naming import hold_back
from .standing import locked

OWN = ["full_name", "native_name", "sex", "language", "time_zone"]


class NameIsLocked(ValueError):  # noqa: N818 - named by what is wrong
    """The name was confirmed for certificates; only staff change it now, with a reason."""


@transaction.atomic
def change_details(person: User, details: Details, *, by: User) -> User:
    """What a person says about themselves. The name is theirs to change until they confirmed it for certificates (C2).

    Whoever is verified was verified by that name: another one waits as a request until somebody has looked at it.
    """
    person = locked(person)
    full_name, native_name = clean_name(details.full_name), clean_name(details.native_name)
    if person.certificate_name_confirmed_at and full_name != person.full_name:
        raise NameIsLocked
    if person.is_verified():
        hold_back(person, full_name, native_name, by=by)
        full_name, native_name = person.full_name, person.native_name
    fresh = Details(full_name, native_name, details.sex, details.language, details.time_zone)
    changed = [field for field in OWN if getattr(person, field) != getattr(fresh, field)]
    if changed:
        for field in changed:
            setattr(person, field, getattr(fresh, field))
        person.name_key = name_key(full_name, native_name)
        person.save(update_fields=[*changed, "name_key"])
        if "time_zone" in changed:
            set_clock(person)
        record("accounts.change_details", person, by=by, fields=changed)
    return person


@transaction.atomic
def choose_language(person: User, language: str, *, by: User) -> bool:
    """The language of a person's pages and mails; whether it is another than before."""
    person = locked(person)
    if person.language == language:
        return False
    person.language = language
    person.save(update_fields=["language"])
    record("accounts.change_details", person, by=by, fields=["language"])
    return True


@transaction.atomic
def fill_native_name(person: User, native_name: str, *, by: User) -> bool:
    """Somebody else knows how the name is written at home: only where nothing stands yet, and nothing is confirmed (H8)."""
    person, name = locked(person), clean_name(native_name)
    if person.native_name or person.certificate_name_confirmed_at or not name:
        return False
    _keep_native_name(person, name, by=by)
    return True


@transaction.atomic
def clear_native_name(person: User, native_name: str, *, by: User) -> bool:
    """Take that back, as long as it still stands there and nobody has confirmed it."""
    person = locked(person)
    if person.native_name != native_name or person.certificate_name_confirmed_at:
        return False
    _keep_native_name(person, "", by=by)
    return True


def _keep_native_name(person: User, name: str, *, by: User) -> None:
    person.native_name, person.name_key = name, name_key(person.full_name, name)
    person.save(update_fields=["native_name", "name_key"])
    record("accounts.change_details", person, by=by, fields=["native_name"])


@transaction.atomic
def confirm_certificate_name(person: User, name: str, *, by: User) -> User:
    """The name as certificates print it: confirmed once, before the first final attempt, then locked (C2)."""
    person, name = locked(person), clean_name(name)
    if not name:
        raise ValueError("A certificate carries a name.")
    if person.certificate_name_confirmed_at:
        if name != person.certificate_name:
            raise NameIsLocked
        return person
    person.certificate_name, person.certificate_name_confirmed_at = name, timezone.now()
    person.save(update_fields=["certificate_name", "certificate_name_confirmed_at"])
    record("accounts.confirm_certificate_name", person, by=by)
    return person
