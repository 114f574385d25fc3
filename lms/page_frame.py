"""What every page needs around its content: colours and text size as the person chose, and the style sheet once.

A browser's first page carries the styles inside it, so that words appear after one round trip on a slow line (U-4, U-5).
The cookie `css` then says which style sheet that browser has fetched, and later pages only link to it.
"""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

CSS = Path(__file__).parent / "static" / "css"
GetResponse = Callable[[HttpRequest], HttpResponse]
# What a person may choose, by cookie; an empty choice follows the device.
CHOICES = {"theme": {"light", "dark"}, "text_size": {"large", "largest"}}
YEAR = 365 * 24 * 3600


class PageFrameMiddleware:
    """Remembers that a browser has been sent the style sheet, so that it is not sent inside every page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "frame_rendered", False):
            patch_vary_headers(response, ["Cookie"])
        if getattr(request, "css_inlined", False) and response.status_code == 200:
            _remember(response, "css", sheet_version("site"))
        return response


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """For every template: theme, text_size, inline_css (empty once the browser has the sheet), bare_css, style_nonce."""
    request.frame_rendered = True  # type: ignore[attr-defined] # read by the middleware above
    return {
        "theme": _choice(request, "theme"),
        "text_size": _choice(request, "text_size"),
        "inline_css": lambda: _inline_css(request),
        "bare_css": lambda: sheet_text("bare"),
        # Still lazy: a nonce that no page writes must not loosen the policy.
        "style_nonce": getattr(request, "csp_nonce", ""),
    }


# Keeps nothing but how pages look, so a forged request could do no harm, and a token would cost every page a cookie.
@csrf_exempt
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Light or dark, small or large text: kept for a year in this browser, then back to the page (U-10)."""
    back = request.POST.get("next", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, allowed in CHOICES.items():
        value = request.POST.get(name, "")
        if value in allowed:
            _remember(response, name, value)
        else:
            response.delete_cookie(name, samesite="Lax")
    return response


def sheet_text(name: str) -> str:
    """A built style sheet as text."""
    path = CSS / f"{name}.css"
    return _read(name, path.stat().st_mtime_ns)[0]


def sheet_version(name: str) -> str:
    """A short mark that changes whenever the style sheet does."""
    path = CSS / f"{name}.css"
    return _read(name, path.stat().st_mtime_ns)[1]


@lru_cache(maxsize=8)
def _read(name: str, changed_at: int) -> tuple[str, str]:
    text = (CSS / f"{name}.css").read_text().strip()
    return text, sha256(text.encode()).hexdigest()[:8]


def _inline_css(request: HttpRequest) -> str:
    if request.COOKIES.get("css") == sheet_version("site"):
        return ""
    request.css_inlined = True  # type: ignore[attr-defined] # read by the middleware above
    return sheet_text("site")


def _choice(request: HttpRequest, name: str) -> str:
    value = request.COOKIES.get(name, "")
    return value if value in CHOICES[name] else ""


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
