"""Writing to the office: nothing typed is lost, nothing is sent twice, nobody is flooded. Ids: F-12, C-16, B-M2."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from cms.contact import actions
from cms.contact.models import Enquiry
from cms.contact.references import as_kept, new_reference
from cms.contact.views import writing
from lms import limits
from lms.audit.models import Entry
from lms.notifications.delivery import deliver_due
from lms.notifications.models import Message
from tests.factories.accounts import PersonFactory, signed_in
from tests.factories.contact import enquire

pytestmark = pytest.mark.django_db
WORDS = "The page of lesson 4 shows an error."


def typed(**changes):
    facts = {"topic": "fault", "message": WORDS, "address": "siti@police.example", "client_key": str(uuid4())}
    return {**facts, **changes}


def text(response):
    return response.content.decode()


def test_a_visitor_writes_and_is_told_a_number(client):
    answer = client.post("/contact/", typed(), follow=True)
    enquiry = Enquiry.objects.get()
    assert enquiry.reference in text(answer)
    assert (enquiry.person, enquiry.address, enquiry.state) == (None, "siti@police.example", "new")
    assert Entry.objects.filter(act="contact.receive").count() == 1


def test_the_number_comes_by_mail_and_none_of_the_words(client):
    """To an address that nobody has proved, we carry no text of a stranger."""
    client.post("/contact/", typed(message="BUY NOW at the cheapest shop"))
    deliver_due()
    (letter,) = mail.outbox
    assert letter.to == ["siti@police.example"]
    assert Enquiry.objects.get().reference in letter.subject
    assert "BUY NOW" not in letter.body + letter.subject + str(letter.alternatives)


def test_whoever_is_signed_in_is_known():
    person = PersonFactory()
    browser = signed_in(person)
    assert 'name="address"' not in text(browser.get("/contact/"))
    browser.post("/contact/", typed(address="else@evil.example"))
    enquiry = Enquiry.objects.get()
    assert (enquiry.person, enquiry.address) == (person, "")
    deliver_due()
    assert mail.outbox[0].to == [person.email]


def test_the_same_form_sent_three_times_is_one_message(client):
    sent = typed()
    places = {client.post("/contact/", sent)["Location"] for _ in range(3)}
    assert (len(places), Enquiry.objects.count(), Message.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("is_known", [True, False])
def test_the_same_words_after_going_back_are_the_same_message(is_known):
    """Going back loads the form anew, with another key."""
    browser = signed_in(PersonFactory()) if is_known else Client()
    places = {browser.post("/contact/", typed())["Location"] for _ in range(7)}
    assert (len(places), Enquiry.objects.count(), Message.objects.count()) == (1, 1, 1)
    assert browser.post("/contact/", typed(topic="other"))["Location"] not in places
    # Later they are said anew.
    Enquiry.objects.update(sent_at=timezone.now() - timedelta(hours=2))
    assert browser.post("/contact/", typed())["Location"] not in places


def test_whoever_knows_the_key_of_a_form_reaches_nobody_elses_number(client):
    """A key lies in the page; it may be copied with it. The form belongs to its writer (decision 0021)."""
    sent, other = typed(), signed_in(PersonFactory())
    first = client.post("/contact/", sent)["Location"]
    assert other.post("/contact/", sent)["Location"] != first
    assert client.post("/contact/", {**sent, "address": "mallory@police.example"})["Location"] != first
    assert Enquiry.objects.count() == 3


def test_words_sent_with_a_key_that_was_used_are_not_swallowed(client):
    sent = typed()
    client.post("/contact/", sent)
    client.post("/contact/", {**sent, "message": "Now lesson 5 shows it too."})
    assert sorted(Enquiry.objects.values_list("message", flat=True)) == sorted([WORDS, "Now lesson 5 shows it too."])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"topic": ""}, "Choose what it is about."),
        ({"topic": "nonsense"}, "Select a valid choice"),
        ({"message": ""}, "Write your message."),
        ({"message": "\u200b \u202e"}, "Write something first."),
        ({"message": "x" * 4001}, "Use at most 4000 characters."),
        ({"message": "https://a.example https://b.example www.c.example http://d.example"}, "Use at most 3 links."),
        ({"address": ""}, "Enter an e-mail address"),
        ({"address": "siti@police"}, "Enter an e-mail address"),
        ({"address": "a@b.example\nBcc: all@c.example"}, "Enter an e-mail address"),
        ({"client_key": "nonsense"}, "Open the page again."),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_is_kept(client, changes, words):
    answer = client.post("/contact/", typed(**changes))
    assert answer.status_code == 422
    assert words in text(answer)
    assert "There is a problem" in text(answer)
    assert changes.get("message", WORDS)[:30].strip("\u200b\u202e ") in text(answer)
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    "found", ["AB1234567", "+66 81 234 5678", "DE89 3704 0044 0532 0130 00", "a.person@police.example"]
)
def test_what_may_point_to_a_person_is_shown_before_it_is_sent(client, found):
    sent = typed(message=f"Please look: {found}")
    asked = client.post("/contact/", sent)
    assert asked.status_code == 200
    assert "Your message is not sent yet. It may hold:" in text(asked)
    assert not Enquiry.objects.exists()
    covered = client.post("/contact/", {**sent, "act": "mask"})
    assert "covered now" in text(covered)
    assert not Enquiry.objects.exists()
    assert client.post("/contact/", {**sent, "act": "anyway"}).status_code == 302
    assert found in Enquiry.objects.get().message


@pytest.fixture
def _one_hour(monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_000.0)
    limits._alone.clear()


@pytest.mark.usefixtures("_one_hour")
def test_the_sixth_message_in_an_hour_is_kept_on_the_page_and_not_sent(client):
    answers = [client.post("/contact/", typed(message=f"{WORDS} {number}")) for number in range(6)]
    assert [one.status_code for one in answers] == [302] * 5 + [429]
    assert answers[5]["Retry-After"] == "3600"
    assert WORDS in text(answers[5])
    assert Enquiry.objects.count() == 5
    # Somebody else is not held up.
    assert signed_in(PersonFactory()).post("/contact/", typed()).status_code == 302


@pytest.mark.usefixtures("_one_hour")
def test_without_the_limit_the_sixth_would_be_sent(client, monkeypatch):
    """Twin: it is the count that stops it."""
    monkeypatch.setattr(type(writing.LIMIT), "is_over", lambda self, who: False)
    answers = [client.post("/contact/", typed(message=f"{WORDS} {number}")) for number in range(6)]
    assert {one.status_code for one in answers} == {302}


@pytest.mark.usefixtures("_one_hour")
def test_with_the_shared_count_gone_a_slower_one_stands_in(client, monkeypatch):
    def gone(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(cache, "add", gone)
    answers = [client.post("/contact/", typed(message=f"{WORDS} {number}")) for number in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429]


def test_nobody_is_flooded_with_confirmations_they_did_not_ask_for():
    now = timezone.now()
    made = [enquire(at=now + timedelta(minutes=number), message=f"{WORDS} {number}") for number in range(5)]
    assert [one.mail is not None for one in made] == [True] * 3 + [False] * 2
    assert enquire(at=now + timedelta(days=2)).mail is not None


def test_the_page_of_a_number_tells_neither_who_wrote_nor_what(client):
    enquiry = enquire(PersonFactory(full_name="Wilhelmina Xanthe"), message="Obsidianite words")
    page = client.get(f"/contact/sent/{enquiry.public_id}/")
    assert enquiry.reference in text(page)
    assert "Wilhelmina" not in text(page)
    assert "Obsidianite" not in text(page)
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in text(page)
    assert client.get(f"/contact/sent/{uuid4()}/").status_code == 404


def test_a_form_from_elsewhere_is_refused():
    assert Client(enforce_csrf_checks=True).post("/contact/", typed()).status_code == 403


def test_a_link_may_name_the_topic(client):
    assert '<option value="fault" selected>' in text(client.get("/contact/?topic=fault"))
    assert client.get("/contact/?topic=%00nonsense").status_code == 200


def test_a_number_can_be_said_on_the_telephone():
    number = new_reference()
    assert len(number) == 9
    assert as_kept(f" {number.lower().replace('-', ' ')} ") == number
    assert as_kept("1234") == ""
    assert as_kept("OIL0-IIII") == "0110-1111"


def test_it_costs_few_questions(client, django_assert_max_num_queries):
    client.get("/contact/")
    with django_assert_max_num_queries(1):
        client.get("/contact/")
    with django_assert_max_num_queries(20):
        client.post("/contact/", typed())


def test_two_at_once_with_one_key_are_one_message():
    key = uuid4()
    first = actions.receive(actions.Words("fault", WORDS, key, "en", "a@b.example"))
    second = actions.receive(actions.Words("fault", WORDS, key, "en", "a@b.example"))
    assert first.pk == second.pk
