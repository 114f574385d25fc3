"""The files of a version, one for each language, and what is written in them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.search import index

from .. import languages, uploads
from ..cleaning import joined
from .versions import Version

# A try that has not come to an end by then was cut off.
CUT_OFF_AFTER = timedelta(minutes=5)
MOST_TRIES = 3


class StoredFile(FieldFile):
    """Bytes in the private store. Their address is the page that asks who may have them."""

    @property
    def url(self) -> str:
        owner: Any = self.instance
        address: str = owner.get_absolute_url()
        return address


class StoredFileField(models.FileField):
    attr_class = StoredFile


class FileQuerySet(models.QuerySet["File"]):
    def to_read(self, at: datetime) -> "FileQuerySet":
        """Whose words are still wanted, and which nobody is reading now."""
        free = Q(tried_at=None) | Q(tried_at__lt=at - CUT_OFF_AFTER)
        return self.filter(free, reading=File.Reading.WAITING).order_by("pk")


class File(models.Model):
    """A version in one language: a file, an address elsewhere, or the bare knowledge that it exists."""

    class Reading(models.TextChoices):
        NOT_READ = "not_read", _("Not searched inside")
        WAITING = "waiting", _("Being read")
        READ = "read", _("Read: its words are found by the search")
        FAILED = "failed", _("Could not be read")

    class Problem(models.TextChoices):
        BROKEN = "broken", _("The file is damaged.")
        LOCKED = "locked", _("The file is locked with a password.")
        NO_TEXT = "no_text", _("Its pages are pictures; there is no text in it.")
        TOO_MUCH = "too_much", _("Reading it takes too long or too much memory.")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = ParentalKey(Version, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(_("language"), max_length=12, choices=languages.CHOICES, default="en")
    label = models.CharField(
        _("part"),
        max_length=80,
        blank=True,
        help_text=_("Only if there are several files in this language, such as “Slides”."),
    )
    file = StoredFileField(
        _("file"),
        blank=True,
        max_length=200,
        storage=uploads.private_storage,
        upload_to=uploads.stored_name,
        help_text=_("PDF, Word, Excel or PowerPoint, 50 MB at most. Leave it empty if the file was not received yet."),
    )
    address = models.URLField(
        _("address elsewhere"), blank=True, max_length=500, help_text=_("If the file lies on another site.")
    )
    # Of the stored file: what its uploader called it, how large it is, what is in it.
    original_name = models.CharField(max_length=200, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    reading = models.CharField(max_length=10, choices=Reading.choices, default=Reading.NOT_READ, editable=False)
    problem = models.CharField(max_length=10, choices=Problem.choices, blank=True, editable=False)
    pages = models.PositiveIntegerField(default=0, editable=False)
    pages_read = models.PositiveIntegerField(default=0, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["language", "label", "pk"]
        verbose_name = _("file")
        constraints = [
            models.UniqueConstraint(fields=["version", "language", "label"], name="one_file_per_language_and_part"),
        ]
        indexes = [
            models.Index(fields=["tried_at"], condition=Q(reading="waiting"), name="library_file_to_read"),
        ]

    def __str__(self) -> str:
        return f"{languages.own_name(self.language)} {self.label}".strip()

    def get_absolute_url(self) -> str:
        resource = self.version.resource
        return reverse("library:file", args=[resource.slug, self.version.number, self.public_id])

    def clean(self) -> None:
        if self.file and self.address:
            raise ValidationError({"address": _("Give a file or an address, not both.")})
        if self.address and not self.address.startswith("https://"):
            raise ValidationError({"address": _("The address must begin with https://.")})
        if self.is_new_upload():
            try:
                uploads.check(self.file)
            except ValidationError as refused:
                raise ValidationError({"file": refused}) from refused

    def is_new_upload(self) -> bool:
        """Whether its bytes have just come and are not stored yet."""
        return bool(self.file) and not getattr(self.file, "_committed", True)

    def is_received(self) -> bool:
        return bool(self.file or self.address)

    def extension(self) -> str:
        return uploads.extension_of(self.file.name or "")

    def content_type(self) -> str:
        return uploads.TYPES[self.extension()].content_type

    def is_pdf(self) -> bool:
        return self.extension() == "pdf"


class Passage(index.Indexed, models.Model):
    """What one page of a file says."""

    file = models.ForeignKey(File, models.CASCADE, related_name="passages")
    page = models.PositiveIntegerField()
    text = models.TextField()

    search_fields = [index.SearchField("words"), index.AutocompleteField("words")]

    class Meta:
        ordering = ["file", "page"]
        constraints = [models.UniqueConstraint(fields=["file", "page"], name="one_passage_per_page")]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.page}"

    def words(self) -> str:
        """With the title, so that a word of it and a word of the page find the page together."""
        return f"{self.file.version.resource.title}\n{joined(self.text)}"
