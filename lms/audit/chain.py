"""The arithmetic of the chain, and the check that it is whole."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from .identity import keyed, keys
from .models import Entry, Seal, Segment


def entry_digest(entry: Entry) -> str:
    """One entry as a digest over everything it says."""
    return _digest([entry.pk, _moment(entry.at), entry.act, entry.target, entry.actor, entry.data])


def segment_digest(number: int, sealed_at: datetime, previous: str, digests: Iterable[str]) -> str:
    """One segment as a digest over its entries and the segment before it."""
    return _digest([number, _moment(sealed_at), previous, list(digests)])


def key_id(key: bytes) -> str:
    return keyed("key", "id", key)[:16]


def signature(segment: Segment, key: bytes) -> str:
    return keyed("seal", segment.digest, key)


def purge_signature(segment: Segment, key: bytes) -> str:
    """Only the holder of the key can say that entries were removed on purpose."""
    return keyed("purge", f"{segment.digest} {_moment(segment.purged_at) if segment.purged_at else ''}", key)


def verify_chain() -> list[str]:
    """One sentence for every place where the log is not what was sealed; none when it is whole."""
    found: list[str] = []
    previous = ""
    for expected, segment in enumerate(Segment.objects.order_by("number"), start=1):
        if segment.number != expected:
            return [*found, f"Segment {expected} is missing."]
        if segment.previous_digest != previous:
            found.append(f"Segment {segment.number} does not follow from the one before it.")
        found.extend(_signature_faults(segment))
        found.extend(_purge_faults(segment) if segment.purged_at else _entry_faults(segment))
        previous = segment.digest
    return found


def _signature_faults(segment: Segment) -> Iterator[str]:
    key = _key_of(segment)
    if key is None:
        yield f"Segment {segment.number} was signed with the key {segment.key_id}, which is not in AUDIT_KEYS."
    elif not hmac.compare_digest(segment.signature, signature(segment, key)):
        yield f"Segment {segment.number} has a false signature."
    elif segment.purged_at and segment.purge_signature not in [purge_signature(segment, key) for key in keys()]:
        yield f"Segment {segment.number} is marked as removed, but not by us."


def _purge_faults(segment: Segment) -> Iterator[str]:
    if segment.seals.exists():
        yield f"Segment {segment.number} is marked as removed, but its entries are still here."


def _entry_faults(segment: Segment) -> Iterator[str]:
    seals = list(segment.seals.order_by("position"))
    if [seal.position for seal in seals] != list(range(1, segment.count + 1)):
        yield f"Segment {segment.number} should hold {segment.count} entries and holds {len(seals)}."
    if segment.digest != segment_digest(
        segment.number, segment.sealed_at, segment.previous_digest, (seal.digest for seal in seals)
    ):
        yield f"The digest of segment {segment.number} is wrong."
    yield from _altered(seals)


def _altered(seals: list[Seal]) -> Iterator[str]:
    entries = Entry.objects.in_bulk([seal.entry_id for seal in seals])
    for seal in seals:
        entry = entries.get(seal.entry_id)
        if entry is None:
            yield f"Entry {seal.entry_id} is missing."
        elif entry_digest(entry) != seal.digest:
            yield f"Entry {seal.entry_id} was changed after it was sealed."


def _key_of(segment: Segment) -> bytes | None:
    return next((key for key in keys() if key_id(key) == segment.key_id), None)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(value: list[object]) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
