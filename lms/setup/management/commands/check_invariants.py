"""`manage.py check_invariants`: does everything that must always hold still hold?"""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.invariants import Finding, evaluate, registered


class Command(BaseCommand):
    help = "Checks everything that must always be true of the data; fails when something is not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="One JSON object, for a machine to read.")
        parser.add_argument("--fix-derived", action="store_true", help="First recompute what is derived from evidence.")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = [evaluate(one, fix_derived=options["fix_derived"]) for one in registered()]
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) | {"holds": finding.holds} for finding in findings]))
        else:
            for finding in findings:
                self.show(finding)
        broken = sorted({finding.id for finding in findings if not finding.holds})
        if broken:
            raise CommandError(f"Broken: {', '.join(broken)}.", returncode=1)

    def show(self, finding: Finding) -> None:
        state = "ok" if finding.holds else f"{finding.violations} violations"
        fixed = f", {finding.fixed} fixed" if finding.fixed else ""
        self.stdout.write(f"{finding.id:<7} {state}{fixed} ({finding.seconds:.3f} s)  {finding.promise}")
        for example in finding.examples:
            self.stdout.write(f"        {example}")
        if finding.violations > len(finding.examples):
            self.stdout.write(f"        and {finding.violations - len(finding.examples)} more")
