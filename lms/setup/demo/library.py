"""Job aids of our own making, as real PDF files in English, Thai and Khmer, so that there is something to search inside."""

import json
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from cms.library import actions
from cms.library.loading import load_library
from cms.library.models import File, Resource
from courses.credentials.glyphs import FAMILIES, FONTS, families_for
from lms.accounts.models import User

HERE = Path(__file__).parent
CONTENT = HERE.parent / "content" / "demo" / "library.json"
NOTICE = (
    "Demo material. Made to show how the library works. Not checked by a lawyer, a protection officer or a translator."
)
FOOTER = "RSO Learning, demo. Not for use at work."


def make_library(*, staff: User) -> int:
    """Those that exist are left as they are; answers how many files can be searched."""
    data = json.loads(CONTENT.read_text())
    there = set(Resource.objects.values_list("slug", flat=True))
    data["resources"] = [_row(row) for row in data["resources"] if row["slug"] not in there]
    with transaction.atomic():
        load_library(data, by=staff)
    # Nobody sweeps while the demo is made.
    for file in File.objects.to_read(timezone.now()):
        actions.read(file)
    return File.objects.filter(reading=File.Reading.READ).count()


def job_aid(language: str, title: str, points: list[str]) -> bytes:
    """One page as PDF. The same words always give the same bytes."""
    fonts = [*families_for("".join([title, *points]), language), *FAMILIES]
    data = {"language": language, "title": title, "points": points, "notice": NOTICE, "footer": FOOTER}
    compiler = typst.Compiler(
        HERE / "job_aid.typ",
        root=HERE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"aid": json.dumps({**data, "fonts": list(dict.fromkeys(fonts))}, ensure_ascii=False)},
    )
    pdf = compiler.compile(format="pdf", timestamp=0)
    if not isinstance(pdf, bytes):
        raise RuntimeError("The template of the job aid gave no PDF.")
    return pdf


def _row(row: dict[str, Any]) -> dict[str, Any]:
    today = timezone.localdate()
    versions = [
        {
            "number": version["number"],
            "state": "published",
            "published_on": today - timedelta(days=version["days_ago"]),
            "changes": version["changes"],
            "files": [_file(file) for file in version["files"]],
        }
        for version in row["versions"]
    ]
    return {**row, "review_on": today + timedelta(days=row["review_in_days"]), "versions": versions}


def _file(facts: dict[str, Any]) -> dict[str, Any]:
    content = job_aid(facts["language"], facts["title"], facts["points"])
    return {"language": facts["language"], "file": ContentFile(content, name=f"job-aid-{facts['language']}.pdf")}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
