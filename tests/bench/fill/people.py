"""People of every member and kind of agency, verified for the most part, each with a profile that is listed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from alumni.profiles.audiences import RULES, Audience, Field
from alumni.profiles.models import FieldAudience, Profile, SpokenLanguage
from alumni.profiles.naming import index_of
from lms.accounts.models import Affiliation, AgencyType, Invitation, Member, User
from lms.accounts.names import name_key
from lms.privacy.models import Consent, Policy

from .sizes import Sizes
from .tables import Table, new_uuid

# One password for all of them: they sign in through the real form, on this machine alone.
PASSWORD = "measured at its full size"
DOMAIN = "size.example"
GIVEN = [
    "Amir",
    "Anong",
    "Ayesha",
    "Bao",
    "Chanthou",
    "Daw",
    "Dewi",
    "Elena",
    "Farid",
    "Fatima",
    "Gita",
    "Hanh",
    "Ibrahim",
    "Indra",
    "Jamila",
    "Jun",
    "Kamala",
    "Kiri",
    "Lan",
    "Lina",
    "Malee",
    "Maria",
    "Mele",
    "Minh",
    "Nadia",
    "Naree",
    "Nirmala",
    "Noor",
    "Oudom",
    "Pania",
    "Paulo",
    "Pich",
    "Rahim",
    "Rania",
    "Rizwan",
    "Rosa",
    "Samir",
    "Sela",
    "Siti",
    "Sok",
    "Somchai",
    "Soraya",
    "Tala",
    "Thida",
    "Tomas",
    "Uma",
    "Viliami",
    "Wati",
    "Yasmin",
    "Zaw",
]
FAMILY = [
    "Abdullah",
    "Aziz",
    "Bautista",
    "Chea",
    "Chowdhury",
    "Cruz",
    "Dara",
    "Fernando",
    "Gurung",
    "Hossain",
    "Htun",
    "Hussain",
    "Ismail",
    "Jayawardena",
    "Kaur",
    "Khan",
    "Kim",
    "Lai",
    "Le",
    "Mahmood",
    "Malik",
    "Naidu",
    "Nguyen",
    "Nur",
    "Oo",
    "Pereira",
    "Perera",
    "Pham",
    "Phommasane",
    "Popal",
    "Prasetyo",
    "Putri",
    "Rahman",
    "Rai",
    "Rashid",
    "Reyes",
    "Sahak",
    "Santos",
    "Sato",
    "Sharma",
    "Silva",
    "Singh",
    "Sokha",
    "Srisuwan",
    "Taufa",
    "Tamang",
    "Tran",
    "Vongsa",
    "Wang",
    "Zahir",
]
OPEN = {Field.NAME, Field.COUNTRY, Field.AGENCY_TYPE}
SEXES, SEX_WEIGHTS = ["", "female", "male", "other", "withheld"], [12, 34, 48, 2, 4]
RANKS = ["", "frontline", "supervisor", "senior", "executive"]


def people(sizes: Sizes) -> range:
    """Nine in ten may do everything; the others are invited, not verified yet, suspended or gone."""
    made = Table(
        User, ["public_id", "email", "full_name", "name_key", "state", "verified_at", "sex", "language", "joined_at"],
        password=make_password(PASSWORD), is_active=True, last_login=None,
    ).write(_persons(sizes))  # fmt: skip
    chance, now = sizes.chance("posts"), sizes.now()
    members, kinds = (
        list(Member.objects.values_list("pk", flat=True)),
        list(AgencyType.objects.values_list("pk", flat=True)),
    )
    addresses = (
        (person, f"officer{no}@{DOMAIN}", state(no) != "unverified" or no % 2 == 0) for no, person in enumerate(made)
    )
    Table(EmailAddress, ["user_id", "email", "verified"], primary=True).write(addresses)
    Table(
        Affiliation, ["person_id", "member_id", "agency_type_id", "agency", "rank_band", "valid_from", "valid_to"]
    ).write(row for no, person in enumerate(made) for row in _posts(no, person, chance, members, kinds, now))
    policy = Policy.objects.current(Policy.Purpose.ACCOUNT)
    if policy:
        Table(Consent, ["person_id"], policy_id=policy.pk, given_at=now - timedelta(days=900)).write(
            (one,) for one in made
        )
    _invitations(sizes, members, kinds)
    return made


def name_of(number: int) -> str:
    """Many share a name, as in life."""
    return f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // 7 % len(FAMILY)]} {GIVEN[number // 11 % len(GIVEN)][:3]}".strip()


def state(number: int) -> str:
    return {7: "unverified", 57: "suspended"}.get(number % 100, "verified")


def _persons(sizes: Sizes) -> Iterator[tuple[Any, ...]]:
    chance, now = sizes.chance("people"), sizes.now()
    for number in range(sizes.people):
        stands, joined = state(number), now - timedelta(days=30 + number % 1800, minutes=number % 1440)
        verified = joined + timedelta(days=2) if stands != "unverified" else None
        name, sex = name_of(number), chance.choices(SEXES, SEX_WEIGHTS)[0]
        language = ["en", "en", "en", "th", "id"][number % 5]
        yield (
            new_uuid(chance),
            f"officer{number}@{DOMAIN}",
            name,
            name_key(name),
            stands,
            verified,
            sex,
            language,
            joined,
        )


def _posts(
    number: int, person: int, chance: Any, members: list[int], kinds: list[int], now: Any
) -> Iterator[tuple[Any, ...]]:
    """One present post, and for one in four the one before."""
    member, began = chance.choice(members), now - timedelta(days=400 + number % 900)
    if number % 4 == 0:
        yield (
            person,
            member,
            chance.choice(kinds),
            f"Agency {number % 90}",
            RANKS[1],
            began - timedelta(days=700),
            began,
        )
    yield person, member, chance.choice(kinds), f"Agency {number % 120}", RANKS[number % 5], began, None


def _invitations(sizes: Sizes, members: list[int], kinds: list[int]) -> None:
    chance, now = sizes.chance("invitations"), sizes.now()
    same = {"invited_by_id": None, "accepted_at": None, "person_id": None, "created_at": now - timedelta(days=3)}
    Table(
        Invitation, ["public_id", "email", "full_name", "member_id", "agency_type_id", "agency"],
        expires_at=now + timedelta(days=11), **same,
    ).write(
        (new_uuid(chance), f"invited{no}@{DOMAIN}", name_of(no), chance.choice(members), chance.choice(kinds), f"Agency {no % 90}")
        for no in range(sizes.pending)
    )  # fmt: skip


def profiles(sizes: Sizes, persons: range) -> range:
    """Everybody has one that is listed, with name, member and kind of agency as open as they may be."""
    chance, now = sizes.chance("profiles"), sizes.now()
    made = Table(
        Profile, ["public_id", "person_id", "name_fold", "name_key", "search_tokens", "tokeniser_version"],
        listing=Profile.Listing.LISTED, began_at=now - timedelta(days=300),
    ).write((new_uuid(chance), person, *index_of([name_of(no)]).values()) for no, person in enumerate(persons))  # fmt: skip
    audiences = [(field, Audience.MEMBERS if field in OPEN else RULES[field].default) for field in RULES]
    Table(FieldAudience, ["profile_id", "field", "audience"]).write(
        (profile, str(field), str(audience)) for profile in made for field, audience in audiences
    )
    spoken = ["en", "th", "id", "my", "km", "ur", "si"]
    Table(SpokenLanguage, ["profile_id", "code"]).write((one, spoken[no % len(spoken)]) for no, one in enumerate(made))
    return made
