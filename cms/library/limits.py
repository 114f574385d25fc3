"""How often one caller may search the library: a person by their account, anybody else by the address they come from."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from lms.search.limits import searches_too_often


@dataclass(frozen=True)
class _Caller:
    pk: str


def is_too_often(request: HttpRequest) -> bool:
    """Count one search, or one further page of what was found, and say whether it was one too many (C-16)."""
    if request.user.is_authenticated:
        return searches_too_often(request.user, "library")
    return searches_too_often(_Caller(get_adapter(request).get_client_ip(request)), "library")
