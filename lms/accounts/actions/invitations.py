from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lms.audit.log import record, record_many

from .. import letters
from ..addresses import clean_address
from ..facts import Details, Guest, Post
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
    invitation = _invitation_of(Guest(address, full_name, post, language), by=by)
    invitation.save(force_insert=True)
    letters.send_invitations([invitation])
    record("accounts.invite", invitation, by=by, member=post.member.code)
    return invitation


@transaction.atomic
def invite_many(guests: Iterable[Guest], *, by: User) -> list[Invitation]:
    """One new invitation to each of these addresses that has none open; answers those made here. No mail is sent yet.

    Two who invite the same address at once: the second waits for the first, and then finds it invited.
    """
    # In one order, so that two lists with the same people cannot wait for each other for ever.
    new = sorted((_invitation_of(guest, by=by) for guest in guests), key=lambda one: one.email)
    Invitation.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    made = list(Invitation.objects.filter(public_id__in=[one.public_id for one in new]).select_related("member"))
    record_many("accounts.invite", [(one, {"member": one.member.code}) for one in made], by=by)
    return made


@transaction.atomic
def mail_invitations(invitations: Collection[Invitation]) -> None:
    """Send for the first time what `invite_many` made: each is good for two weeks from now."""
    until = timezone.now() + VALID_FOR
    for one in invitations:
        one.expires_at = until
    Invitation.objects.filter(pk__in=[one.pk for one in invitations]).update(expires_at=until)
    letters.send_invitations(invitations)


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User | None = None) -> Invitation:
    """Good for two more weeks, and sent once more to its own address."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    expires_at = timezone.now() + VALID_FOR
    if invitation.state == State.OPEN and expires_at - invitation.expires_at > RESENT_AFTER:
        invitation.expires_at = expires_at
        invitation.save(update_fields=["expires_at"])
        letters.send_invitations([invitation])
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
    if User.objects.claimed().filter(email=invitation.email).exists():
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


def _invitation_of(guest: Guest, *, by: User) -> Invitation:
    post = guest.post
    return Invitation(
        email=clean_address(guest.email),
        full_name=clean_name(guest.full_name),
        member=post.member,
        agency_type=post.agency_type,
        agency=post.agency,
        language=guest.language,
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )


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
