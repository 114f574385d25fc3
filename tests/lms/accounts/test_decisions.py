"""Verifying, suspending, correcting: each by who may, each once, each written down (P25, INV-11)."""

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts import actions
from lms.accounts.models import User
from lms.audit.models import Entry
from lms.privacy.actions import erase
from tests.factories.accounts import MemberFactory, PersonFactory, admin, focal_point, signed_in, staff
from tests.lms.accounts.mails import delivered, last_to

pytestmark = pytest.mark.django_db


def post(by, person, name, **data):
    person_args = [data.pop("post").pk] if "post" in data else []
    return signed_in(by).post(reverse(f"accounts:{name}", args=[person.public_id, *person_args]), data)


def acts(person):
    return list(Entry.objects.about(person).values_list("act", flat=True))


def state(person):
    return User.objects.get(pk=person.pk).state


def test_staff_verify_and_it_is_written_down_once():
    person, by = PersonFactory(state="unverified"), staff()
    post(by, person, "verify")
    assert state(person) == "verified"
    assert User.objects.get(pk=person.pk).verified_by == by
    assert acts(person) == ["accounts.verify"]
    assert post(by, person, "verify").status_code == 404
    actions.verify(person, by=by)
    assert acts(person) == ["accounts.verify"]
    assert len([message for message in delivered() if message.to == [person.email]]) == 1


def test_a_focal_point_verifies_the_own_members_people_alone():
    by = focal_point(MemberFactory(code="TH", name="Thailand"))
    own = PersonFactory(state="unverified")
    other = PersonFactory(state="unverified", affiliation__member=MemberFactory(code="NP", name="Nepal"))
    assert post(by, own, "verify").status_code == 302
    assert post(by, other, "verify").status_code == 404
    assert (state(own), state(other)) == ("verified", "unverified")


def test_whoever_verified_somebody_is_led_to_the_next_who_waits():
    thailand = MemberFactory(code="TH", name="Thailand")
    first, second, stranger = (
        PersonFactory(state="unverified", full_name=name, affiliation__member=member)
        for name, member in (("First", thailand), ("Second", thailand), ("Stranger", MemberFactory(code="NP")))
    )
    browser = signed_in(focal_point(thailand))
    page = reverse("accounts:person", args=[first.public_id])
    assert "Next to be verified" not in browser.get(page).content.decode()
    browser.post(reverse("accounts:verify", args=[first.public_id]))
    shown = browser.get(page).content.decode()
    assert reverse("accounts:person", args=[second.public_id]) in shown
    assert str(stranger.public_id) not in shown
    browser.post(reverse("accounts:verify", args=[second.public_id]))
    assert "Next to be verified" not in browser.get(page).content.decode()


def test_nobody_verifies_themselves():
    by = focal_point(state="unverified")
    assert post(by, by, "verify").status_code == 404
    assert state(by) == "unverified"


def test_who_is_not_verified_reads_why():
    person = PersonFactory(state="unverified")
    post(staff(), person, "decline", reason="We do not know <this> agency.")
    assert state(person) == "unverified"
    message = last_to(person.email)
    assert "We do not know <this> agency." in message.body
    assert "&lt;this&gt;" in message.alternatives[0][0]
    # The words stand where they can be erased, never in the log.
    assert "agency" not in str(list(Entry.objects.values_list("data", flat=True)))


def test_a_decision_needs_a_reason():
    person = PersonFactory(state="unverified")
    response = post(staff(), person, "decline", reason="  ")
    assert response.context["form"].errors["reason"]


def test_a_suspended_persons_session_dies_on_the_next_request():
    person, browser = PersonFactory(), Client()
    browser.post("/accounts/login/", {"login": person.email, "password": "a quiet river at dawn"})
    assert browser.get("/me/account/").status_code == 200
    post(staff(), person, "suspend", reason="Left the service.")
    assert browser.get("/me/account/")["Location"].startswith("/accounts/login/")
    browser.post("/accounts/login/", {"login": person.email, "password": "a quiet river at dawn"})
    assert "_auth_user_id" not in browser.session


def test_a_suspended_person_is_told_by_mail_and_nobody_erased_is():
    person, gone, by = PersonFactory(), PersonFactory(), admin()
    post(by, person, "suspend", reason="Left the service.")
    assert "Your account is suspended" in last_to(person.email).body
    actions.suspend(gone, "Left the service.", by=by)
    erase(gone, by=by)
    assert [message.to for message in delivered() if "suspended" in message.subject] == [[person.email]]


@pytest.mark.parametrize("before", ["verified", "unverified"])
def test_who_is_let_back_in_is_as_before(before):
    person, by = PersonFactory(state=before), staff()
    actions.suspend(person, "Asked for.", by=by)
    post(by, person, "reinstate", reason="Back again.")
    assert state(person) == before
    assert User.objects.get(pk=person.pk).is_active


def test_who_holds_a_role_is_suspended_by_an_administrator():
    trainer = focal_point()
    assert post(staff(), trainer, "suspend", reason="No.").status_code == 404
    assert post(admin(), trainer, "suspend", reason="Yes.").status_code == 302
    assert state(trainer) == "suspended"


def test_a_focal_point_suspends_and_corrects_nobody():
    person, by = PersonFactory(), focal_point()
    for name in ("suspend", "reinstate", "affiliation-change", "name-correct", "role-grant"):
        assert post(by, person, name, reason="No.").status_code == 404


def test_a_new_post_closes_the_old_one(vocabulary):
    person = PersonFactory()
    old = person.affiliation()
    fields = {"member": "NP", "agency": "Nepal Police", "agency_type": "police_general", "rank_band": "senior"}
    post(staff(), person, "affiliation-change", **fields)
    old.refresh_from_db()
    present = person.affiliations.get(valid_to=None)
    assert (present.member.code, present.agency) == ("NP", "Nepal Police")
    assert old.valid_to == present.valid_from
    assert old.agency == "Immigration Bureau"


def test_the_same_post_again_changes_nothing_and_says_so(vocabulary):
    person, browser = PersonFactory(), signed_in(staff())
    before = list(person.affiliations.values())
    fields = {"member": "TH", "agency": "Immigration Bureau", "agency_type": "immigration", "rank_band": ""}
    answer = browser.post(reverse("accounts:affiliation-change", args=[person.public_id]), fields, follow=True)
    assert "Nothing was changed." in answer.content.decode()
    assert list(person.affiliations.values()) == before
    assert acts(person) == []


def test_a_mistake_is_corrected_in_place_with_a_reason(vocabulary):
    person = PersonFactory()
    row = person.affiliation()
    fields = {"member": "NP", "agency": "Nepal Police", "agency_type": "police_general", "rank_band": ""}
    post(staff(), person, "affiliation-correct", post=row, reason="Typed wrongly.", **fields)
    row.refresh_from_db()
    assert (row.member.code, row.valid_to) == ("NP", None)
    assert person.affiliations.count() == 1
    assert person.decisions.get().reason == "Typed wrongly."
    entry = Entry.objects.about(person).get()
    assert entry.act == "accounts.correct_affiliation"
    assert entry.data["fields"] == ["member", "agency_type", "agency"]


def test_a_post_of_somebody_else_is_not_corrected_through_this_person(vocabulary):
    fields = {"member": "NP", "agency": "X", "agency_type": "police_general", "reason": "No."}
    other = PersonFactory().affiliation()
    assert post(staff(), PersonFactory(), "affiliation-correct", post=other, **fields).status_code == 404


def test_a_corrected_name_is_confirmed_anew_for_certificates():
    person, by = PersonFactory(full_name="Siti Ramawati"), staff()
    actions.confirm_certificate_name(person, "Siti Ramawati", by=person)
    post(by, person, "name-correct", full_name="Siti Rahmawati", native_name="", reason="One letter was missing.")
    person.refresh_from_db()
    assert (person.full_name, person.certificate_name) == ("Siti Rahmawati", "")
    assert person.certificate_name_confirmed_at is None


def test_staff_have_the_confirmation_sent_again():
    person = PersonFactory(state="unverified", address__verified=False)
    post(staff(), person, "confirmation-resend")
    assert last_to(person.email).subject == "Confirm your address"


def test_the_timeline_names_what_happened():
    person, by = PersonFactory(state="unverified"), staff()
    actions.verify(person, by=by)
    page = signed_in(by).get(reverse("accounts:person", args=[person.public_id])).content.decode()
    assert "What happened" in page
