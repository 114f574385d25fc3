from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .identity import labels, pseudonyms

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, target: models.Model) -> "EntryQuerySet":
        """What was done to this thing or person, oldest first: a timeline."""
        return self.filter(target__in=labels(target)).order_by("at", "pk")

    def by(self, person: "AbstractBaseUser") -> "EntryQuerySet":
        """What this person did, oldest first."""
        return self.filter(actor__in=pseudonyms(person)).order_by("at", "pk")

    def unsealed(self, since: datetime | None = None) -> "EntryQuerySet":
        found = self.filter(seal=None)
        return found.filter(at__gte=since) if since else found


class Entry(models.Model):
    """Who did what, to what, when. Only ever added to: the database itself refuses a change."""

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    act = models.CharField(_("act"), max_length=80)
    target = models.CharField(_("target"), max_length=160, db_index=True)
    actor = models.CharField(_("actor"), max_length=40, db_index=True)
    data = models.JSONField(_("details"), default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")

    def __str__(self) -> str:
        return f"{self.act} {self.target}"


class SegmentQuerySet(models.QuerySet["Segment"]):
    def kept(self) -> "SegmentQuerySet":
        """Segments whose entries are still here."""
        return self.filter(purged_at=None)


class Segment(models.Model):
    """A run of entries sealed together; its signed digest names the one before, so that none can be changed unseen."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    sealed_at = models.DateTimeField(_("sealed at"))
    count = models.PositiveIntegerField(_("number of entries"))
    digest = models.CharField(_("digest"), max_length=64)
    previous_digest = models.CharField(_("previous digest"), max_length=64, blank=True)
    key_id = models.CharField(_("key"), max_length=16)
    signature = models.CharField(_("signature"), max_length=64)
    purged_at = models.DateTimeField(_("entries removed at"), null=True, blank=True)
    purge_signature = models.CharField(_("signature of the removal"), max_length=64, blank=True)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit segment")
        verbose_name_plural = _("audit segments")

    def __str__(self) -> str:
        return f"#{self.number}"

    def entries(self) -> Iterable[Entry]:
        """Its entries in their sealed order."""
        return Entry.objects.filter(seal__segment=self).select_related("seal").order_by("seal__position")


class Seal(models.Model):
    """Which segment an entry belongs to. A row of its own, so that sealing never touches the entry."""

    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="seals")
    # The purge removes entry and seal together, entry first; the database asks at commit.
    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, related_name="seal")
    position = models.PositiveIntegerField(_("position"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = [models.UniqueConstraint(fields=["segment", "position"], name="one_entry_per_place_in_a_segment")]

    def __str__(self) -> str:
        return f"{self.segment_id}/{self.position}"
