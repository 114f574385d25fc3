"""What events add to the floors below: auditable acts, kinds of mail, a stream, and who sees which activity."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from alumni.profiles.permissions import is_alumnus
from lms.notifications.kinds import BULK, ORDINARY, Kind
from lms.notifications.models import Frequency
from lms.notifications.streams import DigestItem, Stream
from lms.privacy.personal_data import PersonalData
from lms.search.found import Found

from . import front_page, links, mails, own_data, site_search, times
from .models import Event, Invitation

STREAM = "events"


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "events.make": _("Made an event"),
        "events.describe": _("Changed an event"),
        "events.publish": _("Opened an event to its audience"),
        "events.freeze": _("Chose people for an event"),
        "events.remove": _("Took somebody off a list"),
        "events.put_back": _("Put somebody back on a list"),
        "events.discard": _("Discarded a list"),
        "events.approve": _("Approved a list"),
        "events.unapprove": _("Took the approval of a list back"),
        "events.hand_out": _("Took out a list of participants"),
        "events.send": _("Sent invitations"),
        "events.test": _("Sent an invitation to themselves as a test"),
        "events.answer": _("Answered an invitation"),
        "events.announce": _("Told people of a change"),
        "events.cancel": _("Cancelled an event"),
        "events.reinstate": _("Held an event after all"),
        "events.withdraw": _("Took an invitation back"),
        "events.readdress": _("Sent an invitation to a new address"),
    }


@hooks.register("register_message_kinds")
def message_kinds() -> list[Kind]:
    """None is safe to repeat: a second copy would confuse a calendar, so what is uncertain is left to staff (D-4)."""
    return [
        Kind(
            "events.invitation",
            _("Invitation to an event"),
            mails.invitation,
            check=mails.is_off,
            priority=BULK,
            stream=STREAM,
        ),
        Kind(
            "events.reminder",
            _("Reminder of an event"),
            mails.reminder,
            check=mails.is_off,
            priority=BULK,
            stream=STREAM,
        ),
        # Who has an entry in the calendar must hear that it is wrong: these cannot be turned off.
        Kind("events.change", _("Change of an event"), mails.change, check=mails.is_off, priority=ORDINARY),
        Kind(
            "events.cancellation",
            _("Cancellation of an event"),
            mails.cancellation,
            check=mails.is_off,
            priority=ORDINARY,
        ),
        Kind("events.test", _("Test of an invitation"), mails.test, priority=ORDINARY),
    ]


@hooks.register("register_streams")
def streams() -> list[Stream]:
    text = _("Invitations to events and reminders of them. Changes of what you were invited to always come.")
    return [
        Stream(
            STREAM,
            _("Event invitations"),
            text,
            default=Frequency.AT_ONCE,
            frequencies=(Frequency.AT_ONCE, Frequency.OFF),
        )
    ]


@hooks.register("register_digest_parts")
def soon(person: Any, since: datetime, until: datetime) -> list[DigestItem]:
    """Events in the next two weeks to which they have not answered."""
    waiting = Invitation.objects.of(person).awaiting(until).select_related("event__activity")[:10]
    return [DigestItem(mails.title(row.event), links.event_path(row.event), weight=1) for row in waiting]


@hooks.register("register_personal_data")
def personal_data() -> list[PersonalData]:
    return own_data.registered()


@hooks.register("is_activity_alumnus")
def alumnus(viewer: Any) -> bool:
    return is_alumnus(viewer)


@hooks.register("invited_activities")
def invited(viewer: Any) -> QuerySet:
    """The activities of events to which somebody is invited."""
    return Invitation.objects.seen_by(viewer).values("event__activity")


@hooks.register("register_front_page")
def waiting_invitations(request: HttpRequest) -> dict[str, Any]:
    return {"waiting": front_page.waiting(request.user)} if request.user.is_authenticated else {}


@hooks.register("register_site_search", order=50)
def find_events(viewer: Any, query: str, limit: int) -> list[Found]:
    return site_search.events(viewer, query, limit)


@hooks.register("unannounced_activities")
def unannounced() -> QuerySet:
    """The activities of events in preparation: staff alone see them, whomever they are for."""
    return Event.objects.filter(state=Event.State.DRAFT).values("activity")


@hooks.register("activity_pages")
def activity_pages(viewer: Any, activity: Any) -> list[tuple[str, str]]:
    """The page of its event, where this viewer may open it."""
    found = Event.objects.visible_to(viewer).filter(activity=activity).first()
    return [(str(_("The event")), found.get_absolute_url())] if found else []


@hooks.register("owns_activity")
def owns_activity(activity: Any) -> bool:
    """Whether people were invited to it: its state is then changed on the event's own page."""
    return Event.objects.filter(activity=activity).exists()


@hooks.register("enquiry_beginnings")
def asks_to_come(viewer: Any, about: UUID) -> str:
    """How a message to the office begins from the page of an event to which somebody is not invited."""
    event = Event.objects.visible_to(viewer).select_related("activity").filter(public_id=about).first()
    if event is None or event.is_cancelled() or event.is_over(timezone.now()):
        return ""
    said = {"title": " ".join(event.activity.title.split()), "when": times.when(event.activity).lines()[0]}
    return gettext("I would like to come to “%(title)s”. %(when)s") % said
