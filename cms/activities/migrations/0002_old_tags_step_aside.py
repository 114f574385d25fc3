"""The name of the period and the items make room for a period and areas that are rows.

Safe because nothing is lost: both columns keep what they hold under another name.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0001_activities_with_local_times"),
        ("taxonomy", "0004_each_in_its_period"),
    ]

    operations = [
        # It is safe because nothing is lost: the old tags step aside under another name until their rows are made.
        migrations.RenameField("activity", "strategy_period", "period_words"),
        migrations.RenameField("activity", "areas", "items"),
    ]
