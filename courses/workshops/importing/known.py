"""What the platform knows about the people of some rows, asked for all of them at once."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from lms.accounts.models import Affiliation, Invitation, RoleGrant, User, present_posts
from lms.accounts.names import name_key

from ..models import Place, PlaceChange, Workshop

Facts = dict[str, str]
# Name, member and agency: whoever shares all three is perhaps the same person (H9).
Likeness = tuple[str, str, str]


@dataclass
class Known:
    """People, invitations and places by their address; addresses by the likeness of who has them.

    Of a trainer's list those alone who are in the cohort already: of all others it looks the same whether there is an
    account or an invitation (decision 0030).
    """

    people: dict[str, User] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    alike: dict[Likeness, set[str]] = field(default_factory=dict)
    # Addresses nobody adds by a list: of accounts that are closed, and of the office (B-C7).
    refused: set[str] = field(default_factory=set)


def likeness(facts: Facts) -> Likeness | None:
    name, member = name_key(facts.get("full_name", "")), facts.get("member", "")
    return (name, member, name_key(facts.get("agency", ""))) if name and member else None


def look_up(workshop: Workshop, facts: Collection[Facts], *, tells_accounts: bool) -> Known:
    """Six questions, however many rows; the caller keeps them to some hundred at a time."""
    emails = {one["email"] for one in facts if one.get("email")}
    places, people = _places(workshop, emails), _people(emails)
    wanted = {one: fact["full_name"] for fact in facts if (one := likeness(fact))}
    known = Known(people=people, places=places)
    known.refused = {email for email, person in people.items() if _is_refused(person)}
    if tells_accounts:
        open_ones = Invitation.objects.filter(email__in=emails, state=Invitation.State.OPEN)
        known.invitations = {one.email: one for one in open_ones}
        known.alike = _alike(wanted)
    else:
        here = {place.person_id for place in places.values()} - {None}
        known.people = {email: person for email, person in people.items() if person.pk in here}
        known.alike = _alike_here(workshop, wanted)
    return known


def _is_refused(person: User) -> bool:
    closed = not person.is_active or person.state in (User.State.SUSPENDED, User.State.ERASED)
    return closed or person.is_superuser or bool(getattr(person, "is_office", False))


def _people(emails: Collection[str]) -> dict[str, User]:
    offices = RoleGrant.objects.standing(timezone.now()).of_the_office().filter(person=OuterRef("pk"))
    found = User.objects.filter(email__in=emails).annotate(is_office=Exists(offices)).prefetch_related(present_posts())
    return {person.email: person for person in found}


def _places(workshop: Workshop, emails: Collection[str]) -> dict[str, Place]:
    """The place each address has in this cohort, by account or by invitation; one's own counts before an invited one."""
    last_step = PlaceChange.objects.filter(place=OuterRef("pk")).order_by("-at", "-pk")
    found = (
        Place.objects.filter(workshop=workshop)
        .filter(Q(person__email__in=emails) | Q(person=None, invitation__email__in=emails))
        .select_related("person", "invitation")
        .annotate(last_step_undoes=Subquery(last_step.values("undoes__pk")[:1]))
    )
    places: dict[str, Place] = {}
    for place in sorted(found, key=lambda one: one.person_id is not None):
        places[place.email()] = place
    return places


def _alike(wanted: dict[Likeness, str]) -> dict[Likeness, set[str]]:
    """Addresses of people, with an account or invited, whose name, member and agency are those of a row."""
    # The key of somebody with a name in their own script holds both; theirs is found by the name as it is written.
    named = Q(person__name_key__in={one[0] for one in wanted}) | Q(person__full_name__in=set(wanted.values()))
    posts = (
        Affiliation.objects.filter(named, valid_to=None)
        .exclude(person__state=User.State.ERASED)
        .values_list("person__full_name", "member__code", "agency", "person__email")
    )
    invited = Invitation.objects.filter(state=Invitation.State.OPEN, full_name__in=set(wanted.values()))
    return _addresses([*posts, *invited.values_list("full_name", "member__code", "agency", "email")], wanted)


def _alike_here(workshop: Workshop, wanted: dict[Likeness, str]) -> dict[Likeness, set[str]]:
    """The same of those in this cohort: whoever uploads for it sees them on its roster."""
    # The key of somebody with a name in their own script holds both, so that one is compared below whatever it is.
    named = Q(name_key__in={one[0] for one in wanted}) | Q(person__native_name__gt="")
    here = workshop.places.filter(named)
    posts = Affiliation.objects.filter(valid_to=None, person__places__in=here)
    invited = here.filter(person=None).values_list(
        "written_name", "written_member__code", "written_agency", "invitation__email"
    )
    joined = posts.values_list("person__full_name", "member__code", "agency", "person__email")
    return _addresses([*joined, *invited], wanted)


def _addresses(rows: list[Any], wanted: dict[Likeness, str]) -> dict[Likeness, set[str]]:
    found: dict[Likeness, set[str]] = {}
    for name, member, agency, email in rows:
        one = (name_key(name), member, name_key(agency))
        if one in wanted:
            found.setdefault(one, set()).add(email)
    return found
