"""What staff set for the whole site, for the head, the top and the foot of every page."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.core.cache import caches
from django.db import DatabaseError
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cms.pages import banners, menus
from cms.pages.heads import PREVIEW, absolute
from cms.pages.models import SiteWords

register = template.Library()

# Asked on every page, changed once a year: that many seconds a change may take to be seen.
KEPT = 60
# As json_script does: nothing in the data can end the element it stands in.
ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.simple_tag
def site_words() -> SiteWords:
    """The words of the site; empty ones where staff have set none, or where nobody can be asked."""
    words: SiteWords | None = caches["local"].get("site-words")
    if words is None:
        try:
            words = SiteWords.objects.filter(site__is_default_site=True).first() or SiteWords()
        except DatabaseError:
            return SiteWords()
        caches["local"].set("site-words", words, KEPT)
    return words


@register.simple_tag
def site_preview() -> dict[str, Any]:
    """The picture others see when somebody sends them a link: address and words; our mark where staff chose none."""
    kept: dict[str, Any] | None = caches["local"].get("site-preview")
    if kept is None:
        image = site_words().preview_image
        rendition = image.get_rendition(PREVIEW) if image else None
        own = {"url": absolute(static("img/preview.png")), "alt": ""}
        kept = {"url": absolute(rendition.url), "alt": image.alt_text} if image and rendition else own
        caches["local"].set("site-preview", kept, KEPT)
    return kept


@register.simple_tag
def site_menu(place: str) -> list[menus.Link]:
    """The links of one place: "main" or "footer"."""
    return menus.links(place)


@register.simple_tag(takes_context=True)
def site_banners(context: Mapping[str, Any]) -> list[banners.Shown]:
    """What stands above this page now. Nothing where there is no request, as on the page of a fault."""
    request = context.get("request")
    if request is None:
        return []
    return banners.shown(getattr(request, "user", None), request.COOKIES.get(banners.COOKIE, ""))


@register.simple_tag
def structured_data(data: dict[str, Any] | None, nonce: str = "") -> SafeString:
    """Data for search engines. It is no program, and it carries the page's own mark all the same."""
    if not data:
        return SafeString("")
    text = json.dumps(data, ensure_ascii=False, default=str).translate(ESCAPED)
    return format_html(
        '<script type="application/ld+json" nonce="{}">{}</script>',
        nonce,
        mark_safe(text),  # noqa: S308 - escaped above
    )
