"""All that is known of an activity, as a page shows it and as files carry it: one list, so that both say the same."""

from collections.abc import Callable
from typing import Any

from . import wording
from .models import Activity

# The columns of a file, in order; a list is joined with "; " in CSV and stays a list in JSON.
COLUMNS: dict[str, Callable[[Activity], Any]] = {
    "code": lambda of: of.code or "",
    "id": lambda of: str(of.public_id),
    "title": lambda of: of.title,
    "strategy_period": lambda of: of.strategy_period.code if of.strategy_period else "",
    "planned_year": lambda of: of.year,
    "planned_quarter": lambda of: of.quarter,
    "state": lambda of: of.state,
    "starts": lambda of: _day(of.starts_local, of.all_day),
    "ends": lambda of: _day(of.ends_local, of.all_day),
    "time_zone": lambda of: of.zone if of.starts_local else "",
    "took_place_from": lambda of: of.actual_from.isoformat() if of.actual_from else "",
    "took_place_until": lambda of: of.actual_to.isoformat() if of.actual_to else "",
    "took_place_known_to": lambda of: of.actual_precision,
    "took_place_source": lambda of: of.actual_source,
    "format": lambda of: of.kind,
    "format_detail": lambda of: of.second_kind,
    "training": lambda of: {True: "yes", False: "no", None: ""}[of.is_training],
    "delivery": lambda of: of.mode,
    "delivery_basis": lambda of: of.mode_basis,
    "place": lambda of: of.place,
    "purposes": lambda of: [str(purpose.number) for purpose in of.purposes.all()],
    "areas": lambda of: [area.code for area in of.areas.all()],
    "areas_as_printed": lambda of: of.printed_areas,
    "areas_corrected": lambda of: of.areas_fix,
    "programmes": lambda of: [programme.code for programme in of.programmes.all()],
    "programmes_basis": lambda of: of.programme_basis,
    "partners": lambda of: [partner.name for partner in of.partners.all()],
    "members_and_countries": lambda of: [f"{part.code}: {part.role}" for part in of.involvements.all()],
    "themes": wording.themes,
    "same_activity_as": lambda of: of.repeats.ref if of.repeats else "",
    "note": lambda of: of.note,
    "source": lambda of: of.source_title,
    "source_document": lambda of: of.source_document,
    "source_line": lambda of: of.source_line,
    "title_as_printed": lambda of: of.printed_title,
    "who_may_see_it": lambda of: of.audience,
}


def row(activity: Activity) -> dict[str, Any]:
    return {name: said(activity) for name, said in COLUMNS.items()}


def cells(activity: Activity) -> list[str]:
    """The same row as text."""
    return [_cell(value) for value in row(activity).values()]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def _day(at: Any, all_day: bool) -> str:
    if at is None:
        return ""
    return str(at.date().isoformat() if all_day else at.isoformat(timespec="minutes"))
