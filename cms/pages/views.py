"""What the public site tells programs, and closing a banner."""

from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from . import banners
from .sitemap import Address, addresses

# Seconds; a new page may wait that long for a search engine.
KEPT = 600
QUARTER = 90 * 24 * 3600
# What is personal, or belongs to people who are signed in, and what has no end: nothing for a search engine.
CLOSED = (
    "/-/", "/accounts/", "/cms/", "/community/", "/e/", "/i/", "/learn/", "/me/", "/office/", "/search/", "/teach/",
    "/u/", "/verify/",
)  # fmt: skip


# Keeps nothing but which notices a browser has seen, so a forged request could do no harm; a token would cost every page a cookie.
@csrf_exempt
@require_POST
def close_banner(request: HttpRequest) -> HttpResponse:
    """Close a banner in this browser, then back to the page."""
    back = request.POST.get("next", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    closed = banners.with_closed(request.COOKIES.get(banners.COOKIE, ""), request.POST.get("banner", ""))
    response.set_cookie(
        banners.COOKIE, closed, max_age=QUARTER, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


@never_cache
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines need not look at, and where the map lies."""
    prefixes = ["", *(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    lines = ["User-agent: *", *(f"Disallow: {prefix}{path}" for path in CLOSED for prefix in prefixes)]
    lines += ["", f"Sitemap: {settings.PUBLIC_URL.rstrip('/')}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The public pages, each with its languages. The same for whoever asks: nothing that needs a sign-in stands here."""
    text: str | None = caches["local"].get("sitemap")
    if text is None:
        request.user = AnonymousUser()
        text = _map(addresses(request))
        caches["local"].set("sitemap", text, KEPT)
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def _map(found: list[Address]) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
        *(_entry(one) for one in found),
        "</urlset>\n",
    ]
    return "\n".join(lines)


def _entry(one: Address) -> str:
    changed = f"<lastmod>{one.changed_at:%Y-%m-%d}</lastmod>" if one.changed_at else ""
    others = "".join(_link(code, url) for code, url in one.alternates)
    return f"<url><loc>{escape(one.url)}</loc>{changed}{others}</url>"


def _link(code: str, url: str) -> str:
    quoted: Any = escape(url, {'"': "&quot;"})
    return f'<xhtml:link rel="alternate" hreflang="{code}" href="{quoted}"/>'
