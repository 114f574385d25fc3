"""The languages a page is really in."""

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

NAMES = dict(settings.LANGUAGES)


def languages_of(page: Page, request: HttpRequest) -> list[dict[str, object]]:
    """One entry for each live translation, by its own name; nothing when there is one language only."""
    if page.pk is None:
        return []
    family = Page.objects.live().filter(translation_key=page.translation_key).select_related("locale")
    found = [
        {
            "code": one.locale.language_code,
            "name": NAMES.get(one.locale.language_code, one.locale.language_code),
            "url": one.get_url(request),
            "current": one.locale_id == page.locale_id,
        }
        for one in family
    ]
    return sorted(found, key=lambda entry: str(entry["code"])) if len(found) > 1 else []
