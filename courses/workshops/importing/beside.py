"""What an account says of itself beside what a list says, for those alone who see that account anyway."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from lms.accounts.models import User, present_posts
from lms.accounts.names import name_key
from lms.accounts.permissions import is_staff

from ..models import Import, ImportRow, Place
from ..roster_file.headings import LABELS
from .known import Facts


@dataclass(frozen=True)
class Account:
    """Name, member and agency as the person's own account has them."""

    full_name: str
    native_name: str = ""
    member: str = ""
    member_code: str = ""
    agency: str = ""

    @classmethod
    def of(cls, person: User) -> "Account":
        posts = getattr(person, "present_posts", [])
        if not posts:
            return cls(person.full_name, person.native_name)
        return cls(person.full_name, person.native_name, posts[0].member.name, posts[0].member.code, posts[0].agency)


def accounts_in_sight(roster: Import, rows: Collection[ImportRow], *, viewer: Any) -> dict[str, Account]:
    """By address. A trainer sees those on the roster of this cohort: a list that is only checked tells of nobody else.

    Otherwise whoever types addresses into a list would read names and agencies without adding anybody.
    """
    emails = {row.facts["email"] for row in rows if row.facts.get("email")}
    people = User.objects.filter(email__in=emails).exclude(state=User.State.ERASED)
    if not is_staff(viewer):
        people = people.filter(pk__in=Place.objects.filter(workshop=roster.workshop_id).values("person"))
    found = people.prefetch_related(present_posts())
    return {person.email: Account.of(person) for person in found}


def differences(facts: Facts, account: Account | None) -> list[dict[str, str]]:
    """What the list and the account say differently: {label, list, account}."""
    if account is None:
        return []
    found = []
    if facts.get("full_name") and name_key(facts["full_name"]) not in map(
        name_key, (account.full_name, account.native_name)
    ):
        found.append(("full_name", facts["full_name"], account.full_name))
    if facts.get("member") and account.member and facts["member"] != account.member_code:
        found.append(("member", facts["member"], account.member))
    if facts.get("agency") and account.agency and name_key(facts["agency"]) != name_key(account.agency):
        found.append(("agency", facts["agency"], account.agency))
    return [{"label": str(LABELS[name]), "list": own, "account": kept} for name, own, kept in found]
