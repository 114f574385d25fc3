"""Who it is, asked once more before what an open session alone must not do (C-10)."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from .signed_in import person_of


def asked_again(request: HttpRequest, *, back: str) -> HttpResponse | None:
    """The way to the password, a code or a passkey, where the last one is more than five minutes old; nothing otherwise.

    Afterwards the person stands on the page named `back` again and presses its button once more: a form kept for later
    would be sent by whatever they prove themselves for next.
    """
    if not is_reauthentication_required(request, app=""):
        return None
    ways = get_adapter(request).get_reauthentication_methods(person_of(request))
    messages.info(request, _("Nothing is done yet. Show that it is you, then press the button again."))
    return redirect(f"{ways[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: reverse(back)})}")
