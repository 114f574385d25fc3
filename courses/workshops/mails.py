"""The mails of workshops, written as they leave; each is asked once more then whether it still holds."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from lms.accounts.letters import invitation_url
from lms.accounts.models import Invitation
from lms.notifications.kinds import Attachment, Mail
from lms.notifications.letters import write
from lms.notifications.models import Message

from .actions.announcing import both, differs
from .actions.queueing import numbers
from .actions.reminding import written_at
from .actions.telling import HAS_A_STAKE, TOLD
from .calendar import attached, mine_url
from .models import CohortSession, Letter, Place, SessionChange
from .occasions import Told
from .slots import Slot
from .states import SEATED

State, What = Place.State, Letter.What


def offer(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """A seat came free: until when it is kept, and where to answer."""
    place = _place(context)
    return write("workshops/offer", _facts(place, person) | {"activity": place.workshop.activity, "person": person})


def no_longer_offered(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    """An offer answered or passed on before its mail left is not sent any more."""
    standing = Place.objects.filter(pk=context["place"], state=State.OFFERED)
    return None if standing.exists() else "not-offered-any-more"


def place(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """How somebody stands: a seat, the waiting list, or neither any more."""
    one = _place(context)
    # Noted before it leaves: the next mail tells what is different from this one.
    Letter.objects.filter(message=message).update(said=one.state)
    facts = _facts(one, person) | {"state": one.state}
    files: tuple[Attachment, ...] = ()
    if one.state == State.CONFIRMED:
        files = attached(one.workshop, _to_come(one))
    elif one.state == State.WITHDRAWN and _said(one) == State.CONFIRMED:
        files = attached(one.workshop, _to_come(one), off=True)
    return write(f"workshops/{'withdrawn' if one.state == State.WITHDRAWN else 'place'}", facts, files)


def place_is_known(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    """Nobody is told twice, nor of a workshop that is over, nor that they lost what they were never told of."""
    one = _place(context)
    if not one.workshop.is_standing() or one.workshop.is_over(timezone.now()):
        return "workshop-over"
    said = _said(one)
    if one.state == State.WITHDRAWN:
        return None if said in SEATED | {State.WAITLISTED} else "never-told"
    return "told-already" if one.state not in TOLD or said == one.state else None


def change(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """Each session that changed, as it was and as it is now."""
    one = _place(context)
    changes, zone = _changes(message), getattr(person, "time_zone", "") or ""
    rows = [_row(item, zone) for item in changes]
    facts = _facts(one, person) | {"rows": rows}
    return write("workshops/change", facts, attached(one.workshop, [item.session for item in changes]))


def nothing_changed(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    """A change is told, closed or not, unless they left or were told since that all of it is called off."""
    one = _place(context)
    is_told = one.letters.filter(what=What.CALLED_OFF, number=one.workshop.turns).exists()
    if one.state not in SEATED or (one.workshop.is_called_off() and is_told):
        return "place-changed"
    return None if _changes(message) else "changed-back"


def called_off(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    one = _place(context)
    facts = _facts(one, person) | {"reason": one.workshop.activity.cancel_reason}
    return write("workshops/called_off", facts, attached(one.workshop, _to_come(one), off=True))


def not_called_off(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    one = _place(context)
    return None if one.workshop.is_called_off() and one.state in HAS_A_STAKE else "takes-place"


def reinstated(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """It takes place after all; a seat is still theirs, and a place on the waiting list too."""
    one = _place(context)
    files = attached(one.workshop, _to_come(one)) if one.state == State.CONFIRMED else ()
    return write("workshops/reinstated", _facts(one, person) | {"state": one.state}, files)


def not_reinstated(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    one = _place(context)
    return None if one.workshop.is_standing() and one.state in HAS_A_STAKE else "place-changed"


def address(context: dict[str, Any]) -> str:
    """Of somebody who has not joined: where the invitation went, as long as it is open."""
    one = _place(context)
    if one.person is None and one.invitation is not None and one.invitation.state != Invitation.State.OPEN:
        return ""
    return one.email()


def _place(context: dict[str, Any]) -> Place:
    rows = Place.objects.select_related("person", "invitation", "workshop__activity", "workshop__partner")
    found: Place = rows.get(pk=context["place"])
    return found


def _said(one: Place) -> str:
    """What they were last told of their place; an invitation says it too, as it was when that was sent."""
    last = one.letters.filter(what=What.PLACE).that_left().last()
    if last is not None:
        return last.said
    if one.invitation is None:
        return ""
    named = one.changes.filter(at__lte=written_at(one.invitation)).last()
    return named.new if named is not None else ""


def _changes(message: Message) -> list[SessionChange]:
    """The round this mail tells of, without what was changed back."""
    letter = Letter.objects.select_related("place").get(message=message)
    rows = SessionChange.objects.filter(session__workshop=letter.place.workshop_id, round=letter.number)
    return [row for row in rows.select_related("session").order_by("session__starts_at") if differs(row)]


def _row(item: SessionChange, own_zone: str) -> dict[str, Any]:
    slots, now = both(item), Slot.of(item.session)
    before = slots[0] if item.old else None
    return {
        "title": now.title,
        "is_off": not now.stands,
        "is_new": before is None or (now.stands and not before.stands),
        "was_called": before.title if before and before.title != now.title else "",
        "was": before.lines(own_zone) if before else [],
        "now": now.lines(own_zone),
    }


def _to_come(one: Place) -> list[CohortSession]:
    return list(one.workshop.sessions.standing().filter(ends_at__gt=timezone.now())[:30])


def _facts(one: Place, person: Any) -> dict[str, Any]:
    told = Told(one, getattr(person, "time_zone", "") or "")
    joined = one.person is not None
    return {
        "place": one,
        "name": one.full_name(),
        "title": one.workshop.activity.title,
        "told": told,
        "number": numbers(one.workshop).get(one.pk),
        "joined": joined,
        "may_answer": bool(settings.REPLY_TO),
        "url": mine_url(one.workshop) if joined or one.invitation is None else invitation_url(one.invitation),
    }
