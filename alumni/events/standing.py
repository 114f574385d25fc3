"""How an event stands at a moment, in a word: its state alone does not know that it is over."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Event


class Standing(models.TextChoices):
    """What staff look for in the list of events."""

    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open")
    OVER = "over", _("Over")
    CANCELLED = "cancelled", _("Cancelled")


@dataclass(frozen=True)
class Word:
    """What is said of it, and the colour of the badge."""

    label: str | Promise
    badge: str


def word_for(event: Event, at: datetime) -> Word:
    if event.is_cancelled():
        return Word(Standing.CANCELLED.label, "bad")
    if event.state == Event.State.DRAFT:
        return Word(_("Never opened"), "plain") if event.is_over(at) else Word(Standing.DRAFT.label, "wait")
    if event.is_over(at):
        return Word(Standing.OVER.label, "plain")
    if event.activity.starts_at and event.activity.starts_at <= at:
        return Word(_("Going on now"), "good")
    return Word(Standing.OPEN.label, "good")


def standing(name: str, at: datetime) -> Q:
    """The condition for one of these; nothing for a word that is none."""
    over = Q(activity__ends_at__lt=at)
    return {
        Standing.DRAFT.value: Q(state=Event.State.DRAFT),
        Standing.OPEN.value: Q(state=Event.State.OPEN) & ~over,
        Standing.OVER.value: Q(state=Event.State.OPEN) & over,
        Standing.CANCELLED.value: Q(state=Event.State.CANCELLED),
    }.get(name, Q())
