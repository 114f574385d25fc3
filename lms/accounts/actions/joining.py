from collections.abc import Collection
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from ..facts import Details, Post
from ..models import Affiliation, User
from ..models.people import fold_email
from ..names import clean_name, name_key
from ..terms import keep_agreed, refuse_others
from .standing import locked


@transaction.atomic
def sign_up(
    email: str,
    password: str | None,
    details: Details,
    post: Post,
    *,
    agreed: Collection[str] = (),
    by: User | None = None,
) -> User:
    """A person joins by themselves. They see the open courses until staff or a focal point verify them.

    An account that nobody claimed so far keeps nobody from joining with its address: it begins again with what is said now.
    """
    person = open_account(email, password, details, post, agreed=agreed)
    record("accounts.sign_up", person, by=by or person, member=post.member.code)
    return person


def open_account(email: str, password: str | None, details: Details, post: Post, *, agreed: Collection[str]) -> User:
    """The account with its first post, its address to be confirmed, and what the person agreed to."""
    now = timezone.now()
    full_name, native_name = clean_name(details.full_name), clean_name(details.native_name)
    said = {
        "full_name": full_name,
        "native_name": native_name,
        "name_key": name_key(full_name, native_name),
        "sex": details.sex,
        "language": details.language,
        "time_zone": details.time_zone,
        "joined_at": now,
    }
    unclaimed: User | None = User.objects.unclaimed().select_for_update().filter(email=fold_email(email)).first()
    if unclaimed is not None:
        return _begin_again(unclaimed, password, said, post, agreed=agreed)
    person: User = User.objects.create_user(email, password, **said)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    Affiliation.objects.create(
        person=person,
        member=post.member,
        agency_type=post.agency_type,
        agency=post.agency,
        rank_band=post.rank_band,
        valid_from=now,
    )
    keep_agreed(person, agreed, now)
    return person


def _begin_again(
    person: User, password: str | None, said: dict[str, Any], post: Post, *, agreed: Collection[str]
) -> User:
    """Nothing stays of what was said by whoever made the account before: neither name nor post, password nor consent."""
    for name, value in said.items():
        setattr(person, name, value)
    person.set_password(password)
    person.save(update_fields=[*said, "password"])
    Affiliation.objects.filter(person=person, valid_to=None).update(
        member=post.member, agency_type=post.agency_type, agency=post.agency, rank_band=post.rank_band
    )
    refuse_others(person, agreed)
    keep_agreed(person, agreed, person.joined_at)
    return person


@transaction.atomic
def claim(person: User, password: str) -> User:
    """Whoever owns the mailbox of an unclaimed account takes it, with a password that only they know."""
    person = locked(person)
    if User.objects.unclaimed().filter(pk=person.pk).exists():
        person.set_password(password)
        person.save(update_fields=["password"])
        record("accounts.claim", person, by=person)
    return person
