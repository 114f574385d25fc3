"""Which browsers a person has signed in with before: each carries a mark of its own, and we keep nothing (C-15)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

YEAR = timedelta(days=365)
# So many people may share one browser before the first is forgotten.
MOST = 5
# Whoever joined just now knows that it is them.
NEW_FOR = timedelta(days=1)


def is_new(request: HttpRequest, person: Any) -> bool:
    """Whether this browser is one the person has not signed in with before."""
    known = any(constant_time_compare(mark, _mark(person)) for mark in _marks(request))
    return not known and timezone.now() - person.joined_at > NEW_FOR


def remember(request: HttpRequest, response: HttpResponse, person: Any) -> None:
    """Leave the mark, but not on a shared computer."""
    if request.session.get("shared"):
        return
    marks = [_mark(person), *(mark for mark in _marks(request) if mark != _mark(person))][:MOST]
    response.set_cookie(
        _name(),
        ".".join(marks),
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> list[str]:
    return request.COOKIES.get(_name(), "").split(".")


def _mark(person: Any) -> str:
    return salted_hmac("lms.accounts.devices", str(person.pk), algorithm="sha256").hexdigest()[:32]


def _name() -> str:
    return "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"
