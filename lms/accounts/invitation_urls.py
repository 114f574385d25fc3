"""The addresses in invitation mails; never prefixed by a language."""

from django.urls import path

from .views import invitations

app_name = "invitations"
urlpatterns = [
    path("<str:token>/", invitations.show, name="show"),
    path("<str:token>/again/", invitations.send_again, name="send-again"),
]
