from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER credentials_withdrawal_{act.lower()} BEFORE {act} ON credentials_withdrawal
    BEGIN SELECT RAISE(ABORT, 'A withdrawal is never changed.'); END"""
    for act in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION credentials_withdrawal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'A withdrawal is never changed.' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    *(
        f"""CREATE TRIGGER credentials_withdrawal_{act.lower()} BEFORE {act} ON credentials_withdrawal
        FOR EACH ROW EXECUTE FUNCTION credentials_withdrawal_refuse()"""
        for act in ("UPDATE", "DELETE")
    ),
]


def stand_guard(apps, schema_editor):
    """C6, INV-1: the database itself refuses to change or remove a withdrawal."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("credentials", "0001_initial")]
    operations = [migrations.RunPython(stand_guard, migrations.RunPython.noop, elidable=False)]
