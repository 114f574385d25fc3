"""The list that is looked through before it is sent: why each is on it or left out, and always a way back (V2)."""

from html import escape
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from alumni.events import actions
from alumni.events.models import Invitation, LeftOut, Round, Rsvp
from alumni.profiles.models import SpokenLanguage
from lms.accounts.models import AgencyType
from lms.audit.models import Entry
from lms.notifications import choices
from tests.factories.accounts import MemberFactory, PersonFactory, signed_in, staff
from tests.factories.events import freeze, invite, invited, make_event
from tests.factories.profiles import listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return signed_in(staff())


def url(name, event, *args):
    return reverse(f"events:{name}", args=[event.public_id, *args])


def page_of(browser, made):
    return browser.get(url("round", made.event, made.number)).content.decode()


def test_each_person_is_shown_with_where_they_serve_their_languages_and_why_they_are_on_it(office):
    event = make_event()
    vietnam = MemberFactory(code="VN", name="Viet Nam")
    profile = listed(full_name="Tran Van Minh", language="th", affiliation__member=vietnam)
    SpokenLanguage.objects.create(profile=profile, code="vi")
    kind = AgencyType.objects.get(affiliations__person=profile.person)
    PersonFactory(full_name="Somebody Else")
    asked = {"member": ["VN"], "language": ["vi"], "alumni_only": "on"}
    office.post(url("people-choose", event), asked)
    page = page_of(office, event.rounds.get())
    row = page.split("<tbody>")[1].split("</tr>")[0]
    for words in ("Tran Van Minh", f"Viet Nam · {kind}", "Mail in", "ไทย", "speaks Vietnamese", "completed training"):
        assert words in row
    assert "Member: Viet Nam" in page
    assert "Language: Vietnamese" in page
    assert "Somebody Else" not in page


def test_what_a_person_does_not_let_the_office_read_does_not_stand_beside_their_name(office):
    """The languages of who is not listed are nobody's."""
    profile = listed()
    SpokenLanguage.objects.create(profile=profile, code="vi")
    type(profile).objects.update(listing="hidden")
    made = freeze(make_event(), [profile.person])
    assert "speaks" not in page_of(office, made)


def test_who_wants_no_invitations_is_marked_before_anything_is_sent(office):
    person = PersonFactory()
    choices.prefer(person, "events", "off", by=person)
    assert "turned invitations off" in page_of(office, freeze(make_event(), [person])).split("<tbody>")[1]


def test_who_fits_and_is_left_out_stands_below_with_the_reason(office):
    event = make_event()
    (invitation, gone) = invited(event, 2)
    actions.withdraw(gone, by=event.author)
    waiting = PersonFactory()
    freeze(event, [waiting])
    made = freeze(event, [invitation.person, gone.person, waiting, PersonFactory()])
    assert made.invitations.count() == 1
    left = {row.person_id: row.why for row in made.left_out.all()}
    assert left == {invitation.person_id: "invited", gone.person_id: "taken_back", waiting.pk: "on_another"}
    page = page_of(office, made).split("Left out</h2>")[1]
    for words in ("Invited before", "Their invitation was taken back", "On another list of this event"):
        assert words in page


def test_who_was_taken_off_can_be_put_back_while_the_list_is_looked_through(office):
    event, person = make_event(), PersonFactory()
    made = freeze(event, [person, PersonFactory()])
    office.post(url("round-remove", event, made.number, made.invitations.get(person=person).public_id))
    back = url("round-put-back", event, made.number, person.public_id)
    for _ in range(2):
        office.post(back)
    assert made.invitations.filter(person=person).count() == 1
    made.refresh_from_db()
    assert (made.reach, made.left_out.count()) == (2, 0)
    actions.remove(made.invitations.get(person=person), by=event.author)
    actions.approve(made, by=event.author)
    office.post(back)
    assert not made.invitations.filter(person=person).exists()


def test_an_approval_is_taken_back_before_sending_and_not_after(office):
    event = make_event()
    made = freeze(event, [PersonFactory(), PersonFactory()])
    here = url("round-unapprove", event, made.number)
    office.post(url("round-approve", event, made.number))
    assert "Take the approval back" in page_of(office, made)
    assert "Discard the list" in page_of(office, made)
    for _ in range(2):
        office.post(here)
    made.refresh_from_db()
    assert (made.state, made.approver, made.approved_at) == ("frozen", None, None)
    assert Entry.objects.filter(act="events.unapprove").count() == 1
    office.post(url("round-approve", event, made.number))
    office.post(url("round-send", event, made.number))
    office.post(here)
    office.post(url("round-discard", event, made.number))
    made.refresh_from_db()
    assert made.state == "sent"


def test_an_approved_list_can_be_discarded_and_its_people_chosen_again(office):
    event, person = make_event(), PersonFactory()
    made = freeze(event, [person])
    actions.approve(made, by=event.author)
    office.post(url("round-discard", event, made.number))
    assert not Round.objects.exists()
    assert not Invitation.objects.exists()
    assert freeze(event, [person]).invitations.count() == 1


def test_an_approval_taken_back_above_fifty_needs_somebody_else_again():
    event, other = make_event(), staff()
    made = freeze(event, [PersonFactory()])
    Round.objects.update(reach=51)
    Round.objects.filter(pk=made.pk).update(state="approved", approver=other)
    made.refresh_from_db()
    assert actions.unapprove(made, by=event.author)
    made.refresh_from_db()
    assert made.approver is None


def test_once_sent_nobody_keeps_who_was_not_chosen():
    event = make_event()
    (known,) = invite(event, PersonFactory())
    made = freeze(event, [known.person, PersonFactory()])
    assert LeftOut.objects.exists()
    actions.approve(made, by=staff())
    actions.send(made, by=event.author)
    assert not LeftOut.objects.exists()


def test_who_leaves_is_left_out_of_nothing_any_more():
    event = make_event()
    (known,) = invite(event, PersonFactory())
    freeze(event, [known.person])
    actions.forget(known.person)
    assert not LeftOut.objects.exists()


@pytest.mark.parametrize("name", ["invitation-withdraw", "answer-enter"])
def test_an_invitation_of_another_event_is_not_there(office, name):
    (mine,), (other,) = invited(make_event()), invited(make_event())
    page = office.post(url(name, mine.event, other.public_id), {"answer": "no"})
    assert page.status_code == 404
    other.refresh_from_db()
    assert (other.state, other.answer) == ("sent", "")


@pytest.mark.parametrize(("name", "sent"), [("invitation-withdraw", {}), ("answer-enter", {"answer": "no"})])
def test_after_one_row_one_is_back_on_the_list_as_it_was_narrowed(office, name, sent):
    rows = invited(make_event(), 3)
    event = rows[0].event
    asked = {"q": "example", "answer": "none", "after": str(rows[0].pk)}
    listed = office.get(url("invitations", event), asked).content.decode()
    action = f"{url(name, event, rows[1].public_id)}?{urlencode(asked)}"
    assert escape(action) in listed
    answer = office.post(action, sent)
    assert answer["Location"] == f"{url('invitations', event)}?{urlencode(asked)}"
    plain = office.post(f"{url(name, event, rows[2].public_id)}?next=//evil.example&answer=%00", sent)
    assert plain["Location"] == url("invitations", event), "What the list does not know is not carried on."


def test_a_person_on_the_list_of_another_event_is_not_taken_off_it(office):
    event, other = make_event(), make_event()
    made, theirs = freeze(event, [PersonFactory()]), freeze(other, [PersonFactory()])
    row = theirs.invitations.get()
    assert office.post(url("round-remove", event, made.number, row.public_id)).status_code == 404
    assert theirs.invitations.filter(pk=row.pk).exists()


def test_one_sees_ones_own_sent_invitations_and_nobody_sees_a_list_that_is_looked_through():
    (sent, other) = invited(make_event(), 2)
    freeze(make_event(), [sent.person])
    assert list(Invitation.objects.seen_by(sent.person)) == [sent]
    actions.withdraw(other, by=sent.event.author)
    assert not Invitation.objects.seen_by(other.person).exists()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_case_62_the_database_refuses_to_change_an_answer(act):
    (invitation,) = invited(make_event())
    actions.answer(invitation, "yes", via="web")
    rows = Rsvp.objects.filter(invitation=invitation)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(answer="no") if act == "update" else rows._raw_delete(rows.db)
    assert Rsvp.objects.get().answer == "yes"


def test_a_list_of_more_people_than_there_are_places_says_so_before_it_is_sent(office):
    event = make_event(capacity=2)
    declined, _coming = invited(event, 2)
    made = freeze(event, [PersonFactory()])
    text = page_of(office, made)
    assert "Is this meant?" in text
    assert "There are 2 places, and 3 people may come: more than there is room for." in text
    assert "Change the number of places" in text
    # Who said no needs no place.
    actions.answer(declined, "no", via=Rsvp.Via.STAFF)
    assert "Is this meant?" not in page_of(office, made)
    freeze(event, [PersonFactory()])
    assert "3 people may come" in page_of(office, made)
    # A warning, no wall.
    assert actions.approve(made, by=event.author)
    assert actions.send(made, by=event.author)
    assert "Is this meant?" not in page_of(office, made)
