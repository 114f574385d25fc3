"""From an activity of the calendar to a workshop, and the way back from the wrong one."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.activities import actions as activities
from cms.activities.models import Activity
from courses.workshops import actions
from courses.workshops.forms import OpenForm
from courses.workshops.models import CohortSession, Workshop
from lms.accounts.models import RoleGrant
from lms.audit.models import Entry
from tests.factories import imports as lists
from tests.factories import workshops as make
from tests.factories.accounts import signed_in, with_role

pytestmark = pytest.mark.django_db
NOW = timezone.localdate().year


def page(name, *args):
    return reverse(f"workshops:{name}", args=[arg.public_id for arg in args])


@pytest.fixture
def office():
    return signed_in(make.office())


def planned(title, kind="workshop", **facts):
    """An activity of a plan that has no date yet."""
    given = {"title": title, "kind": kind, "audience": "public", "zone": "Asia/Bangkok", **facts}
    return activities.plan(**given, by=make.office())


def options():
    """What is offered, by its heading."""
    _empty, *groups = OpenForm(viewer=make.office()).fields["activity"].choices
    return {heading: [label for _value, label in rows] for heading, rows in groups}


def test_activities_are_offered_by_year_those_that_train_first_each_with_format_and_time():
    planned("Later", year=NOW + 1, quarter=2)
    planned("Same name", "training", year=NOW, quarter=3)
    planned("Same name", "training", starts_local=datetime(NOW, 2, 9, 9), ends_local=datetime(NOW, 2, 9, 12))
    planned("Old plan", year=NOW - 2, quarter=1)
    planned("Some day")
    planned("A talk", "webinar", year=NOW, quarter=1)
    planned("Guide", "guide", year=NOW, quarter=1)
    planned("Curriculum that is taught", "curriculum", is_training=True, year=NOW, quarter=4)
    assert list(options().items()) == [
        (
            str(NOW),
            [
                f"Same name (Training, 9 February {NOW})",
                "Same name (Training, July to September)",
                "Curriculum that is taught (Curriculum, October to December)",
            ],
        ),
        (str(NOW + 1), ["Later (Workshop, April to June)"]),
        (str(NOW - 2), ["Old plan (Workshop, January to March)"]),
        ("No year yet", ["Some day (Workshop, no date yet)"]),
        (f"{NOW}, other formats", ["A talk (Webinar, January to March)"]),
    ]


def test_the_page_groups_them_and_keeps_what_was_chosen_beside_a_mistake(office):
    activity = planned("Screening at airports", year=NOW, quarter=2)
    text = office.get(page("open")).content.decode()
    assert f'<optgroup label="{NOW}">' in text
    typed = {"activity": activity.public_id, "seats": "none", "attendance_percent": "80"}
    text = office.post(page("open"), typed).content.decode()
    assert f'<option value="{activity.public_id}" selected>Screening at airports (Workshop, April to June)' in text
    assert not Workshop.objects.exists()


def test_what_nobody_comes_to_and_what_has_a_workshop_is_not_taken(office):
    guide, taken = planned("Guide", "guide"), make.make_workshop().activity
    for activity in (guide, taken):
        office.post(page("open"), {"activity": activity.public_id, "seats": "9", "attendance_percent": "80"})
    assert Workshop.objects.count() == 1


def test_a_workshop_made_from_the_wrong_activity_is_removed_and_the_activity_stands(office):
    workshop = make.make_workshop(activity=planned("Wrong one", starts_local=datetime(NOW + 1, 5, 3, 9)))
    right = make.make_workshop()
    trainer = make.make_trainer(workshop)
    before = Activity.objects.values().get(pk=workshop.activity_id)
    assert "Remove this workshop (nobody is on it)" in office.get(page("set-up", workshop)).content.decode()
    answer = office.post(page("remove", workshop), follow=True)
    assert "The workshop is removed. The activity “Wrong one” stands" in answer.content.decode()
    assert list(Workshop.objects.all()) == [right]
    assert not CohortSession.objects.exclude(workshop=right).exists()
    assert not RoleGrant.objects.standing(timezone.now()).filter(person=trainer, role="trainer").exists()
    assert Activity.objects.values().get(pk=workshop.activity_id) == before
    entry = Entry.objects.get(act="workshops.remove")
    assert entry.data["activity"] == str(workshop.activity.public_id)
    actions.remove_workshop(workshop, by=make.office())
    assert Entry.objects.filter(act="workshops.remove").count() == 1
    assert "Wrong one (Workshop, 3 May" in str(options()), "It may be made again."


def brought_in(workshop):
    lists.vocabulary()
    return lists.checked(workshop, [lists.officer(1)], by=make.office())


def withdrawn(workshop):
    place = make.add(workshop)
    return actions.move(place, "withdrawn", by=make.office(), reason="Posted elsewhere.")


@pytest.mark.parametrize("happened", [make.add, withdrawn, brought_in])
def test_who_is_or_was_on_the_roster_keeps_the_workshop_where_it_is(office, happened):
    workshop = make.coming()
    happened(workshop)
    assert "Remove this workshop" not in office.get(page("set-up", workshop)).content.decode()
    with pytest.raises(actions.HasRoster):
        actions.remove_workshop(workshop, by=make.office())
    answer = office.post(page("remove", workshop), follow=True)
    assert "it cannot be removed" in answer.content.decode()
    assert Workshop.objects.get() == workshop
    assert workshop.sessions.exists()


def test_one_that_was_closed_or_called_off_is_a_record_and_is_not_removed(office):
    workshop = make.coming()
    actions.call_off(workshop, "Postponed", by=make.office())
    with pytest.raises(actions.WorkshopIsOver):
        actions.remove_workshop(workshop, by=make.office())
    office.post(page("remove", workshop))
    assert Workshop.objects.get().is_called_off()


def test_whoever_waited_for_a_seat_while_it_was_removed_is_refused_and_nothing_breaks():
    workshop = make.make_workshop()
    actions.remove_workshop(Workshop.objects.get(pk=workshop.pk), by=make.office())
    with pytest.raises(actions.WorkshopIsOver):
        make.add(workshop)


def test_a_trainer_removes_nothing():
    workshop = make.make_workshop()
    for person in (make.make_trainer(workshop), with_role("editor")):
        assert signed_in(person).post(page("remove", workshop)).status_code == 404
    assert Workshop.objects.exists()


def test_the_days_of_a_workshop_are_those_of_its_sessions_while_its_activity_has_none(office):
    workshop = make.make_workshop(activity=planned("No date here"))
    later = make.coming()
    assert "No date yet" in office.get(page("roster", workshop)).content.decode()
    begins = datetime.combine((timezone.now() + timedelta(days=7)).date(), datetime.min.time()).replace(hour=9)
    for day in (0, 2):
        sits = begins + timedelta(days=day)
        sitting = actions.Sitting("Day", sits, sits + timedelta(hours=8), "Pacific/Auckland")
        actions.add_session(workshop, sitting, by=make.office())
    first, last = (f"{day:%d %B %Y}".lstrip("0") for day in (begins, begins + timedelta(days=2)))
    for address in (page("roster", workshop), page("set-up", workshop), page("roster-print", workshop), page("teach")):
        text = office.get(address).content.decode()
        assert f"{first} – {last}" in text, address
        assert "No date yet" not in text
    assert text.index("No date here") < text.index(later.activity.title), "What comes first stands first."
    assert make.fresh(workshop).days() == (begins, begins + timedelta(days=2, hours=8))


def test_the_set_up_leads_to_the_activity_in_the_editor(office):
    workshop = make.make_workshop()
    text = office.get(page("set-up", workshop)).content.decode()
    address = reverse(Activity.snippet_viewset.get_url_name("edit"), args=[workshop.activity_id])
    assert f'<a href="{address}">Change the activity</a>' in text
    assert office.get(address).status_code == 200
