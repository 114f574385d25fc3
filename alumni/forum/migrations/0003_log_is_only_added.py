from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER forum_modlog_{act.lower()} BEFORE {act} ON forum_modlog
    BEGIN SELECT RAISE(ABORT, 'The moderators'' log is only ever added to.'); END"""
    for act in ("UPDATE", "DELETE")
]
# INSERT OR REPLACE removes the old row without asking the triggers above.
SQLITE.append("""CREATE TRIGGER forum_modlog_replace BEFORE INSERT ON forum_modlog
    WHEN EXISTS (SELECT 1 FROM forum_modlog WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'The moderators'' log is only ever added to.'); END""")
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION forum_modlog_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'The moderators'' log is only ever added to.'
    USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    *(
        f"""CREATE TRIGGER forum_modlog_{act.lower()} BEFORE {act} ON forum_modlog
        FOR EACH ROW EXECUTE FUNCTION forum_modlog_refuse()"""
        for act in ("UPDATE", "DELETE")
    ),
]


def stand_guard(apps, schema_editor):
    """The database itself refuses to change or remove what moderators did (F20)."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """No data changes."""

    dependencies = [("forum", "0002_search_index")]
    operations = [migrations.RunPython(stand_guard, migrations.RunPython.noop, elidable=False)]
