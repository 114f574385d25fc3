"""Sign with a new key from now on. Older certificates keep verifying with the retired key, which stays published."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.credentials.signing import key_ring


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--compromised", metavar="KEY_ID", help="This key fell into wrong hands: nothing it signed may be trusted."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        ring = key_ring()
        if options["compromised"]:
            try:
                ring.mark_compromised(options["compromised"])
            except LookupError as error:
                raise CommandError(str(error)) from None
        else:
            ring.rotate()
        for key in ring.published():
            state = "not to be trusted" if key.is_compromised else "in use" if key.is_current else "retired"
            self.stdout.write(f"{key.id}  {state}")
