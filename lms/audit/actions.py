from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from . import chain
from .identity import keys
from .log import logger, record
from .models import Entry, Seal, Segment

# A transaction lives minutes, never a day: the tick looks back this far, the nightly run over everything.
LATEST_COMMIT = timedelta(days=1)
LARGEST = 1000


def seal(*, everything: bool = False) -> Segment | None:
    """Close the entries not sealed yet into the next segment.

    Which entries belong to it is written down row by row, so one that commits late simply goes into the next. Two
    sealers at once want the same number; the second finds it taken and leaves the work to the first.
    """
    try:
        return _seal(everything=everything)
    except IntegrityError:
        return None


@transaction.atomic
def _seal(*, everything: bool) -> Segment | None:
    last = Segment.objects.select_for_update().order_by("-number").first()
    since = None if everything or last is None else last.sealed_at - LATEST_COMMIT
    entries = list(Entry.objects.unsealed(since).order_by("pk")[:LARGEST])
    if not entries:
        return None
    digests = [chain.entry_digest(entry) for entry in entries]
    segment = _next(last, digests)
    Seal.objects.bulk_create(
        Seal(segment=segment, entry=entry, position=position, digest=digest)
        for position, (entry, digest) in enumerate(zip(entries, digests, strict=True), start=1)
    )
    transaction.on_commit(lambda: _announce(segment), robust=True)
    return segment


def _next(last: Segment | None, digests: list[str]) -> Segment:
    number, previous = (last.number + 1, last.digest) if last else (1, "")
    now, key = timezone.now(), keys()[0]
    segment = Segment(number=number, sealed_at=now, count=len(digests), previous_digest=previous)
    segment.digest = chain.segment_digest(number, now, previous, digests)
    segment.key_id = chain.key_id(key)
    segment.signature = chain.signature(segment, key)
    segment.save(force_insert=True)
    return segment


def _announce(segment: Segment) -> None:
    """Outside the database nobody can shorten the chain unseen: the log stream knows its last link."""
    line = {"segment": segment.number, "count": segment.count, "digest": segment.digest}
    logger.info("audit.seal", extra={"data": line})


@transaction.atomic
def purge(before: datetime, *, by: object = None) -> int:
    """Remove the entries of whole segments sealed before a day. Their signed digests stay, so the chain still verifies."""
    segments = list(Segment.objects.kept().filter(sealed_at__lt=before).select_for_update().order_by("number"))
    for segment in segments:
        segment.purged_at = timezone.now()
        segment.purge_signature = chain.purge_signature(segment, keys()[0])
        segment.save(update_fields=["purged_at", "purge_signature"])
        Entry.objects.filter(seal__segment=segment).delete()
        segment.seals.all().delete()
        record("audit.purge", segment, by=by, number=segment.number, count=segment.count)
    return len(segments)
