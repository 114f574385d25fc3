"""Events, who is invited to them in which round, what each was sent, and what each answered."""

from .events import Event, EventQuerySet, Tier
from .invitations import Invitation, InvitationQuerySet, LeftOut, Letter, Round, Rsvp

__all__ = ["Event", "EventQuerySet", "Invitation", "InvitationQuerySet", "LeftOut", "Letter", "Round", "Rsvp", "Tier"]
