"""What the ground floor keeps about people. Accounts lie below privacy and cannot register themselves."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from lms.accounts.actions import blank
from lms.accounts.models import User
from lms.notifications.actions import forget
from lms.notifications.models import Message
from lms.notifications.own_data import erase_notices, export_notices

from .models import Consent
from .personal_data import PersonalData


def registered() -> list[PersonalData]:
    return [
        PersonalData(
            name="mails",
            label=_("Mails we sent you"),
            seen_by=_("You; RSO staff"),
            export=export_mails,
            # What has not left is taken back; the rest are kinds and dates.
            erase=forget,
        ),
        PersonalData(
            name="notices",
            label=_("Your notifications, and what you want by mail"),
            seen_by=_("You"),
            export=export_notices,
            erase=erase_notices,
        ),
        PersonalData(
            name="consents",
            label=_("What you agreed to"),
            seen_by=_("You; RSO staff"),
            export=export_consents,
            # Purposes, versions and dates name nobody once the account is blank.
            erase=lambda person: None,
        ),
        PersonalData(
            name="account",
            label=_("Your account: name, addresses, posts, roles, sessions"),
            seen_by=_("You; RSO staff; the focal point of your member, without sessions"),
            export=export_account,
            erase=blank,
        ),
    ]


def export_mails(person: User) -> dict[str, Any]:
    return {"mails": list(Message.objects.filter(person=person).values("kind", "state", "created_at", "finished_at"))}


def export_consents(person: User) -> dict[str, Any]:
    consents = Consent.objects.filter(person=person).select_related("policy").order_by("given_at")
    return {
        "agreed": [
            {
                "purpose": one.policy.purpose,
                "version": one.policy.version,
                "given_at": one.given_at,
                "withdrawn_at": one.withdrawn_at,
            }
            for one in consents
        ]
    }


OWN = [
    "email",
    "personal_email",
    "full_name",
    "native_name",
    "certificate_name",
    "certificate_name_confirmed_at",
    "state",
    "verified_at",
    "sex",
    "language",
    "time_zone",
    "joined_at",
    "last_login",
]


def export_account(person: User) -> dict[str, Any]:
    return {
        **{field: getattr(person, field) for field in OWN},
        "addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary")),
        "posts": list(
            person.affiliations.values(
                "member__name", "agency_type__label", "agency", "rank_band", "valid_from", "valid_to"
            )
        ),
        "roles": list(person.role_grants.values("role", "scope_kind", "starts_at", "ends_at")),
        "names_asked_for": list(person.name_requests.values("full_name", "native_name", "asked_at", "outcome")),
        "decisions": list(person.decisions.values("kind", "reason", "decided_at")),
        "sessions": list(UserSession.objects.filter(user=person).values("ip", "user_agent", "created_at")),
        "sign_in_steps": list(Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")),
    }
