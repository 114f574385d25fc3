"""Questions that every request asks: Django puts their SQL together once for each kind of database, not each time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


class BuiltOnce(Generic[Row]):
    """The question that `ask` builds from some values. For values like the samples it is built once and asked again and again.

    To build the question for the person signed in takes Django three times as long as to ask it. The samples are of
    the values' types, each another, and none stands in the question otherwise; what differs with a value in more than
    its place, such as None, is another question. Values never become part of the SQL: they go beside it.

    Raises `ValueError` where a sample does not come through as it is: whatever was asked, it would be asked for the sample.
    """

    def __init__(self, ask: Callable[..., models.QuerySet[Row]], *samples: Any) -> None:
        self.ask, self.samples = ask, samples
        self._built: dict[str, _Built[Row]] = {}

    def rows(self, *values: Any) -> list[Row]:
        """What the question finds for these values, in its order."""
        built = self._built.get(connection.vendor) or self._build()
        given = [_as_stored(value) for value in values]
        rows = list(
            built.model._base_manager.raw(built.sql, [one if at is None else given[at] for at, one in built.places])
        )
        for row in rows:
            for name in built.flags:
                # SQLite tells true and false as numbers.
                setattr(row, name, bool(getattr(row, name)))
        return rows

    def _build(self) -> "_Built[Row]":
        found = self.ask(*self.samples)
        query = found.query
        sql, params = query.sql_with_params()
        samples = [_as_stored(sample) for sample in self.samples]
        if lost := [sample for sample in samples if sample not in params]:
            raise ValueError(f"Not in the question as they were given: {lost}")
        built = self._built[connection.vendor] = _Built(
            found.model,
            sql,
            [(samples.index(one) if one in samples else None, one) for one in params],
            [name for name, one in query.annotations.items() if isinstance(one.output_field, models.BooleanField)],
        )
        return built


@dataclass(frozen=True)
class _Built(Generic[Row]):
    """`places`: for each parameter which of the values it takes, or None and what stands there always."""

    model: type[Row]
    sql: str
    places: list[tuple[int | None, Any]]
    flags: list[str]


def _as_stored(value: Any) -> Any:
    """SQLite holds a moment as text without its zone."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
