"""Whose an account is before its address is confirmed: of whoever owns the mailbox, not of whoever typed the address first.

A confirmation in the browser that joined last keeps the password chosen there. In any other browser the owner of the
mailbox chooses one: otherwise somebody could join with an officer's address, and the officer's own click would hand
them the account.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

KEY = "joined"


def remember(request: HttpRequest, person: Any | None) -> None:
    """This browser has just joined. Where there was an account before, the session holds as much, and it opens nothing."""
    request.session[KEY] = _mark(person) if person is not None else salted_hmac(KEY, get_random_string(32)).hexdigest()


def is_of(request: HttpRequest, person: Any) -> bool:
    """Whether the password this account has now was chosen in this browser."""
    return constant_time_compare(request.session.get(KEY, ""), _mark(person))


def _mark(person: Any) -> str:
    return salted_hmac("lms.accounts.joined", f"{person.pk}:{person.password}").hexdigest()
