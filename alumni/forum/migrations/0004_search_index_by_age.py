from django.db import migrations

# As `alumni.forum.searching` asks for it: beside its words the band of 16,384 posts that a post was written in.
BY_AGE = (
    "CREATE INDEX CONCURRENTLY forum_post_words_by_age ON forum_post USING gin"
    " ((to_tsvector('simple', search_tokens) || array_to_tsvector(ARRAY['#' || (id / 16384)::text])))"
    " WHERE search_tokens <> ''"
)
BY_WORDS = (
    "CREATE INDEX CONCURRENTLY forum_post_words ON forum_post USING gin (to_tsvector('simple', search_tokens))"
    " WHERE search_tokens <> ''"
)


def exchange(editor, new, old, statement):
    if editor.connection.vendor != "postgresql":
        return
    # What an interrupted try has left behind would stand in the way.
    editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {new}")
    editor.execute(statement)
    editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {old}")


def install(apps, editor):
    exchange(editor, "forum_post_words_by_age", "forum_post_words", BY_AGE)


def remove(apps, editor):
    exchange(editor, "forum_post_words", "forum_post_words_by_age", BY_WORDS)


class Migration(migrations.Migration):
    """Words of posts are looked up in bands of age, on PostgreSQL. No data changes, and nobody waits while the index is made."""

    atomic = False
    dependencies = [("forum", "0003_log_is_only_added")]
    operations = [migrations.RunPython(install, remove)]
