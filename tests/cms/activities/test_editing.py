"""Activities in Wagtail's admin: what is typed there goes through the same actions. Ids: C-25, V1, V24."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.activities import actions
from cms.activities.models import Activity
from lms.audit.models import Entry
from tests.factories.activities import make_activity
from tests.factories.cms import editors_browser, staff_browser

pytestmark = pytest.mark.django_db
PREFIX = "wagtailsnippets_activities_activity"


def typed(**changes):
    return {
        "title": "Regional meeting",
        "summary": "",
        "kind": "meeting",
        "audience": "members",
        "starts_local": "2031-05-06T09:00",
        "ends_local": "2031-05-06T12:00",
        "zone": "Asia/Bangkok",
        "mode": "in_person",
        "place": "Bangkok",
        "join_url": "",
        "organisation": "",
        "strategy_period": "",
        "year": "",
        "quarter": "",
    } | changes


def test_a_new_activity_begins_in_the_zone_of_the_office():
    page = editors_browser().get(reverse(f"{PREFIX}:add")).content.decode()
    assert '<option value="Asia/Bangkok" selected>' in page


def test_an_editor_plans_and_moves_an_activity():
    office = editors_browser()
    assert office.get(reverse(f"{PREFIX}:add")).status_code == 200
    assert office.post(reverse(f"{PREFIX}:add"), typed()).status_code == 302
    activity = Activity.objects.get()
    assert (activity.starts_at.hour, activity.quarter) == (2, 2)
    url = reverse(f"{PREFIX}:edit", args=[activity.pk])
    assert "2031-05-06T09:00" in office.get(url).content.decode()
    assert office.post(url, typed(title="Another", starts_local="2031-05-06T10:00")).status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.starts_at.hour) == ("Another", 3)
    acts = list(Entry.objects.about(activity).values_list("act", flat=True))
    assert acts == ["activities.plan", "activities.describe", "activities.move"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"starts_local": "soon"},
        {"ends_local": "2031-05-05T09:00"},
        {"zone": "Mars/Olympus"},
        {"zone": "Australia/Sydney", "starts_local": "2031-10-05T02:30"},
        {"quarter": "7"},
        {"starts_local": "0001-01-01T00:00"},
        {"place": "a\x00b"},
    ],
)
def test_what_makes_no_sense_is_answered_with_a_message(wrong):
    answer = editors_browser().post(reverse(f"{PREFIX}:add"), typed(**wrong))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Activity.objects.exists()


def test_times_of_an_owned_activity_are_not_changed_here():
    activity = actions.set_link(make_activity(place="Hanoi"), "/events/1/")
    office = editors_browser()
    office.post(reverse(f"{PREFIX}:edit", args=[activity.pk]), typed(title="New words", place="Elsewhere"))
    activity.refresh_from_db()
    assert (activity.title, activity.place) == ("New words", "Hanoi")


def test_an_editor_neither_lists_nor_opens_a_closed_one_and_staff_do():
    closed = make_activity(title="Quiet gathering", audience="invited")
    office, url = editors_browser(), reverse(f"{PREFIX}:edit", args=[closed.pk])
    assert "Quiet gathering" not in office.get(reverse(f"{PREFIX}:list")).content.decode()
    assert "Quiet gathering" not in office.get(url).content.decode()
    assert "Quiet gathering" not in office.get(reverse(f"{PREFIX}:history", args=[closed.pk])).content.decode()
    assert "Quiet gathering" not in office.get(reverse(f"{PREFIX}:usage", args=[closed.pk])).content.decode()
    staffs = staff_browser()
    assert "Quiet gathering" in staffs.get(reverse(f"{PREFIX}:list")).content.decode()
    assert staffs.get(url).status_code == 200


def test_nobody_deletes_an_activity():
    activity, url = make_activity(), f"{PREFIX}:delete"
    for office in (editors_browser(), staff_browser()):
        office.post(reverse(url, args=[activity.pk]))
    assert Activity.objects.filter(pk=activity.pk).exists()


def test_a_list_filters_and_searches():
    make_activity(title="Webinar on records", kind="webinar", year=timezone.now().year, quarter=1)
    make_activity(title="Another thing")
    office = editors_browser()
    page = office.get(reverse(f"{PREFIX}:list"), {"kind": "webinar"}).content.decode()
    assert "Webinar on records" in page
    assert "Another thing" not in page
    assert "Webinar on records" in office.get(reverse(f"{PREFIX}:list"), {"q": "records"}).content.decode()
