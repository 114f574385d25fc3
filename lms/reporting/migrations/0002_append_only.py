from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


def stand_guard(apps, schema_editor):
    """The database itself refuses to change or remove a report that left the house."""
    text = (SQL / f"guard_{schema_editor.connection.vendor}.sql").read_text()
    for statement in text.split("--;"):
        schema_editor.execute(statement.strip(), params=None)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_frozen_reports")]
    operations = [migrations.RunPython(stand_guard, migrations.RunPython.noop, elidable=False)]
