"""What the office decides about one person. Each opens a short page that says what will happen, and acts on POST."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.notifications.tasks import queue_delivery

from .. import actions, permissions
from ..forms import CorrectAffiliationForm, CorrectNameForm, PostForm, ReasonForm, RoleForm
from ..models import NameRequest, RoleGrant, User
from ..signed_in import person_of
from .people import for_people, found


@for_people
@require_POST
def verify(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = _allowed(request, public_id, permissions.can_verify)
    if request.POST.get("name", person.name_key) != person.name_key:
        messages.warning(
            request, _("This person changed their name while you read. Look at it again before you verify.")
        )
        return redirect("accounts:person", person.public_id)
    actions.verify(person, by=person_of(request))
    return _done(request, person, _("Verified. A mail tells them so."))


@for_people
def decline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = _allowed(request, public_id, permissions.can_verify)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.decline(person, form.cleaned_data["reason"], by=person_of(request))
        return _done(request, person, _("Not verified. A mail tells them why."))
    words = {
        "title": _("Do not verify"),
        "text": _("The account stays open for the open courses. The person reads the reason in a mail."),
        "submit": _("Do not verify"),
    }
    return _ask(request, person, form, words)


@for_people
def suspend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = _allowed(request, public_id, permissions.can_manage)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.suspend(person, form.cleaned_data["reason"], by=person_of(request))
        return _done(request, person, _("Suspended. All their sessions have ended."))
    words = {
        "title": _("Suspend this account"),
        "text": _(
            "The person is signed out everywhere at once and cannot sign in. Nothing is deleted. A mail tells them."
        ),
        "submit": _("Suspend"),
        "kind": "danger",
    }
    return _ask(request, person, form, words)


@for_people
def reinstate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = _allowed(request, public_id, permissions.can_manage)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.reinstate(person, form.cleaned_data["reason"], by=person_of(request))
        return _done(request, person, _("The account is open again."))
    words = {
        "title": _("Let this person back in"),
        "text": _("The account is as it was before. A mail tells them."),
        "submit": _("Let back in"),
    }
    return _ask(request, person, form, words)


@for_people
def change_affiliation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = _allowed(request, public_id, permissions.can_manage)
    form = PostForm(request.POST or None, affiliation=person.affiliation())
    if request.method == "POST" and form.is_valid():
        before = person.affiliation()
        if actions.change_affiliation(person, form.post(), by=person_of(request)) == before:
            return _done(request, person, _("This is the post that is recorded already. Nothing was changed."))
        return _done(request, person, _("The new post is recorded."))
    words = {
        "title": _("New post"),
        "text": _("From today. The old post is kept with its dates, and courses taken in it stay counted there."),
        "submit": _("Save the new post"),
    }
    return _ask(request, person, form, words)


@for_people
def correct_affiliation(request: HttpRequest, public_id: UUID, post: int) -> HttpResponse:
    person = _allowed(request, public_id, permissions.can_manage)
    affiliation = get_object_or_404(person.affiliations.select_related("member", "agency_type"), pk=post)
    form = CorrectAffiliationForm(request.POST or None, affiliation=affiliation)
    if request.method == "POST" and form.is_valid():
        actions.correct_affiliation(affiliation, form.post(), form.cleaned_data["reason"], by=person_of(request))
        return _done(request, person, _("Corrected."))
    words = {
        "title": _("Correct a mistake in a post"),
        "text": _("Only for what was wrong from the start. If the person moved, record a new post instead."),
        "submit": _("Correct"),
    }
    return _ask(request, person, form, words)


@for_people
def correct_name(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = _allowed(request, public_id, permissions.can_manage)
    initial = {"full_name": person.full_name, "native_name": person.native_name}
    form = CorrectNameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.correct_name(
            person,
            data["full_name"],
            data["native_name"],
            reason=data["reason"],
            by=person_of(request),
        )
        return _done(request, person, _("Corrected."))
    words = {
        "title": _("Correct the name"),
        "text": _("The person confirms the name for certificates again. Certificates already issued keep their name."),
        "submit": _("Correct"),
    }
    return _ask(request, person, form, words)


@for_people
@require_POST
def accept_name(request: HttpRequest, public_id: UUID, wanted: UUID) -> HttpResponse:
    """The name in the address and no other: what the person asked for meanwhile is another request."""
    person, asked = _asked_name(request, public_id, wanted)
    if actions.accept_name(asked, by=person_of(request)):
        return _done(request, person, _("The new name is in place. A mail tells them so."))
    return _settled(request, person)


@for_people
def refuse_name(request: HttpRequest, public_id: UUID, wanted: UUID) -> HttpResponse:
    person, asked = _asked_name(request, public_id, wanted)
    form = ReasonForm(request.POST or None)
    if asked.settled_at:
        return _settled(request, person)
    if request.method == "POST" and form.is_valid():
        if actions.refuse_name(asked, form.cleaned_data["reason"], by=person_of(request)):
            return _done(request, person, _("The name stays as it was. A mail tells them why."))
        return _settled(request, person)
    words = {
        "title": _("Refuse the new name"),
        "text": _("The name stays as it is, and the account stays verified. The person reads the reason in a mail."),
        "submit": _("Refuse the new name"),
    }
    return _ask(request, person, form, words)


def _asked_name(request: HttpRequest, public_id: UUID, wanted: UUID) -> tuple[User, NameRequest]:
    person = _allowed(request, public_id, permissions.can_settle_name)
    return person, get_object_or_404(person.name_requests.all(), public_id=wanted)


def _settled(request: HttpRequest, person: User) -> HttpResponse:
    messages.info(
        request, _("This name no longer waits: it was answered, changed or taken back. See what stands here now.")
    )
    return redirect("accounts:person", person.public_id)


@for_people
def grant_role(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = _allowed(request, public_id, permissions.can_grant_roles)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.grant_role(person, data["role"], scope=form.scope(), ends_at=form.until(), by=person_of(request))
        return _done(request, person, _("Role given."))
    words = {
        "title": _("Give a role"),
        "text": _("From now on. At the next page they open they are asked to set up a second step for signing in."),
        "submit": _("Give the role"),
    }
    return _ask(request, person, form, words)


@for_people
@require_POST
def end_role(request: HttpRequest, public_id: UUID, grant: UUID) -> HttpResponse:
    person = _allowed(request, public_id, permissions.can_grant_roles)
    row: RoleGrant = get_object_or_404(person.role_grants.all(), public_id=grant)
    actions.end_role(row, by=person_of(request))
    return _done(request, person, _("The role has ended."))


@for_people
@require_POST
def resend_confirmation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The mail to confirm an address, once more."""
    person = _allowed(request, public_id, permissions.can_verify)
    address = EmailAddress.objects.filter(user=person, email=person.email, verified=False).first()
    if address is not None:
        actions.resend_confirmation(person, by=person_of(request))
        send_verification_email_to_address(request, address)
    return redirect("accounts:person", person.public_id)


def _allowed(request: HttpRequest, public_id: UUID, may: Callable[[Any, User], bool]) -> User:
    person = found(request, public_id)
    if not may(request.user, person):
        raise Http404
    return person


def _done(request: HttpRequest, person: User, words: str) -> HttpResponse:
    queue_delivery()
    messages.success(request, words)
    return redirect("accounts:person", person.public_id)


def _ask(request: HttpRequest, person: User, form: forms.Form, words: dict[str, str]) -> HttpResponse:
    return render(request, "lms/accounts/decide.html", {"person": person, "form": form, **words})
