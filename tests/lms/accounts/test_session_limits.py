"""How long a session lives: C-13, on a moved clock."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.utils import timezone

from lms.accounts.session_limits import OWN_DEVICE, SHARED_DEVICE, TEACHING, WORK, limit
from tests.factories.accounts import PersonFactory, focal_point, signed_in, staff

pytestmark = pytest.mark.django_db
URL = "/me/account/"


def is_in(browser):
    return browser.get(URL).status_code == 200


@pytest.mark.parametrize(
    ("make", "still", "over"),
    [
        (staff, timedelta(minutes=24), timedelta(minutes=31)),
        (focal_point, timedelta(minutes=110), timedelta(minutes=121)),
        (PersonFactory, timedelta(days=13), timedelta(days=15)),
    ],
)
def test_a_session_ends_after_a_while_without_use(make, still, over):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        browser = signed_in(make())
        assert is_in(browser)
    with time_machine.travel(now + still, tick=False):
        assert is_in(browser)
    with time_machine.travel(now + still + over, tick=False):
        assert not is_in(browser)


def test_a_session_of_staff_ends_after_ten_hours_of_use():
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        browser = signed_in(staff())
    for minutes in range(20, 600, 20):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            assert is_in(browser)
    with time_machine.travel(now + timedelta(minutes=601), tick=False):
        assert not is_in(browser)


def test_the_person_is_told_and_comes_back_to_the_same_page():
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        browser = signed_in(staff())
        is_in(browser)
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        response = browser.get(URL, follow=True)
    assert response.redirect_chain[0][0] == "/accounts/login/?next=/me/account/"
    assert "had not been here for a while" in response.content.decode()


def test_reading_pages_does_not_write_the_session_each_time(django_assert_num_queries):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        browser = signed_in(PersonFactory())
        is_in(browser)
    key = browser.session.session_key
    kept = Session.objects.get(pk=key).session_data
    with time_machine.travel(now + timedelta(minutes=4), tick=False):
        is_in(browser)
        assert Session.objects.get(pk=key).session_data == kept
    with time_machine.travel(now + timedelta(minutes=6), tick=False):
        is_in(browser)
        assert Session.objects.get(pk=key).session_data != kept


def test_the_strictest_limit_holds():
    assert limit([], shared=False) == OWN_DEVICE
    assert limit([], shared=True) == SHARED_DEVICE
    assert limit(["trainer"], shared=False) == TEACHING
    assert limit(["trainer", "staff"], shared=True) == WORK
