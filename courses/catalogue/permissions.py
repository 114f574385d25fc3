"""Who may see what reviewers work with."""

from typing import Any


def can_review_claims(user: Any) -> bool:
    """Whoever works on content by role."""
    return bool(user.is_authenticated and user.has_perm("wagtailcore.change_page"))
