"""Around every request, where figures are wanted: how many, how long, how they ended. Never who (O-3)."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from .requests import LATENCY, REQUESTS

METHODS = {"GET", "HEAD", "POST"}


class MeasuringMiddleware:
    """Counts by the name of the page, never by its address: names are a few hundred, and say nothing about people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        view = name_of(request)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, f"{response.status_code // 100}xx").inc()
        LATENCY.labels(view).observe(time.perf_counter() - began)
        return response


def name_of(request: HttpRequest) -> str:
    """Wagtail's administration counts as one page: it has hundreds, which nobody compares."""
    match = request.resolver_match
    if match is None:
        return "none"
    if match.route.startswith("cms/"):
        return "cms"
    return match.view_name or "unnamed"
