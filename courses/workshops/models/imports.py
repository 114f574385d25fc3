"""Lists of officers on their way into a cohort: the file as it was uploaded, and what became of each of its rows (H8)."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.permissions import is_staff

from .places import UNDO_WITHIN, Place, PlaceChange
from .workshops import Workshop

# What a file says about people is kept no longer than that (C-43).
KEPT = timedelta(days=7)
# A run that has not moved for so long has lost its worker.
STALLED = timedelta(seconds=90)


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, viewer: Any) -> "ImportQuerySet":
        """Whoever sees the cohort sees what was imported into it; a list that tells of accounts is the office's alone."""
        found = self.filter(workshop__in=Workshop.objects.visible_to(viewer))
        return found if is_staff(viewer) else found.filter(knows_accounts=False)

    def at_work(self) -> "ImportQuerySet":
        return self.filter(state__in=Import.AT_WORK)

    def stalled(self, at: datetime) -> "ImportQuerySet":
        """Confirmed, and nobody works on it: the task was lost, or its worker died."""
        return self.at_work().filter(moved_at__lte=at - STALLED)

    def outdated(self, at: datetime) -> "ImportQuerySet":
        return self.exclude(state__in=Import.AT_WORK).filter(uploaded_at__lte=at - KEPT, forgotten_at=None)


class Import(models.Model):
    """One list for one cohort. Nothing of it is written before somebody confirms what the check of its rows showed."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        READ = "read", _("Checked, not confirmed")
        CONFIRMED = "confirmed", _("Waiting to begin")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Nothing was written")

    class Mode(models.TextChoices):
        GOOD = "good", _("Add the good rows and leave the others")
        ALL = "all", _("Add all rows or none")

    AT_WORK = (State.CONFIRMED, State.RUNNING, State.UNDOING)
    OPEN = (State.UPLOADED, State.READ)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="imports")
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    mode = models.CharField(max_length=4, choices=Mode.choices, default=Mode.GOOD)
    # Uploaded by the office: its check says who has an account. To others all addresses are alike (decision 0030).
    knows_accounts = models.BooleanField(default=False, editable=False)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    # The bytes, until the rows are confirmed.
    content = models.BinaryField(default=bytes)
    encoding = models.CharField(max_length=12, blank=True)
    # The field of each column; empty until somebody looked at them.
    columns = models.JSONField(default=list)
    headings = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["uploaded", "read", "confirmed", "running", "done", "undoing", "undone", "failed"]
                ),
                name="import_state_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["moved_at"],
                condition=Q(state__in=["confirmed", "running", "undoing"]),
                name="imports_at_work",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("workshops:import", args=[self.workshop.public_id, self.public_id])

    def is_open(self) -> bool:
        """Nothing is written yet: columns may be chosen anew, or all of it thrown away."""
        return self.state in self.OPEN

    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    def undo_until(self) -> datetime | None:
        return self.confirmed_at + UNDO_WITHIN if self.confirmed_at else None

    def is_too_old_to_undo(self, at: datetime | None = None) -> bool:
        until = self.undo_until()
        return until is None or (at or timezone.now()) > until

    def counts(self) -> dict[str, int]:
        """How many rows there are of each state and of each verdict, in one question."""
        wanted: dict[str, Any] = {f"is_{state}": Count("pk", filter=Q(state=state)) for state in ImportRow.State.values}
        wanted |= {one: Count("pk", filter=Q(verdict=one)) for one in ImportRow.Verdict.values}
        wanted |= {
            "rows": Count("pk"),
            "warned": Count("pk", filter=Q(has_warning=True)),
            "mails": Count("pk", filter=Q(verdict=ImportRow.Verdict.NEW, is_unknown=True)),
            "invited": Count("pk", filter=Q(invited=True)),
            # By the step that the list made, whatever became of the place since.
            "waitlisted": Count("pk", filter=Q(state=ImportRow.State.ADDED, change__new=Place.State.WAITLISTED)),
            "places_back": Count("pk", filter=Q(state=ImportRow.State.TAKEN_BACK, place__isnull=False)),
            "blanks_back": Count("pk", filter=Q(state=ImportRow.State.TAKEN_BACK) & ~Q(filled={})),
        }
        return self.rows.aggregate(**wanted)


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def waiting(self) -> "ImportRowQuerySet":
        return self.filter(state=ImportRow.State.WAITING).order_by("number")

    def to_take_back(self) -> "ImportRowQuerySet":
        """What was written, last row first: who waits for a seat goes before whoever holds one."""
        return self.filter(state__in=[ImportRow.State.ADDED, ImportRow.State.FILLED]).order_by("-number")

    def bad(self) -> "ImportRowQuerySet":
        """What goes back as a file: found bad when checked, or refused when it was to be written."""
        problem = Q(state=ImportRow.State.WAITING, verdict=ImportRow.Verdict.PROBLEM)
        return self.filter(problem | Q(state=ImportRow.State.REJECTED)).order_by("number")


class ImportRow(models.Model):
    """One row of the list: what it says, what would become of it, and what did."""

    class Verdict(models.TextChoices):
        NEW = "new", _("New")
        FILLS = "fills", _("Fills a blank")
        UNCHANGED = "unchanged", _("Unchanged")
        PROBLEM = "problem", _("Problem")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ADDED = "added", _("Added")
        FILLED = "filled", _("Blank filled")
        UNCHANGED = "unchanged", _("Unchanged")
        REJECTED = "rejected", _("Not added")
        TAKEN_BACK = "taken_back", _("Taken back")
        KEPT = "kept", _("Not taken back")

    roster = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    # As the spreadsheet counts.
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    # A list of {kind, column, text, fix}.
    remarks = models.JSONField(default=list)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    has_warning = models.BooleanField(default=False)
    # Adding it sends an invitation; of a trainer's list every new address does.
    is_unknown = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    # The step that gave the place: as long as it is the last one, it may be taken back.
    change = models.ForeignKey(PlaceChange, models.PROTECT, null=True, related_name="+")
    invited = models.BooleanField(default=False)
    filled = models.JSONField(default=dict)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "number"], name="one_row_per_line"),
            models.CheckConstraint(
                condition=Q(verdict__in=["new", "fills", "unchanged", "problem"]), name="import_verdict_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "added", "filled", "unchanged", "rejected", "taken_back", "kept"]),
                name="import_row_state_is_known",
            ),
        ]
        indexes = [models.Index(fields=["roster", "state", "number"], name="import_rows_by_state")]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def problems(self) -> list[dict[str, str]]:
        return [remark for remark in self.remarks if remark["kind"] == "problem"]
