"""Writing to the office: with an account or without one. Nothing here needs a script."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks

from lms.accounts.signed_in import person_of
from lms.limits import Limit, caller
from lms.notifications.tasks import queue_delivery
from lms.privacy import checking

from .. import actions
from ..forms import EnquiryForm
from ..models import Enquiry

LIMIT = Limit("contact", most=5, alone=2, seconds=3600)
MASK, ANYWAY = "mask", "anyway"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """What it is about, the words, and where the answer goes. What was typed is never lost."""
    is_known = request.user.is_authenticated
    if request.method != "POST":
        topic = request.GET.get("topic", "")
        initial = {"topic": topic} if topic in Enquiry.Topic.values else {}
        return _show(request, EnquiryForm(initial={**initial, "message": _beginning(request)}, is_known=is_known))
    form = EnquiryForm(request.POST, is_known=is_known)
    act = request.POST.get("act", "")
    if not form.is_valid():
        return _show(request, form, status=422)
    if act == MASK:
        return _show(request, _masked(request.POST, form, is_known), masked=True)
    found = [] if act == ANYWAY else checking.look(form.cleaned_data["message"])
    if found:
        return _show(request, form, found=found)
    words, writer = _words(form), person_of(request) if is_known else None
    # The same form sent again is no further message, and is not counted.
    if not actions.is_received(words, by=writer) and LIMIT.is_over(caller(request)):
        response = _show(request, form, status=429, too_often=True)
        response["Retry-After"] = str(LIMIT.seconds)
        return response
    enquiry = actions.receive(words, by=writer)
    queue_delivery()
    return redirect("contact:sent", enquiry.public_id)


@never_cache
@require_safe
def sent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The number to quote, and what happens next. It tells neither who wrote nor what, since nobody signs in to write:
    whoever has this address, of 122 bits by chance, has it from the form that was sent.
    """
    enquiry = get_object_or_404(Enquiry.objects.only("reference", "mail"), public_id=public_id)
    return render(request, "cms/contact/sent.html", {"enquiry": enquiry})


def _beginning(request: HttpRequest) -> str:
    """The first words of a message about the thing whose id the address names, said by the app it belongs to.

    The address carries no words of its own: nobody can have something of theirs stand in another person's message.
    """
    try:
        about = UUID(request.GET.get("about", ""))
    except ValueError:
        return ""
    said = (begin(request.user, about) for begin in hooks.get_hooks("enquiry_beginnings"))
    return next((words for words in said if words), "")


def _words(form: EnquiryForm) -> actions.Words:
    data = form.cleaned_data
    return actions.Words(
        topic=data["topic"],
        message=data["message"],
        client_key=data["client_key"],
        language=get_language() or "",
        address=data.get("address", ""),
    )


def _show(request: HttpRequest, form: EnquiryForm, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "cms/contact/form.html", {"form": form, **more}, status=status)


def _masked(posted: QueryDict, form: EnquiryForm, is_known: bool) -> EnquiryForm:
    """The form again, with a word in place of what was found."""
    data = posted.copy()
    data["message"] = checking.mask(form.cleaned_data["message"])
    return EnquiryForm(data, is_known=is_known)
