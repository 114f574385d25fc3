"""Rehearse a restore: beside the site, looked through, timed, thrown away. The office sees how it went."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.operations import actions, upkeep
from lms.operations.manifest import UnfitBackup
from lms.operations.models import Upkeep


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="A backup; the newest of BACKUP_DIR if left out.")
        parser.add_argument(
            "--into", default="", metavar="URL", help="An empty database to use; nothing is left there to keep."
        )
        parser.add_argument("--signatures", type=int, default=0, help="Verify at most so many certificates.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = (options["file"] or upkeep.newest_backup()).resolve()
        except UnfitBackup as reason:
            raise CommandError(str(reason)) from None
        taken = actions.begin(Upkeep.Kind.DRILL)
        done = upkeep.drill(
            taken, path, settings.BACKUP_KEY, into=options["into"], most_signatures=options["signatures"]
        )
        seconds = ", ".join(f"{name} {took:.0f} s" for name, took in done.seconds.items())
        self.stdout.write(f"{done.file}: {seconds}")
        if done.counted:
            self.stdout.write(
                "{rows:,} rows, {files:,} files, {invariants} invariants, "
                "{signatures:,} of {certificates:,} signatures".format(**done.counted)
            )
        for fault in [*done.faults, *done.counted.get("warnings", [])]:
            self.stdout.write(f"  {fault}")
        if done.faults:
            raise CommandError(
                f"This backup would not bring the site back as it was: {len(done.faults)} faults, such as {done.faults[0]}"
            )
