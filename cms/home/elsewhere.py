"""A page asked for in a language it is not in, or by its address in another: never "not found" while the page is there (P10, P11)."""

from collections.abc import Sequence

from django.conf import settings
from wagtail.models import Page


def find_elsewhere(home: Page, parts: Sequence[str]) -> Page | None:
    """The live page at this address in whatever language: in the words of this front page's language, else in its first."""
    family = _family(home, home.locale_id)
    for slug in parts:
        below = Page.objects.live().filter(slug=slug, depth=family[0].depth + 1)
        at = {page.path[: -page.steplen]: page for page in below}
        child = next((at[parent.path] for parent in family if parent.path in at), None)
        if child is None:
            return None
        family = _family(child, home.locale_id)
    return family[0]


def _family(page: Page, locale: int) -> list[Page]:
    """A page in all its languages: the one asked for, the site's own, the others."""
    pages = Page.objects.live().filter(translation_key=page.translation_key).select_related("locale").order_by("pk")
    return sorted(
        pages, key=lambda one: (one.locale_id != locale, one.locale.language_code != settings.LANGUAGE_CODE)
    ) or [page]
