"""The start of teaching: my cohorts and what needs me; and for the office, making a workshop of an activity."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder

from lms.accounts.models import RoleGrant, User
from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from .. import actions, permissions
from ..agenda import cohorts
from ..forms import OpenForm, SetUpForm, TrainerForm
from ..models import Workshop
from .doors import for_office, for_teachers, found, frame

AT_MOST = 60
A_PAGE = 30


@require_safe
@for_teachers
def teach(request: HttpRequest) -> HttpResponse:
    """My cohorts, those that still run first, each with what needs me today; closed ones by page."""
    mine = Workshop.objects.visible_to(request.user).select_related("activity", "partner").with_span()
    office = permissions.can_open_workshops(request.user)
    before = request.GET.get("before", "")
    standing = mine.standing().order_by(Coalesce("activity__starts_at", F("first_at")).asc(nulls_last=True), "pk")
    closed = mine.exclude(pk__in=mine.standing().values("pk")).order_by("-pk")
    if before.isdigit() and len(before) < 16:
        closed = closed.filter(pk__lt=int(before))
    over = list(closed[: A_PAGE + 1])
    running = cohorts([] if before else list(standing[:AT_MOST]), timezone.now(), for_office=office)
    context = {
        "running": running,
        "waiting": [cohort for cohort in running if cohort.tasks],
        "over": over[:A_PAGE],
        "older_url": f"?before={over[A_PAGE - 1].pk}" if len(over) > A_PAGE else "",
        "first_url": request.path if before else "",
        "is_staff": office,
    }
    return render(request, "courses/workshops/teach.html", context)


@for_office
def open_one(request: HttpRequest) -> HttpResponse:
    """Make a workshop of an activity."""
    form = OpenForm(request.POST or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        workshop = actions.open_workshop(form.cleaned_data.pop("activity"), by=person_of(request), **form.cleaned_data)
        messages.success(request, _("The workshop is open. Now name its trainers."))
        return redirect("workshops:set-up", workshop.public_id)
    return render(request, "courses/workshops/open.html", {"form": form})


@for_office
def set_up(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """Seats, course, partner, rule, and who trains."""
    this = found(request, workshop)
    initial = {
        "seats": this.seats,
        "course": this.course_id,
        "partner": this.partner.code if this.partner else None,
        "attendance_percent": this.attendance_percent,
    }
    form = SetUpForm(request.POST or None, viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid() and _shaped(request, this, form):
        queue_delivery()
        messages.success(request, _("Saved."))
        return redirect("workshops:set-up", this.public_id)
    return render(request, "courses/workshops/set_up.html", _set_up_page(request, this, form, TrainerForm()))


@require_POST
@for_office
def remove(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """The way back from a workshop that was made from the wrong activity, while nobody is on it."""
    this = found(request, workshop)
    try:
        actions.remove_workshop(this, by=person_of(request))
    except (actions.HasRoster, actions.WorkshopIsOver):
        messages.error(request, _("Somebody is or was on the roster, or the workshop is over: it cannot be removed."))
        return redirect("workshops:roster", this.public_id)
    removed = _("The workshop is removed. The activity “%(title)s” stands in the calendar as before.")
    messages.success(request, removed % {"title": this.activity.title})
    return redirect("workshops:teach")


@require_POST
@for_office
def appoint(request: HttpRequest, workshop: UUID) -> HttpResponse:
    """A trainer for this workshop and no other."""
    this, form = found(request, workshop), TrainerForm(request.POST)
    if form.is_valid():
        person = User.objects.verified().filter(email=form.cleaned_data["email"], is_active=True).first()
        if person is not None:
            actions.appoint(this, person, by=person_of(request))
            messages.success(request, _("%(name)s now trains here.") % {"name": person.full_name})
            return redirect("workshops:set-up", this.public_id)
        form.add_error("email", _("Nobody with a verified account has this address. Invite them first."))
    shape = SetUpForm(viewer=request.user, initial={"seats": this.seats, "attendance_percent": this.attendance_percent})
    return render(request, "courses/workshops/set_up.html", _set_up_page(request, this, shape, form))


@require_POST
@for_office
def dismiss(request: HttpRequest, workshop: UUID, person: UUID) -> HttpResponse:
    """The access of a trainer ends at once (H11)."""
    this = found(request, workshop)
    trainers = User.objects.filter(pk__in=[grant.person_id for grant in trainers_of(this)])
    actions.dismiss(this, get_object_or_404(trainers, public_id=person), by=person_of(request))
    messages.success(request, _("They no longer train here. What they marked stays."))
    return redirect("workshops:set-up", this.public_id)


def trainers_of(workshop: Workshop) -> list[RoleGrant]:
    """Who is appointed to this workshop today."""
    grants = RoleGrant.objects.standing(timezone.now()).filter(
        role=RoleGrant.Role.TRAINER, scope_kind=RoleGrant.Scope.WORKSHOP, scope_id=workshop.public_id
    )
    return list(grants.select_related("person").order_by("person__name_key", "pk")[:50])


def _shaped(request: HttpRequest, workshop: Workshop, form: SetUpForm) -> bool:
    """Whether what was typed could be written; the form says what could not."""
    facts, by = dict(form.cleaned_data), person_of(request)
    seats = facts.pop("seats")
    try:
        actions.set_up(workshop, by=by, **facts)
        actions.change_seats(workshop, seats, by=by)
    except actions.TooFewSeats as refusal:
        form.add_error("seats", _("%(taken)d seats are taken. Withdraw somebody first.") % {"taken": refusal.taken})
    except actions.WorkshopIsOver:
        form.add_error(None, _("This workshop is closed."))
    return form.is_valid()


def _set_up_page(request: HttpRequest, workshop: Workshop, form: Any, trainer_form: Any) -> dict[str, Any]:
    return {
        **frame(request, workshop, "set-up"),
        "form": form,
        "trainer_form": trainer_form,
        "trainers": trainers_of(workshop),
        "activity_url": AdminURLFinder(request.user).get_edit_url(workshop.activity),
        "may_remove": permissions.can_remove(request.user, workshop),
        "page_has_errors": bool(form.errors or trainer_form.errors),
    }
