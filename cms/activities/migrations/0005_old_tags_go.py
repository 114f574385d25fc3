"""What stepped aside is no longer read.

Safe because the migration before this one carried every period and every area over.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("activities", "0004_tags_of_items_and_words_become_rows")]

    operations = [
        # It is safe because the migration before this one has made rows of them.
        migrations.RemoveField(model_name="activity", name="items"),
        migrations.RemoveField(model_name="activity", name="period_words"),
    ]
