"""A database from before the periods: its words and items become rows, and nothing that was tagged loses its tag."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OLD = [("activities", "0001_activities_with_local_times"), ("taxonomy", "0001_initial")]
NEW = [("activities", "0005_old_tags_go"), ("taxonomy", "0004_each_in_its_period")]


def migrated(targets):
    return MigrationExecutor(connection).migrate(targets).apps


@pytest.mark.django_db(transaction=True)
def test_tags_and_periods_come_along_and_go_back():
    old = migrated(OLD)
    purposes, items = old.get_model("taxonomy", "Purpose").objects, old.get_model("taxonomy", "CooperationItem").objects
    Activity = old.get_model("activities", "Activity")
    purpose = purposes.create(number=2, title="Operational Capacity Building")
    items = [
        items.create(number=number, area_code=code, area_name=name, short="Words")
        for number, code, name in [(1, "LE", "Law Enforcement"), (2, "LE", "Law Enforcement"), (9, "IS&C", "Sharing")]
    ]
    tagged = Activity.objects.create(title="Tagged", strategy_period="2023", year=2023, quarter=1)
    tagged.purposes.set([purpose])
    tagged.areas.set(items)
    worded = Activity.objects.create(title="Worded", strategy_period="Plan of 2031 to 2032")
    Activity.objects.create(title="Plain")

    new = migrated(NEW)
    Activity = new.get_model("activities", "Activity")
    tagged = Activity.objects.get(pk=tagged.pk)
    assert (tagged.strategy_period.code, tagged.year, tagged.quarter) == ("2023", 2023, 1)
    assert set(tagged.areas.values_list("code", "period__code")) == {("LE", "2023"), ("IS&C", "2023")}
    assert list(tagged.purposes.values_list("number", "period__code")) == [(2, "2023")]
    assert new.get_model("taxonomy", "CooperationItem").objects.filter(area__code="LE").count() == 2
    period = Activity.objects.get(pk=worded.pk).strategy_period
    assert (period.title, period.first_year) == ("Plan of 2031 to 2032", 2031)
    assert Activity.objects.get(title="Plain").strategy_period is None

    back = migrated(OLD)
    assert back.get_model("activities", "Activity").objects.get(pk=tagged.pk).strategy_period == "2023"
    assert back.get_model("taxonomy", "CooperationItem").objects.get(number=9).area_name == "Sharing"
