"""The person: one account, one full name, one state."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..names import name_key
from .name_requests import NameRequest
from .roles import STANDING, RoleGrant

Role, Scope = RoleGrant.Role, RoleGrant.Scope
HAD_A_ROLE = "EXISTS (SELECT 1 FROM accounts_rolegrant one WHERE one.person_id = accounts_user.id)"
# Recovery codes alone are none; lms/accounts/second_factor.py says the same in Django's words.
HAS_SECOND_FACTOR = (
    "EXISTS (SELECT 1 FROM mfa_authenticator one"
    " WHERE one.user_id = accounts_user.id AND one.type IN ('totp', 'webauthn'))"
)


def fold_email(address: str) -> str:
    """The form two spellings of one address share. SQLite folds ASCII only, so it is done here, for every database."""
    return address.strip().casefold()


class UserQuerySet(models.QuerySet["User"]):
    def verified(self) -> "UserQuerySet":
        return self.filter(state=User.State.VERIFIED)

    def awaiting_verification(self) -> "UserQuerySet":
        """Who confirmed their address and now waits for staff or a focal point."""
        return self.filter(
            state=User.State.UNVERIFIED, is_active=True, emailaddress__primary=True, emailaddress__verified=True
        )

    def unclaimed(self) -> "UserQuerySet":
        """Accounts of which nobody has shown yet that the address is theirs: whoever made one, it is nobody's so far."""
        return self.filter(state=User.State.UNVERIFIED, last_login=None).exclude(emailaddress__verified=True)

    def claimed(self) -> "UserQuerySet":
        """All others."""
        return self.exclude(pk__in=User.objects.unclaimed().values("pk"))

    def with_new_name(self) -> "UserQuerySet":
        """Who wants another name that nobody has looked at yet."""
        return self.filter(pk__in=NameRequest.objects.open().values("person"))

    def with_new_name_for(self, user: Any) -> "UserQuerySet":
        """Those of them whom this person may answer: nobody themselves, and who holds a role is an administrator's."""
        waiting = self.with_new_name().exclude(pk=user.pk)
        if user.has_role(Role.ADMIN):
            return waiting
        return waiting.exclude(pk__in=RoleGrant.objects.standing(timezone.now()).values("person"))

    def serving(self, member_ids: Iterable[Any]) -> "UserQuerySet":
        """People whose present affiliation lies with one of these members."""
        return self.filter(affiliations__member__in=member_ids, affiliations__valid_to=None)

    def visible_to(self, user: Any) -> "UserQuerySet":
        """Whose account this person may look after: staff everybody's, a focal point those of their own member."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.STAFF, Role.ADMIN):
            return self
        members = user.scope_ids(Role.FOCAL_POINT, Scope.MEMBER)
        if not members:
            return self.none()
        return self.filter(affiliations__member__public_id__in=members, affiliations__valid_to=None)

    def matching(self, words: str) -> "UserQuerySet":
        """Whose name or address holds every one of these words; how names are folded, names say (decision 23)."""
        found = self
        for word in name_key(words).split():
            found = found.filter(Q(name_key__contains=word) | Q(email__contains=word))
        return found

    def called(self, words: str) -> "UserQuerySet":
        """Whose name holds these words, or whose address it is exactly: half an address finds nobody."""
        is_named = Q()
        for word in name_key(words).split():
            is_named &= Q(name_key__contains=word)
        return self.filter(Q(email=fold_email(words)) | is_named if is_named else Q(email=fold_email(words)))

    def with_standing(self) -> "UserQuerySet":
        """Each with `has_second_factor`, and with `had_a_role`, so that the many who never had one are not asked for theirs.

        Every request of a signed-in person asks this. As queries of Django the two would be put together anew each
        time, which takes longer than everything else about the person.
        """
        # Constants: nothing anybody typed is in them.
        return self.annotate(
            had_a_role=RawSQL(HAD_A_ROLE, (), output_field=models.BooleanField()),  # noqa: S611
            has_second_factor=RawSQL(HAS_SECOND_FACTOR, (), output_field=models.BooleanField()),  # noqa: S611
        )

    def waiting_first(self) -> "UserQuerySet":
        """The order of the office: who awaits verification, then everybody by name."""
        waiting = When(state=User.State.UNVERIFIED, is_active=True, then=Value(0))
        return self.annotate(turn=Case(waiting, default=Value(1), output_field=models.SmallIntegerField())).order_by(
            "turn", "name_key", "pk"
        )

    def after(self, person: Any) -> "UserQuerySet":
        """What follows this person in that order."""
        return self.filter(
            Q(turn__gt=person.turn)
            | Q(turn=person.turn, name_key__gt=person.name_key)
            | Q(turn=person.turn, name_key=person.name_key, pk__gt=person.pk)
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc] # a manager made from a queryset
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=fold_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        fields.setdefault("state", User.State.VERIFIED)
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=fold_email(email))


class User(AbstractBaseUser, PermissionsMixin):
    """One person. They sign in by e-mail; what they may do follows from their state and their dated roles."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        UNVERIFIED = "unverified", _("Awaiting verification")
        VERIFIED = "verified", _("Verified")
        SUSPENDED = "suspended", _("Suspended")
        ERASED = "erased", _("Erased")

    class Sex(models.TextChoices):
        NOT_RECORDED = "", _("Not recorded")
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")
        OTHER = "other", _("Another")
        WITHHELD = "withheld", _("Prefer not to say")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Sign-in and official address; folded, so that two accounts never differ by case alone.
    email = models.EmailField(_("official e-mail"), max_length=254, unique=True)
    personal_email = models.EmailField(_("personal e-mail"), max_length=254, blank=True)
    # One name field: many officers have one name only (B-T1).
    full_name = models.CharField(_("full name"), max_length=180)
    native_name = models.CharField(_("name in your own script"), max_length=180, blank=True)
    # Confirmed once, before the first final attempt; then locked (C2).
    certificate_name = models.CharField(max_length=180, blank=True, editable=False)
    certificate_name_confirmed_at = models.DateTimeField(null=True, editable=False)
    # Folded name for staff search, kept by the actions that write names.
    name_key = models.CharField(max_length=400, blank=True, editable=False, db_index=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNVERIFIED)
    verified_at = models.DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged_from")
    # Voluntary, never shown on a profile (H21).
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True, default=Sex.NOT_RECORDED)
    language = models.CharField(_("language"), max_length=12, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Bangkok")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["invited", "unverified", "verified", "suspended", "erased"]),
                name="person_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    def is_verified(self) -> bool:
        return self.state == self.State.VERIFIED

    def printed_name(self) -> str:
        """The name a certificate would carry today."""
        return self.certificate_name or self.full_name

    def affiliation(self) -> Any:
        """The present affiliation, or None."""
        return self.affiliations.standing(timezone.now()).select_related("member", "agency_type").first()

    def standing_grants(self) -> tuple[RoleGrant, ...]:
        """The roles that stand now. Asked once a request; never kept longer (H11)."""
        if not hasattr(self, "_standing_grants"):
            has_any = self.is_active and getattr(self, "had_a_role", True)
            self._standing_grants = tuple(STANDING.rows(self.pk, timezone.now())) if has_any else ()
            for grant in self._standing_grants:
                grant.person = self
        return self._standing_grants

    def role_names(self) -> frozenset[str]:
        """The roles that stand now, whatever their scope."""
        return frozenset(grant.role for grant in self.standing_grants())

    def has_role(self, *roles: str) -> bool:
        return not self.role_names().isdisjoint(roles)

    def scope_ids(self, role: str, kind: str) -> frozenset[uuid.UUID]:
        """Where the role stands, by public id: the members of a focal point, the workshops of a trainer."""
        return frozenset(
            grant.scope_id for grant in self.standing_grants() if grant.role == role and grant.scope_kind == kind
        )
