"""How often somebody wants to hear of a stream: what they chose, else the stream's default."""

from collections.abc import Sequence
from typing import Any

from .models import Preference
from .streams import stream_of, streams


def frequency_of(person: Any, stream: str) -> str:
    chosen = Preference.objects.filter(person=person, stream=stream).values_list("frequency", flat=True).first()
    return _valid(stream, chosen)


def frequencies(person: Any) -> dict[str, str]:
    """For every stream, in one query."""
    chosen = dict(Preference.objects.filter(person=person).values_list("stream", "frequency"))
    return {name: _valid(name, chosen.get(name)) for name in streams()}


def frequencies_of(people: Sequence[Any]) -> dict[int, dict[str, str]]:
    """For many people and every stream, in one query."""
    rows = Preference.objects.filter(person__in=people).values_list("person", "stream", "frequency") if people else []
    chosen = {(person, stream): frequency for person, stream, frequency in rows}
    return {person.pk: {name: _valid(name, chosen.get((person.pk, name))) for name in streams()} for person in people}


def wanting(people: Sequence[Any], stream: str, frequency: str) -> set[int]:
    """Those among them who get the stream so often, by key."""
    if not people:
        return set()
    chosen = dict(Preference.objects.filter(person__in=people, stream=stream).values_list("person", "frequency"))
    return {person.pk for person in people if _valid(stream, chosen.get(person.pk)) == frequency}


def _valid(stream: str, chosen: str | None) -> str:
    known = stream_of(stream)
    return chosen if chosen in known.frequencies else known.default
