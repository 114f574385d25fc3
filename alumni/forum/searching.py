"""Full-text search over posts: the one place that knows how each engine keeps its words.

The tokens are the same on both, made by `lms.search`; the engine only looks them up.
"""

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from lms.search.tokens import VERSION, query_tokens, tokens

TABLE = "forum_post"
IN_SQLITE = "SELECT rowid FROM forum_post_fts WHERE forum_post_fts MATCH %s"
IN_POSTGRESQL = "to_tsvector('simple', forum_post.search_tokens) @@ to_tsquery('simple', %s)"
# How many posts hold some words PostgreSQL guesses, and for a word that stands in none of 200,000 it guessed so wrongly that
# it took every post apart, from the newest backwards, for six seconds. So it is told: few are all taken from the index first.
OF_FEW = """WITH found AS MATERIALIZED (SELECT id FROM forum_post WHERE search_tokens <> ''
AND to_tsvector('simple', search_tokens) @@ to_tsquery('simple', %s)) SELECT id FROM found"""
MANY = 10_000


def is_installed(database: BaseDatabaseWrapper) -> bool:
    names = {
        "postgresql": {f"{TABLE}_words"},
        "sqlite": {f"{TABLE}_fts_{act}" for act in ("insert", "delete", "update")},
    }
    catalogue = {
        "postgresql": "SELECT indexname FROM pg_indexes WHERE indexname = ANY(%s)",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s, %s)",
    }
    wanted = names[database.vendor]
    with database.cursor() as cursor:
        cursor.execute(
            catalogue[database.vendor], [list(wanted)] if database.vendor == "postgresql" else sorted(wanted)
        )
        return {name for (name,) in cursor.fetchall()} == wanted


def words(text: str) -> dict[str, Any]:
    """What a row keeps of a text to be found by."""
    return {"search_tokens": tokens(text), "tokeniser_version": VERSION}


NOTHING: dict[str, Any] = {"search_tokens": "", "tokeniser_version": VERSION}


def holding(posts: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those of the posts that hold every word. The other conditions stand in the same query, never after it."""
    asked = query_tokens(text)
    if not asked:
        return posts.none()
    # Tokens are letters and digits of ASCII: nothing in them means anything to an engine.
    if connection.vendor == "postgresql":
        query = " & ".join(asked)
        matching = RawSQL(IN_POSTGRESQL, [query], output_field=BooleanField())  # noqa: S611 - no words of people in the statement
        every = posts.model._base_manager.exclude(search_tokens="").filter(matching)
        if every[:MANY].count() == MANY:
            return posts.exclude(search_tokens="").filter(matching)
        return posts.filter(pk__in=RawSQL(OF_FEW, [query]))  # noqa: S611 - the same
    matching = RawSQL(IN_SQLITE, [" AND ".join(f'"{one}"' for one in asked)])  # noqa: S611 - the same
    return posts.filter(pk__in=matching)


def titles_holding(titles: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Titles of closed topics with every word: few rows, looked at one by one."""
    asked = query_tokens(text)
    for token in asked:
        titles = titles.filter(search_tokens__contains=f" {token} ")
    return titles if asked else titles.none()


def title_words(title: str) -> dict[str, Any]:
    return {"search_tokens": f" {tokens(title)} ", "tokeniser_version": VERSION}
