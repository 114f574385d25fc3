"""The office's pages about mail: who sees them, what comes first, what staff can decide. Ids: INV-5, INV-13, D-4."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from lms.notifications import actions
from lms.notifications.lists import PAGE
from lms.notifications.models import Beat, Message
from lms.notifications.reasons import WORDS
from tests.factories.accounts import PersonFactory, signed_in, staff
from tests.factories.notifications import make_message, make_recipient, make_sealed

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def office():
    return signed_in(staff())


@pytest.fixture
def message():
    message = make_message("test.invitation", person=make_recipient(full_name="Somchai Jaidee"))
    Message.objects.update(state=State.UNCERTAIN, reason="worker-lost")
    return message


def urls(message):
    return [
        reverse("notifications:delivery-list"),
        reverse("notifications:delivery", args=[message.public_id]),
        reverse("notifications:background"),
    ]


def test_nobody_but_staff_learns_that_there_are_such_pages(message):
    client = signed_in(PersonFactory())
    assert {client.get(url).status_code for url in urls(message)} == {404}
    assert client.post(reverse("notifications:outbox-release")).status_code == 404
    assert client.post(urls(message)[1], {"to": "closed"}).status_code == 404
    message.refresh_from_db()
    assert message.is_uncertain()


def test_visitors_are_asked_to_sign_in(client, message):
    assert all("/accounts/login/" in client.get(url)["Location"] for url in urls(message))


def test_staff_see_what_needs_them_the_uncertain_first(office, message):
    failed = make_message(person=make_recipient(full_name="Nguyen Van A"))
    Message.objects.filter(pk=failed.pk).update(state=State.BOUNCED, reason="refused: 550")
    make_message(person=make_recipient(full_name="Not In Trouble"))
    page = office.get(reverse("notifications:delivery-list")).content.decode()
    assert page.index("Somchai Jaidee") < page.index("Nguyen Van A")
    assert "Not In Trouble" not in page
    assert "refused it (550)" in page


def test_the_list_is_chosen_in_the_address_and_an_unknown_one_is_absent(office):
    make_message(person=make_recipient(full_name="Waiting Person"))
    url = reverse("notifications:delivery-list")
    assert "Waiting Person" in office.get(url, {"list": "waiting"}).content.decode()
    assert office.get(url, {"list": "nonsense"}).status_code == 404


@pytest.mark.parametrize("key", ["nonsense", "1-", "-1", "0-99999999999999999999", "9e9-1", "%00"])
def test_a_broken_key_shows_the_first_page(office, message, key):
    response = office.get(reverse("notifications:delivery-list"), {"after": key})
    assert response.status_code == 200


def test_a_long_list_is_read_page_by_page_and_each_mail_is_there_once(office, django_assert_max_num_queries):
    person = make_recipient()
    for number in range(PAGE + 5):
        make_message(person=person, dedupe=("many", number))
    Message.objects.update(state=State.BOUNCED)
    Message.objects.filter(pk=Message.objects.earliest("pk").pk).update(state=State.UNCERTAIN)
    url, seen = reverse("notifications:delivery-list"), []
    while url:
        with django_assert_max_num_queries(14):
            response = office.get(url)
        seen += [row["public_id"] for row in response.context["rows"]]
        older = response.context["older_url"]
        url = older and reverse("notifications:delivery-list") + older
    assert len(seen) == len(set(seen)) == PAGE + 5


def test_an_address_without_an_account_stays_sealed(office):
    message = make_sealed("secret.person@example.org")
    for url in (urls(message)[1], reverse("notifications:delivery-list") + "?list=waiting"):
        assert "secret.person" not in office.get(url).content.decode()


@pytest.mark.parametrize(("to", "state"), [("queued", State.QUEUED), ("closed", State.CLOSED)])
def test_staff_decide_about_an_uncertain_mail(office, message, to, state):
    url = urls(message)[1]
    assert "Did it arrive?" in office.get(url).content.decode()
    assert office.post(url, {"to": to}).status_code == 302
    message.refresh_from_db()
    assert message.state == state
    # The second of two tabs is told, and changes nothing.
    assert "decided about this mail already" in office.post(url, {"to": "closed"}, follow=True).content.decode()
    message.refresh_from_db()
    assert message.state == state


@pytest.mark.parametrize("to", ["sent", "", "delivered"])
def test_staff_cannot_choose_another_state(office, message, to):
    office.post(urls(message)[1], {"to": to})
    message.refresh_from_db()
    assert message.is_uncertain()


def test_staff_release_a_paused_outbox(office, settings):
    settings.OUTBOX_PAUSES_AFTER_MINUTES = 30
    Beat.objects.create(name=actions.GUARD, at=timezone.now() - timedelta(hours=1))
    actions.keep_guard()
    assert "Outgoing mail is paused" in office.get(reverse("notifications:delivery-list")).content.decode()
    assert "paused" in office.get(reverse("notifications:background")).content.decode()
    office.post(reverse("notifications:outbox-release"))
    assert not actions.is_paused()


def test_releasing_is_no_link(office):
    assert office.get(reverse("notifications:outbox-release")).status_code == 404


def test_background_work_is_told_in_words(office):
    page = office.get(reverse("notifications:background")).content.decode()
    assert "The background work has stopped" in page
    for name in ("worker", "beat"):
        actions.beat(name)
    page = office.get(reverse("notifications:background")).content.decode()
    assert "up to date" in page


def found(office, words, name="waiting"):
    page = office.get(URL_OF_LIST, {"list": name, "q": words})
    return [row["person"] for row in page.context["rows"]]


URL_OF_LIST = "/office/deliveries/"


def test_mail_is_found_by_name_and_by_the_whole_address(office):
    person = PersonFactory(full_name="Sömchai Jaidee", email="somchai@rtp.example")
    other = PersonFactory(full_name="Mali", email="mali@rtp.example")
    for one in (person, other):
        make_message(person=one)
    make_sealed("somchai@rtp.example")
    assert found(office, "somchai") == found(office, " Somchai@RTP.example ") == ["Sömchai Jaidee"]
    assert found(office, "jaidee sömchai") == ["Sömchai Jaidee"]
    assert len(found(office, "")) == 3


@pytest.mark.parametrize("words", ["somchai@rtp", "rtp.example", "@", "%", "\x00", "x" * 999, "๛"])
def test_half_an_address_finds_nobody(office, words):
    make_message(person=PersonFactory(full_name="Mali", email="somchai@rtp.example"))
    page = office.get(URL_OF_LIST, {"list": "waiting", "q": words})
    assert page.status_code == 200
    if words.isprintable() and len(words) < 200:
        assert not page.context["rows"]


def test_what_was_asked_stays_in_the_address_of_the_next_page(office):
    person = PersonFactory(full_name="Somchai")
    for _ in range(PAGE + 1):
        make_message(person=person)
    page = office.get(URL_OF_LIST, {"list": "waiting", "q": "somchai"})
    assert "q=somchai" in page.context["older_url"]
    assert len(office.get(URL_OF_LIST + page.context["older_url"]).context["rows"]) == 1


def test_whatever_holds_a_mail_back_is_said_in_words():
    """A check answers with a key; the office reads a sentence."""
    key = re.compile(r"""(?:return|else|reason=|= )\s*"([a-z]+(?:-[a-z]+)+)"$""", re.M)
    files = [
        file for app in ("lms", "cms", "courses", "alumni") for file in (settings.BASE_DIR / app).rglob("*mail*.py")
    ]
    files += (settings.BASE_DIR / "lms").glob("*/letters.py")
    files += [settings.BASE_DIR / "lms/notifications/delivery.py"]
    found = {word for file in files for word in key.findall(file.read_text())}
    assert {"never-told", "account-closed", "too-late", "invitation-over"} <= found
    assert found - set(WORDS) == set()
