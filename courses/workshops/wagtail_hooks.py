"""What workshops add to the floors below: acts, a kind of mail, whose activity it is, what is kept about people."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page

from courses.catalogue.belonging import source_course_of
from lms.accounts.letters import invitation_path
from lms.accounts.models import Invitation
from lms.accounts.occasions import Occasion
from lms.notifications.kinds import Kind
from lms.privacy.personal_data import PersonalData

from . import coming, mails, occasions, own_data
from .importing import own_data as lists
from .models import CohortSession, Place, Workshop
from .states import GONE

MOST_OFFERS = 3


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "workshops.open": _("Opened a workshop"),
        "workshops.set_up": _("Changed a workshop"),
        "workshops.remove": _("Removed a workshop nobody was in"),
        "workshops.appoint": _("Appointed a trainer"),
        "workshops.dismiss": _("Ended a trainer's work in a workshop"),
        "workshops.add": _("Added to a cohort"),
        "workshops.join": _("Took a place kept under an invitation"),
        "workshops.move_place": _("Changed a place in a cohort"),
        "workshops.seat_over": _("Gave a seat past the limit"),
        "workshops.undo": _("Took a step of a place back"),
        "workshops.change_seats": _("Changed the number of seats"),
        "workshops.add_session": _("Added a session"),
        "workshops.move_session": _("Changed a session"),
        "workshops.cancel_session": _("Cancelled a session"),
        "workshops.reinstate_session": _("Put a session back"),
        "workshops.mark": _("Marked attendance"),
        "workshops.check_in": _("Checked in"),
        "workshops.undo_marks": _("Took marks of attendance back"),
        "workshops.announce": _("Told a cohort of changed sessions"),
        "workshops.call_off": _("Called a workshop off"),
        "workshops.put_back": _("Put a workshop back"),
        "workshops.move_up": _("Moved somebody up on a waiting list"),
        "workshops.remind": _("Sent invitations to a cohort again"),
        "workshops.close": _("Closed a workshop"),
        "workshops.certify": _("Certified those of a closed workshop who were verified since"),
        "workshops.upload_list": _("Uploaded a list for a cohort"),
        "workshops.check_list": _("Checked a list for a cohort"),
        "workshops.confirm_list": _("Confirmed a list for a cohort"),
        "workshops.discard_list": _("Threw a list away"),
        "workshops.undo_list": _("Took an import back"),
        "workshops.hand_out_rejected": _("Downloaded the rows of a list that were not added"),
        "workshops.hand_out_roster": _("Took a roster along, on paper or as a file"),
        "workshops.finish_list": _("Finished an import"),
    }


@hooks.register("register_message_kinds")
def message_kinds() -> list[Kind]:
    return [
        Kind("workshops.offer", _("A seat for you"), mails.offer, check=mails.no_longer_offered),
        Kind(
            "workshops.place",
            _("Your place in a workshop"),
            mails.place,
            check=mails.place_is_known,
            address=mails.address,
        ),
        Kind(
            "workshops.change",
            _("Sessions of a workshop changed"),
            mails.change,
            check=mails.nothing_changed,
            address=mails.address,
        ),
        Kind(
            "workshops.called_off",
            _("A workshop is called off"),
            mails.called_off,
            check=mails.not_called_off,
            address=mails.address,
        ),
        Kind(
            "workshops.reinstated",
            _("A workshop takes place after all"),
            mails.reinstated,
            check=mails.not_reinstated,
            address=mails.address,
        ),
    ]


@hooks.register("invitation_occasions")
def invitation_occasions(invitation: Invitation) -> list[Occasion]:
    """An invitation that came with a place names it."""
    return occasions.of_invitation(invitation)


@hooks.register("invited_activities")
def activities_of(viewer: Any) -> Any:
    """Whoever has a place, or teaches, may see the activity in the calendar."""
    mine = Q(places__in=Place.objects.filter(person=viewer).exclude(state__in=GONE))
    taught = Q(pk__in=Workshop.objects.visible_to(viewer).values("pk"))
    return Workshop.objects.filter(mine | taught).values("activity")


@hooks.register("running_activities")
def running_activities(at: datetime) -> Any:
    """Of the workshops under way: the first session that stands has begun, and the last one is not over."""
    sessions = CohortSession.objects.standing().filter(workshop=OuterRef("pk"))
    begun, not_over = sessions.filter(starts_at__lte=at), sessions.filter(ends_at__gte=at)
    return Workshop.objects.standing().filter(Exists(begun), Exists(not_over)).values("activity")


@hooks.register("activity_pages")
def activity_pages(viewer: Any, activity: Any) -> list[tuple[str, str]]:
    """The pages of its workshop: of one's own place, and of the cohort for those who teach it."""
    workshop = Workshop.objects.filter(activity=activity).first()
    if workshop is None or not viewer.is_authenticated:
        return []
    pages = []
    if workshop.places.filter(person=viewer).exclude(state__in=GONE).exists():
        pages.append((str(_("My place in the workshop")), reverse("workshops:mine", args=[workshop.public_id])))
    if Workshop.objects.visible_to(viewer).filter(pk=workshop.pk).exists():
        pages.append((str(_("The cohort of the workshop")), reverse("workshops:roster", args=[workshop.public_id])))
    return pages


@hooks.register("owns_activity")
def owns_activity(activity: Any) -> bool:
    """Whether it has a cohort: its state is then changed on the pages of the workshop."""
    return Workshop.objects.filter(activity=activity).exists()


@hooks.register("register_personal_data")
def personal_data() -> list[PersonalData]:
    return [*own_data.registered(), *lists.registered()]


@hooks.register("register_front_page")
def sessions_and_offers(request: HttpRequest) -> dict[str, Any]:
    """The sessions a person is expected at, and seats that wait for a yes or a no. One question."""
    if not request.user.is_authenticated:
        return {}
    now = timezone.now()
    seats = coming.seats(request.user, now)
    return {
        "coming": [asdict(one) for one in coming.coming(seats, now, request.user.time_zone)],
        "waiting": [_waiting(place) for place in coming.offers(seats)[:MOST_OFFERS]],
    }


def _waiting(place: Place) -> dict[str, str]:
    title = {"title": place.workshop.activity.title}
    if place.is_invited() and place.invitation is not None:
        text = gettext("You are invited to “%(title)s”. Please answer.") % title
        return {"text": text, "url": invitation_path(place.invitation)}
    text = gettext("A seat in “%(title)s” is kept for you. Please answer.") % title
    return {"text": text, "url": reverse("workshops:mine", args=[place.workshop.public_id])}


@hooks.register("register_consequences", order=10)
def for_workshops(page: Page, act: str) -> list[str]:
    """Those not over yet that teach the course of a page which is about to be withdrawn or deleted."""
    course = source_course_of(page)
    number = Workshop.objects.standing().filter(course=course).count() if course else 0
    if not number:
        return []
    return [
        gettext(
            "Workshops not closed yet that use this course: %(number)s. Whoever is confirmed in one is still enrolled in "
            "the course: tell their trainers first."
        )
        % {"number": number}
    ]
