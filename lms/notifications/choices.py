"""The verb of preferences: how often a person wants to hear of a stream."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.audit.log import record

from .digests import set_clock
from .models import Preference
from .streams import stream_of

Source = Preference.Source


class NotOffered(ValueError):  # noqa: N818 - named by what is wrong
    """A frequency this stream does not come in."""


@transaction.atomic
def prefer(person: Any, stream: str, frequency: str, *, source: str = Source.USER, by: Any = None) -> bool:
    """Keep the choice; False where it stands already (case 77). Nothing else of the person changes (case 78)."""
    if frequency not in stream_of(stream).frequencies:
        raise NotOffered(f"{stream} does not come {frequency}.")
    fields = {"frequency": frequency, "updated_by": source, "updated_at": timezone.now()}
    chosen, is_new = Preference.objects.get_or_create(person=person, stream=stream, defaults=fields)
    if not is_new and not Preference.objects.filter(pk=chosen.pk).exclude(frequency=frequency).update(**fields):
        return False
    set_clock(person)
    record("notifications.prefer", person, by=by, stream=stream, frequency=frequency, source=source)
    return True
