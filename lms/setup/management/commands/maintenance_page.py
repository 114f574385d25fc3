"""Write the page of a maintenance as one file, for the web server in front to show while this program is away."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.template.loader import render_to_string

from lms.page_frame import sheet_text


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the file to write, such as /var/www/maintenance.html")
        parser.add_argument("--minutes", type=int, default=30, help="how long it will take, as far as one can say")

    def handle(self, *args: Any, path: Path, minutes: int, **options: Any) -> None:
        context = {
            "bare_css": sheet_text("bare"),
            "retry_after": minutes * 60,
            "retry_minutes": minutes,
            "retry_url": "/",
            "status_url": settings.STATUS_URL,
        }
        path.write_text(render_to_string("503.html", context))
        self.stdout.write(
            f"{path}: {path.stat().st_size} bytes. Answer with it, status 503, Retry-After: {minutes * 60}."
        )
