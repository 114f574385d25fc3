"""Banks, questions and tests, made by the actions that make them in earnest."""

import itertools
import uuid

from django.contrib.auth import get_user_model
from django.utils import timezone

from cms.sources.models import Source
from cms.taxonomy.models import Competency
from courses.assessment import actions
from courses.assessment.drafts import read
from courses.assessment.models import (
    Bank,
    Option,
    OptionText,
    Question,
    Quiz,
    QuizShare,
    Revision,
    RevisionText,
)

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


def make_questions(bank, number, competency="indicators"):
    """Several plain questions at once: the rows that `write_question` makes, without its checks and its entry in the log."""
    make_competency(competency)
    drafts = [read(make_item(competency=competency)) for _ in range(number)]
    questions = Question.objects.bulk_create(
        Question(external_id=draft.external_id, bank=bank, use=draft.use, competency=make_competency(competency))
        for draft in drafts
    )
    revisions = Revision.objects.bulk_create(
        Revision(
            question=question,
            number=1,
            type=draft.wording.type,
            scoring=draft.wording.scoring,
            max_marks=draft.wording.max_marks,
        )
        for question, draft in zip(questions, drafts, strict=True)
    )
    for question, draft, revision in zip(questions, drafts, revisions, strict=True):
        question.current, question.difficulty = revision, draft.difficulty
    Question.objects.bulk_update(questions, ["current", "difficulty"])
    wordings = [draft.wording for draft in drafts]
    RevisionText.objects.bulk_create(
        RevisionText(revision=revision, locale="en", stem=wording.stem)
        for revision, wording in zip(revisions, wordings, strict=True)
    )
    told = [option for wording in wordings for option in wording.options]
    options = Option.objects.bulk_create(
        Option(revision=revision, key=option.key, position=position, correct=option.correct)
        for revision, wording in zip(revisions, wordings, strict=True)
        for position, option in enumerate(wording.options)
    )
    OptionText.objects.bulk_create(
        OptionText(option=option, locale="en", text=draft.text, feedback=draft.feedback)
        for option, draft in zip(options, told, strict=True)
    )


def make_source(key="tip-protocol"):
    return Source.objects.get_or_create(key=key, defaults={"short": key, "full": key})[0]


def make_quiz(questions=5, count=3, competency="indicators", **fields):
    """A test that draws `count` of `questions` questions of one competency."""
    bank = fields.pop("bank", None) or make_bank()
    make_questions(bank, questions, competency)
    quiz = Quiz.objects.create(title="Final test", bank=bank, **fields)
    QuizShare.objects.create(quiz=quiz, competency=make_competency(competency), count=count)
    return Quiz.objects.get(pk=quiz.pk)


def add_share(quiz, count, competency):
    """A test asks of one more competency: as many questions as its bank is given for it."""
    make_questions(quiz.bank, count, competency)
    QuizShare.objects.create(quiz=quiz, competency=make_competency(competency), count=count)


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
