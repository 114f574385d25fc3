"""Who is invited: a round of people is chosen, looked through, approved and sent; then each answers."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.notifications.models import Message

from .events import Event

# Above so many a second member of staff looks first (decision 21).
ALONE_AT_MOST = 50
SOON = timedelta(days=14)


class Round(models.Model):
    """One list of people, frozen when it was made: nobody is added to it later, silently or not (V2)."""

    class State(models.TextChoices):
        FROZEN = "frozen", _("Being looked through")
        APPROVED = "approved", _("Approved")
        SENT = "sent", _("Sent")

    event = models.ForeignKey(Event, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.FROZEN)
    # The keys of what was looked for: to say it again in words, never to look again.
    criteria = models.JSONField(default=dict)
    # How many the event reaches with this round: several small rounds do not pass as one that needs nobody's yes.
    reach = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="one_round_for_each_number"),
            models.CheckConstraint(condition=Q(state__in=["frozen", "approved", "sent"]), name="round_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="frozen")
                | Q(reach__lte=ALONE_AT_MOST)
                | (Q(approver__isnull=False, author__isnull=False) & ~Q(approver=F("author"))),
                name="a_large_round_is_approved_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}/{self.number}"

    def needs_somebody_else(self) -> bool:
        return self.reach > ALONE_AT_MOST

    def is_frozen(self) -> bool:
        return self.state == self.State.FROZEN

    def is_sent(self) -> bool:
        return self.state == self.State.SENT


class LeftOut(models.Model):
    """Somebody who fitted what was looked for and is not on the list, and why: for whoever looks it through. Gone once
    the list is sent."""

    class Why(models.TextChoices):
        INVITED = "invited", _("Invited before")
        TAKEN_BACK = "taken_back", _("Their invitation was taken back")
        ON_ANOTHER = "on_another", _("On another list of this event")
        TAKEN_OFF = "taken_off", _("Taken off by staff")

    round = models.ForeignKey(Round, models.CASCADE, related_name="left_out")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, choices=Why.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="left_out_once_of_a_round"),
            models.CheckConstraint(
                condition=Q(why__in=["invited", "taken_back", "on_another", "taken_off"]), name="left_out_why_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.why}"

    def can_be_put_back(self) -> bool:
        return self.why == self.Why.TAKEN_OFF


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def of(self, person: Any) -> "InvitationQuerySet":
        """A person's own, once they were sent."""
        return self.filter(person=person, state__in=Invitation.OUT)

    def seen_by(self, viewer: Any) -> "InvitationQuerySet":
        """The viewer's own, from when they were sent, also to what was cancelled since."""
        if not viewer.is_authenticated:
            return self.none()
        return self.filter(person=viewer, state__in=Invitation.SEEN)

    def invited(self) -> "InvitationQuerySet":
        """Sent and not taken back, also where the event was cancelled since: the number everything else adds up to."""
        return self.exclude(state__in=[Invitation.State.FROZEN, Invitation.State.WITHDRAWN])

    def taken_back(self) -> "InvitationQuerySet":
        return self.filter(state=Invitation.State.WITHDRAWN)

    def out(self) -> "InvitationQuerySet":
        return self.filter(state__in=Invitation.OUT)

    def awaiting(self, at: datetime) -> "InvitationQuerySet":
        """Not answered yet, and the event is near."""
        near = {"event__activity__starts_at__gt": at, "event__activity__starts_at__lt": at + SOON}
        return self.filter(answer="", event__state=Event.State.OPEN, **near).order_by("event__activity__starts_at")

    def told(self) -> "InvitationQuerySet":
        """Those who may have an entry in their calendar: a REQUEST left, or may have left."""
        asked = Letter.objects.asking().filter(message__state__in=Letter.MAY_BE_THERE)
        return self.filter(pk__in=asked.values("invitation"))

    def concerned(self) -> "InvitationQuerySet":
        """Who is told of a change: who has the entry and did not say no (spec 11.3)."""
        return self.out().told().exclude(answer=Invitation.Answer.NO)


class Invitation(models.Model):
    """One person and one event (V3)."""

    class State(models.TextChoices):
        FROZEN = "frozen", _("On the list")
        QUEUED = "queued", _("On its way")
        SENT = "sent", _("Sent")
        ANSWERED = "answered", _("Answered")
        CANCELLED = "cancelled", _("Event cancelled")
        WITHDRAWN = "withdrawn", _("Taken back")

    class Answer(models.TextChoices):
        NONE = "", _("No answer yet")
        YES = "yes", _("Yes")
        NO = "no", _("No")
        MAYBE = "maybe", _("Maybe")

    OUT = (State.QUEUED, State.SENT, State.ANSWERED)
    # What a person still sees of it: a cancelled event stays theirs.
    SEEN = (*OUT, State.CANCELLED)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="invitations")
    round = models.ForeignKey(Round, models.PROTECT, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="event_invitations")
    # Two spellings of one address are one invitation (case 52).
    email_norm = models.CharField(max_length=254)
    state = models.CharField(max_length=10, choices=State.choices, default=State.FROZEN)
    answer = models.CharField(max_length=6, choices=Answer.choices, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    # Where an event shows names: whether theirs may be among them.
    shows_name = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="one_invitation_per_person_and_event"),
            models.UniqueConstraint(fields=["event", "email_norm"], name="one_invitation_per_address_and_event"),
            models.CheckConstraint(
                condition=Q(state__in=["frozen", "queued", "sent", "answered", "cancelled", "withdrawn"]),
                name="invitation_state_is_known",
            ),
            models.CheckConstraint(condition=Q(answer__in=["", "yes", "no", "maybe"]), name="answer_is_known"),
        ]
        indexes = [models.Index(fields=["person", "state"], name="invitation_of_person")]

    def __str__(self) -> str:
        return str(self.public_id)

    def is_out(self) -> bool:
        return self.state in self.OUT

    def was_entered_by_staff(self) -> bool:
        """Whether the answer that counts is what somebody told the office."""
        last = self.answers.last() if self.answer else None
        return last is not None and last.via == Rsvp.Via.STAFF


class LetterQuerySet(models.QuerySet["Letter"]):
    def asking(self) -> "LetterQuerySet":
        """Those that put an entry into a calendar."""
        return self.filter(what__in=[Letter.What.REQUEST, Letter.What.UPDATE])

    def heard(self) -> "LetterQuerySet":
        """What may have arrived of what stands in a calendar, in the order it was planned."""
        return self.exclude(what=Letter.What.REMINDER).filter(message__state__in=Letter.MAY_BE_THERE)


class Letter(models.Model):
    """One mail of one invitation, planned by a row before it is queued: planned twice, it is there once."""

    class What(models.TextChoices):
        REQUEST = "request", _("Invitation")
        UPDATE = "update", _("Change")
        CANCEL = "cancel", _("Cancellation")
        REMINDER = "reminder", _("Reminder")

    # Left the house, or may have.
    MAY_BE_THERE = (Message.State.HANDOFF, Message.State.SENT, Message.State.DELIVERED, Message.State.UNCERTAIN)

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="letters")
    what = models.CharField(max_length=10, choices=What.choices)
    # The sequence of a change, the number of a reminder.
    number = models.PositiveIntegerField(default=0)
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="event_letter")
    # What it said when it was last written: the version of the entry, and when and where.
    sequence = models.PositiveIntegerField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "what", "number"], name="one_mail_of_each_kind_and_number"),
            models.CheckConstraint(
                condition=Q(what__in=["request", "update", "cancel", "reminder"]), name="letter_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.number}"


class Rsvp(models.Model):
    """What somebody answered, and how. Only ever added to; the last one counts (case 62)."""

    class Via(models.TextChoices):
        WEB = "web", _("On the event's page")
        MAIL = "mail", _("From the mail")
        CALENDAR = "calendar", _("From a calendar")
        STAFF = "staff", _("Entered by staff")

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=6, choices=Invitation.Answer.choices)
    via = models.CharField(max_length=10, choices=Via.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=["yes", "no", "maybe"]), name="rsvp_answer_is_known"),
            models.CheckConstraint(condition=Q(via__in=["web", "mail", "calendar", "staff"]), name="rsvp_via_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.answer} ({self.via})"
