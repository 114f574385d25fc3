"""The roster: who is in the cohort, how they stand, who has been silent in the course; and adding somebody by hand."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.learning.models import Evidence
from lms.accounts.models import User, present_posts
from lms.accounts.names import name_key
from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from .. import actions, permissions
from ..forms import SILENT_DAYS, AddForm, NewcomerForm, RosterFilterForm
from ..models import Place, Workshop
from ..presence import Presence
from ..standing import presences, sittings
from ..states import EXPECTED, GONE, PlaceState, taking_seats
from .cohorts import trainers_of
from .doors import for_teachers, found, frame

A_PAGE = 50


@require_safe
@for_teachers
def roster(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """Everybody in the cohort by name, page by page."""
    this, now = found(request, workshop), timezone.now()
    form = RosterFilterForm(request.GET, closed=this.is_closed())
    query = form.cleaned_data if form.is_valid() else {}
    places = matching(with_course(this.places), query)
    rows = list(
        places.after(this, request.GET.get("after")).by_name().prefetch_related(present_posts("person__"))[: A_PAGE + 1]
    )
    shown = rows[:A_PAGE]
    seen, figures = presences(sittings(this, now), shown), _figures(this)
    numbers = actions.numbers(this) if figures["waiting"] else {}
    last = {**request.GET.dict(), "after": shown[-1].public_id} if len(rows) > A_PAGE else {}
    context = {
        **frame(request, this, "roster"),
        "form": form,
        "rows": [{**row_of(place, seen[place.pk], this), "number": numbers.get(place.pk)} for place in shown],
        "older_url": f"?{urlencode(last)}" if last else "",
        "first_url": request.path if request.GET.get("after") else "",
        "is_filtered": any(query.values()),
        "figures": figures,
        "trainers": trainers_of(this),
        "query": urlencode([(name, str(value)) for name, value in request.GET.items() if value and name != "after"]),
    }
    return render(request, "courses/workshops/roster.html", context)


@for_teachers
def add(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """The office types an address: who has an account is added at once, for others the page asks who they are.

    A trainer says who it is, and the person is asked to accept: whether there is an account is not told (decision 0030).
    """
    this = found(request, workshop)
    if not permissions.can_change_roster(request.user, this):
        raise Http404
    knows = permissions.can_see_accounts(request.user)
    asks_who = not knows or (request.method == "POST" and "full_name" in request.POST)
    form = _add_form(request, asks_who=asks_who)
    if request.method == "POST" and form.is_valid():
        who = _who(form, knows=knows)
        if who is None:
            form, asks_who = NewcomerForm(initial={"email": form.cleaned_data["email"], "language": "en"}), True
        elif _added(request, this, who, form):
            return redirect("workshops:add", this.public_id)
    context = {
        **frame(request, this, "add"),
        "form": form,
        "asks_who": asks_who,
        "knows_accounts": knows,
        "has_room": asks_who and actions.has_room(this),
    }
    return render(request, "courses/workshops/add.html", context)


def _add_form(request: HttpRequest, *, asks_who: bool) -> Any:
    if not asks_who:
        return AddForm(request.POST or None, may_go_over=permissions.can_go_over_seats(request.user))
    return NewcomerForm(request.POST if request.method == "POST" else None, initial={"language": "en"})


def _who(form: Any, *, knows: bool) -> User | actions.Newcomer | None:
    """The account of this address, for those who may know of it; somebody described; or nobody yet."""
    if not knows:
        newcomer: actions.Newcomer = form.newcomer()
        return newcomer
    person = User.objects.filter(email=form.cleaned_data["email"]).first()
    return person or (form.newcomer() if isinstance(form, NewcomerForm) else None)


def _added(request: HttpRequest, workshop: Workshop, who: User | actions.Newcomer, form: Any) -> bool:
    """Whether somebody was added; what happened is said, or the form says why not."""
    over = form.cleaned_data.get("over", "")
    try:
        added = actions.add_to_cohort(workshop, who, by=person_of(request), over_seats_because=over)
    except actions.CannotBeAdded:
        form.add_error("email", _("This address cannot be added. Ask the RSO."))
        return False
    except actions.WorkshopIsOver:
        form.add_error(None, _("This workshop is closed."))
        return False
    queue_delivery()
    messages.success(request, _said(added))
    return True


def _said(added: actions.Added) -> str:
    name, state = {"name": added.place.full_name()}, added.place.state
    if not added.is_new:
        return _("%(name)s is on the roster already.") % name
    if added.asks:
        mail = _("They are asked by mail to accept; until then the roster says “not joined yet”.")
    elif added.place.workshop.is_over(timezone.now()):
        mail = ""
    else:
        mail = _("They are told by mail.")
    if state != PlaceState.CONFIRMED:
        text = _("All seats are taken: %(name)s is on the waiting list.")
    else:
        text = _("%(name)s has a place.")
    return f"{text % name} {mail}".strip()


def with_course(places: Any) -> Any:
    """Each place with the last sign of life in its course."""
    latest = Evidence.objects.filter(registration=OuterRef("enrolment__registration")).order_by()
    last = Subquery(latest.values("registration").annotate(last=Max("received_at")).values("last"))
    return places.select_related("person", "written_member", "enrolment").annotate(last_active_at=last)


def row_of(place: Any, seen: Presence, workshop: Workshop) -> dict[str, Any]:
    enrolment = place.enrolment
    return {
        "place": place,
        "post": place.post(),
        "presence": seen,
        "expected": place.state in EXPECTED,
        "out_of_reach": bool(seen.counted) and not seen.can_reach(workshop.attendance_percent),
        "course_done": bool(enrolment and enrolment.closed_at and not enrolment.withdrawn_at),
        "silent_days": SILENT_DAYS if is_silent(place) else 0,
        "asked_at": place.asked_at if place.is_invited() else None,
    }


def is_silent(place: Any) -> bool:
    """In the course, and no lesson, practice or passed test was added for so many days."""
    enrolment = place.enrolment
    if enrolment is None or enrolment.closed_at or place.state in GONE:
        return False
    return timezone.now() - (place.last_active_at or enrolment.enrolled_at) > timedelta(days=SILENT_DAYS)


def matching(places: Any, query: dict[str, Any]) -> Any:
    """Those whom the filters of the roster leave."""
    for word in name_key(query.get("q", "")).split():
        places = places.filter(name_key__contains=word)
    if query.get("state"):
        places = places.filter(state=query["state"])
    if query.get("unjoined"):
        places = places.not_joined()
    if query.get("silent"):
        since = timezone.now() - timedelta(days=SILENT_DAYS)
        silent = Q(last_active_at__lt=since) | Q(last_active_at=None, enrolment__enrolled_at__lt=since)
        places = places.filter(silent, enrolment__closed_at=None, enrolment__isnull=False).exclude(state__in=GONE)
    return places


def _figures(workshop: Workshop) -> dict[str, int]:
    now = timezone.now()
    counted = workshop.places.aggregate(
        taken=Count("pk", filter=Q(state__in=taking_seats(closed=workshop.is_closed()))),
        waiting=Count("pk", filter=Q(state=Place.State.WAITLISTED)),
        offered=Count("pk", filter=Q(state=Place.State.OFFERED)),
        invited=Count("pk", filter=Q(person=None) & ~Q(state__in=GONE)),
    )
    open_ = counted["invited"] and permissions.can_ask_again(workshop)
    invited = actions.may_answer(workshop, now) if open_ else workshop.places.none()
    to_remind = actions.to_remind(invited, now).count() if open_ else 0
    # Beside the number of those who have not joined, the button for a few of them needs a word about the others.
    lately = actions.asked_lately(invited, now).count() if to_remind else 0
    # An offer ends with the workshop.
    counted["offered"] *= workshop.is_standing()
    return {
        **counted,
        "free": max(0, workshop.seats - counted["taken"]),
        "to_remind": to_remind,
        "asked_lately": lately,
    }
