from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from ..facts import Details, Post
from ..models import Affiliation, User
from ..names import clean_name, name_key
from ..terms import keep_agreed


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
    """A person joins by themselves. They see the open courses until staff or a focal point verify them."""
    person = open_account(email, password, details, post, agreed=agreed)
    record("accounts.sign_up", person, by=by or person, member=post.member.code)
    return person


def open_account(email: str, password: str | None, details: Details, post: Post, *, agreed: Collection[str]) -> User:
    """The account with its first post, its address to be confirmed, and what the person agreed to."""
    now = timezone.now()
    full_name, native_name = clean_name(details.full_name), clean_name(details.native_name)
    person: User = User.objects.create_user(
        email,
        password,
        full_name=full_name,
        native_name=native_name,
        name_key=name_key(full_name, native_name),
        sex=details.sex,
        language=details.language,
        time_zone=details.time_zone,
        joined_at=now,
    )
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
