"""Writing questions: what learners may have met is never changed, a change is a new revision (Q13, Q15)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cms.sources.models import Source
from cms.taxonomy.models import Competency
from courses.assessment.drafts import BadQuestion, Draft, TextDraft, Wording, faults
from courses.assessment.models import (
    Bank,
    Citation,
    Option,
    OptionText,
    Question,
    Revision,
    RevisionText,
)
from lms.audit.log import record


@transaction.atomic
def write_question(bank: Bank, draft: Draft, *, by: Any = None, locale: str = settings.LANGUAGE_CODE) -> str:
    """Store a question under its external id: "new", "changed" or "unchanged". A bad one is refused whole (BadQuestion)."""
    competency, sources = check(bank, draft)
    question = Question.objects.select_for_update(of=("self",)).filter(external_id=draft.external_id).first()
    outcome = "unchanged"
    if question is None:
        outcome = "new"
        question = Question(external_id=draft.external_id, bank=bank, use=draft.use)
    if (question.competency_id, question.difficulty) != (competency.pk, draft.difficulty):
        question.competency, question.difficulty = competency, draft.difficulty
        question.save()
        outcome = "new" if outcome == "new" else "changed"
    if question.current is None or question.current.wording(locale) != draft.wording:
        question.current = _revise(question, draft.wording, sources, locale, by)
        question.save(update_fields=["current"])
        outcome = "new" if outcome == "new" else "changed"
    if outcome != "unchanged":
        record("assessment.write_question", question, by=by, outcome=outcome, revision=question.current.number)
    return outcome


def check(bank: Bank, draft: Draft) -> tuple[Competency, dict[str, Source]]:
    """The competency and the sources a question names, or BadQuestion with everything that is wrong with it."""
    problems = faults(draft)
    competency = Competency.objects.filter(key=draft.competency).first()
    if competency is None:
        problems.append(_("The competency “%(key)s” is not known.") % {"key": draft.competency})
    wanted = {key for key, _place in draft.wording.citations}
    sources = {source.key: source for source in Source.objects.filter(key__in=wanted)}
    problems += [_("The source “%(key)s” is not known.") % {"key": key} for key in sorted(wanted - set(sources))]
    before = Question.objects.filter(external_id=draft.external_id).first()
    # Practice is open, a final's key is not: a question never moves from one to the other (INV-14).
    if before and before.use != draft.use:
        problems.append(_("A question keeps its use: practice or final, never both."))
    if before and before.bank_id != bank.pk:
        problems.append(_("Another bank already has a question with this id."))
    if problems or competency is None:
        raise BadQuestion(problems)
    return competency, sources


def _revise(question: Question, wording: Wording, sources: dict[str, Source], locale: str, by: Any) -> Revision:
    before = question.current
    revision = Revision.objects.create(
        question=question,
        number=(question.revisions.aggregate(last=Max("number"))["last"] or 0) + 1,
        type=wording.type,
        scoring=wording.scoring,
        max_marks=wording.max_marks,
        created_by=by,
    )
    RevisionText.objects.create(revision=revision, locale=locale, stem=wording.stem)
    options = Option.objects.bulk_create(
        Option(revision=revision, key=draft.key, position=position, correct=draft.correct)
        for position, draft in enumerate(wording.options)
    )
    OptionText.objects.bulk_create(
        OptionText(option=option, locale=locale, text=draft.text, feedback=draft.feedback)
        for option, draft in zip(options, wording.options, strict=True)
    )
    Citation.objects.bulk_create(
        Citation(revision=revision, source=sources[key], locator=place) for key, place in wording.citations
    )
    if before is not None:
        _keep_translations(before, revision, options, locale)
    return revision


def _keep_translations(before: Revision, after: Revision, options: list[Option], locale: str) -> None:
    """Words whose original did not change keep their translations; the others show the original until translated."""
    old, new = before.wording(locale), after.wording(locale)
    if old.stem == new.stem:
        RevisionText.objects.bulk_create(
            RevisionText(revision=after, locale=text.locale, stem=text.stem)
            for text in before.texts.exclude(locale=locale)
        )
    same = {option.key: (option.text, option.feedback) for option in old.options}
    kept = {
        draft.key: option
        for option, draft in zip(options, new.options, strict=True)
        if same.get(draft.key) == (draft.text, draft.feedback)
    }
    texts = OptionText.objects.filter(option__revision=before, option__key__in=kept).exclude(locale=locale)
    OptionText.objects.bulk_create(
        OptionText(option=kept[text.option.key], locale=text.locale, text=text.text, feedback=text.feedback)
        for text in texts.select_related("option")
    )


@transaction.atomic
def write_texts(bank: Bank, draft: TextDraft, *, locale: str, by: Any = None) -> str:
    """Store the words of a question in a further language; keys, order and scoring stay the source's (Q12)."""
    question = bank.questions.select_for_update(of=("self",)).filter(external_id=draft.external_id).first()
    if question is None or question.current is None:
        raise BadQuestion([_("The bank has no such question.")])
    options = {option.key: option for option in question.current.options.all()}
    if {option.key for option in draft.options} != set(options):
        raise BadQuestion([_("Its answers are not those of the original.")])
    current = question.current.wording(locale)
    words = {(option.key, option.text, option.feedback) for option in draft.options}
    if current.stem == draft.stem and words == {(one.key, one.text, one.feedback) for one in current.options}:
        return "unchanged"
    RevisionText.objects.update_or_create(revision=question.current, locale=locale, defaults={"stem": draft.stem})
    for one in draft.options:
        OptionText.objects.update_or_create(
            option=options[one.key], locale=locale, defaults={"text": one.text, "feedback": one.feedback}
        )
    record("assessment.write_texts", question, by=by, locale=locale)
    return "changed" if current.stem else "new"


@transaction.atomic
def archive_question(question: Question, *, by: Any, at: datetime) -> Question:
    """Take a question out of new attempts and choosers. Attempts and lessons that have it keep it (Q15)."""
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.archived_at is None:
        question.archived_at = at
        question.save(update_fields=["archived_at"])
        record("assessment.archive_question", question, by=by)
    return question


@transaction.atomic
def restore_question(question: Question, *, by: Any) -> Question:
    """Bring an archived question back."""
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.archived_at is not None:
        question.archived_at = None
        question.save(update_fields=["archived_at"])
        record("assessment.restore_question", question, by=by)
    return question
