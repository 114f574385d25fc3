"""Which files the library takes, told by their first bytes and not by their name alone; and where they lie."""

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, storages
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = "library"
LARGEST = 50 * 1024 * 1024
LONGEST_NAME = 160
PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Type:
    """A kind of file: its name for people, what browsers are told, how its bytes begin, what lies in it if it is packed."""

    label: str | Promise
    content_type: str
    begins: bytes
    holds: str = ""


TYPES = {
    "pdf": Type(_("PDF"), PDF, b"%PDF-"),
    "docx": Type(_("Word document"), f"{OFFICE}wordprocessingml.document", b"PK\x03\x04", "word/document.xml"),
    "xlsx": Type(_("Excel workbook"), f"{OFFICE}spreadsheetml.sheet", b"PK\x03\x04", "xl/workbook.xml"),
    "pptx": Type(_("PowerPoint slides"), f"{OFFICE}presentationml.presentation", b"PK\x03\x04", "ppt/presentation.xml"),
}


def private_storage() -> Storage:
    """All files of the library lie in the private store: a view asks who may have them (decision 18)."""
    return storages["private"]


def stored_name(file: Any, name: str) -> str:
    """A name nobody chose: what the uploader called it is kept in the row."""
    return f"{FOLDER}/{str(file.public_id)[:2]}/{file.public_id}{PurePath(name).suffix.lower()}"


def extension_of(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def check(upload: Any) -> None:
    """Refuse what the library does not take, in words that say what to do."""
    kind = TYPES.get(extension_of(upload.name))
    if kind is None:
        raise ValidationError(_("Upload a PDF, Word, Excel or PowerPoint file (.pdf, .docx, .xlsx, .pptx)."))
    if len(PurePath(upload.name).name) > LONGEST_NAME:
        raise ValidationError(_("Give the file a shorter name and upload it again."))
    if not upload.size:
        raise ValidationError(_("The file is empty. Choose it again."))
    if upload.size > LARGEST:
        words = _("The file is larger than %(limit)s MB. Make the pictures in it smaller, or give an address instead.")
        raise ValidationError(words % {"limit": LARGEST // 1024 // 1024})
    if not _is_what_it_says(upload, kind):
        words = _("The file is not what its name says: open it and save it again as %(type)s.")
        raise ValidationError(words % {"type": kind.label})


def _is_what_it_says(upload: Any, kind: Type) -> bool:
    upload.seek(0)
    begins = upload.read(len(kind.begins)) == kind.begins
    upload.seek(0)
    if not begins or not kind.holds:
        return bool(begins)
    try:
        names = zipfile.ZipFile(upload).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    finally:
        upload.seek(0)
    # Programs inside a document are no business of a library.
    return kind.holds in names and not any(name.lower().endswith("vbaproject.bin") for name in names)


def digest_of(upload: Any) -> str:
    found = hashlib.sha256()
    upload.seek(0)
    for part in upload.chunks():
        found.update(part)
    upload.seek(0)
    return found.hexdigest()
