"""The list of the library: what narrows it, how it goes on, and by what it can be narrowed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.taxonomy.models import Programme

from . import languages, presenting, searching
from .models import File, Partner, Resource, Series, Topic, Version

PAGE = 20
LONGEST_QUERY = 200
# By their names in the address, in the order in which people narrow a list.
FACETS: dict[str, str | Promise] = {
    "file": _("File"),
    "kind": _("Kind"),
    "topic": _("Topic"),
    "series": _("Series"),
    "language": _("Language"),
    "year": _("Year"),
    "partner": _("Partner"),
    "programme": _("Programme"),
}


@dataclass(frozen=True)
class Query:
    """What somebody asked for, as it stands in the address."""

    q: str = ""
    file: str = ""
    kind: str = ""
    topic: str = ""
    series: str = ""
    language: str = ""
    year: str = ""
    partner: str = ""
    programme: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Query":
        # No database takes a null byte, and nobody means one.
        typed = " ".join(given.get("q", "").replace("\x00", " ").split())[:LONGEST_QUERY]
        return cls(typed, **{name: given.get(name, "")[:80].replace("\x00", "") for name in FACETS})

    def chosen(self) -> dict[str, str]:
        """The filters that are set."""
        return {name: value for name in FACETS if (value := getattr(self, name))}

    def address(self, **changes: str) -> str:
        changed = replace(self, **changes)
        kept = {name: value for name, value in {"q": changed.q, **changed.chosen()}.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"


@dataclass(frozen=True)
class Page:
    """Some resources, where each was found, and the key the next page begins after."""

    rows: list[Resource]
    matches: dict[int, searching.Match]
    total: int
    next_key: str


def page_of(viewer: Any, query: Query, key: str = "") -> Page:
    """The newest first; of a search what has the words itself comes before what has them inside a file."""
    found, asked = _found(Resource.objects.visible_to(viewer), query)
    found = found.annotate(since=Coalesce("year", Value(0)))
    rows = list(
        _after(found, key)
        .select_related("series")
        .prefetch_related("partners", "topics", "versions__files")
        .order_by("rank", "-since", "-pk")[: PAGE + 1]
    )
    shown = rows[:PAGE]
    told = searching.matches(shown, asked) if asked else {}
    return Page(shown, told, found.count(), _key_of(shown[-1]) if len(rows) > PAGE else "")


def facets(viewer: Any, query: Query) -> list[dict[str, Any]]:
    """By what the whole list can be narrowed: only what something has that the viewer may see."""
    seen = Resource.objects.visible_to(viewer).order_by()
    found = []
    for name, label in FACETS.items():
        if name == "file":
            found.append(_files(viewer, query))
            continue
        own = getattr(query, name)
        options = [
            {"label": str(text), "url": query.address(**{name: value}), "current": value == own}
            for value, text in _options(name, seen)
        ]
        found.append({"name": name, "label": label, "options": options})
    return [facet for facet in found if facet["options"]]


def _files(viewer: Any, query: Query) -> dict[str, Any]:
    """Whether something can be read: it stands open, and says how many there would be, all other filters standing."""
    rest, _asked = _found(Resource.objects.visible_to(viewer), replace(query, file=""))
    rows = Resource.objects.filter(pk__in=rest.order_by().values("pk")).order_by()
    counts = dict(_with_state(rows).values_list("in_state").annotate(n=Count("pk")))
    options = [
        {
            "label": str(words),
            "count": counts.get(value, 0),
            "url": query.address(file=value),
            "current": value == query.file,
        }
        for value, words in presenting.STATES.items()
        if value in counts or value == query.file
    ]
    return {"name": "file", "label": FACETS["file"], "options": options, "is_open": True}


def _with_state(rows: QuerySet[Resource]) -> QuerySet[Resource]:
    """Each with one of `presenting.STATES`: of its newest version that came out, as the list shows it."""
    out = Version.objects.filter(resource=OuterRef("pk"), state=Version.State.PUBLISHED)
    there = Exists(_received().filter(version=OuterRef("newest")))
    state = Case(
        When(newest=None, then=Value(presenting.PLANNED)),
        When(there, then=Value(presenting.READY)),
        default=Value(presenting.AWAITED),
        output_field=CharField(),
    )
    newest = Subquery(out.order_by("-sort_order", "-pk").values("pk")[:1])
    return rows.annotate(newest=newest).annotate(in_state=state)


def chips(query: Query, facets: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The filters that are set, each with the way to take it off."""
    names = {facet["name"]: option["label"] for facet in facets for option in facet["options"] if option["current"]}
    return [
        {"label": str(FACETS[name]), "value": names.get(name, value), "url": query.address(**{name: ""})}
        for name, value in query.chosen().items()
    ]


def _found(seen: QuerySet[Resource], query: Query) -> tuple[QuerySet[Resource], searching.Asked | None]:
    for name, value in query.chosen().items():
        seen = seen.filter(pk__in=_having(name, value).values("pk"))
    if query.q:
        return searching.search(seen, query.q)
    return seen.annotate(rank=Value(searching.OWN)), None


def _having(name: str, value: str) -> QuerySet[Resource]:
    rows = Resource.objects.order_by()
    if name == "file":
        return _with_state(rows).filter(in_state=value)
    if name == "kind":
        return rows.filter(kind=value)
    if name == "year":
        return rows.filter(year=int(value)) if value.isascii() and value.isdigit() and len(value) == 4 else rows.none()
    if name == "language":
        return rows.filter(versions__files__in=_received().filter(language=value))
    lookup = {
        "topic": "topics__slug",
        "series": "series__slug",
        "partner": "partners__slug",
        "programme": "programmes__code",
    }[name]
    return rows.filter(**{lookup: value})


def _received() -> QuerySet[File]:
    return File.objects.order_by().exclude(file="", address="")


def _options(name: str, seen: QuerySet[Resource]) -> list[tuple[str, str | Promise]]:
    if name == "kind":
        there = set(seen.values_list("kind", flat=True))
        return [(value, label) for value, label in Resource.Kind.choices if value in there]
    if name == "year":
        years = seen.exclude(year=None).values_list("year", flat=True).distinct()
        return [(str(year), str(year)) for year in sorted(years, reverse=True)]
    if name == "language":
        codes = _received().filter(version__resource__in=seen).values_list("language", flat=True).distinct()
        return sorted(((code, languages.own_name(code)) for code in codes), key=lambda pair: pair[1])
    if name == "programme":
        programmes = Programme.objects.filter(resources__in=seen).distinct()
        return [(one.code, one.name) for one in programmes]
    model: Any = {"topic": Topic, "series": Series, "partner": Partner}[name]
    return [(one.slug, str(one)) for one in model.objects.filter(resources__in=seen).distinct()]


def _key_of(row: Any) -> str:
    return f"{row.rank}-{row.since}-{row.pk}"


def _after(found: QuerySet[Resource], key: str) -> QuerySet[Resource]:
    """What follows that key; a key that is none begins at the top."""
    parts = key.split("-")
    # No database counts further than this.
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) <= 15 for part in parts):
        return found
    rank, since, pk = (int(part) for part in parts)
    return found.filter(Q(rank__gt=rank) | Q(rank=rank, since__lt=since) | Q(rank=rank, since=since, pk__lt=pk))
