"""Writing sources down."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from lms.audit.log import record

from .models import Source

FACTS = ("short", "full", "checked", "how_checked", "to_check", "url")


@transaction.atomic
def save_source(facts: Mapping[str, Any], *, by: Any = None) -> Source:
    """One source by its permanent name. A state that reviewers have reached is never set back by a file."""
    given = {name: facts[name] for name in FACTS if name in facts}
    source, is_new = Source.objects.select_for_update().get_or_create(key=facts["key"], defaults=given)
    if not is_new and source.checked != given.get("checked", source.checked):
        # Only a person compares a text with its original.
        given = {name: given[name] for name in ("short", "full", "url") if name in given}
    changed = [name for name, value in given.items() if getattr(source, name) != value]
    for name in changed:
        setattr(source, name, given[name])
    if is_new or changed:
        source.full_clean()
        source.save()
        record("sources.save", source, by=by)
    return source
