"""Make somebody who has joined the first administrator; every later role is given by an administrator, in the office."""

from argparse import ArgumentParser
from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from lms.accounts.actions import grant_role, verify
from lms.accounts.models import RoleGrant, User

NEXT = "{person} is an administrator. At the next sign-in the site asks for a second step: an app or a passkey."


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="With which they joined at /accounts/signup/.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        standing = RoleGrant.objects.standing(timezone.now()).filter(role=RoleGrant.Role.ADMIN)
        if standing.exists():
            raise CommandError("There is an administrator already; they give roles in the office.")
        address = (
            EmailAddress.objects.filter(email__iexact=options["email"], primary=True).select_related("user").first()
        )
        if address is None:
            raise CommandError("Nobody has joined with this address. Please join at /accounts/signup/ first.")
        if not address.verified:
            raise CommandError("The address is not confirmed yet: open the link in the mail first.")
        person: User = address.user
        # There is nobody else to do it.
        verify(person, by=person)
        grant_role(person, RoleGrant.Role.ADMIN, by=None)
        self.stdout.write(NEXT.format(person=person.email))
