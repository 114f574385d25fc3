"""The addresses in invitations to events; never prefixed by a language."""

from django.urls import path

from .views import answering

app_name = "answers"
urlpatterns = [path("<str:token>/", answering.show, name="show")]
