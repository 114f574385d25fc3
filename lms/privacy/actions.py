from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from .models import Consent, ErasureRequest, Policy
from .personal_data import export, registered


@transaction.atomic
def consent(person: Any, purpose: str, *, at: datetime | None = None, by: Any) -> Consent | None:
    """Agree to the words in force now. Agreeing again to the same words changes nothing."""
    policy = Policy.objects.current(purpose)
    if policy is None:
        return None
    agreed, is_new = Consent.objects.get_or_create(
        person=person, policy=policy, withdrawn_at=None, defaults={"given_at": at or timezone.now()}
    )
    if is_new:
        record("privacy.consent", person, by=by, purpose=purpose, version=policy.version)
    return agreed


@transaction.atomic
def withdraw_consent(person: Any, purpose: str, *, by: Any) -> int:
    """From now on; what was done before stays as it was."""
    standing = Consent.objects.standing().select_for_update().filter(person=person, policy__purpose=purpose)
    withdrawn = standing.update(withdrawn_at=timezone.now())
    if withdrawn:
        record("privacy.withdraw_consent", person, by=by, purpose=purpose)
    return withdrawn


@transaction.atomic
def request_erasure(person: Any, *, by: Any) -> ErasureRequest:
    """The person asks to be erased; staff see it on their page."""
    asked, is_new = ErasureRequest.objects.get_or_create(
        person=person, closed_at=None, defaults={"asked_at": timezone.now()}
    )
    if is_new:
        record("privacy.request_erasure", person, by=by)
    return asked


@transaction.atomic
def take_back_erasure_request(person: Any, *, by: Any) -> int:
    closed = ErasureRequest.objects.open().filter(person=person).update(closed_at=timezone.now())
    if closed:
        record("privacy.take_back_erasure_request", person, by=by)
    return closed


@transaction.atomic
def erase(person: Any, *, by: Any) -> None:
    """Blank the account: every app erases its part, top floor first, the account itself last."""
    people = get_user_model().objects
    person = people.select_for_update().get(pk=person.pk)
    if person.state == people.model.State.ERASED:
        return
    ErasureRequest.objects.open().filter(person=person).update(closed_at=timezone.now())
    for data in registered():
        data.erase(person)
    record("privacy.erase", person, by=by)


@transaction.atomic
def hand_out(person: Any, *, by: Any) -> dict[str, Any]:
    """Everything we hold about a person, for that person."""
    record("privacy.export", person, by=by)
    return export(person)
