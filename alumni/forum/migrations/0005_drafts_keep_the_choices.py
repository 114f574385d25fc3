import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A draft of a topic keeps that it is a question, and its theme. No data changes."""

    dependencies = [
        ("forum", "0004_search_index_by_age"),
        ("taxonomy", "0004_each_in_its_period"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="question",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="draft",
            name="theme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="taxonomy.programme",
            ),
        ),
    ]
