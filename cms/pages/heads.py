"""What stands in the head of a public page for search engines and for whoever is sent its link. Nothing here follows anybody.

A page without such a head says "noindex": what is personal is never listed, because nothing says that it may be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

# Who runs the site, by its name; no translation of a name.
RUN_BY = "Regional Support Office of the Bali Process"
# As those who show previews want them.
PREVIEW = "fill-1200x630|format-jpeg"


@dataclass(frozen=True)
class Head:
    """A public page in a few words: where it lies, what it says, in which languages."""

    title: str
    description: str
    url: str
    language: str
    alternates: tuple[tuple[str, str], ...] = ()
    data: dict[str, Any] | None = None
    kind: str = "website"
    # Of a page with a picture of its own: address and words; the picture of the site stands in for it.
    picture: tuple[str, str] | None = None


def head_of(page: Any, request: HttpRequest, languages: Sequence[dict[str, Any]]) -> Head | None:
    """None for a draft that an editor looks at, and for a kind of page that is not listed."""
    if page.pk is None or not page.in_sitemap or getattr(request, "is_preview", False):
        return None
    alternates = tuple((str(one["code"]), absolute(str(one["url"]))) for one in languages)
    if alternates:
        alternates += (("x-default", dict(alternates).get(settings.LANGUAGE_CODE, alternates[0][1])),)
    return Head(
        title=page.seo_title or page.title,
        description=page.search_description or page.summary,
        url=absolute(page.get_url(request) or request.path),
        language=page.locale.language_code,
        alternates=alternates,
        data=page.structured_data(request),
        kind=page.kind_for_previews,
        picture=_picture_of(page),
    )


def _picture_of(page: Any) -> tuple[str, str] | None:
    image = page.picture_for_previews()
    return (absolute(image.get_rendition(PREVIEW).url), image.alt_text) if image else None


def absolute(url: str) -> str:
    """The whole address, under the one name this site is known by, whatever name it was asked for by."""
    return url if url.startswith(("https://", "http://")) else f"{settings.PUBLIC_URL.rstrip('/')}{url}"
