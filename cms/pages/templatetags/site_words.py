"""What staff set for the whole site, for the foot of every page."""

from django import template
from django.core.cache import caches

from cms.pages.models import SiteWords

register = template.Library()

# Asked on every page, changed once a year: that many seconds a change may take to be seen.
KEPT = 60


@register.simple_tag
def site_words() -> SiteWords:
    """The words of the site; empty ones where staff have set none."""
    words: SiteWords | None = caches["local"].get("site-words")
    if words is None:
        words = SiteWords.objects.filter(site__is_default_site=True).first() or SiteWords()
        caches["local"].set("site-words", words, KEPT)
    return words
