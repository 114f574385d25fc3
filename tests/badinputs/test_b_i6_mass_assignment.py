"""B-I6: every field of every model is sent with every form; what is stored is what the form alone would have stored."""

import re

import pytest
import time_machine
from django.utils import timezone

from lms.accounts.models import User
from lms.accounts.views import account
from tests.badinputs.asking import facts, open_posts, our_fields
from tests.security.matrix import Visitor, undone

pytestmark = pytest.mark.django_db
# The questions of an attempt are drawn by lot.
KEPT = [
    "accounts.User", "accounts.RoleGrant", "accounts.Affiliation", "accounts.Invitation", "accounts.Decision",
    "privacy.Consent", "privacy.ErasureRequest", "learning.Enrolment", "learning.Evidence", "learning.Completion",
    "learning.Achievement", "assessment.Attempt", "assessment.AnswerEvent", "assessment.Submission",
    "credentials.Certificate", "credentials.Withdrawal", "catalogue.CoursePage", "assessment.Quiz", "assessment.Option",
]  # fmt: skip
# The words of the forms of the site: what an honest person would send.
HONEST = {
    "reason": "A reason.", "answer": "yes", "role": "focal_point", "full_name": "Anong Sukjai", "native_name": "",
    "language": "en", "time_zone": "Asia/Bangkok", "rank_band": "senior", "member": "TH", "agency": "Police",
    "email": "someone@police.example", "display": "full", "to": "queued", "go": "next", "client_seq": "1",
    "client_uuid": "6f1c1c1e-0000-4000-8000-000000000001", "name": "Anong", "theme": "dark", "sex": "", "ends_at": "",
}  # fmt: skip


def wish(name):
    """What an attacker would like a field to hold."""
    if name.endswith("_at") or name in {"starts_at", "valid_from", "deadline", "received_at"}:
        return "2020-01-01T00:00"
    if name in {"state", "kind", "review"}:
        return "verified"
    return "1" if name.endswith("_id") or name.startswith(("is_", "can_")) else "true"


FORGED = {name: wish(name) for name in our_fields()} | {"is_staff": "on", "roles": "admin", "groups": "1", "user": "1"}


def honest(world):
    agency_type = world.people["rso_staff"].affiliation().agency_type.code
    return HONEST | {"agency_type": agency_type}


def stored_by(visitor, address, form):
    """What is stored after a form was sent; then taken back."""
    with undone(), visitor.unchanged():
        visitor.client.post(address, form)
        text = facts(*KEPT)
    return re.sub(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", "ID", repr(text))


@pytest.mark.parametrize(
    "role", ["anonymous", "unverified", "learner_enrolled", "alumnus", "focal_point", "rso_staff", "rso_admin"]
)
def test_what_no_form_asks_for_is_not_stored(world, role):
    visitor, form, faults = Visitor(world, role), honest(world), []
    with time_machine.travel(timezone.now(), tick=False):
        visitor.client.get("/me/")
        for key, address in open_posts(world, role):
            if stored_by(visitor, address, {**FORGED, **form}) != stored_by(visitor, address, form):
                faults.append(f"{key} as {role}")
    assert faults == []


def test_the_honest_forms_store_something(world):
    """Otherwise the test above would compare nothing with nothing."""
    visitor, form, stored = Visitor(world, "rso_admin"), honest(world), []
    with time_machine.travel(timezone.now(), tick=False):
        visitor.client.get("/me/")
        before = stored_by(visitor, "/no/such/place/", {})
        stored = [key for key, address in open_posts(world, "rso_admin") if stored_by(visitor, address, form) != before]
    for key in ("accounts:account", "accounts:suspend", "accounts:role-grant", "accounts:invite", "privacy:erase"):
        assert key in stored


def test_control_a_form_that_takes_any_field_is_found(world, monkeypatch):
    def takes_more(request, person_of=account.person_of):
        person = person_of(request)
        User.objects.filter(pk=person.pk).update(personal_email=request.POST.get("personal_email", ""))
        return person

    monkeypatch.setattr(account, "person_of", takes_more)
    visitor, form = Visitor(world, "learner_enrolled"), honest(world)
    with time_machine.travel(timezone.now(), tick=False):
        visitor.client.get("/me/")
        taken = stored_by(visitor, "/me/account/", {**FORGED, **form})
        assert taken != stored_by(visitor, "/me/account/", form)
