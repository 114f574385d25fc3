"""A bare Django view in this process: session, person, and one line. What a page costs stands beside it, in the same minute."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.client import ClientHandler
from django.urls import path

PARTS = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    f"{__name__}.in_this_file",
]


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Signed in: {request.user.is_authenticated}")


def in_this_file(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answered(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__  # type: ignore[attr-defined] # Django looks for it here
        return answer(request)

    return answered


urlpatterns = [path("bare", bare)]


class Handler(ClientHandler):
    """With these parts alone, whatever the site has."""

    def load_middleware(self, *args: Any, **kwargs: Any) -> None:
        with override_settings(MIDDLEWARE=PARTS):
            super().load_middleware(*args, **kwargs)


def beside(client: Client) -> Client:
    """For the same person as the given one."""
    other = Client()
    other.handler = Handler(enforce_csrf_checks=False)
    other.cookies = client.cookies
    return other
