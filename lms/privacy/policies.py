"""The words people agree to, one file for each version, in `lms/privacy/texts/`. A new version is a new file."""

from pathlib import Path

from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from .models import Policy

FOLDER = Path(__file__).parent / "texts"


@transaction.atomic
def load_policies() -> int:
    """Bring new versions into the database; those people agreed to are never touched."""
    for path in sorted(FOLDER.glob("*.md")):
        purpose, _, version = path.stem.rpartition("_")
        Policy.objects.get_or_create(purpose=purpose, version=int(version), defaults={"text": path.read_text()})
    return Policy.objects.count()


def as_html(policy: Policy) -> SafeString:
    return mark_safe(MarkdownIt("commonmark", {"html": False}).render(policy.text))  # noqa: S308 - no raw HTML passes
