"""Events as members see them, and the office's way from an idea to invitations. Ids: V1, V2, V21, V25, cases 54 and 58."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from alumni.events import actions
from alumni.events.models import Event, Invitation
from cms.activities.models import Activity
from lms.notifications.delivery import deliver_due
from lms.notifications.models import Message
from tests.factories.accounts import PersonFactory, signed_in, staff
from tests.factories.events import freeze, invite, invited, make_event, make_people

pytestmark = pytest.mark.django_db


def url(name, event, *args):
    return reverse(f"events:{name}", args=[event.public_id, *args])


def text(response):
    return response.content.decode()


@pytest.fixture
def office():
    return signed_in(staff())


def typed(**changes):
    return {
        "title": "Annual review",
        "summary": "What we learnt.",
        "kind": "meeting",
        "starts_local": "2031-05-06T09:00",
        "ends_local": "2031-05-06T12:00",
        "zone": "Asia/Bangkok",
        "mode": "in_person",
        "place": "Bangkok",
        "audience": "members",
        "tier": "members",
        "attendees": "count",
        "capacity": "40",
    } | changes


def test_a_draft_is_seen_by_staff_alone(client):
    event = make_event(audience="public", tier="public")
    assert client.get(url("event", event)).status_code == 404
    assert signed_in(PersonFactory()).get(url("event", event)).status_code == 404
    actions.publish(event, by=event.author)
    assert client.get(url("event", event)).status_code == 200


def test_everybody_finds_what_is_for_them_and_absent_is_absent(client):
    closed, open_one = make_event(title="Closed gathering"), make_event(title="Open day", audience="public")
    (invitation,) = invited(closed)
    actions.publish(open_one, by=None)
    page = text(client.get(reverse("events:events")))
    assert "Open day" in page
    assert "Closed gathering" not in page
    assert "Closed gathering" in text(signed_in(invitation.person).get(reverse("events:events")))
    for name in ("event", "calendar"):
        assert signed_in(PersonFactory()).get(url(name, closed)).status_code == 404


def test_who_is_not_on_the_list_is_asked_once_to_write_to_us_and_finds_the_message_begun():
    event = invited(make_event(audience="members", title="Annual <b>review</b>"))[0].event
    browser = signed_in(PersonFactory())
    page = browser.get(url("event", event)).content.decode()
    asked = page.split("Would you like to come?")[1].split("</p>")[0]
    assert asked.count("Write to us") == 1
    assert "Add to my calendar" not in page
    form = text(browser.get(unescape(re.search('href="([^"]+)"', asked)[1])))
    assert '<option value="event" selected>' in form
    begun = form.split("<textarea")[1].split("</textarea>")[0]
    assert "I would like to come to “Annual &lt;b&gt;review&lt;/b&gt;”." in begun
    assert str(event.activity.starts_local.year) in begun


def test_who_is_invited_may_add_it_to_their_calendar():
    (invitation,) = invited(make_event())
    page = text(signed_in(invitation.person).get(url("event", invitation.event)))
    assert "Add to my calendar" in page
    assert "Would you like to come?" not in page


def test_a_message_begins_with_no_event_that_is_not_for_its_writer_and_with_no_words_of_an_address(client):
    closed, draft = (
        invited(make_event(title="Closed gathering"))[0].event,
        make_event(title="Draft", audience="members"),
    )
    over, off = make_event(title="Long ago", audience="members"), make_event(title="Off now", audience="members")
    for event in (over, off):
        actions.publish(event, by=event.author)
    actions.cancel(off, by=off.author)
    Activity.objects.filter(event=over).update(
        starts_at=timezone.now() - timedelta(days=9), ends_at=timezone.now() - timedelta(days=8)
    )
    nothing = ("words of a stranger", "%00", "", str(uuid4()))
    about = [*(str(event.public_id) for event in (closed, draft, over, off)), *nothing]
    for browser in (client, signed_in(PersonFactory())):
        for one in about:
            form = text(browser.get(reverse("contact:form"), {"topic": "event", "about": one}))
            assert form.split("<textarea")[1].split("</textarea>")[0].split(">")[1].strip() == ""
            assert "words of a stranger" not in form.split("<main")[1].split("</main>")[0]


def test_a_member_sees_the_time_over_there_and_their_own():
    (invitation,) = invited(make_event(), time_zone="Pacific/Auckland")
    page = text(signed_in(invitation.person).get(url("event", invitation.event)))
    assert "Bangkok" in page
    assert "Auckland" in page


def test_the_entry_to_add_is_the_one_of_the_invitation(client):
    (invitation,) = invited(make_event())
    answer = signed_in(invitation.person).get(url("calendar", invitation.event))
    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(entry["uid"]) == invitation.event.ical_uid
    assert "attendee" not in entry
    assert answer["Content-Type"].startswith("text/calendar")


def test_the_entry_tells_of_the_online_room_to_those_alone_who_may_enter_it():
    (invitation,) = invited(make_event(audience="members", activity={"join_url": "https://meet.example/room"}))
    told = []
    for person in (invitation.person, PersonFactory()):
        answer = signed_in(person).get(url("calendar", invitation.event))
        (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
        told.append("meet.example" in str(entry["description"]))
        assert entry["class"] == "PRIVATE"
    assert told == [True, False]


@pytest.mark.usefixtures("frame_is_known")
def test_the_list_of_events_costs_the_same_however_long_it_is(django_assert_max_num_queries):
    person = PersonFactory()
    for number in range(6):
        event = make_event(days=number + 2, title=f"Event {number}")
        invite(event, person)
    for event in Event.objects.order_by("pk")[:3]:
        Activity.objects.filter(event=event).update(
            starts_at=timezone.now() - timedelta(days=9), ends_at=timezone.now() - timedelta(days=8)
        )
    browser = signed_in(person)
    for when in ("", "?when=past"):
        with django_assert_max_num_queries(9):
            page = text(browser.get(reverse("events:events") + when))
        assert page.count("Your answer") == 3
        assert page.count(">Over<") == (3 if when else 0)


def test_staff_make_an_event_and_nobody_sees_it(office):
    answer = office.post(reverse("events:event-make"), typed())
    event = Event.objects.get()
    assert answer["Location"] == url("office-event", event)
    assert (event.activity.starts_at.hour, event.capacity, event.activity.link) == (2, 40, url("event", event))
    assert "Next" in text(office.get(url("office-event", event)))
    assert signed_in(PersonFactory()).get(url("event", event)).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "\u200b"},
        {"starts_local": ""},
        {"starts_local": "2031-13-45T99:00"},
        {"ends_local": "2031-05-05T09:00"},
        {"starts_local": "2021-05-05T09:00", "ends_local": "2021-05-05T11:00"},
        {"starts_local": "2021-05-05T09:00", "ends_local": "", "all_day": "on"},
        {"zone": "Mars/Olympus"},
        {"zone": "Australia/Sydney", "starts_local": "2031-10-05T02:30", "ends_local": ""},
        {"capacity": "99999999999999999999"},
        {"capacity": "-1"},
        {"tier": "closed"},
        {"join_url": "javascript:alert(1)"},
        {"place": "x" * 201},
        {"summary": "a\x00b"},
    ],
)
def test_what_makes_no_sense_is_answered_with_a_message_and_what_was_typed(office, wrong):
    answer = office.post(reverse("events:event-make"), typed(**wrong))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "What we learnt." in text(answer) or "summary" in wrong
    assert not Event.objects.exists()
    assert not Activity.objects.exists()


def test_the_way_from_choosing_people_to_answers(office, django_capture_on_commit_callbacks):
    event = make_event()
    people = make_people(12)
    asked = {"look": "1"}
    page = text(office.get(url("people-choose", event), asked))
    assert "14 people fit" in page, "Twelve, and two of the office."
    assert office.post(url("people-choose", event), asked).status_code == 302
    made = event.rounds.get()
    assert made.invitations.count() == 14
    here = url("round", event, made.number)
    assert people[0].full_name in text(office.get(here))
    gone = made.invitations.get(person=people[0])
    office.post(url("round-remove", event, made.number, gone.public_id))
    on_list, left_out = text(office.get(here)).split("Left out</h2>")
    assert f"{people[0].full_name}<" not in on_list
    assert f"{people[0].full_name}<" in left_out
    assert "Guest Number" in text(office.get(url("invitation-preview", event)))
    office.post(url("round-approve", event, made.number))
    assert "Send 13 invitations" in text(office.get(here))
    with django_capture_on_commit_callbacks(execute=True):
        office.post(url("round-send", event, made.number))
    actions.plan_rounds()
    deliver_due()
    assert len(mail.outbox) == 13
    actions.answer(Invitation.objects.get(person=people[1]), "yes", via="mail")
    assert "said yes" in text(office.get(url("office-event", event)))
    page = text(office.get(url("invitations", event), {"answer": "yes"}))
    assert people[1].full_name in page
    assert people[2].full_name not in page


def test_a_small_number_is_not_told_when_choosing(office):
    event = make_event()
    make_people(2)
    assert "Fewer than ten people fit" in text(office.get(url("people-choose", event), {"look": "1"}))
    nobody = {"look": "1", "alumni_only": "on"}
    assert "Nobody fits" in text(office.get(url("people-choose", event), nobody))


@pytest.mark.parametrize("wrong", [{"member": "XX"}, {"course": "1"}, {"language": "\x00"}, {"workshop": "a" * 999}])
def test_an_odd_choice_is_answered_with_a_message(office, wrong):
    event = make_event()
    assert office.get(url("people-choose", event), {"look": "1"} | wrong).status_code == 200
    assert office.post(url("people-choose", event), wrong).status_code == 200
    assert not event.rounds.exists()


def test_above_fifty_the_author_sees_that_somebody_else_must_look(office):
    event = make_event()
    author = signed_in(event.author)
    made = freeze(event, make_people(51))
    here = url("round", event, made.number)
    assert "Ask a colleague" in text(author.get(here))
    author.post(url("round-approve", event, made.number))
    made.refresh_from_db()
    assert made.is_frozen()
    office.post(url("round-approve", event, made.number))
    made.refresh_from_db()
    assert made.state == "approved"


def test_before_moving_the_page_says_how_many_mails_leave_and_a_second_press_moves(office):
    event = make_event()
    invited(event, 3)
    here = url("event-move", event)
    page = text(office.get(here))
    assert "Saving a change sends 3 mails" in page
    new = {name: value for name, value in typed().items() if name in ("starts_local", "ends_local", "zone", "mode")}
    new |= {"place": "Hanoi"}
    page = text(office.post(here, new))
    assert "Move the event" in page
    before, after = page.split("Then:")
    assert "Tuesday 6 May 2031, 09:00 to 12:00" in after
    assert "6 May 2031" not in before
    event.refresh_from_db()
    assert event.activity.place == "Bangkok"
    assert office.post(here, new | {"confirmed": "1"}).status_code == 302
    event = Event.objects.get()
    assert event.activity.place == "Hanoi"
    assert event.announce_at


def test_nothing_changed_tells_nobody(office):
    event = make_event()
    invited(event)
    of = event.activity
    same = {"starts_local": of.starts_local.isoformat(), "ends_local": of.ends_local.isoformat(), "zone": of.zone}
    same |= {"mode": of.mode, "place": of.place, "confirmed": "1"}
    office.post(url("event-move", event), same)
    assert Event.objects.get().announce_at is None


def test_cancelling_says_who_is_told_and_may_be_taken_back(office):
    event = make_event()
    invited(event, 2)
    assert "2 people have it in the calendar" in text(office.get(url("event-cancel", event)))
    office.post(url("event-cancel", event), {"reason": "The venue is closed."})
    event.refresh_from_db()
    assert event.is_cancelled()
    assert office.post(url("event-move", event), typed(confirmed="1")).status_code == 200
    office.post(url("event-reinstate", event))
    event.refresh_from_db()
    assert not event.is_cancelled()


def test_v25_staff_see_what_is_uncertain_and_are_led_to_decide(office):
    event = make_event()
    (one, _other) = invited(event, 2)
    message = Message.objects.get(event_letter__invitation=one)
    Message.objects.filter(pk=message.pk).update(state=Message.State.UNCERTAIN)
    assert "nobody knows whether it arrived" in text(office.get(url("office-event", event)))
    page = text(office.get(url("invitations", event), {"delivery": "uncertain"}))
    assert reverse("notifications:delivery", args=[message.public_id]) in page
    assert page.count("Take back") == 1
    assert office.get(reverse("notifications:delivery", args=[message.public_id])).status_code == 200


@pytest.mark.parametrize(
    "query", ["?after=x", "?after=99999999999999999999", "?q=%00", "?answer=x&delivery=y", "?state=z"]
)
def test_an_odd_address_shows_the_list(office, query):
    event = make_event()
    for name in ("invitations", "round"):
        args = (freeze(event, make_people(1)).number,) if name == "round" else ()
        assert office.get(url(name, event, *args) + query).status_code == 200
    assert office.get(reverse("events:office-events") + query).status_code == 200
    assert office.get(reverse("events:events") + query).status_code == 200
    assert office.get(f"/office/events/{event.public_id}/lists/99999999999999999999/").status_code == 404


@pytest.mark.usefixtures("frame_is_known")
def test_lists_of_the_office_cost_the_same_however_long_they_are(office, django_assert_max_num_queries):
    event = make_event()
    invited(event, 4)
    freeze(event, make_people(60))
    with django_assert_max_num_queries(14):
        office.get(url("invitations", event))
    # What is known of each person and why they are on it: four queries more.
    with django_assert_max_num_queries(18):
        office.get(url("round", event, 2))
    with django_assert_max_num_queries(14):
        office.get(url("office-event", event))
    page = office.get(url("round", event, 2))
    assert page.context["older_url"]
    assert len(page.content) < 60_000
    assert len(office.get(reverse("events:event-make")).content) < 60_000


def test_nobody_but_staff_learns_that_there_are_such_pages():
    event = make_event(audience="public")
    stranger = signed_in(PersonFactory())
    for name in ("office-event", "event-move", "event-cancel", "people-choose", "invitations", "invitation-preview"):
        assert stranger.get(url(name, event)).status_code == 404
    assert stranger.post(url("event-cancel", event)).status_code == 404


def test_what_is_over_says_so_and_is_neither_moved_nor_cancelled_nor_put_back(office):
    event = make_event()
    invited(event)
    past = timezone.now() - timedelta(days=2)
    Activity.objects.filter(event=event).update(starts_at=past, ends_at=past + timedelta(hours=3))
    page = text(office.get(url("office-event", event)))
    assert "The event is over." in page
    assert "Choose people" not in page
    for name in ("event-move", "event-cancel"):
        assert "it cannot be moved, cancelled" in text(office.get(url(name, event), follow=True))
    for name, typed_in in (
        ("event-move", typed(confirmed="1")),
        ("event-cancel", {"reason": "x"}),
        ("event-reinstate", {}),
    ):
        assert "it cannot be moved, cancelled" in text(office.post(url(name, event), typed_in, follow=True))
    event = Event.objects.select_related("activity").get()
    assert (event.state, event.activity.place) == ("open", "Bangkok")
    assert "Count" not in text(office.get(url("people-choose", event)))


def test_an_invitation_is_taken_back_only_after_its_consequence_was_read(office):
    event = make_event()
    invited(event)
    page = text(office.get(url("invitations", event)))
    disclosed = page.split("</table>")[0].split("<details")[-1].split("</details>")[0]
    assert "gets a mail at once" in disclosed
    assert "Take the invitation back" in disclosed


def test_the_offices_list_begins_with_what_starts_last_page_by_page(office, monkeypatch):
    for title, days in (("Third", 10), ("First", 30), ("Second", 20)):
        make_event(title=title, days=days)
    monkeypatch.setattr("alumni.events.lists.PAGE", 2)
    page = office.get(reverse("events:office-events"))
    assert [row["title"] for row in page.context["rows"]] == ["First", "Second"]
    page = office.get(reverse("events:office-events") + page.context["older_url"])
    assert [row["title"] for row in page.context["rows"]] == ["Third"]
