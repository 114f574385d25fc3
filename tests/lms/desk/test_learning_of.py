"""The page of a person in the office tells staff of their courses and certificates, and nobody else."""

import pytest
from django.urls import reverse

from courses.learning import actions
from tests.factories import learning
from tests.factories.accounts import AffiliationFactory, PersonFactory, focal_point, signed_in, staff
from tests.factories.credentials import a_certificate

pytestmark = pytest.mark.django_db


def page_of(person, viewer):
    answer = signed_in(viewer).get(reverse("accounts:person", args=[person.public_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_staff_see_how_far_somebody_is_what_they_left_and_what_they_completed():
    person = PersonFactory()
    going = learning.make_course(lessons=2, title="Going on")
    left = learning.make_course(lessons=1, title="Left behind")
    done = learning.make_course(lessons=1, final=False, title="All done")
    learning.enrol(person, going)
    actions.withdraw(learning.enrol(person, left), by=person)
    learning.do_lessons(learning.enrol(person, done))
    page = page_of(person, staff())
    assert "Going on" in page
    assert "0 of 3 steps done, since" in page
    assert "left on" in page
    assert "completed on" in page


def test_a_certificate_leads_to_its_place_in_the_register():
    certificate = a_certificate()
    page = page_of(certificate.person, staff())
    assert certificate.number in page
    assert reverse("credentials:register-certificate", args=[certificate.public_id]) in page


def test_where_nothing_is_it_says_so():
    page = page_of(PersonFactory(), staff())
    assert "None yet." in page
    assert "Certificates</h2>" not in page


def test_a_focal_point_sees_nobodys_learning():
    certificate = a_certificate()
    member = AffiliationFactory(person=certificate.person).member
    page = page_of(certificate.person, focal_point(member))
    assert certificate.number not in page
    assert "Courses</h2>" not in page


def test_more_courses_ask_no_more_questions(django_assert_max_num_queries):
    person, viewer = PersonFactory(), staff()
    for _ in range(6):
        learning.enrol(person, learning.make_course(lessons=1, final=False))
    browser, address = signed_in(viewer), reverse("accounts:person", args=[person.public_id])
    browser.get(address)
    with django_assert_max_num_queries(24):
        browser.get(address)
