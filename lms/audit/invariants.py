from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.invariants import invariant

from . import guard
from .chain import verify_chain
from .models import Entry

SEALED_WITHIN = timedelta(hours=1)


@invariant("INV-11", _("The audit log is whole: no sealed entry was changed, removed or put in later."))
def the_chain_is_whole() -> list[str]:
    return verify_chain()


@invariant("INV-11", _("Every audit entry is sealed within an hour."))
def entries_are_sealed_in_time() -> Iterator[str]:
    late = Entry.objects.filter(seal=None, at__lt=timezone.now() - SEALED_WITHIN)
    for pk in late.values_list("pk", flat=True).iterator():
        yield f"Entry {pk} is not sealed."


@invariant("INV-11", _("The database refuses to change the audit log."))
def the_guard_stands() -> Iterator[str]:
    for name in guard.missing(connection):
        yield f"The trigger {name} is missing."
