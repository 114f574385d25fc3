from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from .. import letters
from ..models import Decision, User

State = User.State


@transaction.atomic
def verify(person: User, *, by: User) -> User:
    """Staff or a focal point say: this is an officer of ours."""
    person = locked(person)
    if person.state == State.UNVERIFIED:
        person.state, person.verified_at, person.verified_by = State.VERIFIED, timezone.now(), by
        person.save(update_fields=["state", "verified_at", "verified_by"])
        record("accounts.verify", person, by=by)
        letters.tell(person, "verified")
    return person


@transaction.atomic
def decline(person: User, reason: str, *, by: User) -> User:
    """Not verified, with the reason in a mail; the account stays, so that the person can put it right."""
    person = locked(person)
    if person.state == State.UNVERIFIED:
        decision = decide(person, Decision.Kind.DECLINED, reason, by=by)
        record("accounts.decline", person, by=by)
        letters.tell(person, "declined", decision=decision)
    return person


@transaction.atomic
def suspend(person: User, reason: str, *, by: User) -> User:
    """Closed at once: every session ends, nothing is deleted."""
    person = locked(person)
    if person.state not in (State.SUSPENDED, State.ERASED):
        person.state, person.is_active = State.SUSPENDED, False
        person.save(update_fields=["state", "is_active"])
        end_sessions(person)
        decision = decide(person, Decision.Kind.SUSPENDED, reason, by=by)
        record("accounts.suspend", person, by=by)
        letters.tell(person, "suspended", decision=decision)
    return person


@transaction.atomic
def reinstate(person: User, reason: str, *, by: User) -> User:
    """Open again, as verified or unverified as before."""
    person = locked(person)
    if person.state == State.SUSPENDED:
        person.state, person.is_active = State.VERIFIED if person.verified_at else State.UNVERIFIED, True
        person.save(update_fields=["state", "is_active"])
        decision = decide(person, Decision.Kind.REINSTATED, reason, by=by)
        record("accounts.reinstate", person, by=by)
        letters.tell(person, "reinstated", decision=decision)
    return person


def locked(person: User) -> User:
    found: User = User.objects.select_for_update().get(pk=person.pk)
    return found


def decide(person: User, kind: str, reason: str, *, by: User) -> Decision:
    return Decision.objects.create(person=person, kind=kind, reason=reason, decided_by=by)


def end_sessions(person: User, *, but: str | None = None) -> None:
    """Sign the person out everywhere, but for one session perhaps."""
    for session in UserSession.objects.filter(user=person).exclude(session_key=but or ""):
        session.end()


def confirm_address(person: User) -> None:
    """The person proved that mail reaches them."""
    EmailAddress.objects.filter(user=person, email=person.email).update(verified=True, primary=True)
