"""What machines ask: not prefixed by a language, open to everybody, telling nothing."""

from django.urls import path

from . import health

app_name = "health"

urlpatterns = [
    path("liveness", health.liveness, name="liveness"),
    path("readiness", health.readiness, name="readiness"),
]
