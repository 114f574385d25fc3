"""Rows into tables, many at once: COPY on PostgreSQL, one prepared statement on SQLite."""

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from random import Random
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Max
from django.db.models.fields import NOT_PROVIDED

BATCH = 5_000


def new_uuid(chance: Random) -> str:
    """A random UUID of version 4, as both databases read it."""
    digits = f"{chance.getrandbits(128):032x}"
    return f"{digits[:12]}4{digits[13:16]}a{digits[17:]}"


class Table:
    """One table on its way: the columns each row gives, and what is the same in all of them.

    Other columns take the model's default. Ids run on from the highest there is; who writes rows in order knows them.
    """

    def __init__(self, model: type[models.Model], columns: Sequence[str], **same: Any) -> None:
        self.model, self.columns = model, list(columns)
        own = [field for field in model._meta.local_concrete_fields if field.attname not in columns]
        self.key = next((field.attname for field in own if field.primary_key), "")
        rest = [field for field in own if not field.primary_key]
        self.fields = [model._meta.get_field(name) for name in self.columns]
        self.same = {field.attname: prepared(field, same.pop(field.attname, NOT_PROVIDED)) for field in rest}
        if same:
            raise TypeError(f"{model.__name__} has no {', '.join(same)}.")
        self.first = self.next = (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1 if self.key else 0

    @transaction.atomic
    def write(self, rows: Iterable[Sequence[Any]]) -> range:
        """Write them all and give their ids."""
        began = self.next
        names = [*([self.key] if self.key else []), *self.same, *self.columns]
        columns = [self.model._meta.get_field(name).column for name in names]
        (copy if connection.vendor == "postgresql" else insert)(self.model._meta.db_table, columns, self._whole(rows))
        if self.key and connection.vendor == "postgresql":
            self._move_sequence()
        return range(began, self.next)

    def _whole(self, rows: Iterable[Sequence[Any]]) -> Iterable[list[Any]]:
        same, changes = list(self.same.values()), self._converters()
        for row in rows:
            said = list(row)
            for place, change in changes:
                if said[place] is not None:
                    said[place] = change(said[place])
            if self.key:
                yield [self.next, *same, *said]
                self.next += 1
            else:
                yield [*same, *said]

    def _converters(self) -> list[tuple[int, Callable[[Any], Any]]]:
        """Only what the driver would not understand by itself: this runs millions of times."""
        found: list[tuple[int, Callable[[Any], Any]]] = []
        for place, field in enumerate(self.fields):
            if is_json(field):
                found.append((place, json.dumps))
            elif isinstance(field, models.DateTimeField) and connection.vendor == "sqlite":
                found.append((place, connection.ops.adapt_datetimefield_value))
            elif isinstance(field, models.DateField | models.DecimalField) and connection.vendor == "sqlite":
                found.append((place, str))
        return found

    def _move_sequence(self) -> None:
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(self.model._meta.db_table)
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, self.key, max(1, self.next - 1)]
            )


def prepared(field: Any, value: Any) -> Any:
    """One value for all rows, as the database takes it."""
    if value is NOT_PROVIDED:
        if getattr(field, "auto_now_add", False) or (field.unique and callable(field.default)):
            raise TypeError(f"{field} must be given: it is another one in each row.")
        value = field.get_default()
    if is_json(field):
        return json.dumps(value)
    return field.get_db_prep_save(value, connection)


def is_json(field: Any) -> bool:
    """Wagtail's streams are kept so as well."""
    return field.get_internal_type() == "JSONField"


def copy(table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN") as stream,
    ):
        for row in rows:
            stream.write_row(row)


def insert(table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(waiting, BATCH)):
            cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({places})", some)
