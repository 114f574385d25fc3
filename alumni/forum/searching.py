"""Full-text search over posts: the one place that knows how each engine keeps its words.

The tokens are the same on both, made by `lms.search`; the engine only looks them up.
"""

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max, Q, QuerySet
from django.db.models.expressions import RawSQL

from lms.search.tokens import VERSION, query_tokens, tokens

TABLE = "forum_post"
IN_SQLITE = "SELECT rowid FROM forum_post_fts WHERE forum_post_fts MATCH %s"
# Beside its words the index keeps of every post in which band of so many it was written, so that what is newest is looked up
# from the index alone, some bands at a time: whatever number of posts hold a word, and however old all of them are. Left to
# itself PostgreSQL guesses how soon enough would be found, and takes 200,000 posts apart where it guesses wrongly.
# The index is made with this number, and PostgreSQL knows it by the very same words: another one needs a migration.
BAND = 16_384
# Few at first, since most words stand in what is newest; never so many that one statement would hold a page up.
MOST_BANDS = 3
IN_POSTGRESQL = """WITH found AS MATERIALIZED (SELECT id FROM forum_post WHERE search_tokens <> ''
AND (to_tsvector('simple', search_tokens) || array_to_tsvector(ARRAY['#' || (id / 16384)::text]))
@@ (to_tsquery('simple', %s) && %s::tsquery)) SELECT id FROM found"""


def is_installed(database: BaseDatabaseWrapper) -> bool:
    names = {
        "postgresql": {f"{TABLE}_words_by_age"},
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


def newest(posts: QuerySet[Any], text: str, most: int, before: int = 0) -> list[Any]:
    """The newest of the posts that hold every word, newest first and no more than asked for.

    The other conditions stand in the same statement, never after it. `before` is the key a later page begins at.
    """
    asked = query_tokens(text)
    if not asked:
        return []
    rows = (posts.filter(pk__lt=before) if before else posts).order_by("-pk")
    # Tokens are letters and digits of ASCII: nothing in them means anything to an engine.
    if connection.vendor == "sqlite":
        return list(rows.filter(_from_index(IN_SQLITE, " AND ".join(f'"{one}"' for one in asked)))[:most])
    last = posts.model._base_manager.aggregate(last=Max("pk"))["last"] or 0
    found: list[Any] = []
    # A key comes from an address: it may lie far beyond the last post.
    upper, bands = min(before or last, last) // BAND, 1
    while upper >= 0 and len(found) < most:
        lower = max(upper - bands + 1, 0)
        # No word of a text begins like that.
        either = " | ".join(f"'#{band}'" for band in range(lower, upper + 1))
        of_bands = rows.filter(pk__gte=lower * BAND, pk__lt=(upper + 1) * BAND)
        found += of_bands.filter(_from_index(IN_POSTGRESQL, " & ".join(asked), either))[: most - len(found)]
        upper, bands = lower - 1, min(bands + 1, MOST_BANDS)
    return found


def _from_index(statement: str, *values: str) -> Q:
    return Q(pk__in=RawSQL(statement, values))  # noqa: S611 - no words of people in the statement


def titles_holding(titles: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Titles of closed topics with every word: few rows, looked at one by one."""
    asked = query_tokens(text)
    for token in asked:
        titles = titles.filter(search_tokens__contains=f" {token} ")
    return titles if asked else titles.none()


def title_words(title: str) -> dict[str, Any]:
    return {"search_tokens": f" {tokens(title)} ", "tokeniser_version": VERSION}
