"""What an issue shows to a visitor: its items in order, without those that are not open to them, and no heading over nothing."""

from typing import Any

from django.http import HttpRequest

from .leads import Lead, of_activities, of_pages, of_resources

LEADS = {"page": of_pages, "activity": of_activities, "resource": of_resources}


def parts_of(request: HttpRequest, items: Any) -> list[dict[str, Any]]:
    """Each kind of thing is looked up once, however many items there are."""
    leads = {
        kind: find(request, [_key(item) for item in items if item.block_type == kind]) for kind, find in LEADS.items()
    }
    parts: list[dict[str, Any]] = []
    for item in items:
        if item.block_type == "heading":
            parts.append({"heading": item.value, "entries": []})
            continue
        entry = _entry(item, leads)
        if entry:
            if not parts:
                parts.append({"heading": "", "entries": []})
            parts[-1]["entries"].append(entry)
    return [part for part in parts if part["entries"]]


def words_of(items: Any) -> str:
    """What the editors wrote, for the search."""
    words = []
    for item in items:
        if item.block_type == "heading":
            words.append(item.value)
        elif item.block_type in LEADS:
            words.append(item.value["words"])
        else:
            words += item.block.get_searchable_content(item.value)
    return "\n".join(word for word in words if word)


def _entry(item: Any, leads: dict[str, dict[int, Lead]]) -> dict[str, Any] | None:
    if item.block_type not in LEADS:
        return {"html": item.value}
    lead = leads[item.block_type].get(_key(item) or 0)
    return {"lead": lead, "words": item.value["words"]} if lead else None


def _key(item: Any) -> int | None:
    """Nothing is there any more where the thing was deleted."""
    thing = item.value[item.block_type]
    return thing.pk if thing else None
