"""An activity gets its period by the words it had, and the areas of the items it was tagged with."""

import re

from django.db import migrations


def into_rows(apps, schema_editor):
    Activity, Period = apps.get_model("activities", "Activity"), apps.get_model("taxonomy", "StrategyPeriod")
    for activity in Activity.objects.exclude(period_words=""):
        code = re.sub(r"[^A-Za-z0-9-]+", "-", activity.period_words)[:12].strip("-")
        year = re.search(r"\d{4}", activity.period_words)
        first = int(year[0]) if year else activity.created_at.year
        facts = {"title": activity.period_words, "first_year": first}
        activity.strategy_period, _ = Period.objects.get_or_create(code=code or str(first), defaults=facts)
        activity.save(update_fields=["strategy_period"])
    for activity in Activity.objects.filter(items__isnull=False).distinct():
        activity.areas.set({item.area_id for item in activity.items.all()})


def back(apps, schema_editor):
    """The words are the code of the period. Which items of an area were meant, the area does not say."""
    for activity in apps.get_model("activities", "Activity").objects.exclude(strategy_period=None):
        activity.period_words = activity.strategy_period.code
        activity.save(update_fields=["period_words"])


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_what_the_work_plans_say")]

    operations = [migrations.RunPython(into_rows, back)]
