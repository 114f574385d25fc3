"""Everybody in the real course, and in light ones: enrolments, evidence, completions, and what follows from these."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from alumni.profiles.models import Engagement
from courses.catalogue.models import CoursePage
from courses.learning.journey import journey
from courses.learning.models import WHOLE_PAGE, Achievement, Completion, Enrolment, Evidence
from lms.accounts.models import Affiliation

from .catalogue import LightCourse
from .sizes import Sizes
from .tables import Table, new_uuid

RULES_MET = "rules met"
# Of ten people in the real course: what became of each.
STAGES = ["passed", "failed", "passed", "failed", "reading", "passed", "failed", "passed", "failed thrice", "ready"]


@dataclass(frozen=True)
class Study:
    """One enrolment on its way into the tables."""

    no: int
    person: int
    course: int
    registration: str
    began: datetime
    ended: datetime | None
    stage: str = "reading"


@dataclass
class Learned:
    """What the other parts build upon."""

    studies: list[Study] = field(default_factory=list)
    achievements: list[tuple[int, Study, str]] = field(default_factory=list)

    def at(self, *stages: str) -> list[Study]:
        return [study for study in self.studies if study.stage in stages]


def learn(sizes: Sizes, persons: range, profiles: range, course: CoursePage, light: list[LightCourse]) -> Learned:
    learned = Learned(real(sizes, persons, course))
    # Certificates of the real course are those who passed; the rest of them come from the light ones.
    passed = learned.at("passed")
    further = lighter(sizes, persons, light, completed=sizes.certificates - len(passed))
    studies = learned.studies + further
    _enrolments(sizes, studies, persons)
    _evidence(sizes, learned.studies, course, further, {one.pk: one for one in light})
    titles = {one.pk: one.title for one in light} | {course.pk: course.title}
    learned.achievements = _completions([study for study in studies if study.ended], titles, course)
    _engagements(learned.achievements, persons, profiles)
    return learned


def real(sizes: Sizes, persons: range, course: CoursePage) -> list[Study]:
    chance, now, found = sizes.chance("real course"), sizes.now(), []
    # No more certificates than were asked for, where people are many.
    most = sizes.certificates // 2
    for no, person in enumerate(persons):
        stage = STAGES[no % len(STAGES)]
        if stage == "passed":
            most -= 1
            stage = stage if most >= 0 else "ready"
        began = now - timedelta(days=40 + no % 700, minutes=no % 1440)
        ended = began + timedelta(days=12, hours=1) if stage == "passed" else None
        found.append(Study(no, person, course.pk, new_uuid(chance), began, ended, stage))
    return found


def lighter(sizes: Sizes, persons: range, light: list[LightCourse], *, completed: int) -> list[Study]:
    """Completed ones for as many people as it takes, one at a time; and one each that is under way."""
    chance, now, found = sizes.chance("light courses"), sizes.now(), []
    for turn in range(completed):
        no, again = turn % len(persons), turn // len(persons)
        began = now - timedelta(days=60 + turn % 900, minutes=turn % 1440)
        course = light[(no * 7 + again) % len(light)].pk
        found.append(Study(no, persons[no], course, new_uuid(chance), began, began + timedelta(days=3)))
    for no, person in enumerate(persons):
        course = light[(no * 7 + 20) % len(light)].pk
        found.append(Study(no, person, course, new_uuid(chance), now - timedelta(days=5 + no % 40), None))
    return found


def _enrolments(sizes: Sizes, studies: list[Study], persons: range) -> None:
    posts = Affiliation.objects.filter(person__gte=persons[0], valid_to=None).values_list(
        "person_id", "member_id", "agency_type_id", "agency", "rank_band", "person__sex"
    )
    snapshot = {row[0]: row[1:] for row in posts.iterator()}
    Table(
        Enrolment,
        ["learner_id", "course_id", "registration", "enrolled_at", "closed_at", "member_id", "agency_type_id", "agency",
         "rank_band", "sex"],
    ).write(
        (one.person, one.course, one.registration, one.began, one.ended, *snapshot[one.person]) for one in studies
    )  # fmt: skip


def _evidence(
    sizes: Sizes, real: list[Study], course: CoursePage, further: list[Study], light: dict[int, LightCourse]
) -> None:
    chance = sizes.chance("evidence")
    sample = Enrolment(course=course)
    lessons = [stop.lesson for stop in journey(sample, []).stops]
    units = [(str(lesson.page_key), str(lesson.checks[0].block_id) if lesson.checks else "") for lesson in lessons]

    def rows() -> Iterator[tuple[Any, ...]]:
        nil = str(WHOLE_PAGE)
        for one in real:
            done = len(units) if one.stage != "reading" else 3 + one.no % (len(units) - 4)
            for turn, (page, block) in enumerate(units[:done]):
                at = one.began + timedelta(hours=1 + turn * 12)
                if block:
                    yield one.registration, page, block, "practised", "web", new_uuid(chance), {}, at, at
                yield one.registration, page, nil, "done", "web", new_uuid(chance), {}, at, at
        for one in further:
            keys = light[one.course].lessons
            for turn, page in enumerate(keys if one.ended else keys[: 1 + one.no % 5]):
                at = one.began + timedelta(hours=1 + turn * 6)
                yield one.registration, page, nil, "done", "web", new_uuid(chance), {}, at, at

    Table(
        Evidence,
        ["registration_id", "page_key", "block_id", "kind", "source", "client_uuid", "detail", "occurred_at", "received_at"],
        locale="en",
    ).write(rows())  # fmt: skip


def results(graded: list[tuple[Study, str, bool, datetime]], course: CoursePage) -> None:
    """The evidence that follows from tests handed in, under the same ids the program would give."""
    nil, page = str(WHOLE_PAGE), str(course.translation_key)
    Table(
        Evidence,
        ["registration_id", "page_key", "block_id", "kind", "source", "client_uuid", "detail", "occurred_at", "received_at"],
        locale="en",
    ).write(
        (
            one.registration, page, nil, "passed" if passed else "failed", "test",
            uuid5(NAMESPACE_URL, f"submission:{UUID(attempt)}").hex, {"attempt": str(UUID(attempt))}, at, at,
        )
        for one, attempt, passed, at in graded
    )  # fmt: skip


def _completions(ended: list[Study], titles: dict[int, str], course: CoursePage) -> list[tuple[int, Study, str]]:
    keys = Enrolment.objects.exclude(closed_at=None).values_list("registration", "pk")
    enrolment = {registration.hex: pk for registration, pk in keys.iterator()}
    completed = Table(
        Completion, ["enrolment_id", "rule_version", "completed_at", "recorded_at"], reason=RULES_MET
    ).write(
        (enrolment[one.registration], course.rule_version if one.course == course.pk else 1, one.ended, one.ended)
        for one in ended
    )
    achieved = Table(Achievement, ["person_id", "ref", "completion_id", "achieved_at"], kind="course").write(
        (one.person, one.registration, completion, one.ended) for one, completion in zip(ended, completed, strict=True)
    )
    return [(pk, one, titles[one.course]) for pk, one in zip(achieved, ended, strict=True)]


def _engagements(achievements: list[tuple[int, Study, str]], persons: range, profiles: range) -> None:
    Table(
        Engagement, ["profile_id", "ref", "achievement_id", "course_id", "title", "ended_at"],
        kind="course", title_language="en",
    ).write(
        (profiles[one.no], one.registration, pk, one.course, title, one.ended) for pk, one, title in achievements
    )  # fmt: skip
