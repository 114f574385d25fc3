"""Every purpose has its period and every item its area; a number or a code is one of its period.

Destroys nothing, and is safe because the migration before it gave every row its period and area, and copied the codes and
names of areas to rows of their own before the columns go.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0003_what_there_is_belongs_to_2023")]

    operations = [
        migrations.AlterField(
            model_name="purpose",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="purposes",
                to="taxonomy.strategyperiod",
                verbose_name="period",
            ),
        ),
        migrations.AlterField(
            model_name="purpose", name="number", field=models.PositiveSmallIntegerField(verbose_name="number")
        ),
        migrations.AlterField(
            model_name="purpose", name="title", field=models.CharField(max_length=160, verbose_name="title")
        ),
        migrations.AlterField(
            model_name="purpose", name="summary", field=models.TextField(blank=True, verbose_name="in short")
        ),
        migrations.AlterModelOptions(
            name="purpose",
            options={"ordering": ["period__first_year", "number"], "verbose_name": "strategic purpose"},
        ),
        migrations.AddConstraint(
            model_name="purpose",
            constraint=models.UniqueConstraint(fields=("period", "number"), name="one_purpose_of_a_number_in_a_period"),
        ),
        migrations.AlterField(
            model_name="cooperationitem",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="taxonomy.cooperationarea",
                verbose_name="area",
            ),
        ),
        # With a default, so that it can be put back before its words are.
        migrations.AlterField(
            model_name="cooperationitem", name="area_code", field=models.CharField(default="", max_length=10)
        ),
        migrations.AlterField(
            model_name="cooperationitem", name="area_name", field=models.CharField(default="", max_length=120)
        ),
        migrations.RemoveField(model_name="cooperationitem", name="area_code"),
        migrations.RemoveField(model_name="cooperationitem", name="area_name"),
        migrations.AlterField(
            model_name="cooperationitem", name="number", field=models.PositiveSmallIntegerField(verbose_name="number")
        ),
        migrations.AlterField(
            model_name="cooperationitem",
            name="short",
            field=models.CharField(max_length=200, verbose_name="in short"),
        ),
        migrations.AlterField(
            model_name="cooperationitem",
            name="text",
            field=models.TextField(blank=True, verbose_name="in the words of the strategy"),
        ),
        migrations.AlterModelOptions(
            name="cooperationitem",
            options={"ordering": ["area__period__first_year", "number"], "verbose_name": "cooperation item"},
        ),
        migrations.AddConstraint(
            model_name="cooperationitem",
            constraint=models.UniqueConstraint(fields=("area", "number"), name="one_item_of_a_number_in_an_area"),
        ),
    ]
