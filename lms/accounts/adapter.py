"""How sign-in speaks and writes to people (B-A1): the same words for known and unknown, links that no request can bend."""

import ipaddress
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from lms.notifications.tasks import queue_delivery

from . import browsers, letters
from .addresses import clean_address, is_demo
from .backends import StandingBackend
from .languages import DEFAULT, by_cookie, in_language
from .models import User
from .models.people import fold_email
from .notices import NOTICES
from .permissions import needs_second_factor
from .second_factor import FACTORS, decrypt, encrypt
from .signed_in import person_of

# What allauth wants to send, and the mail of ours that says it.
LETTERS = {
    "email_confirmation": "confirm_address",
    "email_confirmation_signup": "confirm_address",
    "account_already_exists": "account_exists",
    "password_reset_key": "reset_password",
    "unknown_account": "unknown_address",
}
SIGNED_OUT = "account/messages/logged_out.txt"
LINKS = ("activate_url", "password_reset_url", "signup_url")
JUST_NOW = 300


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both and try again. "
            "If you have just joined, look into your mail first: with the right password we have sent the link again."
        ),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("The code is not right, or it was used before. Wait for the next one."),
        "email_taken": _("Use another e-mail address."),
        "duplicate_email": _("This is your address already."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
    }

    def clean_email(self, email: str) -> str:
        address = clean_address(email)
        if is_demo(address) and not settings.DEMO:
            raise self.validation_error("email_taken")
        return address

    def is_safe_url(self, url: str | None) -> bool:
        """Paths of this site alone: nobody is sent away by a link to our sign-in page (B-U1)."""
        return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Whoever may not be here is told so after the right password, and never before."""
        if not StandingBackend().user_can_authenticate(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """The page after signing out is told whose drafts this browser is to forget (templates/components/messages.html)."""
        if message_template == SIGNED_OUT:
            kwargs["extra_tags"] = f"signed-out {person_of(request).public_id}"
        super().add_message(request, level, message_template, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, so that a mail server's bad hour loses nothing."""
        name = template_prefix.rsplit("/", 1)[-1]
        kind = LETTERS.get(name, "security_notice")
        facts: dict[str, Any] = {key: letters.public_url(context[key]) for key in LINKS if key in context}
        person = context.get("user")
        owner = _owner_of(email) if name == "email_confirmation" else None
        if owner is not None and owner != person:
            # Somebody wants to change their own address to one that has an account: its owner is told so, in their language.
            kind, person = "account_exists", owner
            facts = {"password_reset_url": letters.public_url(reverse("account_reset_password"))}
        facts |= {"email": email, "person": person, "at": context.get("timestamp", timezone.now())}
        facts |= {
            "notice": NOTICES.get(name, ""),
            "ip": context.get("ip"),
            "browser": _browser(context.get("user_agent")),
        }
        # In the language of the account; whoever has none reads the language they asked in.
        with override(person.language if person else get_language()):
            letters.send_sealed(kind, email, facts)
        queue_delivery()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Into the site in the language of the account, unless the sign-in page was opened in another on purpose."""
        url: str = super().get_login_redirect_url(request)
        spoken = get_language() or DEFAULT
        on_purpose = spoken != DEFAULT or by_cookie(request)
        return in_language(url, spoken if on_purpose else person_of(request).language)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The caller, as many hops from the right as proxies stand in front; what lies further left is hearsay."""
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        address = request.META.get("REMOTE_ADDR", "")
        if 0 < settings.TRUSTED_PROXIES <= len(hops):
            address = hops[-settings.TRUSTED_PROXIES]
        try:
            return str(ipaddress.ip_address(address))
        except ValueError:
            return "0.0.0.0"  # noqa: S104 - no address to listen on; it stands for "not known"

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # By account alone: another host name must not give another five attempts.
        return str(credentials.get("email", "")).casefold()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """The password again before a sensitive change, unless it was typed just now to sign in."""
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        if records and timezone.now().timestamp() - records[-1]["at"] < JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes and passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right, or it was used before. Wait for the next one."),
        "cannot_delete_authenticator": _(
            "Your role needs a second step at sign-in. Add another one before you remove this."
        ),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """A role that needs a second factor keeps its last one (C-10)."""
        if authenticator.type not in FACTORS or not needs_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return others.exists()

    def build_totp_svg(self, url: str) -> str:
        # On white, or a camera could not read it from a dark page.
        image = qrcode.make(url, image_factory=SvgPathFillImage)
        return str(image.to_string(encoding="unicode"))

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME


def _owner_of(email: str) -> Any:
    return User.objects.claimed().filter(email=fold_email(email)).first()


def _browser(user_agent: str | None) -> str:
    return browsers.in_words(user_agent) if user_agent else ""
