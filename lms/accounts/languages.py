"""Which language a page is shown in: its address says so; where an address says nothing, the choice people made (P11)."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import activate, get_language

DEFAULT = settings.LANGUAGE_CODE
CODES = tuple(code for code, _name in settings.LANGUAGES)
YEAR = 365 * 24 * 3600
# The first part of addresses that are the same in every language (decision 5); a test compares them with lms.urls.
WITHOUT = frozenset(
    {"-", "cms", "documents", "e", "favicon.ico", "i", "media", "robots.txt", "sitemap.xml", "u", "verify"}
)
# Those of them that people read, in the language they chose.
READ = frozenset({"e", "i", "u", "verify"})
_PREFIX = re.compile(rf"^/({'|'.join(re.escape(code) for code in CODES)})(?=/|$)")


def without_language(address: str) -> str:
    """An address of this site as it would be with no language in it; never one of another site, as //host would be."""
    return "/" + _PREFIX.sub("", address, count=1).lstrip("/\\")


def in_language(address: str, code: str) -> str:
    """The same place in another language: the address of a page, with all that follows it."""
    bare = without_language(address)
    return bare if code == DEFAULT or _first(bare) in WITHOUT else f"/{code}{bare}"


def chosen(request: HttpRequest) -> str:
    """The language somebody chose: of the signed-in in their account, of others in their browser. Empty: none was chosen."""
    user = getattr(request, "user", None)
    code = user.language if user is not None and user.is_authenticated else by_cookie(request)
    return code if code in CODES else ""


def by_cookie(request: HttpRequest) -> str:
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in CODES else ""


def is_read_in_choice(path: str) -> bool:
    """Whether this address names no language and is yet read by people."""
    return _first(path) in READ


def speak(request: HttpRequest, code: str) -> None:
    """Behind the link of a mail: the language the mail was in, unless this browser has chosen another."""
    if code in CODES and not chosen(request) and code != get_language():
        activate(code)
        request.LANGUAGE_CODE = code


def remember(response: HttpResponse, code: str) -> None:
    """Keep the choice in this browser for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _first(path: str) -> str:
    return re.split(r"[/?#]", path.lstrip("/"), maxsplit=1)[0]
