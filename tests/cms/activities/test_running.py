"""What is under way stands on top of the calendar, and the counts of the plan stay what they are. Ids: O5, U-6."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.activities import actions
from courses.workshops.models import CohortSession
from tests.cms.activities.reading import page, quarters, refs, total
from tests.cms.activities.test_plans import QUARTERS
from tests.factories.activities import make_activity, soon
from tests.factories.workshops import make_workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]
CALENDAR = "/calendar/"


def under_way(client, query="", address=CALENDAR):
    """The titles on the strip; none where there is no strip."""
    strip = re.search(
        r'<section class="stack" aria-labelledby="running">.*?</section>', page(client, address + query), re.S
    )
    return re.findall(r'class="activity-link"[^>]*><bdi>([^<]*)', strip[0]) if strip else []


def planned(title, *, days=0, lasts=3, **facts):
    """Of the plan of 2023, and set for days around now."""
    begins = soon(days)
    given = {"code": "A2023-Q1-90", "year": 2023, "quarter": 1, "audience": "public", "zone": "UTC"}
    return make_activity(
        title=title, starts_local=begins, ends_local=begins + timedelta(days=lasts), **{**given, **facts}
    )


def test_nothing_is_said_where_nothing_runs(client):
    planned("Over", days=-9)
    planned("To come", days=2, code="A2023-Q1-91")
    assert under_way(client) == []
    assert "Running now" not in page(client, CALENDAR)


@pytest.mark.parametrize("query", ["", "?year=2021", "?year=2023&quarter=4", "?year=2022"])
def test_what_runs_now_is_seen_whichever_quarter_is_looked_at(client, query):
    """It was planned for the first quarter of 2023 and takes place today: the page says so without being asked."""
    planned("Late at last", days=-1)
    assert under_way(client, query) == ["Late at last"]


def test_the_plan_counts_it_in_the_quarter_it_was_planned_for(client):
    planned("Late at last", days=-1)
    text = page(client, CALENDAR + "?year=2023")
    first, *others = QUARTERS[2023]
    assert quarters(text) == dict(zip(range(1, 5), [first + 1, *others], strict=True))
    assert total(text) == 46
    assert refs(text).count("A2023-Q1-90") == 2, "on top and in its quarter"


def test_other_filters_hold_for_what_runs_now(client):
    planned("A workshop", days=-1, kind="workshop")
    assert under_way(client, "?format=workshop") == ["A workshop"]
    assert under_way(client, "?format=launch") == []


@pytest.mark.parametrize("turn", [actions.cancel, actions.finish])
def test_what_is_called_off_or_over_does_not_run(client, turn):
    turn(planned("Was to run", days=-1), by=None)
    assert under_way(client) == []


def test_nobody_learns_of_a_running_activity_they_may_not_see(client):
    planned("For the invited", days=-1, audience="invited")
    assert under_way(client) == []


def test_a_workshop_runs_from_its_first_session_to_its_last(client):
    """Its sessions were moved to this week, the activity kept its old dates."""
    workshop = make_workshop(activity=planned("Moved", days=-60), days=3)
    now = timezone.now()
    first, *rest = CohortSession.objects.filter(workshop=workshop).order_by("starts_at")
    move = CohortSession.objects.filter
    move(pk=first.pk).update(starts_at=now - timedelta(days=1), ends_at=now - timedelta(hours=20))
    move(pk__in=[one.pk for one in rest]).update(starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2))
    assert under_way(client) == ["Moved"]
    move(workshop=workshop).exclude(pk=first.pk).update(cancelled_at=now)
    assert under_way(client) == []


@pytest.mark.usefixtures("frame_is_known")
def test_a_strip_of_many_costs_no_more_questions_than_one_of_few(client, django_assert_max_num_queries):
    for number in range(20):
        planned(f"Number {number}", days=-1, code=f"A2023-Q1-{70 + number}")
    client.get(CALENDAR)
    with django_assert_max_num_queries(25):
        assert len(under_way(client)) == 12


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("/id", ["Sedang berlangsung", "tanpa melihat triwulan rencananya"]),
        ("/th", ["กำลังดำเนินการอยู่", "ไม่ว่าจะวางแผนไว้ในไตรมาสใด"]),
    ],
)
def test_what_runs_now_is_said_in_the_language_of_the_page(client, prefix, words):
    planned("Late at last", days=-1)
    text = page(client, f"{prefix}{CALENDAR}")
    for said in words:
        assert said in text
    for english in ("Running now", "whichever quarter"):
        assert english not in text
