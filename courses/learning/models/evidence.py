"""Evidence: one row for one thing done in a unit."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .enrolments import Enrolment

# The block id where the unit is the page itself.
WHOLE_PAGE = uuid.UUID(int=0)


class Evidence(models.Model):
    """One thing a learner did in a unit. Rows are added, never changed (INV-4)."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        DONE = "done", _("Marked as done")
        # Names the evidence it takes back in `detail`; a named human act, never a replay.
        REOPENED = "reopened", _("Marked as not done")
        PRACTISED = "practised", _("Practice answered")
        PASSED = "passed", _("Test passed")
        FAILED = "failed", _("Test not passed")

    registration = models.ForeignKey(Enrolment, models.PROTECT, to_field="registration", related_name="evidence")
    # The unit key: the source page's translation_key and the block's id.
    page_key = models.UUIDField()
    block_id = models.UUIDField(default=WHOLE_PAGE)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    source = models.CharField(max_length=20, default="web")
    locale = models.CharField(max_length=12)
    client_uuid = models.UUIDField()
    # {"response": [option keys]} for practice, {"undoes": client uuid} for reopened, {"submission": id} for a test.
    detail = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "client_uuid"], name="one_evidence_per_client_uuid"),
        ]
        indexes = [models.Index(fields=["registration", "page_key"], name="evidence_by_unit")]

    def __str__(self) -> str:
        return f"{self.kind} {self.page_key}"
