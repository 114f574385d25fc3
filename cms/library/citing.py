"""Where a resource is cited. The floors above know: each lists its own by the hook `register_citations`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail import hooks

from .models import Resource

MOST = 50


@dataclass(frozen=True)
class Citing:
    """Something that rests on a source, as far as the viewer may see it: what it is, where, in what."""

    title: str
    url: str
    inside: str = ""


def citations_of(resource: Resource, viewer: Any) -> list[Citing]:
    """Each hook is a function of the viewer and the keys of some sources; it lists only what the viewer may see."""
    sources: Sequence[int] = [source.pk for source in resource.sources.all()]
    if not sources:
        return []
    found = [one for listed in hooks.get_hooks("register_citations") for one in listed(viewer, sources)]
    return list(dict.fromkeys(found))[:MOST]
