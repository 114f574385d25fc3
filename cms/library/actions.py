"""The verbs of the library: keep a resource as it was edited, bring one in from a file, read what files say."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.search.backends import get_search_backends

from lms.audit.log import record
from lms.faults import fault_point
from lms.search.gathering import index_words_of

from . import uploads
from .models import File, Mention, Passage, Resource, Version
from .models.files import MOST_TRIES
from .reading import Found, read_pdf

logger = logging.getLogger(__name__)

# A stored file without a row is the rest of an interrupted upload, or of a file that was replaced.
ORPHAN_AGE = timedelta(hours=12)
AT_ONCE = 5


@transaction.atomic
def save(resource: Resource, *, by: Any) -> Resource:
    """Keep a resource with its versions and files. Bytes that are new are weighed, and wait to be read."""
    renamed = resource.pk and not Resource.objects.filter(pk=resource.pk, title=resource.title).exists()
    new = [file for version in resource.versions.all() for file in version.files.all() if file.is_new_upload()]
    for file in new:
        _weigh(file)
    resource.save()
    index_again([resource])
    Passage.objects.filter(file__in=[file.pk for file in new]).delete()
    if renamed:
        # A page is found by the title too.
        _index(Passage.objects.filter(file__version__resource=resource))
    record("library.save", resource, by=by, files=len(new))
    return resource


@transaction.atomic
def load(facts: Mapping[str, Any], *, by: Any = None) -> bool:
    """A resource as a file of ours tells it. One that is there stays as staff left it; answers whether it is new."""
    if Resource.objects.filter(slug=facts["slug"]).exists():
        return False
    resource = Resource(**facts["resource"], slug=facts["slug"])
    for name, chosen in facts["words"].items():
        getattr(resource, name).set(chosen)
    resource.mentions.set([Mention(**mention) for mention in facts["mentions"]])
    for place, version in enumerate(facts["versions"]):
        files = version.pop("files", [])
        made = Version(**version, sort_order=place)
        made.files.set([File(**file) for file in files])
        resource.versions.add(made)
    resource.full_clean()
    for made in resource.versions.all():
        for file in made.files.all():
            file.clean()
            if file.is_new_upload():
                _weigh(file)
    resource.save()
    index_again([resource])
    record("library.load", resource, by=by)
    return True


@transaction.atomic
def replace(old: Resource, new: Resource, *, by: Any = None) -> None:
    """Say which resource took the place of another. Safe twice."""
    old = Resource.objects.select_for_update().get(pk=old.pk)
    if old.replaced_by_id == new.pk:
        return
    old.replaced_by = new
    old.clean()
    old.save()
    record("library.save", old, by=by, files=0)


def read(file: File, at: datetime | None = None) -> bool:
    """Find the words of a file that waits for it; answers whether this call did. May run twice, and be cut off.

    The reading itself stands outside any transaction, so that the only writer of SQLite is not held up.
    """
    waiting = File.objects.filter(pk=file.pk, reading=File.Reading.WAITING).first()
    if waiting is None or not _claim(waiting, at or timezone.now()):
        return False
    file = waiting
    fault_point("library.before_read")
    try:
        with waiting.file.open("rb") as stored:
            found = read_pdf(stored)
    except FileNotFoundError:
        logger.exception("The stored file %s is gone.", waiting.pk)
        found = Found(problem=File.Problem.BROKEN)
    fault_point("library.after_read")
    return _keep(waiting, found)


def read_missed(now: datetime) -> int:
    """Catch up on files whose nudge was lost, or whose reader died; answers how many were read."""
    done = 0
    for file in File.objects.to_read(now)[:AT_ONCE]:
        try:
            done += read(file, now)
        # One that fails is tried again later; it must not stop the others.
        except Exception:
            logger.exception("The words of file %s could not be found.", file.pk)
    return done


def clear_orphans(now: datetime) -> int:
    """Remove stored files no row names."""
    named = set(File.objects.exclude(file="").values_list("file", flat=True))
    left = [name for name in _stored_before(now - ORPHAN_AGE) if name not in named]
    for name in left:
        uploads.private_storage().delete(name)
    return len(left)


def _weigh(file: File) -> None:
    """What one wants to know of new bytes before they are stored."""
    file.original_name = PurePath(file.file.name or "").name
    file.size = file.file.size
    file.sha256 = uploads.digest_of(file.file)
    file.reading = File.Reading.WAITING if file.is_pdf() else File.Reading.NOT_READ
    file.problem, file.pages, file.pages_read, file.tried_at, file.tries = "", 0, 0, None, 0


@transaction.atomic
def _claim(file: File, at: datetime) -> bool:
    """Take a file to read, unless somebody has it. One that has killed its readers is given up."""
    mine = File.objects.to_read(at).filter(pk=file.pk)
    if file.tries >= MOST_TRIES:
        if mine.update(reading=File.Reading.FAILED, problem=File.Problem.TOO_MUCH):
            record("library.read", file, problem=File.Problem.TOO_MUCH)
        return False
    return bool(mine.update(tried_at=at, tries=F("tries") + 1))


@transaction.atomic
def _keep(file: File, found: Found) -> bool:
    """Write down what was found, unless other bytes have come in the meantime."""
    same = File.objects.select_for_update().filter(pk=file.pk, sha256=file.sha256, reading=File.Reading.WAITING)
    current = same.select_related("version__resource").first()
    if current is None:
        return False
    Passage.objects.filter(file=current).delete()
    pages = [Passage(file=current, page=page, text=text) for page, text in enumerate(found.texts, start=1) if text]
    Passage.objects.bulk_create(pages, batch_size=100)
    _index(Passage.objects.filter(file=current))
    current.reading = File.Reading.FAILED if found.problem else File.Reading.READ
    current.problem, current.pages, current.pages_read = found.problem, found.pages, len(found.texts)
    current.save(update_fields=["reading", "problem", "pages", "pages_read"])
    record("library.read", current, problem=found.problem, pages=len(pages))
    return True


def index_again(resources: Iterable[Resource]) -> None:
    """A resource tells the index of itself before its partners and topics are written, and nothing when one is renamed."""
    for resource in resources:
        index_words_of(resource)


def _index(passages: Any) -> None:
    """Rows written many at a time tell the index nothing of themselves."""
    written = list(passages.select_related("file__version__resource").order_by("pk"))
    for backend in get_search_backends():
        for first in range(0, len(written), 50):
            backend.add_bulk(Passage, written[first : first + 50])


def _stored_before(moment: datetime) -> Iterator[str]:
    storage = uploads.private_storage()
    if not storage.exists(uploads.FOLDER):
        return
    folders, _ = storage.listdir(uploads.FOLDER)
    for folder in folders:
        for name in storage.listdir(f"{uploads.FOLDER}/{folder}")[1]:
            whole = f"{uploads.FOLDER}/{folder}/{name}"
            if storage.get_modified_time(whole) < moment:
                yield whole
