"""The address in every mail of a stream; never prefixed by a language."""

from django.urls import path

from .views import unsubscribe

app_name = "unsubscribe"
urlpatterns = [path("<str:token>/", unsubscribe.stream, name="stream")]
