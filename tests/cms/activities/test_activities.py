"""Activities: who sees them, how they are planned, moved and cancelled. Ids: V1, cases 58 and 59, decision 15."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail import hooks

from cms.activities import actions, local_time
from cms.activities.models import Activity
from cms.activities.signals import activity_changed
from lms.audit.models import Entry
from tests.factories.accounts import PersonFactory, editor, staff
from tests.factories.activities import make_activity, soon, when_and_where

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    told = []

    def hear(sender, activity, what, by, **kwargs):
        told.append((activity.pk, what))

    activity_changed.connect(hear)
    yield told
    activity_changed.disconnect(hear)


def seen_by(viewer):
    return set(Activity.objects.visible_to(viewer).values_list("audience", flat=True))


def test_everybody_sees_what_is_for_them(client):
    from django.contrib.auth.models import AnonymousUser

    for audience in Activity.Audience.values:
        make_activity(audience=audience)
    assert seen_by(AnonymousUser()) == {"public"}
    assert seen_by(PersonFactory(state="unverified")) == {"public"}
    assert seen_by(PersonFactory()) == {"public", "members"}
    assert seen_by(editor()) == {"public", "members", "alumni"}
    assert seen_by(staff()) == {"public", "members", "alumni", "invited"}


def test_an_app_that_invites_opens_what_it_invited_to():
    closed, other = make_activity(audience="invited"), make_activity(audience="invited")
    guest = PersonFactory()

    def invited(viewer):
        return Activity.objects.filter(pk=closed.pk).values("pk")

    with hooks.register_temporarily("invited_activities", invited):
        assert set(Activity.objects.visible_to(guest)) == {closed}
    assert other not in Activity.objects.visible_to(guest)


def test_alumni_see_what_is_for_alumni():
    activity, person = make_activity(audience="alumni"), PersonFactory()
    with hooks.register_temporarily("is_activity_alumnus", lambda viewer: viewer == person):
        assert list(Activity.objects.visible_to(person)) == [activity]
        assert not Activity.objects.visible_to(PersonFactory())


def test_the_clock_on_the_wall_and_its_zone_make_the_instant():
    activity = make_activity(starts_local=datetime(2031, 3, 3, 9), ends_local=datetime(2031, 3, 3, 17, 30))
    activity.refresh_from_db()
    assert activity.starts_local == datetime(2031, 3, 3, 9)
    assert activity.starts_at == datetime(2031, 3, 3, 2, tzinfo=UTC)
    assert activity.ends_at == datetime(2031, 3, 3, 10, 30, tzinfo=UTC)
    assert (activity.year, activity.quarter) == (2031, 1)


def test_case_58_clocks_that_change_keep_the_time_on_the_wall():
    before = make_activity(zone="Australia/Sydney", starts_local=datetime(2031, 4, 5, 9))
    after = make_activity(zone="Australia/Sydney", starts_local=datetime(2031, 4, 7, 9))
    assert after.starts_at - before.starts_at == timedelta(days=2, hours=1)


def test_case_58_a_new_rule_of_a_zone_moves_the_instant_and_is_told(heard):
    activity = make_activity(starts_local=soon(40))
    kept = activity.starts_at
    Activity.objects.update(starts_at=kept - timedelta(hours=1), ends_at=activity.ends_at - timedelta(hours=1))
    assert actions.follow_zones() == 1
    assert actions.follow_zones() == 0
    activity.refresh_from_db()
    assert activity.starts_at == kept
    assert heard == [(activity.pk, frozenset({"starts", "ends"}))]


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Pacific/Auckland", datetime(2031, 1, 31, 11, tzinfo=UTC), datetime(2031, 2, 2, 11, tzinfo=UTC)),
        ("Pacific/Honolulu", datetime(2031, 2, 1, 10, tzinfo=UTC), datetime(2031, 2, 3, 10, tzinfo=UTC)),
    ],
)
def test_case_59_whole_days_are_dates_on_both_sides_of_the_date_line(zone, first, last):
    activity = make_activity(
        zone=zone, all_day=True, starts_local=datetime(2031, 2, 1), ends_local=datetime(2031, 2, 2)
    )
    assert (activity.starts_at, activity.ends_at) == (first, last)


def test_an_hour_that_clocks_leave_out_is_known():
    assert not local_time.exists(datetime(2031, 10, 5, 2, 30), "Australia/Sydney")
    assert local_time.exists(datetime(2031, 4, 6, 2, 30), "Australia/Sydney")


@pytest.mark.parametrize(
    "facts",
    [
        {"zone": "Mars/Olympus"},
        {"zone": "../../etc/passwd"},
        {"ends_local": soon(1)},
        {"title": ""},
        {"mode": "by_post"},
        {"title": "x" * 301},
    ],
)
def test_what_makes_no_sense_is_refused(facts):
    with pytest.raises((ValidationError, IntegrityError)):
        make_activity(**facts)


def test_an_activity_may_have_a_quarter_alone():
    activity = actions.plan(by=None, title="Policy guide", year=2023, quarter=3)
    assert (activity.starts_at, activity.ends_at) == (None, None)
    assert list(Activity.objects.in_quarter(2023, 3)) == [activity]
    assert activity not in Activity.objects.upcoming(timezone.now())


def test_a_quarter_is_one_of_four():
    with pytest.raises(ValidationError):
        actions.plan(by=None, title="x", year=2023, quarter=5)
    activity = make_activity()
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(quarter=5)


def test_moving_tells_what_changed_and_nothing_is_told_of_nothing(heard):
    activity = make_activity()
    actions.move(activity, **when_and_where(activity), by=None)
    assert heard == []
    actions.move(activity, **when_and_where(activity, place="Hanoi", zone="Asia/Ho_Chi_Minh"), by=None)
    assert heard == [(activity.pk, frozenset({"place", "zone"}))]
    activity.refresh_from_db()
    assert activity.place == "Hanoi"


def test_text_is_changed_by_describing_and_times_are_not(heard):
    activity = make_activity()
    assert actions.describe(activity, by=None, title="Another title").title == "Another title"
    with pytest.raises(TypeError):
        actions.describe(activity, by=None, place="Hanoi")
    assert heard == [(activity.pk, frozenset({"text"}))]


def test_cancelling_twice_is_cancelling_once_and_a_cancelled_one_is_not_moved(heard):
    activity, by = make_activity(), staff()
    for _ in range(2):
        activity = actions.cancel(activity, by=by, reason="The venue is closed.")
    assert activity.is_cancelled()
    assert heard == [(activity.pk, frozenset({"state"}))]
    with pytest.raises(actions.ActivityIsOver):
        actions.move(activity, **when_and_where(activity, place="Hanoi"), by=by)
    assert actions.reinstate(activity, by=by).state == Activity.State.CONFIRMED


def test_every_act_is_in_the_log_without_what_was_typed():
    by = staff()
    activity = make_activity(by=by, title="Secret meeting")
    actions.move(activity, **when_and_where(activity, place="Hidden place"), by=by)
    actions.cancel(activity, by=by, reason="A secret reason")
    entries = Entry.objects.about(activity)
    assert [entry.act for entry in entries] == ["activities.plan", "activities.move", "activities.turn"]
    assert "ecret" not in str(list(entries.values()))


def test_what_comes_and_what_was():
    coming, over = make_activity(days=3), make_activity(days=-3)
    now = timezone.now()
    assert list(Activity.objects.upcoming(now)) == [coming]
    assert list(Activity.objects.past(now)) == [over]
