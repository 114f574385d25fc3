from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


def stand_guard(apps, schema_editor):
    """The database itself refuses to change or remove what the log holds."""
    text = (SQL / f"guard_{schema_editor.connection.vendor}.sql").read_text()
    for statement in text.split("--;"):
        schema_editor.execute(statement.strip(), params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_entries_and_seals")]
    operations = [migrations.RunPython(stand_guard, migrations.RunPython.noop, elidable=False)]
