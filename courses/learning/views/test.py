"""The final test: its rules and start, the review before handing in, the result."""

from operator import itemgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cms.taxonomy.models import Competency
from courses.assessment import actions as assessment
from courses.assessment.models import AnswerEvent, Attempt, Quiz, Slot, Submission
from courses.assessment.permissions import can_preview
from courses.assessment.refusals import Refused
from courses.assessment.timing import minutes_left
from courses.assessment.topics import lost
from lms.accounts.actions import NameIsLocked, confirm_certificate_name

from ..final import Final, final_of, lessons_about
from ..forms.test import StartForm
from ..journey import Journey, journey
from .course import find, result_links


@require_http_methods(["GET", "POST"])
@login_required
def start(request: HttpRequest, registration: UUID) -> HttpResponse:
    """The rules in sentences; Start is a POST. Twice at once gives the same attempt (Q1, Q2)."""
    way = journey(find(request, registration), language=get_language())
    final = final_of(way)
    if final is None:
        raise Http404
    person: Any = request.user
    form = StartForm(person, request.POST or None)
    if request.method == "POST" and final.state in {"ready", "running"} and (final.running or form.is_valid()):
        return _begin(request, registration, final, form)
    context = {"way": way, "final": final, "form": form, "rules": rules(final), "results": results(way, final)}
    return render(request, "courses/learning/test/start.html", context)


def _begin(request: HttpRequest, registration: UUID, final: Final, form: StartForm) -> HttpResponse:
    person: Any = request.user
    try:
        if final.running is None and "name" in form.fields:
            confirm_certificate_name(person, form.cleaned_data["name"], by=person)
        attempt = assessment.start(person, final.quiz, context=registration, at=timezone.now(), by=person)
    except NameIsLocked:
        messages.info(request, _("Your name was confirmed before, on another page. Check it here."))
        return redirect("learning:test-start", registration)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("learning:test-start", registration)
    return redirect(first_open(attempt))


@require_http_methods(["GET", "POST"])
@login_required
def preview(request: HttpRequest, quiz: UUID) -> HttpResponse:
    """An editor takes a test as a learner would; it never counts and enters no figure (Q25)."""
    found = Quiz.objects.filter(public_id=quiz).first()
    if found is None or not can_preview(request.user):
        raise Http404
    if request.method == "GET":
        return render(request, "courses/learning/test/preview.html", {"quiz": found})
    try:
        attempt = assessment.start(
            request.user, found, context=found.public_id, at=timezone.now(), by=request.user, preview=True
        )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("learning:test-preview", quiz)
    return redirect(first_open(attempt))


def first_open(attempt: Attempt) -> str:
    """The first question without an answer, or the review when all have one."""
    answered = {event.slot_id for event in current_answers(attempt).values() if event.response}
    for slot in attempt.slots.all():
        if slot.pk not in answered:
            return question_url(attempt, slot.position)
    return reverse("learning:test-review", args=[attempt.context, attempt.public_id])


def question_url(attempt: Attempt, position: int) -> str:
    return reverse("learning:test-question", args=[attempt.context, attempt.public_id, position])


def current_answers(attempt: Attempt) -> dict[int, AnswerEvent]:
    """The answers that count, by slot."""
    return {event.slot_id: event for event in AnswerEvent.objects.filter(attempt=attempt).current()}


def find_attempt(request: HttpRequest, registration: UUID, attempt: UUID) -> Attempt:
    """The caller's own attempt; one whose time is over is handed in at once, as the sweep would (Q6)."""
    found = Attempt.objects.visible_to(request.user).filter(public_id=attempt, context=registration)
    mine = found.select_related("quiz").first()
    if mine is None:
        raise Http404
    if mine.is_overdue(timezone.now()):
        assessment.submit(mine, at=timezone.now())
    return mine


def marks_needed(most: int, percent: int) -> int:
    """The fewest whole marks that pass."""
    return -(-most * percent // 100)


def rules(final: Final) -> list[str]:
    """What a learner should know before starting, in whole sentences."""
    quiz, count = final.quiz, sum(final.quiz.wanted().values())
    needed = marks_needed(count, quiz.pass_percent)
    minutes = minutes_left(quiz.time_limit, quiz.closes_at, timezone.now())
    said = [
        ngettext("The test has %(count)d question.", "The test has %(count)d questions.", count) % {"count": count},
        _("You pass with %(percent)d per cent: %(needed)d right answers of %(count)d.")
        % {"percent": quiz.pass_percent, "needed": needed, "count": count},
        ngettext("You have %(left)d attempt left.", "You have %(left)d attempts left.", final.left)
        % {"left": final.left},
    ]
    if minutes is None:
        said.append(_("There is no time limit. You may stop and go on another day, on any device."))
    else:
        said.append(_("You will have %(minutes)d minutes. The time runs on when you leave.") % {"minutes": minutes})
    if quiz.time_limit:
        said.append(_("An attempt counts as soon as you start it."))
    else:
        said.append(_("An attempt counts when you hand it in."))
    return [
        *said,
        _("Each answer is saved as you go. You can change your answers until you hand in."),
        _("You see whether you have passed as soon as you hand in. Which answers were right is not shown."),
        _("Answer every question: only then your score is shown, and only if half of it or more is right."),
        _(
            "You need a connection. If the line breaks, open this page again. "
            "Everything up to your last “Save and next” is kept."
        ),
    ]


def results(way: Journey, final: Final) -> list[dict[str, Any]]:
    """Earlier attempts as the list of steps shows them."""
    return [
        {
            "title": _("Attempt %(number)d") % {"number": attempt.number},
            "state": "done" if attempt.submission.passed else "open",
            "status": _("Passed") if attempt.submission.passed else _("Not passed"),
            "note": score_words(attempt.submission),
            "url": reverse("learning:test-result", args=[attempt.context, attempt.public_id]),
        }
        for attempt in final.results
    ]


def score_words(submission: Submission) -> str:
    """The score, where it is told; else nothing."""
    if not submission.is_told:
        return ""
    score = f"{submission.score.normalize():f}"
    return _("%(score)s of %(most)s") % {"score": score, "most": submission.max_score}


@require_http_methods(["GET", "POST"])
@login_required
def review(request: HttpRequest, registration: UUID, attempt: UUID) -> HttpResponse:
    """Every question with its state; handing in twice lands on the same result (Q4, Q21)."""
    mine = find_attempt(request, registration, attempt)
    if request.method == "POST":
        assessment.submit(mine, at=timezone.now(), by=request.user)
    if request.method == "POST" or not mine.is_open():
        return redirect("learning:test-result", registration, attempt)
    answers = current_answers(mine)
    slots = list(mine.slots.all())
    steps = [(slot, _step(mine, slot, answers)) for slot in slots]
    missing = [step for _slot, step in steps if step["state"] == "open"]
    context = {
        "attempt": mine,
        "all": [step for _slot, step in steps],
        "missing": missing,
        "marked": [step for slot, step in steps if slot.flagged],
        "back": missing[0]["url"] if missing else question_url(mine, 1),
    }
    return render(request, "courses/learning/test/review.html", context)


def is_answered(slot: Slot, answers: dict[int, AnswerEvent]) -> bool:
    return slot.pk in answers and bool(answers[slot.pk].response)


def _step(attempt: Attempt, slot: Slot, answers: dict[int, AnswerEvent]) -> dict[str, Any]:
    answered = is_answered(slot, answers)
    return {
        "title": _("Question %(number)d") % {"number": slot.position},
        "state": "done" if answered else "open",
        "status": _("Answered") if answered else _("Not answered"),
        "note": _("marked to look at again") if slot.flagged else "",
        "url": question_url(attempt, slot.position),
    }


@require_GET
@login_required
def result(request: HttpRequest, registration: UUID, attempt: UUID) -> HttpResponse:
    """Passed or not in words, topic by topic, and what comes next. Never the key: the questions are used again (Q20)."""
    mine = find_attempt(request, registration, attempt)
    submission = Submission.objects.filter(attempt=mine).first()
    if submission is None:
        return redirect("learning:test-review", registration, attempt)
    context: dict[str, Any] = {"attempt": mine, "submission": submission, "score": score_words(submission)}
    context["topics"] = topics(submission)
    context["together"] = any(topic["together"] for topic in context["topics"])
    context["late"] = _late_positions(mine)
    context["needed"] = marks_needed(submission.max_score, mine.pass_percent)
    context["unanswered"] = _unanswered(mine)
    if not mine.preview:
        context.update(_onward(request, registration, submission))
    return render(request, "courses/learning/test/result.html", context)


def topics(submission: Submission) -> list[dict[str, Any]]:
    """The result by competency, by name, in the order of the vocabulary; several in a row where each has few questions."""
    rows = submission.topics
    known = Competency.objects.filter(key__in=[topic for row in rows for topic in row.topics])
    names = {one.key: one.name for one in known}
    places = {key: place for place, key in enumerate(names)}
    # What has left the vocabulary since has no name to be told by.
    shown = [(sorted(places[topic] for topic in row.topics if topic in places), row) for row in rows]
    by_place = list(names.values())
    return [
        {
            "name": " · ".join(by_place[place] for place in of_row),
            "score": row.score,
            "most": row.max,
            "together": len(row.topics) > 1,
        }
        for of_row, row in sorted(shown, key=itemgetter(0))
        if of_row
    ]


def _unanswered(attempt: Attempt) -> int:
    """Questions handed in without an answer; not told once the answers are purged by age."""
    answers = current_answers(attempt)
    if not answers and attempt.submission.score:
        return 0
    return sum(not is_answered(slot, answers) for slot in attempt.slots.all())


def _late_positions(attempt: Attempt) -> list[int]:
    """Questions whose answer came after time and grace: kept, not scored, and the learner is told which (Q5)."""
    if attempt.deadline is None:
        return []
    return sorted(set(attempt.answers.filter(late=True).values_list("slot__position", flat=True)))


def _onward(request: HttpRequest, registration: UUID, submission: Submission) -> dict[str, Any]:
    enrolment = find(request, registration)
    way = journey(enrolment, language=get_language())
    completed = enrolment.completions.standing().exists()
    return {
        "way": way,
        "final": final_of(way),
        "lessons": lessons_about(way, lost(submission.topics)),
        "completed": completed,
        "links": result_links(request, enrolment) if completed else [],
    }
