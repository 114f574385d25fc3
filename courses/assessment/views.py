"""Pages of Wagtail's admin that a listing does not give: archiving a question, and bringing it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from . import actions, permissions
from .models import Question

LIST = "wagtailsnippets_assessment_question:list"


@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first; an archived question is drawn no more and offered no more, and nothing that has it changes (Q15)."""
    question = _find(request, pk)
    if request.method == "POST":
        if question.archived_at:
            actions.restore_question(question, by=request.user)
            messages.success(request, _("%(question)s is in use again.") % {"question": question})
        else:
            actions.archive_question(question, by=request.user, at=timezone.now())
            messages.success(request, _("%(question)s is archived.") % {"question": question})
        return redirect(LIST)
    return render(request, "courses/assessment/archive_question.html", {"question": question})


def _find(request: HttpRequest, pk: int) -> Question:
    question = Question.objects.filter(pk=pk).first()
    if question is None or not permissions.can_edit_questions(request.user):
        raise Http404
    return question
