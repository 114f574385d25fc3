"""The purposes and items that were loaded so far are those of the 2023 plan and strategy."""

from django.db import migrations

PERIOD = {
    "title": "RSO Annual Work Plan 2023 and Bali Process 2023 Strategy for Cooperation",
    "first_year": 2023,
    "source": "Annual Work Plan 2023, lines 177 to 278",
}


def into_2023(apps, schema_editor):
    Purpose, Item, Period, Area = (
        apps.get_model("taxonomy", name) for name in ("Purpose", "CooperationItem", "StrategyPeriod", "CooperationArea")
    )
    if not Purpose.objects.exists() and not Item.objects.exists():
        return
    period, _ = Period.objects.get_or_create(code="2023", defaults=PERIOD)
    Purpose.objects.filter(period=None).update(period=period)
    for item in Item.objects.filter(area=None).order_by("number"):
        facts = {"name": item.area_name, "position": period.areas.count() + 1}
        area, _ = Area.objects.get_or_create(period=period, code=item.area_code, defaults=facts)
        Item.objects.filter(pk=item.pk).update(area=area)


def back(apps, schema_editor):
    """The codes beside the items are filled again from their areas."""
    for item in apps.get_model("taxonomy", "CooperationItem").objects.exclude(area=None).select_related("area"):
        item.area_code, item.area_name = item.area.code, item.area.name
        item.save(update_fields=["area_code", "area_name"])


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0002_periods_areas_and_partners")]

    operations = [migrations.RunPython(into_2023, back)]
