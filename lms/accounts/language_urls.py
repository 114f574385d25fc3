"""The one address at which a language is chosen."""

from django.urls import path

from .views.language import choose

app_name = "language"
urlpatterns = [path("language", choose, name="choose")]
