"""The verbs of activities. Whoever owns one (an event, a workshop) hears of a change and does its own part in it."""

from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts.models import Member
from lms.audit.log import record

from . import history
from .models import Activity, Involvement
from .signals import activity_changed

State = Activity.State
TAGS = ("purposes", "areas", "programmes", "partners", "related")
TEXTS = (
    *("title", "summary", "kind", "second_kind", "is_training", "themes", "organisation", "strategy_period"),
    *("year", "quarter", "join_url", "audience", "mode_basis", "programme_basis", "repeats", "note"),
    *("actual_from", "actual_to", "actual_precision", "actual_source"),
)
# Names for those who hear of a change.
WHAT = {"starts_local": "starts", "ends_local": "ends", "title": "text", "summary": "text"}


class ActivityIsOver(Exception):  # noqa: N818 - named by what is wrong
    """It was cancelled, or it took place: there is nothing to move."""


class Part(NamedTuple):
    """What a member, or another country by its name, does in an activity."""

    code: str
    role: str
    name: str = ""


@transaction.atomic
def plan(*, by: Any, **facts: Any) -> Activity:
    """A new activity. `facts` are its fields, local times without zone; the tags are lists, `countries` a list of parts."""
    tags, countries = _taken(facts)
    activity = Activity(**facts)
    _place_in_time(activity)
    activity.full_clean()
    activity.save()
    _tag(activity, tags, countries)
    history.enter(activity, by=by)
    record("activities.plan", activity, by=by, kind=activity.kind, audience=activity.audience)
    return activity


@transaction.atomic
def describe(activity: Activity, *, by: Any, **facts: Any) -> Activity:
    """Change what it says about itself; when and where it is changes by `move` alone."""
    unknown = set(facts) - {*TEXTS, *TAGS, "countries"}
    if unknown:
        raise TypeError(f"Not a description: {', '.join(sorted(unknown))}")
    activity = _locked(activity)
    tags, countries = _taken(facts)
    before = history.snapshot(activity, with_tags=bool(tags) or countries is not None)
    changed = [name for name, value in facts.items() if getattr(activity, name) != value]
    for name in changed:
        setattr(activity, name, facts[name])
    _tag(activity, tags, countries)
    if changed or tags or countries is not None:
        _place_in_time(activity)
        activity.full_clean()
        activity.save()
        kept = history.keep(activity, before, by=by)
        record("activities.describe", activity, by=by, fields=sorted({*changed, *kept}))
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
    before = history.snapshot(activity, with_tags=False)
    for name in changed:
        setattr(activity, name, new[name])
    # A plan's activity stays in the quarter it was planned for: planned and actual are told side by side.
    if {"starts_local", "zone"} & set(changed) and not activity.code:
        activity.year = activity.quarter = None
    _place_in_time(activity)
    activity.full_clean()
    activity.save()
    history.keep(activity, before, by=by)
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
    """It took place: on its days, where it has some and nobody said otherwise."""
    facts: dict[str, Any] = {}
    if activity.starts_local and not activity.actual_from:
        ends = activity.ends_local or activity.starts_local
        facts = {"actual_from": activity.starts_local.date(), "actual_to": ends.date()}
        facts["actual_precision"] = Activity.Precision.DAY
    return _turn(activity, State.DONE, of=Activity.OPEN, by=by, **facts)


def take_back(activity: Activity, *, by: Any) -> Activity:
    """That it took place was a mistake: it is planned again."""
    return _turn(activity, State.PLANNED, of=(State.DONE, State.CONFIRMED), by=by)


@transaction.atomic
def give_code(activity: Activity, code: str, *, by: Any) -> Activity:
    """A plan named it after it was entered. A code is given once: one that is there stays."""
    activity = _locked(activity)
    if not activity.code:
        activity.code = code
        activity.full_clean()
        activity.save(update_fields=["code"])
        record("activities.give_code", activity, by=by, code=code)
    return activity


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
    found = _locked(activity)
    before = history.snapshot(found, with_tags=False)
    moved = Activity.objects.filter(pk=activity.pk, state__in=of).update(state=to, **facts)
    activity.refresh_from_db()
    if moved:
        history.keep(activity, before, by=by)
        record("activities.turn", activity, by=by, to=to)
        _tell(activity, ["state"], by)
    return activity


def _taken(facts: dict[str, Any]) -> tuple[dict[str, Any], list[Part] | None]:
    """Tags and countries, taken out of the facts; None where countries are not spoken of."""
    return {name: list(facts.pop(name)) for name in TAGS if name in facts}, facts.pop("countries", None)


def _tag(activity: Activity, tags: dict[str, Any], countries: list[Part] | None) -> None:
    for name in ("purposes", "areas"):
        if any(tag.period_id != activity.strategy_period_id for tag in tags.get(name, [])):
            raise ValidationError({name: _("Choose those of the strategy period of this activity.")})
    for name, chosen in tags.items():
        getattr(activity, name).set(chosen)
    if countries is not None:
        activity.involvements.all().delete()
        members = {member.code: member for member in Member.objects.filter(code__in=[part.code for part in countries])}
        Involvement.objects.bulk_create(
            Involvement(
                activity=activity,
                code=part.code,
                member=members.get(part.code),
                name="" if part.code in members else part.name or part.code,
                role=part.role,
            )
            for part in countries
        )


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
