"""What must always hold of certificates, asked as questions to the data."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.learning.models import Achievement
from lms.invariants import invariant

from . import files
from .models import Certificate, SerialCounter, Withdrawal

OLDEST_ORPHAN = timedelta(hours=24)
RENDERED_WITHIN = timedelta(minutes=15)


@invariant("INV-1", _("Each person has at most one valid certificate for each achievement and period."))
def one_valid_certificate() -> Iterator[str]:
    valid = Certificate.objects.valid().order_by().values("person", "achievement", "period")
    for double in valid.annotate(count=Count("pk")).filter(count__gt=1):
        yield f"Achievement {double['achievement']} has {double['count']} valid certificates."


@invariant(
    "INV-1", _("A certificate belongs to the person who reached the achievement, by a completion under its rules.")
)
def certificates_have_their_achievement() -> Iterator[str]:
    fits = Q(achievement__person=F("person")) & (
        Q(achievement__completion=None) | Q(achievement__completion__rule_version=F("rule_version"))
    )
    for number in Certificate.objects.exclude(fits).values_list("number", flat=True).iterator():
        yield f"Certificate {number} does not fit its achievement."


@invariant("INV-1", _("Every completed course and every attended workshop has its certificate."))
def achievements_have_their_certificate() -> Iterator[str]:
    # Other kinds of achievement are not certified yet.
    from_courses = Q(kind=Achievement.Kind.COURSE, completion__isnull=False)
    certified = Achievement.objects.filter(from_courses | Q(kind=Achievement.Kind.ATTENDED))
    for pk in certified.filter(certificates=None).values_list("pk", flat=True).iterator():
        yield f"Achievement {pk} has no certificate."


@invariant("INV-1", _("Numbers are never used again."))
def numbers_are_below_their_counter() -> Iterator[str]:
    last = {counter.year: counter.last for counter in SerialCounter.objects.all()}
    for number in Certificate.objects.order_by().values_list("number", flat=True).iterator():
        _prefix, year, serial = number.split("-")
        if int(serial) > last.get(int(year), 0):
            yield f"Certificate {number} is above the counter of its year: the number could be given again."


@invariant("INV-1", _("What was withdrawn stays withdrawn, and every withdrawal has its reason."))
def withdrawn_stays_withdrawn() -> Iterator[str]:
    withdrawn = Q(state=Certificate.State.WITHDRAWN)
    recorded = Q(withdrawal__isnull=False)
    for number in Certificate.objects.filter(withdrawn ^ recorded).values_list("number", flat=True).iterator():
        yield f"Certificate {number}: its state and the register of withdrawals disagree."


@invariant("INV-1", _("The database refuses to change a withdrawal."))
def the_guard_stands() -> Iterator[str]:
    table = Withdrawal._meta.db_table
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    for name in {f"{table}_update", f"{table}_delete"} - there:
        yield f"The trigger {name} is missing."


@invariant("INV-9", _("Every stored certificate has its bytes, unchanged."))
def files_are_whole() -> Iterator[str]:
    filed = Certificate.objects.exclude(pdf="").order_by("pk")
    for certificate in filed.only("number", "pdf", "pdf_sha256").iterator(chunk_size=500):
        if not files.exists(certificate.pdf):
            yield f"Certificate {certificate.number}: its file is missing."
        elif files.digest(files.read(certificate.pdf)) != certificate.pdf_sha256:
            yield f"Certificate {certificate.number}: its file was changed."


@invariant("INV-9", _("Every stored file has its certificate, one day at the latest."))
def no_file_is_orphaned() -> Iterator[str]:
    named = set(Certificate.objects.exclude(pdf="").values_list("pdf", flat=True))
    for name in files.stored_before(timezone.now() - OLDEST_ORPHAN):
        if name not in named:
            yield f"{name} belongs to no certificate."


@invariant("INV-8", _("Every certificate has its file within a quarter of an hour, or staff know why not."))
def files_follow_soon() -> Iterator[str]:
    late = Certificate.objects.awaiting_file().filter(issued_at__lt=timezone.now() - RENDERED_WITHIN)
    for number in late.values_list("number", flat=True).iterator():
        yield f"Certificate {number} still has no file."
