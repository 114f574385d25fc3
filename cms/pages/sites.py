"""Which site a request is for, remembered: there is one, and its name and its front page change seldom."""

from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from wagtail.models import Site

# That long, in seconds, the old one may be used.
KEPT = 60


def site_of(request: HttpRequest) -> Site | None:
    """The site, left on the request where Wagtail looks for it. None before one is set up."""
    kept: Any = request
    known: Site | None = getattr(kept, "_wagtail_site", None)
    if known is None:
        key = f"site:{request.get_host()}"
        known = caches["local"].get(key)
        if known is None:
            known = Site.find_for_request(request)
            caches["local"].set(key, known, KEPT)
        kept._wagtail_site = known
    return known
