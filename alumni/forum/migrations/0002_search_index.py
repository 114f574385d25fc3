from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE IF NOT EXISTS forum_post_fts USING fts5"
    "(search_tokens, content='forum_post', content_rowid='id', tokenize='unicode61')",
    "CREATE TRIGGER forum_post_fts_insert AFTER INSERT ON forum_post BEGIN"
    " INSERT INTO forum_post_fts (rowid, search_tokens) VALUES (new.id, new.search_tokens); END",
    "CREATE TRIGGER forum_post_fts_delete AFTER DELETE ON forum_post BEGIN"
    " INSERT INTO forum_post_fts (forum_post_fts, rowid, search_tokens)"
    " VALUES ('delete', old.id, old.search_tokens); END",
    "CREATE TRIGGER forum_post_fts_update AFTER UPDATE OF search_tokens ON forum_post BEGIN"
    " INSERT INTO forum_post_fts (forum_post_fts, rowid, search_tokens)"
    " VALUES ('delete', old.id, old.search_tokens);"
    " INSERT INTO forum_post_fts (rowid, search_tokens) VALUES (new.id, new.search_tokens); END",
]
POSTGRESQL = [
    "CREATE INDEX forum_post_words ON forum_post USING gin (to_tsvector('simple', search_tokens))"
    " WHERE search_tokens <> ''"
]


def install(apps, editor):
    with editor.connection.cursor() as cursor:
        for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def remove(apps, editor):
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "postgresql":
            cursor.execute("DROP INDEX IF EXISTS forum_post_words")
        else:
            for act in ("insert", "delete", "update"):
                cursor.execute(f"DROP TRIGGER IF EXISTS forum_post_fts_{act}")
            cursor.execute("DROP TABLE IF EXISTS forum_post_fts")


class Migration(migrations.Migration):
    """The words of posts, looked up by the engine's own full-text index. No data changes."""

    dependencies = [("forum", "0001_spaces_topics_and_posts")]
    operations = [migrations.RunPython(install, remove)]
