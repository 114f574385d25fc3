"""One question of a test on its page, and saving its answer, with JavaScript or without."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.assessment import actions as assessment
from courses.assessment.models import AnswerEvent, Attempt, Revision, Slot
from courses.assessment.refusals import AttemptClosed, BadAnswer, NoSuchQuestion, Refused, StaleAnswer
from courses.assessment.wording import Words, words_at

from .test import current_answers, find_attempt, is_answered, question_url

HIGHEST_SEQ = 2**53
MOST_CHOSEN = 20


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, registration: UUID, attempt: UUID, position: int) -> HttpResponse:
    """Show a question; a POST saves its answer and goes where the button says."""
    if not request.user.is_authenticated:
        return _sign_in(request)
    if request.method == "GET":
        return _page(request, find_attempt(request, registration, attempt), position)
    try:
        answer = _posted(request, position)
    except ValueError:
        return _unreadable(request)
    mine = Attempt.objects.visible_to(request.user).filter(public_id=attempt, context=registration)
    if request.accepts("text/html"):
        return _save_and_go(request, find_attempt(request, registration, attempt), answer)
    return _save(request, mine, answer)


def _posted(request: HttpRequest, position: int) -> assessment.Answer:
    """The answer as it was sent; ValueError for what no page of ours sends."""
    seq = int(request.POST.get("client_seq", "1"))
    response = request.POST.getlist("option")
    if not 0 <= seq < HIGHEST_SEQ or len(response) > MOST_CHOSEN:
        raise ValueError
    return assessment.Answer(
        position=position,
        response=tuple(response),
        client_uuid=UUID(request.POST.get("client_uuid") or str(uuid4())),
        client_seq=seq,
        locale=get_language() or "en",
    )


def _save(request: HttpRequest, mine: Any, answer: assessment.Answer) -> HttpResponse:
    """For the script: where the answer stands, in words. Only 409 and 422 mean that it will never be taken."""
    try:
        saved = assessment.save_answer(mine, answer, at=timezone.now())
    except NoSuchQuestion as refusal:
        return JsonResponse({"state": "refused", "text": str(refusal.message)}, status=404)
    except BadAnswer as refusal:
        return JsonResponse({"state": "refused", "text": str(refusal.message)}, status=422)
    except Refused as refusal:
        return JsonResponse({"state": "refused", "text": str(refusal.message)}, status=409)
    words = {"saved": saved_words, "superseded": newer_words, "late": late_words}[saved.state]
    return JsonResponse({"state": saved.state, "text": words(saved.at, request.user), "seq": saved.seq})


def _save_and_go(request: HttpRequest, attempt: Attempt, answer: assessment.Answer) -> HttpResponse:
    """Without JavaScript: save, then the page the button named. Never an error page for an old page (Q9)."""
    newer = False
    # A page that never had an answer and still has none says nothing.
    if answer.response or answer.client_seq > 1:
        try:
            saved = assessment.save_answer(attempt, answer, at=timezone.now())
            newer = saved.state == "superseded"
            if saved.state == "late":
                messages.warning(request, late_words(saved.at, request.user))
        except NoSuchQuestion:
            raise Http404 from None
        except BadAnswer as refusal:
            return _page(request, attempt, answer.position, error=str(refusal.message))
        except StaleAnswer:
            newer = True
        except AttemptClosed as refusal:
            messages.info(request, str(refusal.message))
    target = _onward(request, attempt, answer.position)
    return HttpResponseRedirect(f"{target}?{urlencode({'newer': answer.position})}" if newer else target)


def _onward(request: HttpRequest, attempt: Attempt, position: int) -> str:
    go = request.POST.get("go", "next")
    if go in {"mark", "unmark"}:
        assessment.set_flag(attempt, position, on=go == "mark")
        return question_url(attempt, position)
    if go == "back" and position > 1:
        return question_url(attempt, position - 1)
    if go == "next" and position < attempt.slots.count():
        return question_url(attempt, position + 1)
    if go == "stop" and not attempt.preview:
        _say_what_is_saved(request, attempt)
        return resolve_url("learning:course-map", attempt.context)
    return resolve_url("learning:test-review", attempt.context, attempt.public_id)


def _say_what_is_saved(request: HttpRequest, attempt: Attempt) -> None:
    """Somebody stops for today. Where the test was handed in meanwhile, that has been said already."""
    if not Attempt.objects.open().filter(pk=attempt.pk).exists():
        return
    done = sum(bool(event.response) for event in current_answers(attempt).values())
    total = attempt.slots.count()
    messages.success(request, _("Your answers are saved: %(done)d of %(total)d.") % {"done": done, "total": total})


def _page(request: HttpRequest, attempt: Attempt, position: int, error: str = "") -> HttpResponse:
    if not attempt.is_open():
        return redirect("learning:test-result", attempt.context, attempt.public_id)
    slots = list(attempt.slots.select_related("revision"))
    slot = next((one for one in slots if one.position == position), None)
    if slot is None:
        raise Http404
    answers, words = current_answers(attempt), words_at(slot, get_language() or "en")
    answer = answers.get(slot.pk)
    # Chosen before signing in again, not saved yet (Q10).
    unsaved = [key for key in request.GET.getlist("option") if key in slot.option_order]
    done = sum(is_answered(one, answers) for one in slots)
    context = {
        "attempt": attempt,
        "slot": slot,
        "total": len(slots),
        "done": done,
        "options": options(slot, words, unsaved or (answer.response if answer else [])),
        "words": words,
        "lang": "" if words.stem.lang == get_language() else words.stem.lang,
        "untranslated": not words.is_translated(get_language() or "en"),
        "hint": hint(slot.revision),
        "saved": saved_words(answer.received_at, request.user) if answer and answer.response and not unsaved else "",
        "unsaved": bool(unsaved),
        "client_uuid": uuid4(),
        "client_seq": (answer.client_seq if answer else 0) + 1,
        "newer": newer_notice(request, attempt, slots, answers),
        "error": error,
        "page_has_errors": bool(error),
        "here": request.path,
        # What the foot of every page asks for: whether something may be chosen on it.
        "form": True,
    }
    return render(request, "courses/learning/test/question.html", context, status=422 if error else 200)


def options(slot: Slot, words: Words, chosen: list[str]) -> list[dict[str, Any]]:
    """The options in the order this attempt fixed, without a trace of which is right (INV-14)."""
    return [
        {"value": key, "text": words.options[key].text, "checked": key in chosen}
        for key in slot.option_order
        if key in words.options
    ]


def hint(revision: Revision) -> str:
    """How to answer and how it is marked (Q18)."""
    if revision.type != Revision.Type.MULTIPLE:
        return _("Choose one answer.")
    if revision.scoring == Revision.Scoring.RIGHT_MINUS_WRONG:
        return _("Choose every right answer. A wrong one takes away a right one; you never get less than nought.")
    return _("Choose every right answer. It counts only when you choose all of them and no wrong one.")


def newer_notice(
    request: HttpRequest, attempt: Attempt, slots: list[Slot], answers: dict[int, AnswerEvent]
) -> dict[str, str]:
    """After an old page was sent: that a newer answer is there, and the way to it (Q9)."""
    place = request.GET.get("newer", "")
    slot = next((one for one in slots if str(one.position) == place), None)
    if slot is None or slot.pk not in answers:
        return {}
    return {
        "text": _("Question %(number)d: %(newer)s")
        % {"number": slot.position, "newer": newer_words(answers[slot.pk].received_at, request.user)},
        "url": question_url(attempt, slot.position),
    }


def _sign_in(request: HttpRequest) -> HttpResponse:
    """Signed out in mid-test: the answer is kept in the address to come back to, or by the script on the device (Q10)."""
    chosen = request.POST.getlist("option")[:MOST_CHOSEN] if request.method == "POST" else []
    back = f"{request.path}?{urlencode({'option': chosen}, doseq=True)}" if chosen else request.path
    url = f"{resolve_url('account_login')}?{urlencode({'next': back})}"
    if request.method == "GET":
        return redirect(url)
    if not request.accepts("text/html"):
        return JsonResponse({"state": "out", "text": str(_("You are signed out."))}, status=401)
    return render(request, "courses/learning/test/signed_out.html", {"url": url, "chosen": chosen}, status=401)


def _unreadable(request: HttpRequest) -> HttpResponse:
    refusal = BadAnswer("unreadable", path=request.path)
    if not request.accepts("text/html"):
        return JsonResponse({"state": "refused", "text": str(refusal.message)}, status=422)
    messages.error(request, str(refusal.message))
    return redirect(request.path)


def clock(at: datetime, person: Any) -> str:
    """The time of day where the person is; with the date when it was another day."""
    try:
        zone = ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    local = at.astimezone(zone)
    today = local.date() == timezone.now().astimezone(zone).date()
    return date_format(local, "H:i" if today else "j F, H:i")


def saved_words(at: datetime, person: Any) -> str:
    return _("Saved %(time)s") % {"time": clock(at, person)}


def newer_words(at: datetime, person: Any) -> str:
    return _("You have a newer answer, saved %(time)s.") % {"time": clock(at, person)}


def late_words(at: datetime, person: Any) -> str:
    return _("This answer came after the time was over. It is kept but does not count.")
