"""A person's own page gathers what the network has for them."""

import re

import pytest
from django.urls import reverse

from tests.factories.accounts import PersonFactory, signed_in, with_role
from tests.factories.events import invite, make_event, make_people
from tests.factories.profiles import an_alumna, asked, listed
from tests.factories.workshops import add, make_activity, make_workshop

pytestmark = pytest.mark.django_db


def text_of(person, address="/me/"):
    return signed_in(person).get(address).content.decode()


def test_a_participant_finds_the_way_to_their_workshop():
    workshop = make_workshop(activity=make_activity(title="Screening at airports"))
    officer = PersonFactory()
    add(workshop, officer)
    page = text_of(officer)
    assert "Screening at airports" in page
    assert f"/learn/workshops/{workshop.public_id}/" in page


def test_whoever_has_no_place_sees_no_workshop():
    make_workshop(activity=make_activity(title="Screening at airports"))
    page = text_of(PersonFactory())
    assert "Screening at airports" not in page
    assert "My workshops" not in page


def test_an_invitation_stands_on_the_page_once_it_was_sent():
    event = make_event(title="A meeting in Bangkok")
    person = make_people(1)[0]
    assert "A meeting in Bangkok" not in text_of(person)
    invite(event, person)
    page = text_of(person)
    assert "A meeting in Bangkok" in page
    assert "Please answer" in page


def test_the_page_asks_the_same_number_of_questions_however_much_there_is(django_assert_max_num_queries):
    officer = PersonFactory()
    client = signed_in(officer)
    client.get("/me/")
    for number in range(3):
        add(make_workshop(activity=make_activity(title=f"Workshop {number}")), officer)
    with django_assert_max_num_queries(14):
        client.get("/me/")


def test_staff_find_events_and_workshops_in_the_office():
    staff = with_role("staff")
    page = text_of(staff, "/office/")
    assert 'href="/office/events/"' in page
    assert 'href="/teach/"' in page


def test_who_is_not_verified_is_told_when_their_profile_opens_and_led_to_no_missing_page():
    person = PersonFactory(state="unverified")
    an_alumna(person)
    page = text_of(person)
    assert "My profile in the network" in page
    assert "opens when your account is verified" in page
    assert f'href="{reverse("profiles:mine")}"' not in page
    assert f'href="{reverse("profiles:mine")}"' in text_of(an_alumna())


@pytest.mark.parametrize("name", ["Notifications", "What you get by mail", "Your account", "Your privacy"])
def test_a_link_has_the_name_of_the_page_it_leads_to(name):
    person = PersonFactory()
    aside = text_of(person).split('aria-labelledby="own"')[1].split("</nav>")[0]
    address = re.search(rf'<a href="([^"]+)">{name}</a>', aside)[1]
    page = text_of(person, address)
    assert f"<h1>{name}</h1>" in page
    assert f"<title>{name}" in page


def test_a_request_to_be_introduced_is_no_invitation():
    profile = listed()
    asked(an_alumna(), profile)
    page = text_of(profile.person)
    section = page.split('id="introductions"')[1].split("</section>")[0]
    assert "<h2>Introductions</h2>" in section
    assert "1 colleague asks to be introduced to you" in section
    assert "You are invited" not in page
