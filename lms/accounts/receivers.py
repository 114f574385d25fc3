"""What happens around sign-in: when a session began, and that a change of password or factor ends all others."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, password_changed, password_reset, password_set
from allauth.account.signals import user_logged_in as signed_in
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from . import actions, devices
from .models import User


@receiver(user_logged_in)
def note_the_start(request: HttpRequest, user: User, **kwargs: Any) -> None:
    session = getattr(request, "session", None)
    if session is not None:
        session["signed_in_at"] = session["seen_at"] = time.time()
        if getattr(request, "POST", {}).get("shared"):
            session["shared"] = True
        if session.get("shared"):
            session.set_expiry(0)


@receiver(signed_in)
def tell_about_a_new_device(request: HttpRequest, response: HttpResponse, user: User, **kwargs: Any) -> None:
    """A mail when somebody signs in with a browser not seen before (C-15)."""
    if devices.is_new(request, user):
        get_adapter().send_notification_mail("account/email/new_device", user)
    devices.remember(request, response, user)


@receiver([password_changed, password_set])
def end_sessions_of_the_old_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    actions.password_was_changed(user, session_key=request.session.session_key)


@receiver(password_reset)
def end_all_sessions_after_a_reset(request: HttpRequest, user: User, **kwargs: Any) -> None:
    actions.password_was_changed(user, session_key=None)
    # The link came by mail to the address of the account, so that it reaches them is shown.
    actions.confirm_address(user)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def end_sessions_of_the_old_factor(request: HttpRequest, user: User, **kwargs: Any) -> None:
    actions.second_factor_was_changed(user, session_key=request.session.session_key)


@receiver(email_changed)
def note_the_new_address(user: User, to_email_address: EmailAddress, **kwargs: Any) -> None:
    actions.address_was_changed(user)
