"""Banks, questions and tests, made by the actions that make them in earnest."""

import itertools
import uuid

from django.contrib.auth import get_user_model
from django.utils import timezone

from cms.sources.models import Source
from cms.taxonomy.models import Competency
from courses.assessment import actions
from courses.assessment.drafts import read
from courses.assessment.models import Bank, Question, Quiz, QuizShare

_numbers = itertools.count(1)


def make_person(**fields):
    number = next(_numbers)
    facts = {"email": f"person{number}@example.org", "full_name": f"Person {number}", "state": "verified", **fields}
    return get_user_model().objects.create_user(**facts)


def make_competency(key="indicators"):
    return Competency.objects.get_or_create(key=key, defaults={"name": key.replace("-", " ").capitalize()})[0]


def make_bank(code=None):
    return Bank.objects.create(code=code or f"bank-{next(_numbers)}", title="A bank")


def make_option(text, correct=False, feedback=None):
    feedback = f"Because {text}." if feedback is None else feedback
    return {"key": str(uuid.uuid4()), "text": text, "correct": correct, "feedback": feedback}


def make_item(**changes):
    """A question in our JSON shape."""
    number = next(_numbers)
    item = {
        "id": f"T-{number}",
        "use": "final",
        "type": "single",
        "stem": f"What is asked in question {number}?",
        "options": [make_option(f"The right one {number}", True), *(make_option(f"Wrong {n}") for n in range(3))],
        "citations": [],
        "competency": "indicators",
        "difficulty": "basic",
    }
    return {**item, **changes}


def make_several(**changes):
    options = [make_option("Yes 1", True), make_option("Yes 2", True), make_option("No 1"), make_option("No 2")]
    return make_item(**{"type": "multiple", "options": options, **changes})


def make_question(bank, **changes):
    make_competency(changes.get("competency", "indicators"))
    item = make_item(**changes)
    actions.write_question(bank, read(item))
    return Question.objects.select_related("current").get(external_id=item["id"])


def make_source(key="tip-protocol"):
    return Source.objects.get_or_create(key=key, defaults={"short": key, "full": key})[0]


def make_quiz(questions=5, count=3, competency="indicators", **fields):
    """A test that draws `count` of `questions` questions of one competency."""
    bank = fields.pop("bank", None) or make_bank()
    for _ in range(questions):
        make_question(bank, competency=competency)
    quiz = Quiz.objects.create(title="Final test", bank=bank, **fields)
    QuizShare.objects.create(quiz=quiz, competency=make_competency(competency), count=count)
    return Quiz.objects.get(pk=quiz.pk)


def start(quiz=None, learner=None, at=None, **facts):
    learner = learner or make_person()
    facts.setdefault("context", uuid.uuid4())
    return actions.start(learner, quiz or make_quiz(), at=at or timezone.now(), by=learner, **facts)


def right_keys(slot):
    return tuple(str(option.key) for option in slot.revision.options.all() if option.correct)


def wrong_key(slot):
    return next(str(option.key) for option in slot.revision.options.all() if not option.correct)


def answer(attempt, position, response, *, seq=1, at=None, **facts):
    facts = {"client_uuid": uuid.uuid4(), "locale": "en", **facts}
    sent = actions.Answer(position=position, response=tuple(response), client_seq=seq, **facts)
    return actions.save_answer(attempt, sent, at=at or timezone.now())


def answer_all(attempt, right=True, at=None):
    for slot in attempt.slots.all():
        answer(attempt, slot.position, right_keys(slot) if right else [wrong_key(slot)], at=at)
