"""What a signed-in person may reach at all, asked on every request (C-10, C-13, C-25, H11)."""

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import activate, get_language
from django.utils.translation import gettext as _

from .languages import DEFAULT, chosen, in_language, is_read_in_choice
from .permissions import can_open_admin, needs_second_factor
from .second_factor import has_second_factor
from .session_limits import NOTED_EVERY, is_over, limit

ADMIN = "/cms/"
# Wagtail's own sign-in, and its users and groups: people sign in and are managed on our pages only.
ADMIN_SIGN_IN = re.compile(r"/cms/(login|password_reset)/")
# Wagtail shows its icons and the words of its scripts to everybody, for its own sign-in page, which nobody sees here. They
# tell a visitor what runs the site and in which version.
ADMIN_LEFT_OPEN = re.compile(r"/cms/(sprite|jsi18n)/")
ADMIN_CLOSED = re.compile(r"/cms/(users|groups|bulk/accounts|bulk/auth)(/|$)")
ADMIN_ACCOUNT = "/cms/account/"
# What whoever still has to set up a second factor needs for it.
WITHOUT_FACTOR = re.compile(
    r"account_(login|logout|reauthenticate|inactive|confirm_email|email_verification_sent)|mfa_\w+"
    r"|accounts:second-factor|page_frame:appearance|language:choose|wagtailadmin_logout"
)


class LanguageMiddleware:
    """The language people chose, on pages whose address names none, and where they come in by the front door.

    Everywhere else the address alone decides, so that a link shows everyone what it showed whoever sent it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path == "/" and request.method in ("GET", "HEAD"):
            code = chosen(request)
            if code not in ("", DEFAULT):
                response: HttpResponse = HttpResponseRedirect(in_language(request.get_full_path(), code))
                patch_vary_headers(response, ["Cookie"])
                return response
        elif is_read_in_choice(path):
            activate(chosen(request) or get_language() or DEFAULT)
            request.LANGUAGE_CODE = get_language() or DEFAULT
        return self.get_response(request)


class StandingMiddleware:
    """Ends sessions that are over, closes Wagtail's admin to whoever has no business there, asks roles for a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _asks_to_sign_in(request, response):
            messages.warning(
                request, _("You were signed out, so nothing was sent. Sign in, then press the button again.")
            )
            return redirect_to_login(_page_of_the_form(request))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        ended = _ended(request, view) if request.user.is_authenticated else None
        # Nobody is signed in any more where a form is let through to be kept.
        missing = _second_factor(request) if request.user.is_authenticated and not ended else None
        return ended or missing or _admin(request)


def _asks_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form arrived from nobody, and would be asked for again by an address that may take no reading."""
    if getattr(getattr(request.resolver_match, "func", None), "keeps_typed", False):
        return False
    return isinstance(response, HttpResponseRedirect) and response.url == redirect_to_login(request.get_full_path()).url


def _page_of_the_form(request: HttpRequest) -> str:
    """The page of ours the form stood on, where the browser says so."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_ours = came_from.netloc == request.get_host()
    page = came_from._replace(scheme="", netloc="", fragment="").geturl() if is_ours else ""
    return page if page.startswith("/") and not page.startswith("//") else "/"


def _ended(request: HttpRequest, view: Any) -> HttpResponse | None:
    session, now = request.session, time.time()
    allowed = limit(request.user.role_names(), shared=session.get("shared", False))  # type: ignore[union-attr] # signed in
    signed_in_at, seen_at = session.get("signed_in_at"), session.get("seen_at")
    if signed_in_at and seen_at and is_over(allowed, now=now, signed_in_at=signed_in_at, seen_at=seen_at):
        logout(request)
        messages.info(request, _("You were signed out because you had not been here for a while. Sign in again."))
        if request.method == "POST" and getattr(view, "keeps_typed", False):
            # The view sees nobody signed in, keeps what was typed for whose form it was, and asks for the sign-in.
            return None
        return redirect_to_login(request.get_full_path() if request.method == "GET" else _page_of_the_form(request))
    if not signed_in_at or not seen_at or now - seen_at > NOTED_EVERY.total_seconds():
        session["signed_in_at"], session["seen_at"] = signed_in_at or now, now
    return None


def _admin(request: HttpRequest) -> HttpResponse | None:
    path = request.path_info
    if not path.startswith(ADMIN):
        return None
    if ADMIN_CLOSED.match(path):
        raise Http404
    if ADMIN_SIGN_IN.match(path) or (request.user.is_anonymous and ADMIN_LEFT_OPEN.match(path)):
        return redirect_to_login(ADMIN)
    if request.user.is_anonymous:
        # Wagtail asks for the sign-in, and tells its scripts in their own way.
        return None
    if not can_open_admin(request.user):
        raise Http404
    return redirect("accounts:account") if path == ADMIN_ACCOUNT else None


def _second_factor(request: HttpRequest) -> HttpResponse | None:
    if not needs_second_factor(request.user) or has_second_factor(request.user):
        return None
    name = request.resolver_match.view_name if request.resolver_match else ""
    return None if WITHOUT_FACTOR.fullmatch(name) else redirect("accounts:second-factor")
