"""Completion is a pure function of rules and evidence."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from courses.learning.completion import Rules, is_met, lessons_done, progress

LESSONS = [UUID(int=n) for n in range(1, 8)]
COURSE = UUID(int=99)


@dataclass
class Fact:
    page_key: UUID
    kind: str
    client_uuid: UUID = field(default_factory=uuid4)
    detail: dict = field(default_factory=dict)
    occurred_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


def done(*lessons: UUID) -> list[Fact]:
    return [Fact(lesson, "done") for lesson in lessons]


def rules(lessons: int = 5, final: bool = True) -> Rules:
    return Rules(version=1, lessons=frozenset(LESSONS[:lessons]), final=COURSE if final else None)


def test_all_lessons_and_a_passed_final_complete_the_course():
    assert is_met(rules(), [*done(*LESSONS[:5]), Fact(COURSE, "passed")])


def test_a_failed_final_completes_nothing():
    assert not is_met(rules(), [*done(*LESSONS[:5]), Fact(COURSE, "failed")])


def test_p2_the_percentage_is_floored_and_reaches_a_hundred_only_with_the_last_unit():
    assert progress(rules(), done(*LESSONS[:5])).percent == 83
    assert progress(rules(), [*done(*LESSONS[:5]), Fact(COURSE, "passed")]).percent == 100


def test_p2_a_course_that_requires_nothing_is_never_complete():
    assert not is_met(Rules(version=1), done(*LESSONS))
    assert progress(Rules(version=1), done(*LESSONS)).percent == 0


def test_p5_a_removed_lesson_shrinks_the_denominator_and_its_evidence_counts_no_more():
    evidence = [*done(*LESSONS[:4]), Fact(COURSE, "passed")]
    assert not is_met(rules(5), evidence)
    assert is_met(rules(4), evidence)
    assert progress(rules(3), evidence).done == 4


def test_a_lesson_taken_back_is_not_done_until_it_is_marked_again():
    mark = Fact(LESSONS[0], "done")
    undo = Fact(LESSONS[0], "reopened", detail={"undoes": str(mark.client_uuid)})
    again = Fact(LESSONS[0], "done")
    assert lessons_done([mark, undo]) == set()
    assert lessons_done([undo, again, mark]) == {LESSONS[0]}


facts = st.lists(
    st.builds(
        Fact,
        page_key=st.sampled_from([*LESSONS, COURSE]),
        kind=st.sampled_from(["done", "opened", "practised", "passed", "failed"]),
    )
)


@given(facts, st.randoms())
def test_inv4_order_and_repetition_change_nothing(evidence, random):
    shuffled = [*evidence, *evidence]
    random.shuffle(shuffled)
    assert progress(rules(), shuffled) == progress(rules(), evidence)


@given(facts, facts)
def test_inv4_more_evidence_never_means_less_progress(earlier, later):
    assert progress(rules(), [*earlier, *later]).done >= progress(rules(), earlier).done


@given(facts, st.integers(0, 7), st.booleans())
def test_p2_the_percentage_stays_between_nought_and_a_hundred(evidence, lessons, final):
    assert 0 <= progress(rules(lessons, final), evidence).percent <= 100
