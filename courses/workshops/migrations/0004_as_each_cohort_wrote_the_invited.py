"""Room for what each cohort wrote of those who have not accepted, and the mark of lists of the office. Adds only."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_decision"),
        ("workshops", "0003_told_called_off_and_taken_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="place",
            name="written_name",
            field=models.CharField(blank=True, default="", editable=False, max_length=180),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="place",
            name="written_agency",
            field=models.CharField(blank=True, default="", editable=False, max_length=160),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="place",
            name="written_member",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.member",
            ),
        ),
        migrations.AddField(
            model_name="place", name="asked_at", field=models.DateTimeField(editable=False, null=True)
        ),
        migrations.AddField(
            model_name="import", name="knows_accounts", field=models.BooleanField(default=False, editable=False)
        ),
    ]
