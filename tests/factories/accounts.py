"""People as the tests need them: verified, with a confirmed address and a post; with a role and its second factor if asked."""

from datetime import timedelta

import factory
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from lms.accounts.actions import grant_role
from lms.accounts.facts import EVERYWHERE, RoleScope
from lms.accounts.models import Affiliation, AgencyType, Invitation, Member, User
from lms.accounts.names import name_key
from lms.accounts.second_factor import set_up_code

PASSWORD = "a quiet river at dawn"
# Base 32, as an authenticator app would keep it.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class MemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Member
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"M{n}")
    name = factory.LazyAttribute(lambda member: f"Member {member.code}")


class AgencyTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgencyType
        django_get_or_create = ("code",)

    code = "immigration"
    label = "Immigration"


class PersonFactory(factory.django.DjangoModelFactory):
    """A verified officer. `PersonFactory(state="unverified")`, `PersonFactory(affiliation__member=thailand)`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"officer{n}@agency.example")
    full_name = factory.Sequence(lambda n: f"Officer Number {n}")
    state = User.State.VERIFIED
    verified_at = factory.LazyAttribute(lambda person: timezone.now() if person.state == "verified" else None)
    name_key = factory.LazyAttribute(lambda person: name_key(person.full_name, getattr(person, "native_name", "")))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        person = model_class(**kwargs)
        person.set_password(PASSWORD)
        person.save()
        return person

    @factory.post_generation
    def address(self, create, extracted, **kwargs):
        if extracted is not False:
            EmailAddress.objects.create(
                user=self, email=self.email, primary=True, verified=kwargs.get("verified", True)
            )

    @factory.post_generation
    def affiliation(self, create, extracted, **kwargs):
        if extracted is not False:
            AffiliationFactory(person=self, **kwargs)


class AffiliationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Affiliation

    person = factory.SubFactory(PersonFactory, affiliation=False)
    member = factory.SubFactory(MemberFactory, code="TH", name="Thailand")
    agency_type = factory.SubFactory(AgencyTypeFactory)
    agency = "Immigration Bureau"
    valid_from = factory.LazyFunction(timezone.now)


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"invited{n}@agency.example")
    full_name = "Siti Rahmawati"
    member = factory.SubFactory(MemberFactory, code="TH", name="Thailand")
    agency_type = factory.SubFactory(AgencyTypeFactory)
    agency = "Immigration Bureau"
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


def with_role(role, *, scope=EVERYWHERE, second_factor=True, **facts):
    """A person with a standing role, and the second factor it needs."""
    person = PersonFactory(**facts)
    grant_role(person, role, scope=scope)
    if second_factor:
        set_up_code(person, SECRET)
    return User.objects.get(pk=person.pk)


def staff(**facts):
    return with_role("staff", **facts)


def admin(**facts):
    return with_role("admin", **facts)


def editor(**facts):
    return with_role("editor", **facts)


def focal_point(member=None, **facts):
    member = member or MemberFactory(code="TH", name="Thailand")
    return with_role("focal_point", scope=RoleScope.member(member), affiliation__member=member, **facts)


def signed_in(person, **kwargs):
    """A browser in which this person is signed in."""
    client = Client(**kwargs)
    client.force_login(person)
    return client


def freshly_signed_in(person, **kwargs):
    """A browser in which this person typed their password a moment ago."""
    client = signed_in(person, **kwargs)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client
