"""Where a link that staff type may lead: a page of ours by its path, or a whole web address. Nothing else is a link."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

UNSEEN = re.compile(r"[\x00-\x20\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\\]")


def check_target(target: str) -> None:
    """Refuse what is neither: scripts, addresses without their host, names and passwords in an address (B-U2)."""
    if not is_target(target):
        raise ValidationError(_("Begin with “/” for a page of this site, or with “https://” for another one."))


def is_target(target: str) -> bool:
    if UNSEEN.search(target):
        return False
    if target.startswith("/"):
        return not target.startswith("//")
    try:
        parts: Any = urlsplit(target)
        return bool(parts.scheme == "https" and parts.hostname and "@" not in parts.netloc and parts.port is not False)
    except ValueError:
        return False
