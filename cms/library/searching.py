"""Finding resources by their own words and by what their files say: with the one tokeniser, in every script."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from wagtail.search.backends import get_search_backend

from lms.search.found import Found
from lms.search.tokens import query_tokens

from . import excerpts, languages
from .models import Passage, Resource

# What is told of one page of results is read from this many places at most.
MOST_PLACES = 2_000
OWN, INSIDE = 0, 1


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: whole words, or failing these the beginnings of words."""

    text: str
    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Match:
    """Where a resource has what was looked for: in words for people, with the words around it."""

    where: str
    excerpt: str = ""
    language: str = ""
    url: str = ""


def search(seen: QuerySet[Resource], text: str) -> tuple[QuerySet[Resource], Asked]:
    """Those of the resources one may see that have every word; `rank` tells own words from words inside a file.

    What may not be seen is left out inside the question: it is neither found nor counted.
    """
    whole = Asked(text, tuple(query_tokens(text)))
    if not whole.tokens:
        return seen.none().annotate(rank=Value(OWN)), whole
    found = _found(seen, whole)
    if found.exists():
        return found, whole
    beginnings = Asked(text, tuple(query_tokens(text, prefix=True)), prefix=True)
    return _found(seen, beginnings), beginnings


def matches(rows: Sequence[Resource], asked: Asked) -> dict[int, Match]:
    """Where each of these was found. Two questions, however many there are."""
    told = {row.pk: _own_match(row, asked) for row in rows}
    inside = [pk for pk, match in told.items() if match is None]
    passages = _passages(inside, asked)
    return {pk: match or _inside(passages.get(pk), asked) for pk, match in told.items()}


def site_search(viewer: Any, query: str, limit: int) -> list[Found]:
    """For the search over the whole site."""
    found, asked = search(Resource.objects.visible_to(viewer), query)
    rows = list(
        found.select_related("series").prefetch_related("partners", "topics").order_by("rank", "-year", "-pk")[:limit]
    )
    told = matches(rows, asked)
    return [
        Found(
            title=row.title,
            url=row.get_absolute_url(),
            kind=str(row.get_kind_display()),
            excerpt=told[row.pk].excerpt or row.summary,
            language=told[row.pk].language,
        )
        for row in rows
    ]


def _found(seen: QuerySet[Resource], asked: Asked) -> QuerySet[Resource]:
    own = _matching(Resource.objects.all(), asked).values("pk")
    inside = _matching(Passage.objects.all(), asked).values("file__version__resource")
    rank = Case(When(pk__in=own, then=OWN), default=INSIDE, output_field=IntegerField())
    return seen.filter(Q(pk__in=own) | Q(pk__in=inside)).annotate(rank=rank)


def _matching(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    backend = get_search_backend()
    ask = backend.autocomplete if asked.prefix else backend.search
    found: QuerySet[Any] = ask(asked.text, rows, order_by_relevance=False).get_queryset().order_by()
    return found


def _passages(resources: Sequence[int], asked: Asked) -> dict[int, Passage]:
    """Of each resource one page that has the words: of its newest version, as near to the front as can be."""
    if not resources or not asked.tokens:
        return {}
    places = (
        _matching(Passage.objects.all(), asked)
        .filter(file__version__resource__in=resources)
        .order_by("-file__version__sort_order", "file", "page")
        .values_list("file__version__resource", "pk")
    )
    first: dict[int, int] = {}
    for resource, pk in places[:MOST_PLACES]:
        first.setdefault(resource, pk)
    bulk = Passage.objects.select_related("file__version__resource").in_bulk(list(first.values()))
    return {resource: bulk[pk] for resource, pk in first.items() if pk in bulk}


def _own_match(row: Resource, asked: Asked) -> Match | None:
    if excerpts.holds(row.title, asked.tokens, prefix=asked.prefix):
        return Match(_("In the title"), row.summary)
    if excerpts.holds(row.summary, asked.tokens, prefix=asked.prefix):
        return Match(_("In the summary"), excerpts.excerpt(row.summary, asked.tokens, prefix=asked.prefix))
    if excerpts.holds(row.own_words(), asked.tokens, prefix=asked.prefix):
        return Match(_("In its title, series, topics or partners"), row.summary)
    return None


def _inside(passage: Passage | None, asked: Asked) -> Match:
    if passage is None:
        return Match(_("Inside a file"))
    file = passage.file
    where = {"page": passage.page, "file": languages.own_name(file.language), "version": file.version.number}
    return Match(
        _("Inside the file, page %(page)s (%(file)s, version %(version)s)") % where,
        excerpts.excerpt(passage.text, asked.tokens, prefix=asked.prefix),
        file.language,
        f"{file.get_absolute_url()}?show=1#page={passage.page}",
    )
