"""Closing: who gets a certificate, who does not and why; then the number is typed and it is done (C12)."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.accounts.signed_in import person_of
from lms.notifications.tasks import queue_delivery

from .. import actions
from ..forms import CloseForm
from ..models import Place, Workshop
from ..standing import Sittings, Verdict, sittings, verdicts
from .doors import for_teachers, found, frame

COMPLETED = Place.State.COMPLETED


@require_http_methods(["GET", "HEAD", "POST"])
@for_teachers
def close(request: HttpRequest, workshop: UUID) -> HttpResponse:
    this, now = found(request, workshop), timezone.now()
    everybody, sat = verdicts(this, now), sittings(this, now)
    eligible = [verdict for verdict in everybody if verdict.meets]
    others = [verdict for verdict in everybody if not verdict.meets and verdict.place.state != COMPLETED]
    unjoined = [verdict for verdict in others if verdict.awaits and verdict.place.is_invited()]
    missing = [verdict for verdict in eligible if verdict.place.state != COMPLETED]
    form = (
        CloseForm(request.POST or None, eligible=len(eligible))
        if _may_close(this, sat.may_close(), bool(missing))
        else None
    )
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            done = actions.close(this, by=person_of(request), expected=form.cleaned_data["count"])
        except (actions.Overtaken, actions.NotReady):
            messages.error(request, _("Something changed in the meantime. Look at the list again."))
        else:
            queue_delivery()
            text = ngettext("%(number)d certificate is being made.", "%(number)d certificates are being made.", done)
            messages.success(request, _("The workshop is closed.") + " " + text % {"number": done})
        return redirect("workshops:close", this.public_id)
    context = {
        **frame(request, this, "close"),
        "eligible": eligible,
        "others": [verdict for verdict in others if not verdict.awaits],
        "unjoined": unjoined,
        **_asking_again(this, unjoined, now),
        "awaiting": [verdict for verdict in others if verdict.awaits and not verdict.place.is_invited()],
        "unmarked": sum(1 for verdict in others if verdict.has_blanks),
        # A certificate is never taken back by itself; staff look at it (C11).
        "doubtful": [verdict for verdict in everybody if not verdict.meets and verdict.place.state == COMPLETED],
        "missing": missing,
        "in_the_way": _in_the_way(sat),
        "form": form,
    }
    return render(request, "courses/workshops/close.html", context)


def _may_close(workshop: Workshop, ready: bool, missing: bool) -> bool:
    """Once, and again only where a correction made somebody eligible."""
    return ready and (workshop.is_standing() or missing) and not workshop.is_put_away()


def _asking_again(workshop: Workshop, unjoined: list[Verdict], now: datetime) -> dict[str, int]:
    """How many of those who have not accepted may be asked today, and how many were asked a short while ago."""
    open_ones = workshop.places.filter(pk__in=[one.place.pk for one in unjoined]).with_open_invitation()
    due, lately = actions.to_remind(open_ones, now), actions.asked_lately(open_ones, now)
    return {"to_remind": due.count(), "asked_lately": lately.count()} if unjoined else {}


def _in_the_way(sat: Sittings) -> list[str]:
    """What has to be done before closing, in words."""
    over = [session for session in sat.unmarked if session not in sat.running]
    found = [_("“%(session)s” was not marked yet.") % {"session": session.title} for session in over]
    found += [_("“%(session)s” is still running.") % {"session": session.title} for session in sat.running]
    found += [_("“%(session)s” is still to come.") % {"session": session.title} for session in sat.to_come]
    if not found and not sat.taken:
        found.append(_("No session was held yet."))
    return found
