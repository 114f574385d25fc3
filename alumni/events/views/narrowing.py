"""What narrows a list of the office: it stands in the address, and stays there for whoever comes back to the list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from ..forms import InvitationsFilterForm
from ..models import Event

# What narrows the list of invitations; "after" is the page of it.
BY = ("q", "who", "answer", "delivery")


def asked(request: HttpRequest) -> dict[str, str]:
    form = InvitationsFilterForm(request.GET)
    form.is_valid()
    return {name: form.cleaned_data.get(name, "") for name in form.fields}


def query_of(keep: dict[str, str]) -> str:
    """As the end of an address; nothing where nothing was asked."""
    kept = {name: value for name, value in keep.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def older(keep: dict[str, str], next_key: str) -> str:
    return query_of({**keep, "after": next_key}) if next_key else ""


def here(request: HttpRequest) -> str:
    """The list of invitations as it was narrowed and the page of it, for the links of its rows; of known words alone."""
    known = asked(request)
    return query_of({name: known[name] for name in (*BY, "after")})


def back_to_invitations(request: HttpRequest, event: Event) -> HttpResponse:
    """To the list somebody came from, as it was narrowed there."""
    return redirect(f"{reverse('events:invitations', args=[event.public_id])}{here(request)}")
