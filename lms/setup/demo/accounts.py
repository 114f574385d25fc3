"""The accounts of the demo. One password for all; they can only be made, and can only sign in, where the demo runs."""

from dataclasses import dataclass

from django.db import transaction

from lms.accounts import actions
from lms.accounts.facts import EVERYWHERE, Details, Post, RoleScope
from lms.accounts.models import AgencyType, Member, RoleGrant, User
from lms.accounts.second_factor import set_up_code

PASSWORD = "lantern-harbour-2026"  # noqa: S105 - the demo's, printed for everyone
DOMAIN = "demo.example"


@dataclass(frozen=True)
class DemoAccount:
    """One account per role. `secret` is what an authenticator app would hold, where the role needs a second factor."""

    name: str
    full_name: str
    member: str
    agency_type: str
    agency: str
    role: str = ""
    secret: str = ""
    native_name: str = ""

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"


ACCOUNTS = [
    DemoAccount("officer", "Vanna Chea", "KH", "police_general", "Cambodian National Police"),
    DemoAccount("alumna", "Anong Srisuwan", "TH", "immigration", "Immigration Bureau", native_name="อนงค์ ศรีสุวรรณ"),
    DemoAccount(
        "editor",
        "Eleanor Marsh",
        "AU",
        "rso_staff",
        "Regional Support Office",
        "editor",
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    ),
    DemoAccount(
        "focalpoint",
        "Sovann Rith",
        "KH",
        "policy_ministry",
        "Ministry of Interior",
        "focal_point",
        "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
    ),
    DemoAccount(
        "staff",
        "Dewi Anggraini",
        "ID",
        "rso_staff",
        "Regional Support Office",
        "staff",
        "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK",
    ),
    DemoAccount(
        "admin",
        "Thomas Reid",
        "AU",
        "rso_staff",
        "Regional Support Office",
        "admin",
        "NBSWY3DPO5XXE3DENBSWY3DPO5XXE3DE",
    ),
    DemoAccount(
        "trainer",
        "Ratna Kusuma",
        "ID",
        "academy_trainer",
        "Jakarta Centre for Law Enforcement Cooperation",
        "trainer",
        "ORZGC2LOMVZCA5DSORZGC2LOMVZCA5DS",
    ),
    DemoAccount(
        "moderator",
        "Nimali Fernando",
        "LK",
        "rso_staff",
        "Regional Support Office",
        "moderator",
        "OBQXG43XN5ZGIYLUMFZXG53POJSGC5DB",
    ),
]
# Their role holds for one thing only, and is given where that thing is made.
GIVEN_LATER = frozenset({RoleGrant.Role.TRAINER, RoleGrant.Role.MODERATOR})


def post(member: str, agency_type: str, agency: str, rank: str = "") -> Post:
    return Post(Member.objects.get(code=member), AgencyType.objects.get(code=agency_type), agency, rank)


@transaction.atomic
def make_accounts() -> dict[str, User]:
    """Every demo account by its short name; those that exist are left as they are. The first verify the others."""
    made: dict[str, User] = {}
    for account in sorted(ACCOUNTS, key=lambda account: account.role not in {"admin", "staff"}):
        made[account.name] = _make(account, by=made.get("staff") or made.get("admin"))
    return made


def _make(account: DemoAccount, *, by: User | None) -> User:
    there = User.objects.filter(email=account.email).first()
    if there:
        return there
    where = post(account.member, account.agency_type, account.agency, "supervisor")
    person = actions.sign_up(
        account.email, PASSWORD, Details(account.full_name, account.native_name), where, agreed=["account"]
    )
    actions.confirm_address(person)
    person = actions.verify(person, by=by or person)
    if account.role in GIVEN_LATER:
        set_up_code(person, account.secret)
    elif account.role:
        scope = RoleScope.member(where.member) if account.role == RoleGrant.Role.FOCAL_POINT else EVERYWHERE
        actions.grant_role(person, account.role, scope=scope)
        set_up_code(person, account.secret)
    return person
