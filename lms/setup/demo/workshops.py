"""Two workshops of the 2023 work plan: one closed, with certificates; one that runs today, with its waiting list."""

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.activities import actions as activities
from cms.activities.models import Activity
from courses.catalogue.models import CoursePage
from courses.workshops import actions
from courses.workshops.models import CohortSession, Place, Workshop
from courses.workshops.standing import verdicts
from lms.accounts import actions as accounts
from lms.accounts.facts import Details
from lms.accounts.models import Organisation, User

from .accounts import DOMAIN, PASSWORD, post

WORKSHOPS = Path(__file__).parents[1] / "content" / "demo" / "workshops.json"


def make_workshops(course: CoursePage, *, staff: User, trainer: User) -> int:
    """Both, each in one stroke; answers how many were made. What is there is left as it is."""
    return sum(_make(row, course, staff, trainer) for row in json.loads(WORKSHOPS.read_text()))


@transaction.atomic
def _make(row: dict[str, Any], course: CoursePage, staff: User, trainer: User) -> bool:
    if Workshop.objects.filter(activity__title=row["title"]).exists():
        return False
    activity = _activity(row, staff)
    workshop = actions.open_workshop(
        activities.confirm(activity, by=staff),
        course=course if row["course"] else None,
        partner=Organisation.objects.filter(code=row["partner"]).first(),
        seats=row["seats"],
        by=staff,
    )
    first = workshop.sessions.earliest("starts_at")
    cohort = _fill(workshop, row, staff, at=first.starts_at - timedelta(days=21))
    if row["key"] == "jclec":
        _hold(workshop, cohort, row, list(workshop.sessions.all()), staff)
        _close(workshop, staff, at=first.starts_at + timedelta(days=7))
    else:
        actions.appoint(workshop, trainer, by=staff)
        _hold(workshop, cohort, row, [first], trainer)
    return True


def _activity(row: dict[str, Any], staff: User) -> Activity:
    """The activity of the plan, with the days the demo gives it; one of its own where no plan was brought in."""
    starts, ends = _when(row)
    when = {"starts_local": starts, "ends_local": ends, **{name: row[name] for name in ("zone", "place", "mode")}}
    planned = Activity.objects.filter(code=row["activity"]).first()
    if planned is None:
        about = {name: row[name] for name in ("title", "summary", "kind", "quarter")}
        return activities.plan(**about, **when, year=2023, audience="invited", by=staff)
    activities.describe(planned, summary=row["summary"], by=staff)
    return activities.move(planned, **when, by=staff)


def _when(row: dict[str, Any]) -> tuple[datetime, datetime]:
    """The days of the plan; or days around today, so that there is a session to mark."""
    if "starts" in row:
        return datetime.fromisoformat(row["starts"]), datetime.fromisoformat(row["ends"])
    first = timezone.localdate() - timedelta(days=row["days_ago"])
    return datetime.combine(first, time(9)), datetime.combine(first + timedelta(days=row["days"] - 1), time(16, 30))


def _fill(workshop: Workshop, row: dict[str, Any], staff: User, *, at: datetime) -> dict[str, Place]:
    """Everybody of the list: with an account, invited, waiting; then one withdraws, and the seat is offered on."""
    cohort: dict[str, Place] = {}
    for listed in row["people"]:
        cohort[listed["key"]] = actions.add_to_cohort(workshop, _officer(listed, staff), by=staff, at=at).place
    for listed in row.get("invited", []):
        where = post(listed["member"], listed["agency_type"], listed["agency"])
        who = actions.Newcomer(_address(listed), listed["full_name"], where)
        cohort[listed["key"]] = actions.add_to_cohort(workshop, who, by=staff, at=at).place
    for minutes, listed in enumerate(row.get("waiting", [])):
        waiting_since = at + timedelta(minutes=minutes)
        actions.add_to_cohort(workshop, _officer(listed, staff), by=staff, at=waiting_since)
    if "withdrawn" in row:
        actions.move(cohort.pop(row["withdrawn"]), "withdrawn", by=staff, reason="Called to another duty.")
    return cohort


def _officer(listed: dict[str, Any], staff: User) -> User:
    """The account of this officer, made and verified if there is none."""
    there = User.objects.filter(email=_address(listed)).first()
    if there:
        return there
    details = Details(listed["full_name"], listed["native_name"], listed["sex"])
    where = post(listed["member"], listed["agency_type"], listed["agency"], listed["rank"])
    person = accounts.sign_up(_address(listed), PASSWORD, details, where, agreed=["account"])
    accounts.confirm_address(person)
    return accounts.verify(person, by=staff)


def _address(listed: dict[str, Any]) -> str:
    return f"{listed['key']}@{DOMAIN}"


def _hold(
    workshop: Workshop, cohort: dict[str, Place], row: dict[str, Any], sessions: list[CohortSession], by: User
) -> None:
    """All present, then exceptions."""
    for number, session in enumerate(sessions):
        exceptions = {key: marks[number] for key, marks in row["marks"].items() if number < len(marks)}
        entries = {place.pk: actions.Entry(exceptions.get(key, "present")) for key, place in cohort.items()}
        actions.mark_all(session, entries, by=by, at=session.ends_at)


def _close(workshop: Workshop, staff: User, *, at: datetime) -> None:
    eligible = sum(1 for verdict in verdicts(workshop, at) if verdict.meets)
    actions.close(workshop, by=staff, expected=eligible, at=at)
    activities.finish(workshop.activity, by=staff)
