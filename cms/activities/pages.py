"""One activity for its page: found as far as somebody may see it, with all its facts in words."""

from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail import hooks

from . import wording
from .models import Activity
from .narrowing import Narrowing

MOST_RELATED = 20


class Fact(NamedTuple):
    """One line of the list of facts."""

    term: str
    value: str
    url: str = ""


class OwnPage(NamedTuple):
    """The page of the event or workshop that an activity belongs to."""

    text: str
    url: str


def find(viewer: Any, ref: str) -> Activity:
    """By its code or its public id. Denied and absent look alike."""
    seen = Activity.objects.visible_to(viewer)
    found = seen.filter(**_key(ref)).select_related("strategy_period", "organisation", "repeats").first()
    if found is None:
        raise Http404
    return found


def _key(ref: str) -> dict[str, Any]:
    try:
        return {"public_id": UUID(ref)}
    except ValueError:
        return {"code": ref.upper()}


def own_pages(viewer: Any, activity: Activity) -> list[OwnPage]:
    """As the apps above say, each for its own, and only where this viewer may open it."""
    return [OwnPage(*page) for hook in hooks.get_hooks("activity_pages") for page in hook(viewer, activity)]


def facts_of(activity: Activity, viewer: Any) -> dict[str, Any]:
    """The facts in the order of the page, and the lists below them."""
    related = (
        Activity.objects.visible_to(viewer).filter(related=activity).order_by("year", "quarter", "place_in_quarter")
    )
    again = Activity.objects.visible_to(viewer).filter(repeats=activity).first()
    seen_first = activity.repeats_id and Activity.objects.visible_to(viewer).filter(pk=activity.repeats_id).first()
    return {
        "state": wording.state(activity),
        "facts": [fact for fact in [*_time(activity), *_what(activity)] if fact.value],
        "purposes": [
            (purpose, _in_calendar(activity, "purpose", str(purpose.number))) for purpose in activity.purposes.all()
        ],
        "areas": [(area, _in_calendar(activity, "area", area.code)) for area in activity.areas.all()],
        "programmes": [
            (programme, _in_calendar(activity, "programme", programme.code)) for programme in activity.programmes.all()
        ],
        "partners": list(activity.partners.all()),
        "parts": [
            (part, _in_calendar(activity, "member", part.code) if part.member else "")
            for part in activity.involvements.select_related("member")
        ],
        "themes": wording.themes(activity),
        "related": list(related[:MOST_RELATED]),
        "same_as": seen_first or again,
    }


def _time(activity: Activity) -> list[Fact]:
    actual = wording.actual(activity)
    if not actual and activity.state == Activity.State.PLANNED and activity.strategy_period_id:
        actual = _("Not recorded. The plan says what was intended.")
    return [
        Fact(_("Planned for"), wording.planned(activity)),
        Fact(_("Date"), wording.days(activity) or _("No date set")),
        Fact(_("Took place"), actual),
        Fact(_("How we know"), activity.actual_source),
    ]


def _what(activity: Activity) -> list[Fact]:
    kind = activity.get_kind_display()
    detail = f"{kind} ({activity.second_kind})" if activity.second_kind else kind
    mode = activity.get_mode_display() if activity.mode else _("Not said")
    basis = f"{mode} ({activity.mode_basis})" if activity.mode_basis else mode
    period = activity.strategy_period
    return [
        Fact(_("Format"), detail),
        Fact(_("Training"), wording.training(activity)),
        Fact(_("Place"), activity.place),
        Fact(_("How people take part"), basis),
        Fact(_("Organised by"), str(activity.organisation or "")),
        Fact(_("Strategy period"), period.title if period else ""),
        Fact(_("Entered"), date_format(activity.created_at, wording.DAY)),
    ]


def _in_calendar(activity: Activity, name: str, value: str) -> str:
    """The others of the same year with this tag."""
    values = {"year": str(activity.year), name: value} if activity.year else {name: value}
    return Narrowing(values, {}).url(reverse("activities:by-quarter"))
