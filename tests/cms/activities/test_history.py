"""Every change of an activity is kept: which fact, from what to what, who and when; read in Wagtail and, without names, in public."""

from datetime import date

import pytest
from django.urls import reverse

from cms.activities import actions
from cms.activities.models import Activity, Change
from cms.taxonomy.models import CooperationArea, Purpose
from tests.cms.activities.reading import page
from tests.cms.activities.test_editing import PREFIX
from tests.factories.accounts import editor, signed_in, staff
from tests.factories.activities import make_activity, when_and_where
from tests.factories.cms import editors_browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]


def form_of(browser, activity):
    """What Wagtail's form holds, as a browser would send it back."""
    form = browser.get(reverse(f"{PREFIX}:edit", args=[activity.pk])).context["form"]
    data = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, list):
            data[name] = [getattr(item, "pk", item) for item in value]
        elif name == "is_training":
            data[name] = {True: "true", False: "false", None: "unknown"}[value]
        elif value is not None and value is not False:
            data[name] = value
    return data


def changes(activity):
    return list(
        Change.objects.filter(activity=activity).exclude(fact="").order_by("pk").values_list("fact", "before", "after")
    )


def test_a_form_sent_back_as_it_was_changes_nothing():
    activity, browser = Activity.objects.get(code="A2023-Q4-05"), editors_browser()
    answer = browser.post(reverse(f"{PREFIX}:edit", args=[activity.pk]), form_of(browser, activity))
    assert answer.status_code == 302
    assert changes(activity) == []


def test_an_editor_changes_tags_and_the_history_says_who_when_from_what_to_what(client):
    activity, person = Activity.objects.get(code="A2023-Q4-07"), editor(full_name="Malee Editor")
    browser = signed_in(person)
    areas = CooperationArea.objects.filter(code__in=["IM", "VP&MM"]).values_list("pk", flat=True)
    data = form_of(browser, activity) | {"areas": list(areas), "countries": "TH: venue\nCA (Canada): partner"}
    assert browser.post(reverse(f"{PREFIX}:edit", args=[activity.pk]), data).status_code == 302
    assert changes(activity) == [
        ("areas", "IS&C", "IM, VP&MM"),
        ("countries", "UNHCR: partner", "CA: partner; TH: venue"),
    ]
    assert set(Change.objects.filter(activity=activity).exclude(fact="").values_list("by", flat=True)) == {person.pk}
    history = browser.get(reverse(f"{PREFIX}:history", args=[activity.pk])).content.decode()
    for words in ("Areas of cooperation", "IS&amp;C", "IM, VP&amp;MM", "Malee Editor", "Entered", "The program"):
        assert words in history, words
    told = page(client, activity.get_absolute_url())
    assert "Areas of cooperation" in told
    assert "Malee" not in told


def test_the_public_page_tells_tags_and_keeps_texts_and_names_to_itself(client):
    activity = Activity.objects.get(code="A2023-Q1-04")
    actions.describe(
        activity,
        by=staff(full_name="Secret Hand"),
        summary="Second words",
        purposes=[Purpose.objects.filter(number=1).last()],
    )
    actions.describe(activity, by=None, summary="Third words")
    told = page(client, activity.get_absolute_url())
    assert "<bdi>3</bdi> → <bdi>1</bdi>" in told
    assert "Second words" not in told
    assert "Secret Hand" not in told
    assert told.count("Changed on") == 3


def test_every_way_of_changing_one_leaves_its_row():
    activity = make_activity(audience="public", place="Bangkok", title="One")
    actions.describe(activity, by=None, title="Two", join_url="https://rooms.example/door")
    actions.move(activity, **when_and_where(activity, place="Hanoi"), by=None)
    actions.confirm(activity, by=None)
    actions.cancel(activity, by=None)
    kept = changes(activity)
    assert ("title", "One", "Two") in kept
    assert ("place", "Bangkok", "Hanoi") in kept
    assert ("state", "planned", "confirmed") in kept
    assert ("state", "confirmed", "cancelled") in kept
    # An address that opens a door is not kept a second time.
    assert ("join_url", "", "") in kept


def test_nothing_changed_leaves_no_row():
    activity = make_activity()
    actions.describe(activity, by=None, title=activity.title, purposes=[])
    actions.cancel(actions.cancel(activity, by=None), by=None)
    assert [fact for fact, _before, _after in changes(activity)] == ["state"]


# --- planned and actual ---


def test_a_plans_activity_keeps_its_quarter_whenever_it_takes_place():
    activity = Activity.objects.get(code="A2023-Q3-03")
    when = when_and_where(activity) | when_and_where(make_activity(days=400))
    activity = actions.move(activity, **when, by=None)
    activity = actions.finish(activity, by=None)
    assert (activity.year, activity.quarter) == (2023, 3)
    assert (activity.actual_from, activity.actual_precision) == (activity.starts_local.date(), "day")


def test_what_no_plan_names_stands_in_the_quarter_of_its_days():
    activity = make_activity(days=10)
    moved = actions.move(activity, **when_and_where(make_activity(days=400)), by=None)
    assert moved.year == moved.starts_local.year


def test_taking_place_says_no_more_than_is_known():
    activity = actions.finish(Activity.objects.get(code="A2023-Q1-05"), by=None)
    assert (activity.state, activity.actual_from) == ("done", None)
    told = actions.describe(
        activity, by=None, actual_from=date(2023, 2, 1), actual_to=date(2023, 2, 28), actual_precision="month"
    )
    assert ("actual", "", "2023-02-01 – 2023-02-28 (month)") in changes(told)
    assert actions.take_back(told, by=None).state == "planned"


# --- in Wagtail's admin ---


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"countries": "Thailand"}, "countries"),
        ({"countries": "CA: partner"}, "countries"),
        ({"countries": "TH: venue\nTH: host"}, "countries"),
        ({"countries": "TH: " + "x" * 200}, "countries"),
        ({"actual_to": "2023-05-01", "actual_from": ""}, "actual_from"),
        ({"actual_from": "2023-05-02", "actual_to": "2023-05-01"}, "actual_to"),
        ({"state_now": "nonsense"}, "state_now"),
        ({"purposes": "of 2021"}, "purposes"),
    ],
)
def test_what_does_not_fit_is_named_beside_its_field(typed, field):
    activity, browser = Activity.objects.get(code="A2023-Q1-06"), editors_browser()
    if typed.get("purposes"):
        typed = {"purposes": [Purpose.objects.get(number=1, period__code="2021-22").pk]}
    answer = browser.post(reverse(f"{PREFIX}:edit", args=[activity.pk]), form_of(browser, activity) | typed)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert changes(activity) == []


def test_a_code_is_given_once():
    browser = editors_browser()
    planned = Activity.objects.get(code="A2023-Q1-06")
    browser.post(reverse(f"{PREFIX}:edit", args=[planned.pk]), form_of(browser, planned) | {"code": "A2099-Q1-01"})
    planned.refresh_from_db()
    assert planned.code == "A2023-Q1-06"
    other = make_activity()
    answer = browser.post(reverse(f"{PREFIX}:edit", args=[other.pk]), form_of(browser, other) | {"code": "A2023-Q1-06"})
    assert "code" in answer.context["form"].errors
    browser.post(reverse(f"{PREFIX}:edit", args=[other.pk]), form_of(browser, other) | {"code": "A2031-Q1-01"})
    other.refresh_from_db()
    assert other.code == "A2031-Q1-01"


def test_staff_say_that_it_took_place_or_was_cancelled():
    browser = editors_browser()
    for state in ("confirmed", "done", "planned", "cancelled", "confirmed"):
        activity = Activity.objects.get(code="A2023-Q1-07")
        data = form_of(browser, activity) | {"state_now": state}
        assert browser.post(reverse(f"{PREFIX}:edit", args=[activity.pk]), data).status_code == 302
        activity.refresh_from_db()
        assert activity.state == state
    refused = browser.post(
        reverse(f"{PREFIX}:edit", args=[activity.pk]), form_of(browser, activity) | {"state_now": "done"}
    )
    assert refused.status_code == 302


def test_the_list_is_narrowed_by_tag_and_searched_by_code():
    browser, address = editors_browser(), reverse(f"{PREFIX}:list")
    area = CooperationArea.objects.get(code="R&R")
    found = browser.get(address, {"areas": area.pk, "quarter": 2}).content.decode()
    assert "voluntary return and reintegration assistance" in found
    assert "Counter people smuggling workshop" not in found
    assert "Launch of RSO Alumni Network" in browser.get(address, {"q": "A2023-Q4-17"}).content.decode()
