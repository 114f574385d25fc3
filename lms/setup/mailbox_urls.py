"""The mails of the demo: /-/mail/, in the demo alone."""

from django.urls import path

from . import mailbox

app_name = "mailbox"

urlpatterns = [
    path("", mailbox.letters, name="letters"),
    path("<str:name>/", mailbox.letter, name="letter"),
    path("<str:name>/html/", mailbox.letter_html, name="letter-html"),
    path("<str:name>/<int:number>/", mailbox.letter_file, name="letter-file"),
]
