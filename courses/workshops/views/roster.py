"""The roster: who is in the cohort, how they stand, who is stuck; and adding somebody by hand."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Max, OuterRef, Prefetch, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.learning.models import Evidence
from lms.accounts.actions import AlreadyInvited
from lms.accounts.models import Affiliation, User
from lms.accounts.names import name_key
from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from .. import actions, permissions
from ..forms import AddForm, NewcomerForm, RosterFilterForm
from ..models import Place, Workshop
from ..presence import Presence
from ..standing import presences, sittings
from ..states import GONE, SEATED, PlaceState
from .cohorts import trainers_of
from .doors import for_teachers, found, frame

A_PAGE = 50
# No sign of life in the course for so long: somebody may ask what is in the way.
STUCK_AFTER = timedelta(days=7)


@require_safe
@for_teachers
def roster(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """Everybody in the cohort by name, page by page."""
    this, now = found(request, workshop), timezone.now()
    form = RosterFilterForm(request.GET)
    query = form.cleaned_data if form.is_valid() else {}
    places = _matching(with_course(this.places), query)
    rows = list(places.after(this, request.GET.get("after")).by_name().prefetch_related(_posts())[: A_PAGE + 1])
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
    }
    return render(request, "courses/workshops/roster.html", context)


@for_teachers
def add(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """First the address: who has an account is added at once, for others the page asks who they are and invites them."""
    this = found(request, workshop)
    if not permissions.can_change_roster(request.user, this):
        raise Http404
    may_go_over = permissions.can_go_over_seats(request.user)
    asks_who = request.method == "POST" and "full_name" in request.POST
    form: Any = NewcomerForm(request.POST) if asks_who else AddForm(request.POST or None, may_go_over=may_go_over)
    if request.method == "POST" and form.is_valid():
        who = _who(form)
        if who is None:
            form, asks_who = NewcomerForm(initial={"email": form.cleaned_data["email"], "language": "en"}), True
        elif _added(request, this, who, form):
            return redirect("workshops:add", this.public_id)
    context = {
        **frame(request, this, "add"),
        "form": form,
        "asks_who": asks_who,
        "has_room": asks_who and actions.has_room(this),
    }
    return render(request, "courses/workshops/add.html", context)


def _who(form: Any) -> User | actions.Newcomer | None:
    """The account of this address; somebody described; or nobody yet."""
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
    except AlreadyInvited:
        form.add_error("email", _("This address is invited already. Ask the RSO."))
        return False
    queue_delivery()
    messages.success(request, _said(added))
    return True


def _said(added: actions.Added) -> str:
    name, state = {"name": added.place.full_name()}, added.place.state
    if not added.is_new:
        return _("%(name)s is on the roster already.") % name
    if added.invited:
        mail = _("An invitation to make an account is on its way, and names the workshop.")
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
    return places.select_related("person", "invitation__member", "enrolment").annotate(last_active_at=last)


def row_of(place: Any, seen: Presence, workshop: Workshop) -> dict[str, Any]:
    post = place.person.present_posts[0] if place.person and place.person.present_posts else place.invitation
    enrolment = place.enrolment
    return {
        "place": place,
        "post": post,
        "presence": seen,
        "expected": place.state in ("confirmed", "attended", "completed"),
        "out_of_reach": bool(seen.counted) and not seen.can_reach(workshop.attendance_percent),
        "course_done": bool(enrolment and enrolment.closed_at and not enrolment.withdrawn_at),
        "stuck": is_stuck(place),
        "written_at": actions.written_at(place.invitation) if place.person is None and place.invitation else None,
    }


def is_stuck(place: Any) -> bool:
    """In the course and silent for a week."""
    enrolment = place.enrolment
    if enrolment is None or enrolment.closed_at or place.state in GONE:
        return False
    return timezone.now() - (place.last_active_at or enrolment.enrolled_at) > STUCK_AFTER


def _matching(places: Any, query: dict[str, Any]) -> Any:
    for word in name_key(query.get("q", "")).split():
        places = places.filter(name_key__contains=word)
    if query.get("state"):
        places = places.filter(state=query["state"])
    if query.get("unjoined"):
        places = places.not_joined()
    if query.get("stuck"):
        since = timezone.now() - STUCK_AFTER
        silent = Q(last_active_at__lt=since) | Q(last_active_at=None, enrolment__enrolled_at__lt=since)
        places = places.filter(silent, enrolment__closed_at=None, enrolment__isnull=False).exclude(state__in=GONE)
    return places


def _posts() -> Prefetch:
    posts = Affiliation.objects.filter(valid_to=None).select_related("member", "agency_type")
    return Prefetch("person__affiliations", posts, to_attr="present_posts")


def _figures(workshop: Workshop) -> dict[str, int]:
    now = timezone.now()
    counted = workshop.places.aggregate(
        taken=Count("pk", filter=Q(state__in=SEATED)),
        waiting=Count("pk", filter=Q(state=Place.State.WAITLISTED)),
        offered=Count("pk", filter=Q(state=Place.State.OFFERED)),
        invited=Count("pk", filter=Q(person=None) & ~Q(state__in=GONE)),
    )
    open_ = counted["invited"] and workshop.is_standing() and not workshop.is_over(now)
    to_remind = actions.to_remind(workshop, now).count() if open_ else 0
    # An offer ends with the workshop.
    counted["offered"] *= workshop.is_standing()
    return {**counted, "free": max(0, workshop.seats - counted["taken"]), "to_remind": to_remind}
