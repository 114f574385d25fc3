from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from .. import letters
from ..addresses import clean_address
from ..facts import Details, Post
from ..models import Invitation, RoleGrant, User
from ..names import clean_name
from ..signals import invitation_accepted
from .joining import open_account
from .standing import confirm_address, locked, verify

State = Invitation.State
VALID_FOR = timedelta(days=14)
# A second click on "send again" sends nothing.
RESENT_AFTER = timedelta(minutes=10)


class InvitationIsOver(ValueError):  # noqa: N818 - named by what is wrong
    """Accepted, taken back or too old."""


class AlreadyInvited(ValueError):  # noqa: N818 - named by what is wrong
    """An invitation of another member to this address is still open."""


class HasAccount(ValueError):  # noqa: N818 - named by what is wrong
    """The address has an account: its owner signs in and accepts there."""


@transaction.atomic
def invite(email: str, full_name: str, post: Post, *, language: str = "en", by: User) -> Invitation:
    """Staff or a focal point invite an officer. Inviting again sends the same invitation again."""
    address = clean_address(email)
    standing = Invitation.objects.select_for_update().filter(email=address, state=State.OPEN).first()
    if standing is not None and standing.member != post.member:
        raise AlreadyInvited
    if standing is not None:
        return resend_invitation(standing, by=by)
    invitation: Invitation = Invitation.objects.create(
        email=address,
        full_name=clean_name(full_name),
        member=post.member,
        agency_type=post.agency_type,
        agency=post.agency,
        language=language,
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    letters.send_invitation(invitation)
    record("accounts.invite", invitation, by=by, member=post.member.code)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User | None = None) -> Invitation:
    """Good for two more weeks, and sent once more to its own address."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    expires_at = timezone.now() + VALID_FOR
    if invitation.state == State.OPEN and expires_at - invitation.expires_at > RESENT_AFTER:
        invitation.expires_at = expires_at
        invitation.save(update_fields=["expires_at"])
        letters.send_invitation(invitation)
        record("accounts.resend_invitation", invitation, by=by)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """The link stops working."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.state == State.OPEN:
        invitation.state = State.WITHDRAWN
        invitation.save(update_fields=["state"])
        record("accounts.withdraw_invitation", invitation, by=by)
    return invitation


@transaction.atomic
def accept_invitation(
    invitation: Invitation, password: str, details: Details, *, rank_band: str = "", agreed: Collection[str] = ()
) -> User:
    """The invited person makes their account. Who invited them vouches for them; the link proves their address."""
    invitation = _open(invitation)
    if User.objects.filter(email=invitation.email).exists():
        raise HasAccount
    agency = invitation.agency or str(invitation.agency_type)
    post = Post(invitation.member, invitation.agency_type, agency, rank_band)
    person = open_account(invitation.email, password, details, post, agreed=agreed)
    confirm_address(person)
    return _accepted(invitation, person)


@transaction.atomic
def join_by_invitation(invitation: Invitation, person: User) -> User:
    """Somebody who has an account already accepts: it is verified if it belongs to the member that invites."""
    invitation = _open(invitation)
    if person.email != invitation.email:
        raise InvitationIsOver
    confirm_address(person)
    return _accepted(invitation, locked(person))


def _open(invitation: Invitation) -> Invitation:
    found: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if found.state != State.OPEN or found.expires_at <= timezone.now():
        raise InvitationIsOver
    return found


def _accepted(invitation: Invitation, person: User) -> User:
    invitation.state, invitation.person, invitation.accepted_at = State.ACCEPTED, person, timezone.now()
    invitation.save(update_fields=["state", "person", "accepted_at"])
    record("accounts.accept_invitation", invitation, by=person)
    host = invitation.invited_by
    if host is not None and may_vouch(host, invitation) and _serves(person, invitation):
        person = verify(person, by=host)
    invitation_accepted.send(sender=Invitation, invitation=invitation, person=person)
    return person


def may_vouch(host: User, invitation: Invitation) -> bool:
    """Whether who invited still has the right to: a role that ended vouches for nobody (H11)."""
    members = host.scope_ids(RoleGrant.Role.FOCAL_POINT, RoleGrant.Scope.MEMBER)
    return host.has_role(RoleGrant.Role.STAFF, RoleGrant.Role.ADMIN) or invitation.member.public_id in members


def _serves(person: User, invitation: Invitation) -> bool:
    return bool(person.affiliations.filter(valid_to=None, member=invitation.member).exists())
