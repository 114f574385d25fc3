"""Is it alive, can it serve, and what to say when something went wrong. Ids: O-1, C-64."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from lms.middleware import request_id

log = logging.getLogger(__name__)

# What a person typed is shown again after a failed check, so that they can copy it; secrets are not.
SECRET = ("password", "token", "code", "secret", "otp")
WORTH_KEEPING = 20
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
    return _page(request, "400.html", 400)


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
    return _page(None, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open for too long, or the form came from elsewhere: nothing was done, what was typed is shown."""
    log.warning("Refused a form without a valid token")
    # Text sent by another site is not shown: nobody may put words on our page.
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    kept = _typed(request) if is_ours else []
    return _page(request, "lms/errors/form_expired.html", 403, kept=kept)


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        log.exception("Database %s does not answer", alias)
        return False


def _typed(request: HttpRequest) -> list[str]:
    values = [
        value
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in SECRET)
        for value in values
        if isinstance(value, str)
    ]
    return [value for value in values if len(value) >= WORTH_KEEPING or "\n" in value]


def _page(request: HttpRequest | None, template: str, status: int, **context: Any) -> HttpResponse:
    """The page of this fault, and plain words where even that cannot be made (C-64)."""
    context["reference"] = request_id.get()
    try:
        page: str = render_to_string(template, context, request=request)
    except Exception:  # the last resort must not fail
        log.exception("The page for %s could not be made", status)
        page = LAST_RESORT
    return HttpResponse(page, status=status)
