"""A bare Django view with session and user and nothing else: what every other figure stands beside."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Signed in: {request.user.is_authenticated}")


urlpatterns = [path("-/liveness", lambda request: HttpResponse("ok")), path("bare", bare)]
