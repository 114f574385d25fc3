"""Who asks, where only the signed-in come."""

from typing import cast

from django.http import HttpRequest

from .models import User


def person_of(request: HttpRequest) -> User:
    """The signed-in person; the view has made sure that there is one."""
    return cast(User, request.user)
