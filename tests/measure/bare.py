"""A bare Django view with session and user and nothing else: what every other figure stands beside."""

import os

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
django.setup()
settings.MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
settings.ROOT_URLCONF = __name__


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Signed in: {request.user.is_authenticated}")


urlpatterns = [path("-/liveness", lambda request: HttpResponse("ok")), path("bare", bare)]

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
