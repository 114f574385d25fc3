"""Verified means verified by name: another one waits until somebody who verifies has looked at it (P25, INV-11)."""

import re
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from lms.accounts import actions
from lms.accounts.models import NameRequest, User
from lms.audit.models import Entry
from lms.privacy.actions import erase
from lms.privacy.own_data import export_account
from tests.factories.accounts import MemberFactory, PersonFactory, admin, focal_point, signed_in, staff, with_role
from tests.lms.accounts.mails import delivered, last_to

pytestmark = pytest.mark.django_db
URL = "/me/account/"
OFFICE = "/office/people/"


def typed(person, **changes):
    own = {name: getattr(person, name) for name in ("full_name", "native_name", "language", "time_zone", "sex")}
    return own | {"rank_band": ""} | changes


def ask(person, **names):
    """As the person does it, on their page."""
    return signed_in(person).post(URL, typed(person, **names), follow=True)


def asked(person, **names):
    ask(person, **names)
    return person.name_requests.open().get()


def fresh(person):
    return User.objects.get(pk=person.pk)


def called(person):
    person = fresh(person)
    return person.full_name, person.native_name


def acts(person):
    return list(Entry.objects.about(person).values_list("act", flat=True))


def page_of(person):
    return reverse("accounts:person", args=[person.public_id])


def answer(by, request, verb="accept", **data):
    address = reverse(f"accounts:name-{verb}", args=[request.person.public_id, request.public_id])
    return signed_in(by).post(address, data, follow=True)


def test_a_verified_officer_who_takes_a_colleagues_name_keeps_their_own_until_somebody_looked():
    colleague = PersonFactory(full_name="Anong Srisuwan")
    person = PersonFactory(full_name="Siti Rahmawati")
    page = ask(person, full_name="Anong Srisuwan").content.decode()
    assert "The new name waits" in page
    assert "Your new name waits" in page
    assert called(person) == ("Siti Rahmawati", "")
    assert fresh(person).state == "verified"
    assert fresh(person).name_key == "siti rahmawati"
    office = signed_in(staff())
    assert [one.full_name for one in office.get(OFFICE, {"q": "Anong"}).context["people"]] == ["Anong Srisuwan"]
    shown = office.get(page_of(person))
    assert shown.context["namesakes"] == [colleague]
    assert "Somebody is called so already" in shown.content.decode()
    assert acts(person) == ["accounts.ask_for_name"]
    # What was wanted stands where it can be erased, never in the log.
    assert "Anong" not in str(list(Entry.objects.values_list("data", flat=True)))


def test_whoever_is_not_verified_yet_changes_their_name_freely():
    person = PersonFactory(state="unverified", full_name="Siti Ramawati")
    ask(person, full_name="Siti Rahmawati", native_name="سيتي")
    assert called(person) == ("Siti Rahmawati", "سيتي")
    assert not NameRequest.objects.exists()
    assert acts(person) == ["accounts.change_details"]


def test_nobody_is_verified_by_another_name_than_the_one_that_was_read():
    person, office = PersonFactory(state="unverified", full_name="Siti Rahmawati"), signed_in(staff())
    read = re.search(r'name="name" value="(.*?)"', office.get(page_of(person)).content.decode())[1]
    ask(person, full_name="Anong Srisuwan")
    address = reverse("accounts:verify", args=[person.public_id])
    assert "changed their name while you read" in office.post(address, {"name": read}, follow=True).content.decode()
    assert fresh(person).state == "unverified"
    office.post(address, {"name": fresh(person).name_key})
    assert fresh(person).state == "verified"


def test_what_else_is_saved_takes_effect_at_once():
    person = PersonFactory()
    ask(person, full_name="Another Name", language="th", sex="female")
    assert (fresh(person).language, fresh(person).sex) == ("th", "female")
    assert acts(person) == ["accounts.ask_for_name", "accounts.change_details"]


def test_a_locked_full_name_stays_locked_and_the_native_name_waits():
    person = PersonFactory(full_name="Siti Rahmawati")
    actions.confirm_certificate_name(person, "Siti Rahmawati", by=person)
    request = asked(fresh(person), full_name="Another Name", native_name="سيتي")
    assert request.wanted() == {"native_name": "سيتي"}
    answer(staff(), request)
    assert called(person) == ("Siti Rahmawati", "سيتي")
    # The full name was not touched, so what certificates print stays confirmed.
    assert fresh(person).certificate_name == "Siti Rahmawati"


def test_an_accepted_name_stands_everywhere_and_is_told():
    person, by = PersonFactory(full_name="Siti Ramawati"), focal_point()
    request = asked(person, full_name="Siti Rahmawati")
    actions.confirm_certificate_name(person, "Siti Ramawati", by=person)
    assert "The new name is in place." in answer(by, request).content.decode()
    assert called(person) == ("Siti Rahmawati", "")
    assert fresh(person).name_key == "siti rahmawati"
    # Confirmed anew before it is printed, as after every correction.
    assert fresh(person).certificate_name_confirmed_at is None
    assert last_to(person.email).subject == "Your new name is in place"
    assert acts(person)[-1] == "accounts.accept_name"
    request.refresh_from_db()
    assert (request.outcome, request.settled_by) == ("accepted", by)
    assert "Your new name waits" not in signed_in(fresh(person)).get(URL).content.decode()


def test_a_refused_name_leaves_the_old_one_and_says_why():
    person = PersonFactory(full_name="Siti Rahmawati")
    request = asked(person, full_name="Anong Srisuwan")
    without = answer(staff(), request, "refuse", reason=" ")
    assert without.context["form"].errors["reason"]
    answer(staff(), request, "refuse", reason="This is the name of a colleague.")
    assert called(person) == ("Siti Rahmawati", "")
    assert fresh(person).state == "verified"
    assert "This is the name of a colleague." in last_to(person.email).body
    assert acts(person)[-1] == "accounts.refuse_name"
    assert person.decisions.get().kind == "name_refused"
    assert not person.name_requests.open().exists()


def test_a_name_is_taken_back_by_its_owner():
    person = PersonFactory(full_name="Siti Rahmawati")
    request, browser = asked(person, full_name="Another Name"), signed_in(person)
    for _ in range(2):
        browser.post(reverse("accounts:name-take-back"))
    assert "no longer waits" in answer(staff(), request).content.decode()
    assert called(person) == ("Siti Rahmawati", "")
    assert acts(person) == ["accounts.ask_for_name", "accounts.take_back_name"]
    assert not delivered()


def test_nobody_takes_back_the_name_of_somebody_else():
    request = asked(PersonFactory(), full_name="Another Name")
    signed_in(PersonFactory()).post(reverse("accounts:name-take-back"))
    request.refresh_from_db()
    assert request.settled_at is None


def test_saving_something_else_or_the_same_again_leaves_the_request_alone():
    person = PersonFactory(full_name="Siti Ramawati")
    request = asked(person, full_name="Siti Rahmawati")
    ask(person, language="th")
    ask(person, full_name="Siti  Rahmawati ")
    assert asked(person).pk == request.pk
    assert acts(person).count("accounts.ask_for_name") == 1


def test_a_second_name_joins_the_first():
    person = PersonFactory(full_name="Siti Ramawati")
    ask(person, full_name="Siti Rahmawati")
    assert asked(person, native_name="سيتي").wanted() == {"full_name": "Siti Rahmawati", "native_name": "سيتي"}


def test_nobody_accepts_another_name_than_the_one_they_read():
    """The name was changed while the office had the page open."""
    person, by = PersonFactory(full_name="Siti Ramawati"), staff()
    read = asked(person, full_name="Siti Rahmawati")
    ask(person, full_name="Anong Srisuwan")
    assert "no longer waits" in answer(by, read).content.decode()
    assert called(person) == ("Siti Ramawati", "")
    assert person.name_requests.open().get().full_name == "Anong Srisuwan"


def test_of_two_who_look_at_once_the_first_decides():
    person, by = PersonFactory(full_name="Siti Ramawati"), staff()
    request = asked(person, full_name="Siti Rahmawati")
    answer(by, request)
    assert "no longer waits" in answer(by, request, "refuse", reason="No.").content.decode()
    assert not actions.refuse_name(request, "No.", by=by)
    assert not actions.accept_name(request, by=by)
    assert called(person) == ("Siti Rahmawati", "")
    assert acts(person).count("accounts.accept_name") == 1
    assert len(delivered()) == 1


def test_two_requests_never_stand_side_by_side():
    request = asked(PersonFactory(), full_name="Another Name")
    with pytest.raises(IntegrityError), transaction.atomic():
        NameRequest.objects.create(person=request.person, full_name="Third Name", full_name_before="x")


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_make_one_request():
    person, gate = PersonFactory(), threading.Barrier(2)

    def save(name):
        gate.wait(5)
        ask(person, full_name=name)
        connection.close()

    tabs = [threading.Thread(target=save, args=[name]) for name in ("First Name", "Second Name")]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(20)
    assert person.name_requests.open().count() == 1
    assert person.name_requests.count() == 2


def test_a_focal_point_looks_at_the_own_members_people_alone():
    request = asked(PersonFactory(full_name="Siti Ramawati"), full_name="Siti Rahmawati")
    stranger = focal_point(MemberFactory(code="NP", name="Nepal"))
    assert answer(stranger, request).status_code == 404
    assert answer(with_role("editor"), request).status_code == 404
    assert called(request.person) == ("Siti Ramawati", "")


def test_nobody_accepts_their_own_name_and_a_roles_holder_is_an_administrators():
    by = staff(full_name="Old Name")
    request = asked(by, full_name="New Name")
    assert answer(by, request).status_code == 404
    assert answer(focal_point(), request).status_code == 404
    assert answer(staff(), request).status_code == 404
    assert "an administrator decides" in signed_in(staff()).get(page_of(by)).content.decode()
    assert answer(admin(), request).status_code == 200
    assert called(by) == ("New Name", "")


def test_the_office_is_told_that_a_name_waits_and_finds_it():
    browser, other = signed_in(focal_point()), signed_in(focal_point(MemberFactory(code="NP", name="Nepal")))
    assert "New names" not in browser.get("/office/").content.decode()
    person = PersonFactory()
    PersonFactory()
    asked(person, full_name="Another Name")
    page = browser.get("/office/").content.decode()
    assert f'href="{OFFICE}?state=new_name"' in page
    assert "New names" not in other.get("/office/").content.decode()
    found = browser.get(OFFICE, {"state": "new_name"})
    assert list(found.context["people"]) == [person]
    assert found.content.decode().count("New name waits</span>") == 1


def test_a_correction_by_staff_that_says_the_same_answers_the_request():
    person = PersonFactory(full_name="Siti Ramawati")
    request = asked(person, full_name="Siti Rahmawati")
    actions.correct_name(person, "Siti Rahma", "", reason="Typed wrongly.", by=staff())
    request.refresh_from_db()
    assert request.settled_at is None
    actions.correct_name(person, "Siti Rahmawati", "", reason="Typed wrongly.", by=staff())
    request.refresh_from_db()
    assert request.outcome == "accepted"


def test_a_name_that_somebody_else_filled_in_meanwhile_is_kept():
    person = PersonFactory(full_name="Siti Ramawati")
    request = asked(person, full_name="Siti Rahmawati")
    actions.fill_native_name(person, "سيتي", by=staff())
    answer(staff(), request)
    assert called(person) == ("Siti Rahmawati", "سيتي")


def test_what_was_wanted_is_in_the_download_and_goes_with_an_erasure():
    person = PersonFactory()
    asked(person, full_name="Another Name")
    assert export_account(person)["names_asked_for"][0]["full_name"] == "Another Name"
    erase(person, by=admin())
    assert not NameRequest.objects.exists()
