"""Purposes and areas belong to a strategy period; partners become a vocabulary of their own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="StrategyPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=12, unique=True, verbose_name="code")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="first year")),
                (
                    "last_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty while no plan says when it ends.",
                        null=True,
                        verbose_name="last year",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=160, verbose_name="source")),
            ],
            options={"verbose_name": "strategy period", "ordering": ["first_year"]},
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("full_name", models.CharField(blank=True, max_length=160, verbose_name="full name")),
                ("kind", models.CharField(blank=True, max_length=60, verbose_name="kind")),
                (
                    "country",
                    models.CharField(
                        blank=True, help_text="Two letters, such as TH.", max_length=2, verbose_name="country"
                    ),
                ),
            ],
            options={"verbose_name": "partner", "ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="CooperationArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("source", models.CharField(blank=True, max_length=160, verbose_name="source")),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="taxonomy.strategyperiod",
                        verbose_name="period",
                    ),
                ),
            ],
            options={
                "verbose_name": "area of cooperation",
                "verbose_name_plural": "areas of cooperation",
                "ordering": ["period__first_year", "position"],
            },
        ),
        migrations.AddConstraint(
            model_name="cooperationarea",
            constraint=models.UniqueConstraint(fields=("period", "code"), name="one_area_of_a_code_in_a_period"),
        ),
        migrations.AddField(
            model_name="purpose",
            name="period",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="purposes",
                to="taxonomy.strategyperiod",
                verbose_name="period",
            ),
        ),
        migrations.AddField(
            model_name="purpose",
            name="text",
            field=models.TextField(blank=True, verbose_name="in the words of the plan"),
        ),
        migrations.AddField(
            model_name="purpose",
            name="source",
            field=models.CharField(blank=True, max_length=160, verbose_name="source"),
        ),
        migrations.AddField(
            model_name="cooperationitem",
            name="area",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="taxonomy.cooperationarea",
                verbose_name="area",
            ),
        ),
    ]
