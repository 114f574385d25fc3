"""Answering from the mail and on the page. Ids: V4, V21, cases 60 to 62; decision 21."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alumni.events import actions, limits, links
from alumni.events.attendance import attendance
from alumni.events.models import Event, Invitation, Rsvp
from cms.activities.models import Activity
from tests.factories.accounts import PersonFactory, signed_in
from tests.factories.events import invited, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried():
    cache.clear()


@pytest.fixture
def invitation():
    (invitation,) = invited(make_event(), full_name="Somchai Jaidee")
    return invitation


def address(invitation):
    return reverse("answers:show", args=[links.token_of(invitation)])


def end(event):
    Activity.objects.filter(event=event).update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1)
    )


def test_the_link_in_the_mail_answers_without_signing_in_and_may_be_used_again(client, invitation):
    url = mail.outbox[0].body.split("http://testserver")[1].split()[0]
    assert url == address(invitation)
    for answer in ("yes", "maybe", "no"):
        assert client.post(url, {"answer": answer, "it_is_me": "on"}).status_code == 302
        invitation.refresh_from_db()
        assert invitation.answer == answer
    assert list(Rsvp.objects.values_list("answer", "via")) == [("yes", "mail"), ("maybe", "mail"), ("no", "mail")]
    assert "Your answer: No" in client.get(url).content.decode()


def test_it_needs_the_token_of_the_form(invitation):
    careful = Client(enforce_csrf_checks=True)
    url = address(invitation)
    careful.get(url)
    answer = {"answer": "yes", "it_is_me": "on"}
    assert careful.post(url, answer).status_code == 403
    answer["csrfmiddlewaretoken"] = careful.cookies["csrf"].value
    assert careful.post(url, answer).status_code == 302


def test_case_60_a_scanner_that_opens_the_link_changes_nothing(client, invitation):
    for _ in range(50):
        for method in (client.get, client.head):
            assert method(address(invitation), {"answer": "yes", "it_is_me": "on"}).status_code == 200
    assert client.put(address(invitation)).status_code == 405
    invitation.refresh_from_db()
    assert invitation.answer == ""
    assert not Rsvp.objects.exists()


def test_sending_without_a_choice_says_what_to_do(client, invitation):
    page = client.post(address(invitation), {"it_is_me": "on"}).content.decode()
    assert "Choose one answer." in page
    assert "This field is required" not in page


def test_case_61_a_forwarded_link_records_nothing_until_one_says_who_one_is(client, invitation):
    answer = client.post(address(invitation), {"answer": "yes"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "I am Somchai Jaidee" in page
    assert "checked" in page, "What was chosen stays chosen."
    assert not Rsvp.objects.exists()


@pytest.mark.parametrize("typed", [{}, {"answer": "perhaps", "it_is_me": "on"}, {"answer": "a\x00", "it_is_me": "on"}])
def test_what_makes_no_sense_is_answered_with_a_message(client, invitation, typed):
    answer = client.post(address(invitation), typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_it_is_kept_in_no_cache_and_no_search_engine(client, invitation):
    answer = client.get(address(invitation))
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_link_is_good_for_its_own_invitation_alone(client, invitation):
    (other,) = invited(make_event())
    mixed = links.token_of(other).split(".")[0] + "." + links.token_of(invitation).split(".")[1]
    for token in (mixed, "nonsense", "A" * 22 + ".x", "....", "%00", "é"):
        assert client.get(f"/e/{token}/").status_code == 404


def test_a_link_of_an_account_invitation_is_worth_nothing_here(client, invitation):
    from lms.accounts.letters import INVITATION
    from lms.accounts.tokens import token

    assert client.get(f"/e/{token(INVITATION, invitation.public_id)}/").status_code == 404


def test_the_link_serves_until_the_event_ends(client, invitation):
    Activity.objects.update(starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=1))
    assert client.post(address(invitation), {"answer": "yes", "it_is_me": "on"}).status_code == 302
    end(invitation.event)
    page = client.post(address(invitation), {"answer": "no", "it_is_me": "on"})
    assert "This event is over" in page.content.decode()
    invitation.refresh_from_db()
    assert invitation.answer == "yes"


def test_a_cancelled_event_and_a_withdrawn_invitation_are_told_kindly(client, invitation):
    actions.withdraw(invitation, by=invitation.event.author)
    assert "taken back" in client.get(address(invitation)).content.decode()
    (other,) = invited(make_event())
    actions.cancel(other.event, by=other.event.author)
    page = client.post(address(other), {"answer": "yes", "it_is_me": "on"}).content.decode()
    assert "cancelled" in page
    assert not Rsvp.objects.exists()


def test_links_that_are_none_are_tried_twenty_times_an_hour_from_one_address(client):
    codes = [client.get("/e/nonsense/").status_code for _ in range(limits.GUESSES.most + 1)]
    assert codes == [404] * limits.GUESSES.most + [429]
    refused = client.post("/e/another/", {"answer": "yes"})
    page = refused.content.decode()
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert "Many links that do not exist were opened from your network." in page
    assert "account" not in page.split("<main")[1].split("</main>")[0]
    assert Client(REMOTE_ADDR="203.0.113.9").get("/e/nonsense/").status_code == 404


def test_a_whole_ministry_answers_from_one_address_whatever_others_tried_there(client):
    """A good link is one person's secret: it is not held back for what those behind the same address did."""
    for _ in range(limits.GUESSES.most + 1):
        client.get("/e/nonsense/")
    many = invited(make_event(), limits.ANSWERS.most + 5)
    answer = {"answer": "yes", "it_is_me": "on"}
    assert {Client().post(address(invitation), answer).status_code for invitation in many} == {302}
    assert Rsvp.objects.count() == len(many)


def test_one_link_answers_twenty_times_an_hour_and_then_says_which_answer_counts(invitation):
    """From wherever it is opened; what was chosen once more stays chosen in the form."""
    url = address(invitation)
    for number in range(limits.ANSWERS.most):
        typed = {"answer": "yes" if number % 2 else "no", "it_is_me": "on"}
        assert Client(REMOTE_ADDR=f"203.0.113.{number}").post(url, typed).status_code == 302
    refused = Client().post(url, {"answer": "maybe", "it_is_me": "on"})
    page = refused.content.decode()
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert "You changed your answer many times in a short time" in page
    assert "Your answer: Yes" in page
    assert re.search(r'value="maybe"[^>]* checked', page)
    invitation.refresh_from_db()
    assert invitation.answer == "yes"
    assert Client().get(url).status_code == 200
    (other,) = invited(make_event())
    assert Client().post(address(other), {"answer": "yes", "it_is_me": "on"}).status_code == 302


def test_without_the_shared_count_an_invitee_can_still_answer(client, invitation, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr("lms.limits.cache.add", away)
    assert client.post(address(invitation), {"answer": "yes", "it_is_me": "on"}).status_code == 302


def test_case_62_the_last_by_time_counts_and_both_are_kept(invitation):
    now = timezone.now()
    actions.answer(invitation, "no", via="calendar", at=now)
    actions.answer(invitation, "yes", via="web", at=now - timedelta(minutes=5))
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_at) == ("no", now)
    assert list(Rsvp.objects.values_list("answer", "via")) == [("yes", "web"), ("no", "calendar")]


def test_the_same_answer_twice_is_kept_once(invitation):
    for _ in range(2):
        actions.answer(invitation, "yes", via="web")
    assert Rsvp.objects.count() == 1


def test_on_the_page_only_the_invited_answer(invitation):
    url = reverse("events:answer", args=[invitation.event.public_id])
    assert signed_in(invitation.person).post(url, {"answer": "yes"}).status_code == 302
    invitation.refresh_from_db()
    assert invitation.answer == "yes"
    assert signed_in(PersonFactory()).post(url, {"answer": "yes"}).status_code == 404
    assert signed_in(invitation.person).post(url, {"answer": "x"}).status_code == 422


def test_signed_in_as_the_invitee_nobody_asks_who_one_is(invitation):
    browser = signed_in(invitation.person)
    assert browser.post(address(invitation), {"answer": "yes"}).status_code == 302


def test_case_61_signed_in_as_somebody_else_one_answers_for_nobody(invitation):
    stranger = signed_in(PersonFactory())
    for answer in (
        stranger.get(address(invitation)),
        stranger.post(address(invitation), {"answer": "no", "it_is_me": "on"}),
    ):
        assert answer.status_code == 403
        assert invitation.person.full_name not in answer.content.decode()
    assert not Rsvp.objects.exists()


def test_a_blind_event_tells_the_link_no_more_than_the_mail(client):
    event = make_event(tier="blind", activity={"title": "Canary Theme", "summary": "Canary", "place": "Canary Hall"})
    (invitation,) = invited(event)
    assert "anary" not in client.get(address(invitation)).content.decode()


def test_v21_who_comes_is_told_as_the_event_allows():
    event = make_event(attendees="names")
    invitations = invited(event, 10)
    for number, invitation in enumerate(invitations):
        actions.answer(invitation, "yes", via="web", shows_name=number == 0)
    told = attendance(event)
    assert (told.total, told.names) == (10, (invitations[0].person.full_name,))
    actions.answer(invitations[1], "no", via="web")
    told = attendance(event)
    assert (told.total, told.is_few) == (None, True)
    Event.objects.update(attendees="countries")
    event.refresh_from_db()
    assert attendance(event).countries == ("Thailand",)
    Event.objects.update(attendees="none")
    event.refresh_from_db()
    assert attendance(event) == type(told)()


@pytest.mark.usefixtures("frame_is_known")
def test_the_number_of_queries_of_answering_is_bounded(client, invitation, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get(address(invitation))
    with django_assert_max_num_queries(20):
        client.post(address(invitation), {"answer": "yes", "it_is_me": "on"})


def test_who_leaves_is_on_no_list_and_how_many_came_stays(invitation):
    from alumni.events.own_data import export

    actions.answer(invitation, "yes", via="web")
    assert export(invitation.person)["invitations"][0]["answers"][0]["answer"] == "yes"
    email = invitation.person.email
    actions.forget(invitation.person)
    invitation.refresh_from_db()
    assert invitation.person is None
    assert email not in invitation.email_norm
    assert Invitation.objects.filter(answer="yes").count() == 1
