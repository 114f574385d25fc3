"""Look through a site that came back from a backup: rows, files, what must hold, signatures of certificates."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.operations import archive
from lms.operations.examining import MOST_SIGNATURES, examine
from lms.operations.manifest import UnfitBackup


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The backup it came from.")
        parser.add_argument("--json", action="store_true", help="One JSON object, for a machine to read.")
        parser.add_argument("--signatures", type=int, default=MOST_SIGNATURES, help="At most so many are verified.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = archive.verify(options["file"], settings.BACKUP_KEY)
        except UnfitBackup as reason:
            raise CommandError(str(reason)) from None
        found = examine(manifest, most_signatures=options["signatures"])
        if options["json"]:
            self.stdout.write(json.dumps(found.told()))
            return
        self.stdout.write(
            f"{found.rows:,} rows, {found.files:,} files, {found.invariants} invariants, "
            f"{found.signatures:,} of {found.certificates:,} signatures."
        )
        for fault in found.faults:
            self.stdout.write(f"  {fault}")
        if found.faults:
            raise CommandError(f"{len(found.faults)} faults.", returncode=1)
