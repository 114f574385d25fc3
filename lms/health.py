"""Is it alive, can it serve, and what to say when something went wrong. Ids: O-1, C-64."""

import logging
import re
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.core.internal.ratelimit import parse_rates
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from lms.middleware import request_id

log = logging.getLogger(__name__)

# What a person typed is shown again after a failed check, so that they can copy it; secrets are not, nor what was chosen from
# a list: that is a key or a number and no words.
SECRET = ("password", "token", "code", "secret", "otp")
WORTH_KEEPING = 3
KEY = re.compile(r"[a-z0-9_:-]*|[A-Z]{2,4}")
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# Seconds until it makes sense to try again: what counts goes by the minute, and a database comes back sooner.
PAUSE, SOON = 60, 30
LAST_RESORT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Something went wrong</title>
<h1>Something went wrong on our side</h1><p>What was saved is safe. Please try again in a minute.</p></html>"""


@never_cache
@require_safe
def liveness(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nobody else: a database that is down is no reason to restart the web server."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def readiness(request: HttpRequest) -> HttpResponse:
    """Every database answers. The cache is left out on purpose: the site serves without it."""
    found = {alias: _answers(alias) for alias in connections}
    said = {alias: "ready" if is_ready else "unreachable" for alias, is_ready in found.items()}
    return JsonResponse(said, status=200 if all(found.values()) else 503)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TOO_LARGE):
        return too_large(request)
    return _page(request, "400.html", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(request, "413.html", 413, retry_url=_again(request))


def too_many(request: HttpRequest, retry_after: int = 0, *, why: str = "") -> HttpResponse:
    """More than a limit allows; allauth finds this by its name in `lms.urls`, and does not say how long one waits.

    `why` says what was too much; without it, it was about an account.
    """
    sent = request.method not in {"GET", "HEAD"}
    wait = retry_after or _longest_wait(request)
    return _later(request, "429.html", 429, wait, sent=sent, why=why, kept=_typed_by_us(request) if sent else [])


def _longest_wait(request: HttpRequest) -> int:
    """The span that the limits of an address of allauth go by, such as an hour for "60/h/ip": nobody waits longer."""
    name = getattr(request.resolver_match, "url_name", "") or ""
    limits = settings.ACCOUNT_RATE_LIMITS.get(name.removeprefix("account_"), "")
    return max((int(rate.duration) for rate in parse_rates(limits)), default=PAUSE)


def unavailable(request: HttpRequest | None, retry_after: int = SOON, *, again: str = "") -> HttpResponse:
    """The database or another part is away for a while."""
    return _later(request, "503.html", 503, retry_after, again=again)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same answer as for what is not there: nobody learns what they may not see (INV-13)."""
    return not_found(request, exception)


class NotByReadingMiddleware:
    """Who comes back to the address of a button, by "back" or from a history, meets words and no empty page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = _page(request, "405.html", 405)
        page["Allow"] = response["Allow"]
        return page


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request: its session or its person may be what failed.
    if isinstance(sys.exc_info()[1], OperationalError):
        return unavailable(None, again=_again(request))
    return _page(None, "500.html", 500, retry_url=_again(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open for too long, or the form came from elsewhere: nothing was done, what was typed is shown."""
    log.warning("Refused a form without a valid token")
    retry_url = _again(request) if _is_ours(request) else ""
    return _page(request, "lms/errors/form_expired.html", 403, kept=_typed_by_us(request), retry_url=retry_url)


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        log.exception("Database %s does not answer", alias)
        return False


def _is_ours(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _typed_by_us(request: HttpRequest) -> list[str]:
    """What was typed. Text sent by another site is not shown: nobody may put words on our page."""
    return _typed(request) if _is_ours(request) else []


def _typed(request: HttpRequest) -> list[str]:
    values = [
        value
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in SECRET)
        for value in values
        if isinstance(value, str)
    ]
    return [value for value in values if len(value) >= WORTH_KEEPING and not KEY.fullmatch(value)]


def _again(request: HttpRequest) -> str:
    """Where the button "Try again" leads: to the same page, or to the one the form stood on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_ours = came_from.netloc == request.META.get("HTTP_HOST", "") and came_from.path.startswith("/")
    return came_from.path if is_ours and not came_from.path.startswith("//") else ""


def _later(
    request: HttpRequest | None, template: str, status: int, seconds: int, *, again: str = "", **context: Any
) -> HttpResponse:
    """The page says in words what the header says to programs: when to try again."""
    wait = {"retry_after": seconds, "retry_minutes": -(-seconds // 60) if seconds > PAUSE else 0}
    page = _page(request, template, status, retry_url=again or (_again(request) if request else ""), **wait, **context)
    page["Retry-After"] = str(seconds)
    page["Cache-Control"] = "no-store"
    return page


def _page(request: HttpRequest | None, template: str, status: int, **context: Any) -> HttpResponse:
    """The page of this fault, and plain words where even that cannot be made (C-64)."""
    context |= {"is_fault": True, "reference": request_id.get(), "status_url": settings.STATUS_URL}
    try:
        page: str = render_to_string(template, context, request=request)
    except Exception:  # the last resort must not fail
        log.exception("The page for %s could not be made", status)
        page = LAST_RESORT
    return HttpResponse(page, status=status)
