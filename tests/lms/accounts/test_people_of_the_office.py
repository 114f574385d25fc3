"""The list of people: who sees whom, search in any script, paging by key (B-I3, L-13, H9)."""

import pytest
from django.urls import reverse

from lms.accounts.actions import change_details
from lms.accounts.facts import Details
from lms.accounts.models import User
from tests.factories.accounts import (
    MemberFactory,
    PersonFactory,
    admin,
    editor,
    focal_point,
    signed_in,
    staff,
)

pytestmark = pytest.mark.django_db
URL = "/office/people/"


def thailand():
    return MemberFactory(code="TH", name="Thailand")


def nepal():
    return MemberFactory(code="NP", name="Nepal")


def names(response):
    return [person.full_name for person in response.context["people"]]


def page(person):
    return reverse("accounts:person", args=[person.public_id])


def test_staff_see_everybody_and_who_waits_comes_first():
    browser = signed_in(staff(full_name="Zoe"))
    PersonFactory(full_name="Anan")
    PersonFactory(full_name="Mali", state="unverified")
    assert names(browser.get(URL)) == ["Mali", "Anan", "Zoe"]


def test_a_focal_point_sees_the_people_of_the_own_member_alone():
    browser = signed_in(focal_point(thailand(), full_name="Zoe"))
    own = PersonFactory(full_name="Anan", affiliation__member=thailand())
    other = PersonFactory(full_name="Bina", affiliation__member=nepal())
    assert names(browser.get(URL)) == ["Anan", "Zoe"]
    assert browser.get(page(own)).status_code == 200
    assert browser.get(page(other)).status_code == 404
    # Nor by search, filter or a guessed place in the list.
    assert names(browser.get(URL, {"q": "Bina"})) == []
    assert names(browser.get(URL, {"member": "NP"})) == ["Anan", "Zoe"]
    assert browser.get(URL, {"after": other.public_id}).status_code == 200
    assert names(browser.get(URL, {"after": other.public_id})) == ["Anan", "Zoe"]


def test_only_members_in_sight_are_offered_to_filter_by():
    page = signed_in(focal_point(thailand())).get(URL).content.decode()
    assert 'name="state"' in page
    assert 'name="member"' not in page
    nepal()
    assert "Nepal" in signed_in(staff()).get(URL).content.decode()


def test_somebody_who_moved_on_is_no_longer_the_old_focal_points():
    person = PersonFactory(affiliation__member=thailand())
    browser = signed_in(focal_point(thailand()))
    assert browser.get(page(person)).status_code == 200
    person.affiliations.update(member=nepal())
    assert browser.get(page(person)).status_code == 404


def test_for_everybody_else_there_is_nothing_here(client):
    person = PersonFactory()
    for browser in (signed_in(PersonFactory()), signed_in(editor())):
        assert browser.get(URL).status_code == 404
        assert browser.get(page(person)).status_code == 404
    assert client.get(URL)["Location"] == "/accounts/login/?next=/office/people/"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("สมชาย", "Somchai Jaidee"),
        ("somchai", "Somchai Jaidee"),
        ("JAIDEE som", "Somchai Jaidee"),
        ("nguyen dao", "Nguyễn Thị Đào"),
        ("สม", "Somchai Jaidee"),
        ("dao@mps", "Nguyễn Thị Đào"),
        ("নুরুল", "Nurul Islam"),
    ],
)
def test_people_are_found_by_name_in_any_script_or_by_address(typed, found):
    browser = signed_in(staff())
    PersonFactory(full_name="Somchai Jaidee", native_name="สมชาย ใจดี")
    PersonFactory(full_name="Nguyễn Thị Đào", email="dao@mps.example")
    PersonFactory(full_name="Nurul Islam", native_name="নুরুল ইসলাম")
    assert names(browser.get(URL, {"q": typed})) == [found]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", "x" * 10_000, "a" * 300, "؟", "  "])
def test_odd_searches_are_harmless(typed):
    assert signed_in(staff()).get(URL, {"q": typed}).status_code == 200


def test_filters_narrow_by_state_member_and_role():
    browser = signed_in(staff(full_name="Zoe"))
    PersonFactory(full_name="Anan", state="unverified")
    PersonFactory(full_name="Bina", affiliation__member=nepal())
    assert names(browser.get(URL, {"state": "unverified"})) == ["Anan"]
    assert names(browser.get(URL, {"member": "NP"})) == ["Bina"]
    assert names(browser.get(URL, {"role": "staff"})) == ["Zoe"]
    assert names(browser.get(URL, {"state": "nonsense"})) != []


def test_every_person_is_on_one_page_of_the_list():
    browser = signed_in(staff(full_name="Officer 000"))
    for number in range(1, 121):
        PersonFactory(full_name="Officer same name" if number % 3 else f"Officer {number:03}")
    seen, url = [], URL
    while url:
        response = browser.get(url)
        seen += [person.pk for person in response.context["people"]]
        url = f"{URL}{response.context['older_url']}" if response.context["older_url"] else None
    assert len(seen) == len(set(seen)) == User.objects.count()


@pytest.mark.usefixtures("frame_is_known")
def test_the_list_asks_the_same_number_of_questions_for_many(django_assert_max_num_queries):
    browser = signed_in(staff())
    for _ in range(30):
        PersonFactory()
    with django_assert_max_num_queries(12):
        browser.get(URL)


def test_a_possible_second_account_is_shown_and_nothing_merged():
    browser = signed_in(staff())
    first = PersonFactory(full_name="Siti Rahmawati")
    second = PersonFactory(full_name="SITI RAHMAWATI")
    PersonFactory(full_name="Siti Rahmawati", affiliation__member=nepal())
    hints = browser.get(page(first)).context["duplicates"]
    assert [hint["email"] for hint in hints] == [second.email]
    assert User.objects.filter(merged_into=None).count() == User.objects.count()


def test_what_is_voluntary_is_not_shown_in_the_office():
    person = PersonFactory(sex="female")
    assert "emale" not in signed_in(admin()).get(page(person)).content.decode()


def test_a_focal_point_sees_no_timeline_and_no_decisions():
    person = PersonFactory()
    response = signed_in(focal_point()).get(page(person))
    assert response.context["timeline"] == []
    assert response.context["may"] == {"verify": False, "name": True, "manage": False, "grant": False}


def test_what_happened_is_told_in_words():
    person = PersonFactory(full_name="Anan")
    details = Details(person.full_name, "อนันต์", person.sex, "th", person.time_zone)
    change_details(person, details, by=person)
    text = signed_in(staff()).get(page(person)).content.decode()
    assert "Details changed: language" in text
    assert "Asked for another name: name in your own script" in text
    assert "native_name" not in text
