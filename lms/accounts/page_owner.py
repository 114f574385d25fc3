"""For whom a form was made, told by the form itself: so that what was typed is kept for them when their sign-in has ended.

The mark is no way in. It lets a signed-out request leave words where their writer alone finds them, and nothing else.
"""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner

from .backends import StandingBackend
from .models import User

FIELD = "page_token"
# As long as the longest day at a desk; whatever lies open longer is not taken for the same sitting.
GOOD_FOR = timedelta(hours=12)


class Page(NamedTuple):
    """Whose form it was, and what it was about."""

    person: User
    about: UUID


def mark(person: Any, about: UUID) -> str:
    """What the form carries in a hidden field."""
    return _signer().sign(f"{person.public_id.hex}{about.hex}")


def page_of(mark: str) -> Page | None:
    """The person and the subject, where the mark is ours, of today, and the person may sign in."""
    try:
        value = _signer().unsign(mark, max_age=GOOD_FOR)
        person, about = UUID(value[:32]), UUID(value[32:])
    except (BadSignature, ValueError):
        return None
    found = User.objects.filter(public_id=person).values_list("pk", flat=True).first()
    owner = StandingBackend().get_user(found) if found else None
    return Page(owner, about) if owner else None


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="lms.accounts.page_owner", sep=".")
