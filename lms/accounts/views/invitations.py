"""Inviting, and what an invited person sees (H7): opening the link shows, only sending the form accepts."""

from typing import Any
from uuid import UUID

from allauth.account.internal import flows
from allauth.account.models import Login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lms.notifications.tasks import queue_delivery

from .. import actions, tokens
from ..forms import AcceptForm, InviteForm
from ..languages import speak
from ..letters import INVITATION
from ..models import Invitation, Member, User
from ..models.people import fold_email
from ..occasions import occasions_of
from ..signed_in import person_of
from .people import for_people


@for_people
def invite(request: HttpRequest) -> HttpResponse:
    """Invite an officer; a focal point for their own member."""
    form = InviteForm(request.POST or None, members=Member.objects.looked_after_by(request.user))
    if request.method == "POST" and form.is_valid():
        problem = _send(form, person_of(request))
        if not problem:
            queue_delivery()
            messages.success(request, _("The invitation is on its way."))
            return redirect("accounts:invite")
        form.add_error("email", problem)
    open_ones = (
        Invitation.objects.visible_to(request.user).filter(state=Invitation.State.OPEN).select_related("member")[:50]
    )
    return render(request, "lms/accounts/invite.html", {"form": form, "invitations": open_ones, "now": timezone.now()})


def _send(form: InviteForm, by: User) -> str:
    """Send it, or say why not. Of an account only those hear who may look after it; to others it is as good as none."""
    data = form.cleaned_data
    if User.objects.visible_to(by).exclude(state=User.State.ERASED).filter(email=fold_email(data["email"])).exists():
        return _("Somebody with this address has an account already. Look for it under People.")
    try:
        actions.invite(data["email"], data["full_name"], form.post(), language=data["language"], by=by)
    except actions.AlreadyInvited:
        return _("This address is invited already. Ask the RSO.")
    return ""


@for_people
@require_POST
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actions.withdraw_invitation(
        get_object_or_404(Invitation.objects.visible_to(request.user), public_id=public_id), by=person_of(request)
    )
    messages.success(request, _("The invitation is taken back."))
    return redirect("accounts:invite")


@for_people
@require_POST
def resend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    actions.resend_invitation(
        get_object_or_404(Invitation.objects.visible_to(request.user), public_id=public_id), by=person_of(request)
    )
    queue_delivery()
    messages.success(request, _("The invitation is sent again."))
    return redirect("accounts:invite")


@never_cache
@sensitive_post_parameters("password")
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, to what, until when, and what will be visible to whom; sending the form accepts."""
    invitation = _by_token(token)
    speak(request, invitation.language)
    context: dict[str, Any] = {"invitation": invitation, "token": token, "occasions": occasions_of(invitation)}
    if invitation.state != Invitation.State.OPEN:
        return _over(request, "closed")
    if request.user.is_authenticated and request.user.email != invitation.email:
        return _over(request, "other")
    if invitation.expires_at <= timezone.now():
        return render(request, "lms/accounts/invitation_expired.html", {"token": token})
    if request.user.is_authenticated or User.objects.claimed().filter(email=invitation.email).exists():
        return _join(request, invitation, context)
    return _accept(request, invitation, context)


@require_POST
def send_again(request: HttpRequest, token: str) -> HttpResponse:
    """A link that is too old: a new one goes to the address that was invited, and nowhere else."""
    invitation = _by_token(token)
    speak(request, invitation.language)
    actions.resend_invitation(invitation)
    queue_delivery()
    return render(request, "lms/accounts/invitation_sent.html")


def _accept(request: HttpRequest, invitation: Invitation, context: dict[str, Any]) -> HttpResponse:
    initial = {"full_name": invitation.full_name}
    form = AcceptForm(request.POST or None, email=invitation.email, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.accept_invitation(
                invitation, form.cleaned_data["password"], form.details(invitation.language), agreed=form.agreed()
            )
        except (actions.InvitationIsOver, actions.HasAccount):
            # Somebody was quicker, perhaps the same person with a second click.
            return redirect("invitations:show", context["token"])
        queue_delivery()
        return flows.login.perform_login(request, Login(user=person, email=person.email))
    return render(request, "lms/accounts/invitation.html", {**context, "form": form})


def _join(request: HttpRequest, invitation: Invitation, context: dict[str, Any]) -> HttpResponse:
    if request.method == "POST" and request.user.is_authenticated:
        actions.join_by_invitation(invitation, person_of(request))
        queue_delivery()
        messages.success(request, _("You accepted the invitation."))
        return redirect("accounts:account")
    return render(request, "lms/accounts/invitation_join.html", context)


def _over(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "lms/accounts/invitation_over.html", {"why": why})


def _by_token(token: str) -> Invitation:
    public_id = tokens.read(INVITATION, token)
    if public_id is None:
        raise Http404
    found: Invitation = get_object_or_404(
        Invitation.objects.select_related("member", "agency_type", "invited_by"), public_id=public_id
    )
    return found
