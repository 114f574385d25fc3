from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from ..facts import Post
from ..models import Affiliation, Decision, User
from .standing import decide, locked

FIELDS = ["member", "agency_type", "agency", "rank_band"]


@transaction.atomic
def change_affiliation(person: User, post: Post, *, by: User) -> Affiliation:
    """A new post from now on. The old one is closed, and what was earned in it stays counted there (P25)."""
    person, now = locked(person), timezone.now()
    present: Affiliation | None = person.affiliations.filter(valid_to=None).first()
    if present is not None:
        if post.is_held_in(present):
            return present
        present.valid_to = now
        present.save(update_fields=["valid_to"])
    fresh: Affiliation = Affiliation.objects.create(
        person=person,
        member=post.member,
        agency_type=post.agency_type,
        agency=post.agency,
        rank_band=post.rank_band,
        valid_from=now,
    )
    record("accounts.change_affiliation", person, by=by, member=post.member.code, agency_type=post.agency_type.code)
    return fresh


@transaction.atomic
def correct_affiliation(affiliation: Affiliation, post: Post, reason: str, *, by: User) -> Affiliation:
    """Put right what was wrong from the start: the row itself changes, and the reason is kept."""
    person = locked(affiliation.person)
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    if not post.is_held_in(affiliation):
        before = Post.of(affiliation)
        affiliation.member, affiliation.agency_type = post.member, post.agency_type
        affiliation.agency, affiliation.rank_band = post.agency, post.rank_band
        affiliation.save(update_fields=FIELDS)
        decide(person, Decision.Kind.CORRECTED, reason, by=by)
        changed = [field for field in FIELDS if getattr(before, field) != getattr(post, field)]
        record("accounts.correct_affiliation", person, by=by, fields=changed, member=post.member.code)
    return affiliation
