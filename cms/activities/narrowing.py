"""What somebody asked of the calendar, as it stands in the address: read, applied, counted, and made into links again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from .facets import FACETS, YEAR, Words
from .models import ActivityQuerySet

LONGEST = 40


class Unknown(NamedTuple):
    """A filter that means nothing here: the name of the facet, and what was given."""

    label: str
    text: str


@dataclass(frozen=True)
class Link:
    """One value to choose, or the chosen one with the way to take it away again."""

    text: str
    count: int
    url: str
    is_chosen: bool


class Group(NamedTuple):
    """The values of one facet."""

    name: str
    label: str
    links: list[Link]
    chosen: str


class Chip(NamedTuple):
    """A filter in use, and the address without it."""

    label: str
    text: str
    url: str


@dataclass(frozen=True)
class Narrowing:
    """The filters in use. Built from an address by `asked`; the same for pages, feeds and files."""

    values: dict[str, str]
    words: dict[str, Words]
    unknown: list[Unknown] = field(default_factory=list)

    def apply(self, activities: ActivityQuerySet, *, but: str = "") -> ActivityQuerySet:
        for name, value in self.values.items():
            if name != but:
                activities = activities.filter(FACETS[name].condition(value))
        return activities

    def counts(self, name: str, activities: ActivityQuerySet) -> dict[str, int]:
        """How many there would be with each value of this facet, the other filters standing."""
        return FACETS[name].counts(self.apply(activities, but=name))

    def with_value(self, name: str, value: str) -> "Narrowing":
        """With this one instead of what stood there; an empty one takes it away."""
        values = {**self.values, name: value}
        kept = {facet: values[facet] for facet in FACETS if values.get(facet)}
        return Narrowing(kept, self.words, self.unknown)

    def query(self, **more: str) -> str:
        """As it stands in an address, always in one order."""
        pairs = [(name, self.values[name]) for name in FACETS if name in self.values]
        return urlencode([*pairs, *more.items()])

    def url(self, path: str, **more: str) -> str:
        query = self.query(**more)
        return f"{path}?{query}" if query else path

    def word(self, name: str, value: str) -> str:
        return self.words.get(name, {}).get(value, value)

    def group(self, name: str, counts: dict[str, int], path: str) -> Group:
        """Its values that have activities, and the chosen one whatever it has."""
        chosen = self.values.get(name, "")
        known = self.words[name] if name in self.words else dict.fromkeys(sorted(counts, reverse=True), "")
        links = [
            Link(
                self.word(name, value) or value,
                counts.get(value, 0),
                self.with_value(name, "" if value == chosen else value).url(path),
                value == chosen,
            )
            for value in known
            if counts.get(value) or value == chosen
        ]
        return Group(name, str(FACETS[name].label), links, self.word(name, chosen) if chosen else "")

    def groups(self, names: Iterable[str], activities: ActivityQuerySet, path: str) -> list[Group]:
        return [self.group(name, self.counts(name, activities), path) for name in names]

    def chips(self, path: str, *, fixed: str = "") -> list[Chip]:
        """What is in use, each with the way to take it away; `fixed` is what a page cannot be without."""
        return [
            Chip(str(FACETS[name].label), self.word(name, value), self.with_value(name, "").url(path))
            for name, value in self.values.items()
            if name != fixed
        ]

    def problem(self) -> str:
        """What was not understood, in one sentence; empty where all was."""
        if not self.unknown:
            return ""
        said = ", ".join(_("%(facet)s “%(text)s”") % {"facet": one.label, "text": one.text} for one in self.unknown)
        return _("There is no such filter: %(filters)s. It was left out.") % {"filters": said}


def asked(data: QueryDict) -> Narrowing:
    """From an address: of a value given twice the last one counts, and what is unknown is named and left out."""
    words: dict[str, Words] = {name: facet.words() for name, facet in FACETS.items() if facet.words}
    values: dict[str, str] = {}
    unknown: list[Unknown] = []
    for name, facet in FACETS.items():
        text = data.get(name, "").strip()
        if not text:
            continue
        value = _known(name, text, words)
        if value:
            values[name] = value
        else:
            unknown.append(Unknown(str(facet.label), _printable(text)))
    return Narrowing(values, words, unknown)


def _known(name: str, text: str, words: dict[str, Words]) -> str:
    if name not in words:
        return text if YEAR.fullmatch(text) else ""
    return next((value for value in (text, text.upper(), text.lower()) if value in words[name]), "")


def _printable(text: str) -> str:
    shown = "".join(char for char in text if char.isprintable())
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def newest_year(activities: ActivityQuerySet) -> Any:
    """The present year where there is anything to see in it, else the last year that has something."""
    this = localdate().year
    return this if activities.filter(year=this).exists() else _last_year(activities)


def _last_year(activities: ActivityQuerySet) -> Any:
    return activities.order_by("-year").values_list("year", flat=True).first()
