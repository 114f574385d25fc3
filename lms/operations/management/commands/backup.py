"""One file with everything: database, files, signing keys. Made while the site goes on, read through once more, then named."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.operations import actions, upkeep
from lms.operations.manifest import UnfitBackup
from lms.operations.models import Upkeep

PLAIN = "This backup is not sealed: whoever has the file has all personal data and can sign certificates."


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", metavar="DIR", default=settings.BACKUP_DIR, help="Instead of BACKUP_DIR.")
        parser.add_argument(
            "--keep-days", type=int, default=0, help="Afterwards remove older ones from there; the newest always stays."
        )
        parser.add_argument("--plain", action="store_true", help="Leave it unsealed, where BACKUP_KEY is not set.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["to"]:
            raise CommandError("Say where to: --to DIR, or BACKUP_DIR.")
        try:
            if not options["plain"]:
                upkeep.required_passphrase()
            taken = actions.begin(Upkeep.Kind.BACKUP)
            made = upkeep.backup(taken, Path(options["to"]), keep_days=options["keep_days"], plain=options["plain"])
        except UnfitBackup as reason:
            hint = "" if options["plain"] or settings.BACKUP_KEY else " Or say --plain."
            raise CommandError(f"{reason}{hint}") from None
        files = len(made.manifest.stored)
        self.stdout.write(
            f"{made.path}  {made.size:,} bytes, {sum(made.manifest.rows.values()):,} rows, {files:,} files"
        )
        if options["plain"]:
            self.stdout.write(PLAIN)
