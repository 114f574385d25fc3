"""A person's own details, and the name that certificates print: C2, P25."""

import zoneinfo

import pytest

from lms.accounts import actions
from lms.accounts.forms.account import zones
from lms.accounts.models import User
from tests.factories.accounts import PersonFactory, signed_in

pytestmark = pytest.mark.django_db
URL = "/me/account/"


def answers(**changes):
    return {
        "full_name": "Siti Rahmawati",
        "native_name": "",
        "language": "id",
        "time_zone": "Asia/Jakarta",
        "rank_band": "",
        "sex": "withheld",
    } | changes


def test_a_person_changes_their_own_details():
    person = PersonFactory(state="unverified")
    signed_in(person).post(URL, answers(native_name="سيتي"))
    person.refresh_from_db()
    assert (person.full_name, person.native_name, person.language, person.sex) == (
        "Siti Rahmawati",
        "سيتي",
        "id",
        "withheld",
    )
    assert "siti" in person.name_key


def test_a_form_changes_nothing_but_its_own_fields():
    """B-I6: whatever else is posted is not heard."""
    person = PersonFactory(state="unverified")
    extra = {"state": "verified", "is_superuser": "on", "email": "x@y.example", "certificate_name": "X", "member": "TH"}
    signed_in(person).post(URL, answers(**extra))
    after = User.objects.get(pk=person.pk)
    assert (after.state, after.is_superuser, after.email) == ("unverified", False, person.email)
    assert after.certificate_name == ""


def test_a_new_rank_is_a_new_stretch_of_time():
    person = PersonFactory()
    signed_in(person).post(URL, answers(rank_band="senior"))
    assert list(person.affiliations.order_by("valid_from").values_list("rank_band", flat=True)) == ["", "senior"]
    assert person.affiliations.filter(valid_to=None).count() == 1


def test_the_name_for_certificates_is_confirmed_once():
    person = PersonFactory(full_name="Siti Rahmawati")
    actions.confirm_certificate_name(person, "Siti Rahmawati", by=person)
    first = User.objects.get(pk=person.pk).certificate_name_confirmed_at
    actions.confirm_certificate_name(person, "Siti Rahmawati", by=person)
    assert User.objects.get(pk=person.pk).certificate_name_confirmed_at == first
    with pytest.raises(actions.NameIsLocked):
        actions.confirm_certificate_name(person, "Another Name", by=person)


def test_after_that_the_name_is_locked_and_the_rest_is_not():
    person = PersonFactory(full_name="Siti Rahmawati")
    actions.confirm_certificate_name(person, "Siti Rahmawati", by=person)
    browser = signed_in(person)
    assert "You confirmed your name" in browser.get(URL).content.decode()
    browser.post(URL, answers(full_name="Another Name", language="th"))
    person.refresh_from_db()
    assert (person.full_name, person.language) == ("Siti Rahmawati", "th")


def test_an_odd_name_is_refused_and_what_was_typed_stays():
    response = signed_in(PersonFactory()).post(URL, answers(full_name="Ana 😀"))
    assert "emoji" in response.content.decode()
    assert "Ana 😀" in response.content.decode()


def test_the_page_needs_a_signed_in_person(client):
    assert client.get(URL)["Location"] == "/accounts/login/?next=/me/account/"


def test_the_zones_offered_are_real_few_and_hold_the_person_s_own():
    offered = {name for name, _ in zones()}
    assert offered <= zoneinfo.available_timezones()
    assert len(offered) < 100
    person = PersonFactory(time_zone="America/Lima")
    page = signed_in(person).get(URL).content.decode()
    assert "America/Lima" in page
    assert "America/Bogota" not in page
