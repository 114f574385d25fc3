"""The bare view in this process, beside the site: what a page costs stands beside it, in the same minute."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.client import ClientHandler

from tests.measure import bare_view


def with_its_addresses(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answered(request: HttpRequest) -> HttpResponse:
        request.urlconf = bare_view.__name__
        return answer(request)

    return answered


class Handler(ClientHandler):
    """With these parts alone, whatever the site has."""

    def load_middleware(self, *args: Any, **kwargs: Any) -> None:
        with override_settings(MIDDLEWARE=[*bare_view.MIDDLEWARE, f"{__name__}.with_its_addresses"]):
            super().load_middleware(*args, **kwargs)


def beside(client: Client) -> Client:
    """For the same person as the given one."""
    other = Client()
    other.handler = Handler(enforce_csrf_checks=False)
    other.cookies = client.cookies
    return other
