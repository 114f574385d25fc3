"""Around every request: its id, its log line, its headers."""

import json
import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

# Pages behind the links of mails: whoever holds the address holds the key.
SECRET_PAGES = re.compile(r"^/([a-z-]+/)?(accounts|i|u)/")
GetResponse = Callable[[HttpRequest], HttpResponse]
request_id: ContextVar[str] = ContextVar("request_id", default="")

# Wagtail's admin runs scripts of its own that need a looser policy; nobody but editors and staff can open it.
ADMIN_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
    "object-src": [NONE],
}


class RequestIdMiddleware:
    """Gives each request an id that its log lines, tasks and mails carry (O-2)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Never taken from the caller: a forged id could be used to hide in the log.
        token = request_id.set(uuid.uuid4().hex[:16])
        # Django writes its line about a refused request after everything here is over.
        request.request_id = request_id.get()  # type: ignore[attr-defined] # read by the filter below
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            return response
        finally:
            request_id.reset(token)


class HeadersMiddleware:
    """Headers on every answer (C-22), the admin's own policy, and no copy of a signed-in page in a shared cache (B-U5)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        private = (user is not None and user.is_authenticated) or SECRET_PAGES.search(request.path_info)
        if private and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
            patch_vary_headers(response, ["Cookie"])
        if is_admin(request):
            # A preview was answered as the page it shows, whose own policy would not let the editor's panel frame it.
            del response["Content-Security-Policy"]
            response._csp_replace = ADMIN_POLICY  # type: ignore[attr-defined] # read by django-csp
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response


def is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith("/cms/")


class RequestIdFilter(logging.Filter):
    """Puts the request id on each log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.request_id = request_id.get() or getattr(request, "request_id", "")
        return True


class JsonFormatter(logging.Formatter):
    """One JSON line for each record, in UTC, without bodies, tokens or addresses (O-2)."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request_id", ""),
        }
        line.update(getattr(record, "data", {}))
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
