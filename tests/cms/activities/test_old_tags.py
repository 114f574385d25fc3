"""A database from before the periods: its words and items become rows, and nothing that was tagged loses its tag."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms.activities.models import Activity
from cms.taxonomy.models import CooperationArea, CooperationItem, Purpose, StrategyPeriod
from lms.setup.model_states import building_little

OLD = [("activities", "0001_activities_with_local_times"), ("taxonomy", "0001_initial")]
NEW = [("activities", "0005_old_tags_go"), ("taxonomy", "0004_each_in_its_period")]


def migrated(targets):
    with building_little():
        return MigrationExecutor(connection).migrate(targets).apps


@pytest.mark.django_db(transaction=True)
def test_tags_and_periods_go_back_and_come_along():
    period = StrategyPeriod.objects.create(code="2019", title="Plan of 2019", first_year=2019)
    area = CooperationArea.objects.create(period=period, code="BM", name="Border Management")
    CooperationItem.objects.create(area=area, number=11, short="Words")
    returning = Activity.objects.create(title="Returning", strategy_period=period)
    returning.areas.set([area])
    returning.purposes.set([Purpose.objects.create(period=period, number=3, title="Cooperation")])

    old = migrated(OLD)
    back = old.get_model("activities", "Activity").objects.get(pk=returning.pk)
    assert back.strategy_period == "2019"
    assert [purpose.number for purpose in back.purposes.all()] == [3]
    assert old.get_model("taxonomy", "CooperationItem").objects.get(number=11).area_name == "Border Management"
    purposes, items = old.get_model("taxonomy", "Purpose").objects, old.get_model("taxonomy", "CooperationItem").objects
    activities = old.get_model("activities", "Activity").objects
    purpose = purposes.create(number=2, title="Operational Capacity Building")
    items = [
        items.create(number=number, area_code=code, area_name=name, short="Words")
        for number, code, name in [(1, "LE", "Law Enforcement"), (2, "LE", "Law Enforcement"), (9, "IS&C", "Sharing")]
    ]
    tagged = activities.create(title="Tagged", strategy_period="2023", year=2023, quarter=1)
    tagged.purposes.set([purpose])
    tagged.areas.set(items)
    worded = activities.create(title="Worded", strategy_period="Plan of 2031 to 2032")
    activities.create(title="Plain")

    new = migrated(NEW)
    activities = new.get_model("activities", "Activity").objects
    tagged = activities.get(pk=tagged.pk)
    assert (tagged.strategy_period.code, tagged.year, tagged.quarter) == ("2023", 2023, 1)
    assert set(tagged.areas.values_list("code", "period__code")) == {("LE", "2023"), ("IS&C", "2023")}
    assert list(tagged.purposes.values_list("number", "period__code")) == [(2, "2023")]
    assert new.get_model("taxonomy", "CooperationItem").objects.filter(area__code="LE").count() == 2
    period = activities.get(pk=worded.pk).strategy_period
    assert (period.title, period.first_year) == ("Plan of 2031 to 2032", 2031)
    assert activities.get(title="Plain").strategy_period is None
    assert activities.get(pk=returning.pk).strategy_period.code == "2019"
