"""What an activity said before and says now, fact by fact: written by every action, read in Wagtail and on its page.

Stored in values that no language changes (codes, dates); `shown` makes words of them.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Activity, Change
from .models.changes import changes_of

# Every fact with its name for people, in the order of the page.
FACTS: dict[str, str | Promise] = {
    "title": _("Title"),
    "summary": _("Summary"),
    "state": _("State"),
    "kind": _("Format"),
    "second_kind": _("Format, more exactly"),
    "is_training": _("Training"),
    "quarter": _("Planned quarter"),
    "when": _("Date"),
    "actual": _("When it took place"),
    "place": _("Place"),
    "mode": _("How people take part"),
    "mode_basis": _("How that is known"),
    "strategy_period": _("Strategy period"),
    "purposes": _("Strategic purposes"),
    "areas": _("Areas of cooperation"),
    "programmes": _("Programmes"),
    "programme_basis": _("How the programmes are known"),
    "partners": _("Partners"),
    "countries": _("Members and countries"),
    "themes": _("Themes"),
    "related": _("Related activities"),
    "repeats": _("Same activity as"),
    "organisation": _("Organised by"),
    "audience": _("Who may see it"),
    "join_url": _("Online room"),
    "note": _("Note"),
}
# Of these the values are told on the public page; of the others that they changed, and when.
TOLD = frozenset({"state", "quarter", "actual", "purposes", "areas", "programmes", "partners", "kind"})
# An address that opens a door is not kept a second time.
SECRET = frozenset({"join_url"})
PLAIN: tuple[str, ...] = (
    "title",
    "summary",
    "state",
    "kind",
    "second_kind",
    "place",
    "mode",
    "mode_basis",
    "programme_basis",
)
PLAIN = (*PLAIN, "themes", "audience", "join_url", "note")
CHOICES: dict[str, Any] = {
    "state": Activity.State,
    "kind": Activity.Kind,
    "mode": Activity.Mode,
    "audience": Activity.Audience,
}
MOST = 20


class Shown(NamedTuple):
    """One change in words."""

    at: datetime
    fact: str
    before: str
    after: str
    is_told: bool


def snapshot(activity: Activity, *, with_tags: bool = True) -> dict[str, str]:
    """What it says now. Without tags where none can have changed: that saves asking for them."""
    facts = {name: getattr(activity, name) for name in PLAIN}
    facts |= {
        "is_training": {True: "yes", False: "no", None: ""}[activity.is_training],
        "quarter": f"{activity.year} Q{activity.quarter}" if activity.quarter else "",
        "when": _when(activity),
        "actual": _actual(activity),
        "strategy_period": str(activity.strategy_period or ""),
        "organisation": str(activity.organisation or ""),
        "repeats": activity.repeats.ref if activity.repeats else "",
    }
    return facts | _tags(activity) if with_tags else facts


def enter(activity: Activity, *, by: Any) -> None:
    """That it was entered: the first row of its history."""
    Change.objects.create(activity=activity, by=_person(by))


def keep(activity: Activity, before: dict[str, str], *, by: Any) -> list[str]:
    """Keep what is different from before; answers the names of those facts."""
    after = snapshot(activity, with_tags="purposes" in before)
    changed = [name for name in FACTS if name in before and before[name] != after[name]]
    now, person = timezone.now(), _person(by)
    Change.objects.bulk_create(
        Change(
            activity=activity,
            at=now,
            by=person,
            fact=name,
            before="" if name in SECRET else before[name],
            after="" if name in SECRET else after[name],
        )
        for name in changed
    )
    if changed:
        Activity.objects.filter(pk=activity.pk).update(changed_at=now)
        activity.changed_at = now
    return changed


def told(activity: Activity) -> list[Shown]:
    """The last changes as everybody may read them who sees the activity: facts and days, never by whom."""
    return [shown(change) for change in changes_of(activity)[:MOST]]


def shown(change: Change) -> Shown:
    return Shown(
        change.at,
        str(FACTS.get(change.fact, change.fact)),
        _in_words(change.fact, change.before),
        _in_words(change.fact, change.after),
        change.fact in TOLD,
    )


def _in_words(fact: str, value: str) -> str:
    choices = CHOICES.get(fact)
    return str(choices(value).label) if choices and value in choices.values else value


def _tags(activity: Activity) -> dict[str, str]:
    parts = activity.involvements.order_by("code")
    return {
        "purposes": ", ".join(
            str(number) for number in activity.purposes.order_by("number").values_list("number", flat=True)
        ),
        "areas": ", ".join(activity.areas.order_by("position").values_list("code", flat=True)),
        "programmes": ", ".join(activity.programmes.order_by("code").values_list("code", flat=True)),
        "partners": ", ".join(activity.partners.order_by("name").values_list("name", flat=True)),
        "countries": "; ".join(f"{part.code}: {part.role}" for part in parts),
        "related": ", ".join(sorted(other.ref for other in activity.related.all())),
    }


def _when(activity: Activity) -> str:
    if activity.starts_local is None:
        return ""
    form = "%Y-%m-%d" if activity.all_day else "%Y-%m-%d %H:%M"
    ends = activity.ends_local or activity.starts_local
    return f"{activity.starts_local.strftime(form)} – {ends.strftime(form)} {activity.zone}"


def _actual(activity: Activity) -> str:
    if activity.actual_from is None:
        return ""
    return f"{activity.actual_from} – {activity.actual_to} ({activity.actual_precision})"


def _person(by: Any) -> Any:
    return by if getattr(by, "pk", None) and getattr(by, "is_authenticated", False) else None
