"""The words of the work plans, brought in from their files. Safe twice."""

import json
from typing import Any

from django.conf import settings
from django.db import models, transaction

from .models import Competency, CooperationArea, CooperationItem, Partner, Programme, Purpose, StrategyPeriod

CONTENT = settings.BASE_DIR / "lms" / "setup" / "content"
# What each file holds, and what a row of it is known by.
FILES: list[tuple[str, type[models.Model], tuple[str, ...]]] = [
    ("strategy_periods.json", StrategyPeriod, ("code",)),
    ("purposes.json", Purpose, ("period", "number")),
    ("cooperation_areas.json", CooperationArea, ("period", "code")),
    ("cooperation_items.json", CooperationItem, ("area", "number")),
    ("programmes.json", Programme, ("code",)),
    ("partners.json", Partner, ("code",)),
    ("competencies.json", Competency, ("key",)),
]


@transaction.atomic
def load_vocabularies() -> int:
    """Periods, purposes, areas, programmes, partners, competencies. What staff changed since stays as they left it."""
    for name, model, keys in FILES:
        for row in _rows(name):
            facts = _resolved(row)
            model._default_manager.get_or_create(**{key: facts.pop(key) for key in keys}, defaults=facts)
    return sum(model._default_manager.count() for _name, model, _keys in FILES)


def _resolved(row: dict[str, Any]) -> dict[str, Any]:
    """With the period, and the area of that period, instead of their codes."""
    facts = dict(row)
    if "period" in facts:
        facts["period"] = StrategyPeriod.objects.get(code=facts["period"])
    if "area" in facts:
        facts["area"] = CooperationArea.objects.get(period=facts.pop("period"), code=facts["area"])
    return facts


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((CONTENT / name).read_text())
    return rows
