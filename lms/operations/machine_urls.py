"""What machines ask: not prefixed by a language."""

from django.urls import path

from . import views

app_name = "figures"
urlpatterns = [path("metrics", views.figures, name="metrics")]
