from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER events_rsvp_{act.lower()} BEFORE {act} ON events_rsvp
    BEGIN SELECT RAISE(ABORT, 'An answer is never changed.'); END"""
    for act in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION events_rsvp_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'An answer is never changed.' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    *(
        f"""CREATE TRIGGER events_rsvp_{act.lower()} BEFORE {act} ON events_rsvp
        FOR EACH ROW EXECUTE FUNCTION events_rsvp_refuse()"""
        for act in ("UPDATE", "DELETE")
    ),
]


def stand_guard(apps, schema_editor):
    """Case 62: all answers are kept, the last by time counts. The database itself refuses to change or remove one."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_events_rounds_and_invitations")]
    operations = [migrations.RunPython(stand_guard, migrations.RunPython.noop, elidable=False)]
