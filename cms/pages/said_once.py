"""Pages found in several languages are one page: shown once, in the reader's language where it is among them."""

from typing import Any

from wagtail.models import Locale


def in_one_language(pages: list[Any], language: str) -> list[tuple[Any, str]]:
    """Each page once, in the order found, with its language where that is not the reader's."""
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    best: dict[Any, Any] = {}
    for page in pages:
        if page.translation_key not in best or codes.get(page.locale_id) == language:
            best[page.translation_key] = page
    said = [(page, codes.get(page.locale_id, "")) for page in best.values()]
    return [(page, code if code != language else "") for page, code in said]
