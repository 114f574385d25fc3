"""Bring a backup back, into an empty database and empty folders. Mail then waits until staff release it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.operations.manifest import UnfitBackup
from lms.operations.restoring import restore

NEXT = """
Outgoing mail is paused. Look at /office/deliveries/, then release it there: {uncertain} mails may have gone out before.
Numbers of certificates go on 1,000 later, so that none is given twice.
Erasures since the backup was made must be done again: the log names them (privacy.erase).
Now: manage.py check_invariants, then start the web server, the worker and the scheduler."""


class Command(BaseCommand):
    help = __doc__
    # There may be no database to ask yet.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="One JSON object, for a machine to read.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore(options["file"], settings.BACKUP_KEY)
        except UnfitBackup as reason:
            raise CommandError(str(reason)) from None
        told = {
            "made_at": done.manifest.made_at.isoformat(),
            "rows": sum(done.manifest.rows.values()),
            "files": done.files,
            "uncertain": done.uncertain,
            "migrated": done.migrated,
            "warnings": done.warnings,
        }
        if options["json"]:
            self.stdout.write(json.dumps(told))
            return
        self.stdout.write(f"Restored: {told['rows']:,} rows and {done.files:,} files of {told['made_at']}.")
        for warning in done.warnings:
            self.stdout.write(f"Please note: {warning}")
        self.stdout.write(NEXT.format(uncertain=done.uncertain))
