"""Wagtail's own database search, on SQLite and on PostgreSQL, with our tokeniser before both.

Every text goes into the index, and every query to it, as tokens. Models need nothing special: the usual
`index.SearchField("body")` and `index.AutocompleteField("title")` do. `fields=` is ignored, since the plain columns
hold no tokens.
"""

from collections.abc import Iterable
from copy import copy
from functools import cache
from typing import Any

from django.db import connection, models
from django.utils.module_loading import import_string
from wagtail.search import index
from wagtail.search.backends.base import BaseIndex, BaseSearchBackend
from wagtail.search.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

from .tokens import VERSION_TOKEN, query_tokens, tokens

# Each can be imported on its own engine only.
ENGINES = {
    "sqlite": "modelsearch.backends.database.sqlite.sqlite.SQLiteSearchBackend",
    "postgresql": "modelsearch.backends.database.postgres.postgres.PostgresSearchBackend",
}


class Tokenised(PlainText):
    """A query that consists of tokens already."""


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name Wagtail looks for
    """The backend for the database in use, made to speak in tokens."""
    # Tokens are to be stored as they are: no engine stems them or leaves some out.
    return _token_backend(ENGINES[connection.vendor])({**params, "SEARCH_CONFIG": "simple"})


@cache
def _token_backend(engine: str) -> type:
    plain = import_string(engine)
    index_class = type("TokenIndex", (_IndexOfTokens, plain.index_class), {})
    return type("TokenBackend", (_InTokens, plain), {"index_class": index_class})


class _InTokens(BaseSearchBackend):
    def search(self, query: Any, model_or_queryset: Any, fields: Any = None, **options: Any) -> Any:
        return super().search(_as_tokens(query), model_or_queryset, **options)

    def autocomplete(self, query: Any, model_or_queryset: Any, fields: Any = None, **options: Any) -> Any:
        return super().autocomplete(_as_tokens(query, prefix=True), model_or_queryset, **options)


def _as_tokens(query: Any, *, prefix: bool = False) -> Any:
    """The same question in tokens; without a single word it is the empty question, which finds nothing."""
    match query:
        case Tokenised():
            return query
        case str():
            text = " ".join(query_tokens(query, prefix=prefix))
            return PlainText(text, operator="and") if text else ""
        case Phrase() | Fuzzy() | PlainText():
            return _as_tokens(query.query_string, prefix=prefix)
        case And() | Or():
            return type(query)(_answerable(query.subqueries, prefix))
        case Not() | Boost():
            return _inside(query, prefix)
    return query


def _answerable(queries: Iterable[SearchQuery], prefix: bool) -> list[SearchQuery]:
    return [query for query in (_as_tokens(one, prefix=prefix) for one in queries) if query != ""]


def _inside(query: Any, prefix: bool) -> Any:
    changed = copy(query)
    changed.subquery = _as_tokens(query.subquery, prefix=prefix)
    return changed if changed.subquery != "" else ""


class _IndexOfTokens(BaseIndex):
    def add_items(self, model: type[models.Model], items: Iterable[Any]) -> None:
        super().add_items(model, [_Indexable(item) for item in items])


class _Indexable:
    """An object as the index sees it: its search fields give tokens instead of text."""

    def __init__(self, item: Any) -> None:
        self.item = item
        self.pk = item.pk

    def __getattr__(self, name: str) -> Any:
        return getattr(self.item, name)

    def get_search_fields(self) -> list[Any]:
        return [_in_tokens(field) for field in self.item.get_search_fields()]


def _in_tokens(field: Any) -> Any:
    changed = copy(field)
    if isinstance(field, index.RelatedFields):
        changed.fields = [_in_tokens(inner) for inner in field.fields]
        changed.get_value = lambda item: field.get_value(_plain(item))
    elif isinstance(field, index.SearchField | index.AutocompleteField):
        prefix = isinstance(field, index.AutocompleteField)
        changed.get_value = lambda item: _value(field.get_value(_plain(item)), prefix=prefix)
    return changed


def _plain(item: Any) -> Any:
    return item.item if isinstance(item, _Indexable) else item


def _value(value: Any, *, prefix: bool) -> str:
    text = tokens(_text(value), prefix=prefix)
    return text if prefix else f"{text} {VERSION_TOKEN}".lstrip()


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    return " ".join(map(_text, value)) if isinstance(value, list | tuple) else str(value)
