"""What must always hold of events, asked as questions to the data."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from lms.invariants import invariant

from .models import Invitation, Rsvp

CATALOGUE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


@invariant("INV-2", _("The database refuses to change an answer to an invitation."))
def the_guard_stands() -> Iterator[str]:
    table = Rsvp._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    for name in sorted({f"{table}_update", f"{table}_delete"} - there):
        yield f"The trigger {name} is missing."


@invariant("INV-15", _("The answer that counts is the last one kept."))
def the_last_answer_counts() -> Iterator[str]:
    kept = Rsvp.objects.filter(invitation=OuterRef("pk")).order_by("-at", "-pk").values("answer")[:1]
    answered = Invitation.objects.filter(answers__isnull=False).annotate(kept=Subquery(kept))
    for public_id in answered.exclude(answer=F("kept")).values_list("public_id", flat=True).distinct():
        yield f"Invitation {public_id} counts another answer than the last one kept."
