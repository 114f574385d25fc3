"""Bringing resources in from a file. Safe twice: what is there stays as staff left it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from cms.sources.models import Source
from cms.taxonomy.models import CooperationArea, Programme, Purpose
from lms.search.gathering import indexed_once

from . import actions
from .models import Partner, Resource, Series, Topic

# The later of the two plans speaks in the words of this strategy.
PERIOD = "2023"
OWN = ("title", "kind", "number", "year", "summary", "audience", "licence", "review_on")


@indexed_once()
def load_library(data: Mapping[str, Any], *, by: Any = None) -> int:
    """Series, topics, partners, then the resources in their order; gives the number of resources there are."""
    words: list[tuple[str, type[models.Model]]] = [("series", Series), ("topics", Topic), ("partners", Partner)]
    for name, model in words:
        for row in data.get(name, []):
            facts = dict(row)
            model._default_manager.get_or_create(slug=facts.pop("slug"), defaults=facts)
    made = [row for row in data["resources"] if actions.load(facts_of(row), by=by)]
    for row in made:
        if row.get("replaced_by"):
            _replace(row["slug"], row["replaced_by"], by)
    return Resource.objects.count()


def facts_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the file, with the words it is sorted by looked up."""
    own = {name: row[name] for name in OWN if row.get(name)}
    series = Series.objects.get(slug=row["series"]) if row.get("series") else None
    return {
        "slug": row["slug"],
        "resource": {"audience": Resource.Audience.PUBLIC, **own, "series": series},
        "words": {
            "topics": _chosen(Topic, "slug", row.get("topics", [])),
            "partners": _chosen(Partner, "slug", row.get("partners", [])),
            "programmes": _chosen(Programme, "code", row.get("programmes", [])),
            "purposes": _of_today(Purpose, "number", row.get("purposes", [])),
            "areas": _of_today(CooperationArea, "code", row.get("areas", [])),
            "sources": _chosen(Source, "key", row.get("sources", [])),
        },
        "mentions": [dict(mention) for mention in row.get("mentions", [])],
        "versions": [dict(version) for version in row["versions"]],
    }


def _chosen(model: type[models.Model], name: str, values: Iterable[Any]) -> list[Any]:
    return list(model._default_manager.filter(**{f"{name}__in": list(values)}))


def _of_today(model: type[models.Model], name: str, values: Iterable[Any]) -> list[Any]:
    """Purposes and areas in the words of the strategy whose plan names the resources last."""
    found = model._default_manager.filter(**{f"{name}__in": list(values)}, period__code=PERIOD)
    return list(found)


def _replace(old: str, new: str, by: Any) -> None:
    following = Resource.objects.filter(slug=new).first()
    if following is not None:
        actions.replace(Resource.objects.get(slug=old), following, by=by)
