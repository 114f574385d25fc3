"""Officers and answers in numbers, written in bulk: only for measuring, never a way for real data."""

from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from courses.assessment.models import AnswerEvent, Attempt, Slot, Submission
from courses.catalogue.models import CoursePage
from courses.learning.journey import journey
from courses.learning.models import Enrolment, Evidence
from lms.accounts.models import Affiliation, AgencyType, Member, User

BATCH = 1000
CHANCE = Random(7)


@transaction.atomic
def officers(number: int) -> list[User]:
    """Verified officers of all members, who cannot sign in."""
    unusable, now = make_password(None), timezone.now()
    people = User.objects.bulk_create(
        [
            User(
                email=f"sized{n}@size.example",
                full_name=f"Officer {n}",
                name_key=f"officer {n}",
                state="verified",
                password=unusable,
            )
            for n in range(number)
        ],
        batch_size=BATCH,
    )
    members, kinds = list(Member.objects.all()), list(AgencyType.objects.all())
    Affiliation.objects.bulk_create(
        [
            Affiliation(
                person=person,
                member=CHANCE.choice(members),
                agency_type=CHANCE.choice(kinds),
                agency="Agency",
                valid_from=now,
            )
            for person in people
        ],
        batch_size=BATCH,
    )
    return people


@transaction.atomic
def study(people: list[User], course: CoursePage) -> list[Enrolment]:
    """Everyone enrolled, with some lessons done."""
    began = timezone.now() - timedelta(days=30)
    enrolments = Enrolment.objects.bulk_create(
        [Enrolment(learner=person, course=course, enrolled_at=began) for person in people], batch_size=BATCH
    )
    keys: list[UUID] = [stop.lesson.page_key for stop in journey(enrolments[0], []).stops]
    rows = [
        Evidence(
            registration=enrolment,
            page_key=key,
            kind="done",
            locale="en",
            client_uuid=uuid4(),
            occurred_at=began,
            received_at=began,
        )
        for enrolment in enrolments
        for key in keys[: CHANCE.randint(1, len(keys))]
    ]
    Evidence.objects.bulk_create(rows, batch_size=BATCH)
    return enrolments


@transaction.atomic
def answers(enrolments: list[Enrolment], pattern: Attempt, number: int) -> int:
    """Handed-in attempts like `pattern`, failed, until so many answers are there."""
    slots = list(pattern.slots.all())
    at = timezone.now() - timedelta(days=3)
    needed = -(-number // len(slots))
    attempts = Attempt.objects.bulk_create(
        [
            Attempt(
                learner_id=enrolment.learner_id,
                quiz=pattern.quiz,
                context=enrolment.registration,
                number=1,
                state="submitted",
                started_at=at,
                pass_percent=80,
                rule_version=1,
            )
            for enrolment in enrolments[:needed]
        ],
        batch_size=BATCH,
    )
    copies = Slot.objects.bulk_create(
        [
            Slot(
                attempt=attempt,
                position=slot.position,
                revision_id=slot.revision_id,
                option_order=slot.option_order,
                max_marks=1,
            )
            for attempt in attempts
            for slot in slots
        ],
        batch_size=BATCH,
    )
    AnswerEvent.objects.bulk_create(
        [
            AnswerEvent(
                attempt_id=slot.attempt_id,
                slot=slot,
                client_uuid=uuid4(),
                client_seq=1,
                response=slot.option_order[:1],
                locale="en",
                received_at=at,
            )
            for slot in copies
        ],
        batch_size=BATCH,
    )
    Submission.objects.bulk_create(
        [
            Submission(attempt=attempt, at=at, reason="learner", score=5, max_score=len(slots), passed=False)
            for attempt in attempts
        ],
        batch_size=BATCH,
    )
    return len(copies)
