"""The activities of the work plans, brought in from their file. Safe twice; what is there stays as staff left it."""

import json
from datetime import date
from typing import Any

from django.conf import settings

from cms.taxonomy.models import CooperationArea, Partner, Programme, Purpose, StrategyPeriod
from lms.search.gathering import indexed_once

from . import actions
from .models import Activity

FILE = settings.BASE_DIR / "lms" / "setup" / "content" / "activities.json"
AS_THEY_ARE = (
    *("code", "year", "quarter", "place_in_quarter", "title", "printed_title", "kind", "second_kind", "is_training"),
    *("mode", "mode_basis", "place", "printed_areas", "areas_fix", "programme_basis", "themes", "note"),
    *("source_title", "source_document", "source_line"),
)
# The plans name them; the list of members does not.
NO_MEMBERS = {"CA": "Canada"}


@indexed_once()
def load_activities() -> int:
    """Every activity of the plans under its code. One that is there is left alone, whatever the file says of it now."""
    rows: list[dict[str, Any]] = json.loads(FILE.read_text())
    known = set(Activity.objects.exclude(code=None).values_list("code", flat=True))
    new = [row for row in rows if row["code"] not in known]
    words = _Words()
    for row in new:
        actions.plan(by=None, **words.facts(row))
    _connect(new)
    return Activity.objects.exclude(code=None).count()


class _Words:
    """The vocabularies, asked once."""

    def __init__(self) -> None:
        self.periods = {period.code: period for period in StrategyPeriod.objects.all()}
        self.purposes = {(row.period_id, row.number): row for row in Purpose.objects.all()}
        self.areas = {(row.period_id, row.code): row for row in CooperationArea.objects.all()}
        self.programmes = {row.code: row for row in Programme.objects.all()}
        self.partners = {row.code: row for row in Partner.objects.all()}

    def facts(self, row: dict[str, Any]) -> dict[str, Any]:
        """What `plan` takes of a row of the file."""
        period = self.periods[row["period"]]
        facts = {name: row[name] for name in AS_THEY_ARE} | {"audience": Activity.Audience.PUBLIC}
        facts["strategy_period"] = period
        facts["purposes"] = [self.purposes[period.pk, number] for number in row["purposes"]]
        facts["areas"] = [self.areas[period.pk, code] for code in row["areas"]]
        facts["programmes"] = [self.programmes[code] for code in row["programmes"]]
        facts["partners"] = [self.partners[code] for code in row["partners"]]
        facts["countries"] = [
            actions.Part(part["code"], part["role"], NO_MEMBERS.get(part["code"], "")) for part in row["countries"]
        ]
        return facts | _actual(row.get("actual"))


def _actual(said: dict[str, str] | None) -> dict[str, Any]:
    """That it took place, and when, where a source says so; of all others only the plan is known."""
    if said is None:
        return {}
    return {
        "state": Activity.State.DONE,
        "actual_from": date.fromisoformat(said["from"]),
        "actual_to": date.fromisoformat(said["to"]),
        "actual_precision": said["precision"],
        "actual_source": said["source"],
    }


def _connect(rows: list[dict[str, Any]]) -> None:
    """Related activities, and the one that a plan lists twice: once all are there."""
    found = {activity.code: activity for activity in Activity.objects.exclude(code=None)}
    for row in rows:
        activity = found[row["code"]]
        if related := [found[code] for code in row["related"] if code in found]:
            activity.related.add(*related)
        if row["repeats"] in found:
            Activity.objects.filter(pk=activity.pk).update(repeats=found[row["repeats"]])
