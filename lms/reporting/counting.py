"""What happened in a period, counted by the database: one question for each figure, however many people.

Each person is counted once, where their first event of the period has them: with the member, kind of agency and sex that were
copied to the enrolment then, or, for a workshop, with the post they held on that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from cms.activities.models import Activity
from courses.learning.models import Completion, Enrolment
from courses.workshops.models import Attendance, CohortSession, Place, Workshop
from courses.workshops.presence import PRESENT
from lms.accounts.models import Affiliation, User

from .tables import AGENCY_TYPE, MEMBER, NONE, PURPOSE, SEVERAL, Group

Rows = list[tuple[Any, ...]]
# So many enrolments, completions or marks of a period are counted while somebody waits: some 20 ms on PostgreSQL.
MOST_AT_ONCE = 5_000
# A question and its values.
Sql = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Asked:
    """From when to when, and what it is narrowed to."""

    start: datetime
    end: datetime
    purpose: int | None = None
    area: int | None = None
    member: int | None = None

    def is_narrowed(self) -> bool:
        """Whether only some activities are meant, and with them what is part of a workshop."""
        return bool(self.purpose or self.area)

    def activities(self) -> Q:
        """Of activities, as a workshop knows its own."""
        wanted = Q()
        if self.purpose:
            wanted &= Q(activity__in=Activity.objects.filter(purposes=self.purpose).values("pk"))
        if self.area:
            wanted &= Q(activity__in=Activity.objects.filter(areas=self.area).values("pk"))
        return wanted


def is_much(asked: Asked) -> bool:
    """Whether counting takes longer than a request may: looks no further than that many events of each figure."""
    within = {"gte": asked.start, "lt": asked.end}
    events: list[QuerySet[Any]] = [
        Enrolment.objects.filter(**{f"enrolled_at__{way}": at for way, at in within.items()}),
        Completion.objects.standing().filter(**{f"completed_at__{way}": at for way, at in within.items()}),
        Attendance.objects.filter(**{f"session__starts_at__{way}": at for way, at in within.items()}),
    ]
    return any(rows.order_by()[MOST_AT_ONCE : MOST_AT_ONCE + 1].exists() for rows in events)


def enrolled(asked: Asked) -> Rows:
    """Enrolments that began."""
    began = Enrolment.objects.filter(enrolled_at__gte=asked.start, enrolled_at__lt=asked.end)
    return _grouped(_courses(began, asked, "", F("enrolled_at")), asked)


def completed(asked: Asked) -> Rows:
    """Completions that stand."""
    done = Completion.objects.standing().filter(completed_at__gte=asked.start, completed_at__lt=asked.end)
    return _grouped(_courses(done, asked, "enrolment__", F("completed_at")), asked)


def attended(asked: Asked) -> Rows:
    """People and workshops: whoever was in the room, or took part remotely, in one session at least."""
    held = CohortSession.objects.standing().filter(starts_at__gte=asked.start, starts_at__lt=asked.end)
    if asked.is_narrowed():
        held = held.filter(workshop__in=Workshop.objects.filter(asked.activities()).values("pk"))
    marks = Attendance.objects.filter(mark__in=sorted(PRESENT), session__in=held.values("pk"))
    places = (
        marks.annotate(
            # Whoever has not made their account yet is a person too.
            of_person=Coalesce("place__person__merged_into", "place__person", -F("place")),
            of_member=F("place__invitation__member"),
            of_agency_type=F("place__invitation__agency_type"),
            of_sex=F("place__person__sex"),
            of_activity=F("place__workshop__activity"),
            of_key=F("place"),
        )
        .values("of_person", "of_member", "of_agency_type", "of_sex", "of_activity", "of_key")
        .annotate(of_at=Min("session__starts_at"))
    )
    return _grouped(_sql(places), asked, post_then=True)


def workshops(asked: Asked) -> list[tuple[int, bool, bool]]:
    """Workshops with a session in the period: their activity, whether they were called off, whether anybody was marked."""
    sessions = CohortSession.objects.filter(
        workshop=OuterRef("pk"), starts_at__gte=asked.start, starts_at__lt=asked.end
    )
    seen = Attendance.objects.filter(session__workshop=OuterRef("pk"), mark__in=sorted(PRESENT))
    found = Workshop.objects.filter(asked.activities()).filter(Exists(sessions)).annotate(was_held=Exists(seen))
    rows = found.order_by("pk").values_list("activity_id", "state", "was_held")
    return [(activity, state == Workshop.State.CANCELLED, bool(held)) for activity, state, held in rows]


def purposes_of(activities: set[int]) -> dict[int, list[int]]:
    """The purposes each activity serves; those without one are left out."""
    through: Any = Activity.purposes.through
    found: dict[int, list[int]] = {}
    for activity, purpose in through.objects.filter(activity__in=activities).values_list("activity", "purpose"):
        found.setdefault(activity, []).append(purpose)
    return found


def purpose_key(served: list[str]) -> str:
    """Under which one line of the table by purpose: each person stands in one."""
    return served[0] if len(served) == 1 else SEVERAL if served else NONE


def groups(rows: Rows, codes: Mapping[str, Mapping[Any, Any]]) -> list[Group]:
    """What the database counted, as the tables want it. `codes` name members, kinds of agency, and the purposes of activities."""
    return [
        Group(
            {
                MEMBER: codes[MEMBER].get(member, ""),
                AGENCY_TYPE: codes[AGENCY_TYPE].get(agency_type, ""),
                PURPOSE: purpose_key(codes[PURPOSE].get(activity, [])),
            },
            sex or "",
            people,
            int(events),
        )
        for member, agency_type, sex, activity, people, events in rows
    ]


def _courses(found: QuerySet[Any], asked: Asked, to: str, at: F) -> Sql:
    """Enrolments, or what leads to them: who, when, and as part of which workshop if any.

    Few accounts are merged into another and few enrolments belong to a workshop: these few are looked up, and not everybody.
    """
    took, values = _sql(
        found.annotate(
            of_learner=F(f"{to}learner"),
            of_member=F(f"{to}member"),
            of_agency_type=F(f"{to}agency_type"),
            of_sex=F(f"{to}sex"),
            of_enrolment=F("enrolment" if to else "pk"),
            of_key=F("pk"),
            of_at=at,
        ).values("of_learner", "of_member", "of_agency_type", "of_sex", "of_enrolment", "of_key", "of_at")
    )
    parts, more = _sql(_parts_of_workshops(asked))
    way = "JOIN" if asked.is_narrowed() else "LEFT JOIN"
    sql = f"""
        SELECT took.*, COALESCE(merged.merged_into_id, of_learner) AS of_person, part_activity AS of_activity FROM ({took}) took
        {way} ({parts}) part ON part_enrolment = of_enrolment
        LEFT JOIN {_PEOPLE} merged ON merged.id = of_learner AND merged.merged_into_id IS NOT NULL
    """  # noqa: S608 - Django's own SQL and names of this module; values are passed apart
    return sql, (*values, *more)


def _parts_of_workshops(asked: Asked) -> QuerySet[Any]:
    """Enrolments that are part of a workshop, each with the activity of its first place."""
    places = Place.objects.exclude(enrolment=None)
    if asked.is_narrowed():
        places = places.filter(workshop__in=Workshop.objects.filter(asked.activities()).values("pk"))
    firsts = places.order_by().values("enrolment").annotate(first=Min("pk")).values("first")
    return Place.objects.filter(pk__in=firsts).values(
        part_enrolment=F("enrolment"), part_activity=F("workshop__activity")
    )


def _grouped(events: Sql, asked: Asked, *, post_then: bool = False) -> Rows:
    """The first event of each person, and how many there were, put into groups: (member, agency type, sex, activity, people, events).

    Django cannot group what a window has numbered, so its SQL is wrapped; all of it is standard. Nothing is looked up for
    every event, only for the first of each person: PostgreSQL took the other for so much work that it compiled the question
    first, which lasted longer than counting.
    """
    inner, values = events
    member, agency_type, post = "of_member", "of_agency_type", ""
    if post_then:
        member, agency_type = "COALESCE(post.member_id, of_member)", "COALESCE(post.agency_type_id, of_agency_type)"
        post = f"LEFT JOIN {_POSTS} post ON post.id = ({_post_then()})"
    only = "WHERE of_member = %s" if asked.member else ""
    sql = f"""
        SELECT of_member, of_agency_type, of_sex, of_activity, COUNT(*), SUM(together) FROM (
            SELECT {member} AS of_member, {agency_type} AS of_agency_type, of_sex, of_activity, together FROM (
                SELECT seen.*, ROW_NUMBER() OVER (PARTITION BY of_person ORDER BY of_at, of_key) AS turn,
                    COUNT(*) OVER (PARTITION BY of_person) AS together
                FROM ({inner}) seen
            ) numbered {post} WHERE turn = 1
        ) firsts {only}
        GROUP BY of_member, of_agency_type, of_sex, of_activity
    """  # noqa: S608 - the parts are Django's own SQL and names of this module; values are passed apart
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *([asked.member] if asked.member else [])])
        return cursor.fetchall()


def _sql(rows: QuerySet[Any]) -> Sql:
    sql, values = rows.order_by().query.get_compiler(connection=connection).as_sql()
    return sql, tuple(values)


_POSTS, _PEOPLE = Affiliation._meta.db_table, User._meta.db_table


def _post_then() -> str:
    """The post held on that day; of somebody whose first post was entered later, that one."""
    return (
        f"SELECT held.id FROM {_POSTS} held WHERE held.person_id = of_person"  # noqa: S608 - names of this module
        " AND (held.valid_to IS NULL OR held.valid_to > of_at) ORDER BY held.valid_from LIMIT 1"
    )
