"""The verbs of activities. Whoever owns one (an event, a workshop) hears of a change and does its own part in it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from .models import Activity
from .signals import activity_changed

State = Activity.State
TAGS = ("purposes", "areas", "programmes")
TEXTS = ("title", "summary", "kind", "organisation", "strategy_period", "year", "quarter", "join_url", "audience")
# Names for those who hear of a change.
WHAT = {"starts_local": "starts", "ends_local": "ends", "title": "text", "summary": "text"}


class ActivityIsOver(Exception):  # noqa: N818 - named by what is wrong
    """It was cancelled, or it took place: there is nothing to move."""


@transaction.atomic
def plan(*, by: Any, **facts: Any) -> Activity:
    """A new activity. `facts` are its fields, local times without zone; `purposes`, `areas`, `programmes` are lists."""
    tags = {name: facts.pop(name) for name in TAGS if name in facts}
    activity = Activity(**facts)
    _place_in_time(activity)
    activity.full_clean()
    activity.save()
    for name, chosen in tags.items():
        getattr(activity, name).set(chosen)
    record("activities.plan", activity, by=by, kind=activity.kind, audience=activity.audience)
    return activity


@transaction.atomic
def describe(activity: Activity, *, by: Any, **facts: Any) -> Activity:
    """Change what it says about itself; when and where it is changes by `move` alone."""
    unknown = set(facts) - {*TEXTS, *TAGS}
    if unknown:
        raise TypeError(f"Not a description: {', '.join(sorted(unknown))}")
    activity = _locked(activity)
    tags = {name: facts.pop(name) for name in TAGS if name in facts}
    changed = [name for name, value in facts.items() if getattr(activity, name) != value]
    for name in changed:
        setattr(activity, name, facts[name])
    for name, chosen in tags.items():
        getattr(activity, name).set(chosen)
    if changed or tags:
        _place_in_time(activity)
        activity.full_clean()
        activity.save()
        record("activities.describe", activity, by=by, fields=sorted(changed))
        _tell(activity, changed, by)
    return activity


@transaction.atomic
def move(  # noqa: PLR0913 - when and where is one thing
    activity: Activity,
    *,
    starts_local: datetime | None,
    ends_local: datetime | None,
    zone: str,
    place: str,
    mode: str,
    all_day: bool = False,
    by: Any,
) -> Activity:
    """Another time or place. Nothing happens, and nobody is told, where all is as it was."""
    activity = _locked(activity)
    if not activity.is_open():
        raise ActivityIsOver
    new: dict[str, Any] = {
        "starts_local": starts_local,
        "ends_local": ends_local,
        "zone": zone,
        "place": place,
        "mode": mode,
    }
    new["all_day"] = all_day
    changed = [name for name in Activity.WHEN_AND_WHERE if getattr(activity, name) != new[name]]
    if not changed:
        return activity
    for name in changed:
        setattr(activity, name, new[name])
    if {"starts_local", "zone"} & set(changed):
        activity.year = activity.quarter = None
    _place_in_time(activity)
    activity.full_clean()
    activity.save()
    record("activities.move", activity, by=by, fields=sorted(changed))
    _tell(activity, changed, by)
    return activity


def cancel(activity: Activity, *, by: Any, reason: str = "") -> Activity:
    return _turn(activity, State.CANCELLED, of=Activity.OPEN, by=by, cancel_reason=reason[:300])


def reinstate(activity: Activity, *, by: Any) -> Activity:
    """It takes place after all (case 56)."""
    return _turn(activity, State.CONFIRMED, of=(State.CANCELLED,), by=by, cancel_reason="")


def confirm(activity: Activity, *, by: Any) -> Activity:
    return _turn(activity, State.CONFIRMED, of=(State.PLANNED,), by=by)


def finish(activity: Activity, *, by: Any) -> Activity:
    """It took place."""
    return _turn(activity, State.DONE, of=Activity.OPEN, by=by)


@transaction.atomic
def set_link(activity: Activity, path: str) -> Activity:
    """The owner says where its page is."""
    Activity.objects.filter(pk=activity.pk).update(link=path)
    activity.link = path
    return activity


def follow_zones(at: datetime | None = None) -> int:
    """Where a state changed its clocks: local times stay, instants follow, and people are told (case 58)."""
    moved = 0
    for pk in (
        Activity.objects.upcoming(at or timezone.now()).filter(state__in=Activity.OPEN).values_list("pk", flat=True)
    ):
        with transaction.atomic():
            activity = Activity.objects.select_for_update().get(pk=pk)
            if activity.work_out_instants():
                activity.save(update_fields=["starts_at", "ends_at"])
                record("activities.follow_zone", activity, by=None)
                _tell(activity, ["starts_local", "ends_local"], None)
                moved += 1
    return moved


@transaction.atomic
def _turn(activity: Activity, to: str, *, of: tuple[str, ...], by: Any, **facts: Any) -> Activity:
    """One arrow between states. Of two who try at once one wins; the other finds it done."""
    moved = Activity.objects.filter(pk=activity.pk, state__in=of).update(state=to, **facts)
    activity.refresh_from_db()
    if moved:
        record("activities.turn", activity, by=by, to=to)
        _tell(activity, ["state"], by)
    return activity


def _locked(activity: Activity) -> Activity:
    found: Activity = Activity.objects.select_for_update().get(pk=activity.pk)
    return found


def _place_in_time(activity: Activity) -> None:
    """Instants and quarter from the clock on the wall."""
    activity.clean()
    activity.work_out_instants()
    if activity.starts_local and not (activity.year and activity.quarter):
        activity.year, activity.quarter = activity.starts_local.year, (activity.starts_local.month + 2) // 3


def _tell(activity: Activity, changed: list[str], by: Any) -> None:
    what = frozenset(WHAT.get(name, name) for name in changed)
    activity_changed.send(sender=Activity, activity=activity, what=what, by=by)
