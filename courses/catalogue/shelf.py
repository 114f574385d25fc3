"""What someone asks of the catalogue, and how a course looks there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms.pages.languages import NAMES
from lms.accounts.languages import in_language

from .facts import card_facts

PER_PAGE = 24
LONGEST_QUERY = 200
# Courses with a drawing of their own, by code; others are given one by their code, and keep it.
DRAWN = frozenset({"uts", "vipr", "tft", "cps"})
PICTURES = ("strands", "harbour", "lantern", "shelter", "signal", "weave")


@dataclass(frozen=True)
class Shelf:
    """The question a visitor put by address: words, level, language, and where the last page ended."""

    query: str = ""
    level: str = ""
    language: str = ""
    after: str = ""

    @classmethod
    def asked(cls, given: Mapping[str, str]) -> "Shelf":
        language = asked_for(given, "language")
        return cls(
            query=asked_for(given, "q").strip()[:LONGEST_QUERY],
            level=asked_for(given, "level")[:16],
            language=language if language in dict(settings.LANGUAGES) else "",
            after=asked_for(given, "after")[:255],
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.level or self.language)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What stays when the words change."""
        return [("level", self.level), ("language", self.language)]

    def url(self, **changed: str) -> str:
        asked = {"q": self.query, "level": self.level, "language": self.language, **changed}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    def after_url(self, path: str) -> str:
        return self.url(after=path)

    def first_url(self) -> str:
        return self.url()

    def filters(self, levels: Iterable[tuple[str, Any]], spoken: Collection[str]) -> list[dict[str, Any]]:
        """Each filter with its choices as links; the one chosen is marked. One language alone is no choice."""
        found = [{"label": _("Level"), "links": self._links("level", self.level, levels)}]
        if len(spoken) > 1:
            names = [(code, name) for code, name in NAMES.items() if code in spoken]
            found.append({"label": _("Language"), "links": self._links("language", self.language, names)})
        return found

    def _links(self, name: str, chosen: str, choices: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
        every = [("", _("All")), *choices]
        return [
            {
                "text": text,
                "url": self.url(**{name: key}),
                "current": key == chosen,
                "lang": key if name == "language" else "",
            }
            for key, text in every
        ]


def asked_for(given: Mapping[str, str], name: str) -> str:
    """One value of an address. A zero byte is no text to a database, whoever sent it."""
    return given.get(name, "").replace("\0", "")


def picture(course: Any) -> str:
    """The drawing a course keeps on its card and its page."""
    code = course.code.lower()
    name = code if code in DRAWN else PICTURES[sum(course.code.encode()) % len(PICTURES)]
    return f"img/courses/{name}.svg"


def card(course: Any, family: list[Any], language: str, request: HttpRequest | None = None) -> dict[str, Any]:
    """A course as the card component takes it: in the visitor's language where there is one, else in its own.

    `request` keeps where the site begins, so that the shared cache is not asked for every address.
    """
    said = next((page for page in family if page.locale.language_code == language), course)
    languages = [NAMES.get(page.locale.language_code, page.locale.language_code) for page in family]
    awaiting = course.review == course.Review.AWAITING
    # What with_standing found, where it was asked.
    standing = getattr(course, "standing", "")
    return {
        "title": said.title,
        "text": said.summary,
        "url": in_language(said.get_url(request) or "/", language),
        "lang": said.locale.language_code if said.locale.language_code != language else "",
        "image": picture(course),
        "badge": _("Awaiting review") if awaiting else "",
        "badge_kind": "wait",
        "mark": {"joined": _("Joined"), "completed": _("Completed")}.get(standing, ""),
        "mark_kind": "good" if standing == "completed" else "",
        "facts": card_facts(course, languages),
    }
