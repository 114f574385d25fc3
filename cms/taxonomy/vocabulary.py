"""The words of the work plans, brought in from their files. Safe twice."""

import json
from typing import Any

from django.conf import settings
from django.db import models, transaction

from .models import Competency, CooperationItem, Programme, Purpose

CONTENT = settings.BASE_DIR / "lms" / "setup" / "content"
FILES: list[tuple[str, type[models.Model], str]] = [
    ("purposes.json", Purpose, "number"),
    ("cooperation_items.json", CooperationItem, "number"),
    ("programmes.json", Programme, "code"),
    ("competencies.json", Competency, "key"),
]


@transaction.atomic
def load_vocabularies() -> int:
    """Purposes, areas of cooperation, programmes, competencies. What staff changed since stays as they left it."""
    for name, model, key in FILES:
        for row in _rows(name):
            model._default_manager.get_or_create(**{key: row.pop(key)}, defaults=row)
    return sum(model._default_manager.count() for _name, model, _key in FILES)


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((CONTENT / name).read_text())
    return rows
