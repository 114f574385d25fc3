"""What follows for people when a page is withdrawn or deleted. Whoever is about to do it reads it first.

Apps above say theirs by the hook `register_consequences`: (page, act) → sentences, where act is "unpublish" or "delete".
They tell numbers, never names: who takes a course is not for whoever edits pages.
"""

from django.contrib import messages
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

UNPUBLISH, DELETE = "unpublish", "delete"


def consequences(page: Page, act: str) -> list[str]:
    """In plain sentences, those that lie lowest first; none where nobody is concerned."""
    return [str(said) for hook in hooks.get_hooks("register_consequences") for said in hook(page.specific, act)]


def warn(request: HttpRequest, page: Page) -> None:
    """Above the question whether to delete a page: its template has no place of its own for it."""
    for said in consequences(page, DELETE):
        messages.warning(request, said)
