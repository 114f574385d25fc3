"""The mails of events: what a recipient reads, and the entry for their calendar. Written as they leave."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.activities import ical
from lms.notifications.kinds import Calendar, Mail
from lms.notifications.letters import write
from lms.notifications.models import Message

from . import links, times
from .actions.settling import mark_of
from .models import Event, Invitation, Letter, Tier

What = Letter.What


def invitation(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    return _written("invitation", _letter(message), person)


def change(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """What is new to this reader: nothing they had before makes it the invitation, a cancellation that it is on again."""
    letter = _letter(message)
    heard = letter.invitation.letters.heard().exclude(pk=letter.pk).last()
    if heard is None:
        return _written("invitation", letter, person)
    if heard.what != What.CANCEL:
        return _written("change", letter, person)
    # A cancellation says no more than that it is off: when and where was last told by what asked them to come.
    asked = letter.invitation.letters.heard().asking().exclude(pk=letter.pk).last()
    has_moved = asked is not None and asked.content_hash != letter.invitation.event.present_hash()
    return _written("again", letter, person, has_moved=has_moved)


def cancellation(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    return _written("cancellation", _letter(message), person)


def reminder(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """No entry goes along: the calendar has it already."""
    return _written("reminder", _letter(message), person, calendar=False)


def test(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    """What an invitee would get, to a member of staff: its links lead to the event's page, its entry is another."""
    return sample(Event.objects.select_related("activity").get(pk=context["event"]), person)


def sample(event: Event, person: Any) -> Mail:
    """The invitation as this person would read it; nothing is kept, and no link in it answers for anybody."""
    facts = _facts(event, person) | {"answer_url": links.event_url(event), "is_sample": True}
    return _with_entry(write("events/invitation", facts), event, person, uid=f"test-{event.ical_uid}")


def is_off(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    """Asked at hand-off: nobody is invited to, or reminded of, what does not take place (spec 11.1)."""
    letter = Letter.objects.select_related("invitation__event__activity").filter(message=message).first()
    if letter is None:
        return "nothing-to-send"
    event, standing = letter.invitation.event, letter.invitation
    if letter.what == What.CANCEL:
        gone = {Invitation.State.CANCELLED, Invitation.State.WITHDRAWN}
        return None if standing.state in gone else "event-changed"
    if event.state != Event.State.OPEN or not standing.is_out() or event.is_over(timezone.now()):
        return "event-over"
    if letter.what == What.UPDATE and _knows(letter, event):
        return "told-already"
    if letter.what == What.REMINDER:
        has_moved = context.get("mark") != mark_of(event) or standing.answer == Invitation.Answer.NO
        return "event-changed" if has_moved else None
    return None


def organizer() -> ical.Party:
    """A role mailbox, the same for everybody and always: calendars know an entry by it too."""
    name, address = parseaddr(settings.EVENTS_MAILBOX or settings.REPLY_TO or settings.DEFAULT_FROM_EMAIL)
    return ical.Party(address, name or settings.WAGTAIL_SITE_NAME)


def entry(event: Event, *, uid: str = "", own_zone: str = "", shows_room: bool = True) -> ical.Entry:
    """What a calendar shows. Of a coordination group: that there is a meeting, and no more (V24).

    `shows_room` is for those who may enter the online room: the invited and staff.
    """
    of, tier = event.activity, Tier(event.tier)
    starts = of.starts_local or timezone.now().replace(tzinfo=None)
    lines = [*times.when(of, own_zone).lines(), links.event_url(event)]
    if of.join_url and shows_room:
        join = of.join_url if tier.allows_join_link() else _("Sign in to join.")
        lines.append(join)
    return ical.Entry(
        uid=uid or event.ical_uid,
        sequence=event.sequence,
        stamp=timezone.now(),
        summary=title(event),
        starts=starts,
        ends=of.ends_local or starts,
        zone=of.zone,
        all_day=of.all_day,
        location=place(event),
        description="\n".join(lines),
        url=links.event_url(event),
        private=tier is not Tier.PUBLIC,
    )


def title(event: Event) -> str:
    return " ".join(event.activity.title.split()) if Tier(event.tier).allows_theme() else _("RSO meeting")


def place(event: Event) -> str:
    of = event.activity
    if not Tier(event.tier).allows_theme():
        return _("Sign in to see where")
    return of.place or (_("Online") if of.mode == of.Mode.ONLINE else "")


def _letter(message: Message) -> Letter:
    found: Letter = Letter.objects.select_related("invitation__event__activity").get(message=message)
    return found


def _knows(letter: Letter, event: Event) -> bool:
    """An invitation that was written after the change said it already."""
    asked = letter.invitation.letters.asking().exclude(pk=letter.pk)
    said = asked.filter(sequence=event.sequence, content_hash=event.content_hash)
    return said.filter(message__state__in=Letter.MAY_BE_THERE).exists()


def _written(template: str, letter: Letter, person: Any, *, calendar: bool = True, **more: Any) -> Mail:
    event, standing = letter.invitation.event, letter.invitation
    # Noted before it leaves: what it says is what the recipient's calendar will hold.
    Letter.objects.filter(pk=letter.pk).update(sequence=event.sequence, content_hash=event.present_hash())
    standing.person = person
    facts = _facts(event, person) | {"answer_url": links.answer_url(standing), "answer": standing.answer} | more
    mail = write(f"events/{template}", facts)
    return _with_entry(mail, event, person, cancel=letter.what == What.CANCEL) if calendar else mail


def _with_entry(mail: Mail, event: Event, person: Any, *, uid: str = "", cancel: bool = False) -> Mail:
    make = ical.cancel if cancel else ical.request
    # Exactly the one the mail goes to.
    guest = ical.Party(person.email, person.full_name)
    content = make(entry(event, uid=uid, own_zone=person.time_zone), organizer=organizer(), attendee=guest)
    method = ical.CANCEL if cancel else ical.REQUEST
    return Mail(mail.subject, mail.text, mail.html, mail.attachments, Calendar(method, content))


def _facts(event: Event, person: Any) -> dict[str, Any]:
    tells = Tier(event.tier).allows_theme()
    return {
        "person": person,
        "event": event,
        "title": title(event),
        "summary": event.activity.summary if tells else "",
        "when": times.when(event.activity, times.own_zone(person)),
        "place": place(event),
        "reason": event.activity.cancel_reason if tells else "",
        "event_url": links.event_url(event),
    }
