"""The names a person is known by: asked for, looked at, put right. Verifying somebody means verifying their name."""

from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from .. import letters
from ..models import Decision, NameRequest, User
from ..models.name_requests import NAMES
from ..names import clean_name, name_key
from .standing import decide, locked

Outcome = NameRequest.Outcome


def hold_back(person: User, full_name: str, native_name: str, *, by: User) -> None:
    """Keep as a request what a verified person wants to be called. The caller holds the person's row.

    A name sent as it stands now asks for nothing, so a form opened before, or saved for its language, takes nothing back.
    """
    typed = {"full_name": full_name, "native_name": native_name}
    new = {name: text for name, text in typed.items() if text != getattr(person, name)}
    waiting = person.name_requests.open().first()
    if not new or (waiting and new.items() <= waiting.wanted().items()):
        return
    if waiting:
        new = waiting.wanted() | new
        _settle(waiting, Outcome.TAKEN_BACK, by=by)
    before = {name: getattr(person, name) for name in NAMES}
    NameRequest.objects.create(person=person, **(before | new), **{f"{name}_before": before[name] for name in NAMES})
    record("accounts.ask_for_name", person, by=by, fields=sorted(new))


@transaction.atomic
def take_back_name(person: User, *, by: User) -> bool:
    """The person stays with the old name; whether anything waited."""
    person = locked(person)
    waiting = person.name_requests.open().first()
    if waiting is None:
        return False
    _settle(waiting, Outcome.TAKEN_BACK, by=by)
    record("accounts.take_back_name", person, by=by)
    return True


@transaction.atomic
def accept_name(request: NameRequest, *, by: User) -> bool:
    """Looked at and right: from now on it stands everywhere. False if somebody settled it before."""
    person = locked(request.person)
    if not _settle(request, Outcome.ACCEPTED, by=by):
        return False
    put_name(person, **({name: getattr(person, name) for name in NAMES} | request.wanted()))
    record("accounts.accept_name", person, by=by, fields=sorted(request.wanted()))
    letters.tell(person, "name_accepted")
    return True


@transaction.atomic
def refuse_name(request: NameRequest, reason: str, *, by: User) -> bool:
    """The old name stays, with the reason in a mail. False if somebody settled it before."""
    person = locked(request.person)
    if not _settle(request, Outcome.REFUSED, by=by):
        return False
    decision = decide(person, Decision.Kind.NAME_REFUSED, reason, by=by)
    record("accounts.refuse_name", person, by=by)
    letters.tell(person, "name_refused", decision=decision)
    return True


@transaction.atomic
def correct_name(person: User, full_name: str, native_name: str, *, reason: str, by: User) -> User:
    """Staff put a wrong name right. The person confirms the printed name anew; issued certificates keep theirs (C3)."""
    person = locked(person)
    full_name, native_name = clean_name(full_name), clean_name(native_name)
    if (full_name, native_name) != (person.full_name, person.native_name):
        put_name(person, full_name, native_name, print_anew=True)
        decide(person, Decision.Kind.CORRECTED, reason, by=by)
        record("accounts.correct_name", person, by=by)
        for waiting in person.name_requests.open():
            # Nothing is left to look at where it says what was asked for.
            if waiting.wanted().items() <= {"full_name": full_name, "native_name": native_name}.items():
                _settle(waiting, Outcome.ACCEPTED, by=by)
    return person


def put_name(person: User, full_name: str, native_name: str, *, print_anew: bool = False) -> None:
    """Write the name. Another full name is confirmed anew before it is printed."""
    if print_anew or full_name != person.full_name:
        person.certificate_name, person.certificate_name_confirmed_at = "", None
    person.full_name, person.native_name = full_name, native_name
    person.name_key = name_key(full_name, native_name)
    person.save(update_fields=[*NAMES, "name_key", "certificate_name", "certificate_name_confirmed_at"])


def _settle(request: NameRequest, outcome: str, *, by: User) -> bool:
    settled = {"settled_at": timezone.now(), "settled_by": by, "outcome": outcome}
    return NameRequest.objects.open().filter(pk=request.pk).update(**settled) == 1
