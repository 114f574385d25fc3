"""Choosing the activity a workshop delivers: by year, those that train first, each with its format and when it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.activities import wording
from cms.activities.models import Activity

# A select of all activities ever would be no choice; the calendar has fewer in a year.
MOST = 200
TRAINING = (Activity.Kind.TRAINING, Activity.Kind.WORKSHOP)


def deliverable(viewer: Any) -> QuerySet[Activity]:
    """Those without a workshop to which people come: nobody is taught in a guide or a study."""
    gatherings = [kind for kind, _label in Activity.Kind.gatherings()]
    fitting = Q(kind__in=gatherings) | Q(is_training=True)
    found = Activity.objects.visible_to(viewer).filter(fitting, workshop=None, state__in=Activity.OPEN)
    newest = found.order_by("-pk")[:MOST].values_list("pk", flat=True)
    # A form looks one of them up again, which a part of a list does not let it do.
    return Activity.objects.visible_to(viewer).filter(pk__in=list(newest))


def trains(activity: Activity) -> bool:
    return bool(activity.is_training) or activity.kind in TRAINING


def year_of(activity: Activity) -> int | None:
    """The year it is set for; while it has no date, the one it is planned for."""
    return activity.starts_local.year if activity.starts_local else activity.year


def by_year(activities: Iterable[Activity]) -> list[tuple[str, list[Activity]]]:
    """Named groups: what trains, from this year on and then what is past; after that everything else alike."""
    now = timezone.localdate().year
    groups: dict[tuple[bool, int | None], list[Activity]] = defaultdict(list)
    for activity in activities:
        groups[not trains(activity), year_of(activity)].append(activity)

    def place(key: tuple[bool, int | None]) -> tuple[bool, bool, bool, int]:
        is_other, year = key
        return is_other, year is None, (year or 0) < now, abs((year or 0) - now)

    return [(_heading(*key), sorted(groups[key], key=_in_year)) for key in sorted(groups, key=place)]


def _in_year(activity: Activity) -> tuple[int, int, str]:
    """By day where there is one, else at the beginning of its quarter; without either last."""
    if activity.starts_local is not None:
        return activity.starts_local.month, activity.starts_local.day, activity.title
    return (activity.quarter * 3 - 2 if activity.quarter else 13), 0, activity.title


def _heading(is_other: bool, year: int | None) -> str:
    if is_other:
        return _("%(year)s, other formats") % {"year": year} if year else _("No year yet, other formats")
    return str(year) if year else _("No year yet")


def said(activity: Activity) -> str:
    """Two activities of one name are told apart by format and time."""
    when = _("no date yet")
    if activity.starts_local is not None:
        when = date_format(activity.starts_local, wording.DAY)
    elif activity.quarter:
        when = str(wording.QUARTERS[activity.quarter])
    return f"{activity.title} ({activity.get_kind_display()}, {when})"


class _Grouped(ModelChoiceIterator):
    """The rows under the heading of their year."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        for heading, rows in by_year(self.queryset):
            yield heading, [self.choice(row) for row in rows]


class ActivityField(forms.ModelChoiceField):
    """One activity out of those that could be delivered."""

    iterator = _Grouped

    def label_from_instance(self, obj: Any) -> str:
        return said(obj)
