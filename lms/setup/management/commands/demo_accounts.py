"""Print the demo's accounts; with --code, the present code of each authenticator app."""

from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.setup.demo.accounts import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", action="store_true", help="print the present codes only")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There are no demo accounts outside the demo.")
        if not options["code"]:
            self.stdout.write(f"Password of every account: {PASSWORD}")
        for account in ACCOUNTS:
            code = present_code(account.secret) if account.secret else ""
            if options["code"]:
                if code:
                    self.stdout.write(f"{account.email}  {code}")
                continue
            second = f"second factor: make demo-code (now {code})" if code else "no second factor"
            self.stdout.write(f"  {account.email:<26} {account.role or 'officer':<12} {second}")


def present_code(secret: str) -> str:
    """What an authenticator app with this secret shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))
