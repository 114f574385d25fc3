"""Nothing tells which answer is right before it may be told (Q20, INV-14)."""

import pytest

from courses.assessment.practice import practice_questions
from courses.assessment.wording import words_at
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db


def test_q20_a_final_question_never_passes_through_practice():
    bank = make.make_bank()
    final, practice = make.make_question(bank), make.make_question(bank, use="practice")
    assert list(practice_questions([final.public_id, practice.public_id], "en")) == [practice.public_id]


def test_practice_tells_the_feedback_of_every_option_in_few_queries(django_assert_num_queries):
    bank = make.make_bank()
    questions = [make.make_question(bank, use="practice") for _ in range(3)]
    with django_assert_num_queries(3):
        found = practice_questions([one.public_id for one in questions], "en")
    with django_assert_num_queries(1):
        assert practice_questions([one.public_id for one in questions], "en") == found
    one = found[questions[0].public_id]
    assert [option.feedback for option in one.options][1:] == [
        "Because Wrong 0.",
        "Because Wrong 1.",
        "Because Wrong 2.",
    ]
    assert (one.right, one.several) == (frozenset([one.options[0].key]), False)
    assert one.fits([one.options[2].key])
    assert not one.fits([option.key for option in one.options])


def test_practice_falls_back_to_the_source_language_text_by_text():
    question = make.make_question(make.make_bank(), use="practice")
    question.current.texts.create(locale="th", stem="คำถาม")
    found = practice_questions([question.public_id], "th")[question.public_id]
    assert (found.lang, found.options[0].lang) == ("th", "en")


def test_inv14_the_words_of_a_question_carry_no_key(django_assert_num_queries):
    slot = make.start().slots.first()
    with django_assert_num_queries(2):
        words = words_at(slot, "en")
    assert "Because" not in repr(words)
    assert "correct" not in repr(words)
