"""From a certificate's row to the facts its template prints: nothing is read from anywhere else (C4)."""

from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from .glyphs import language_of
from .models import Certificate
from .pdf import Sheet

HALF_HOUR = Decimal("0.5")


def sheet_of(certificate: Certificate) -> Sheet:
    """The sheet of one certificate; dates are those of Bangkok, whoever asks."""
    site = urlsplit(settings.PUBLIC_URL)
    return Sheet(
        number=certificate.number,
        code=certificate.shown_code(),
        verify_url=certificate.verify_url(),
        verify_at=f"{site.netloc}{site.path}{reverse('verify:form')}".rstrip("/"),
        name=certificate.name,
        native_name=certificate.native_name,
        name_language=certificate.name_language,
        title=certificate.title,
        title_language=certificate.title_language,
        hours=shown_hours(certificate.hours),
        completed_on=certificate.completed_on,
        issued_at=timezone.localtime(certificate.issued_at, timezone.get_default_timezone()),
        issuer=certificate.issuer_name,
        place=certificate.place,
        signatory_name=certificate.signatory,
        signatory_role=certificate.signatory_role,
        cohort=certificate.cohort,
        partners=tuple(certificate.partners),
        language=certificate.language,
        template=certificate.template_version,
    )


def hours_of(minutes: int) -> Decimal:
    """Study time in hours, to the nearest half; something short still took half an hour."""
    halves = (Decimal(minutes) / 30).quantize(Decimal(1), ROUND_HALF_UP)
    return max(halves, Decimal(1)) * HALF_HOUR if minutes else Decimal(0)


def shown_hours(hours: Decimal) -> str:
    """Hours without a needless zero; nothing where nobody said how long."""
    return f"{hours:f}".removesuffix(".0") if hours else ""


def language_of_name(name: str, languages: list[str]) -> str:
    """The first offered language that is written in the script of this name, else the likeliest of the script."""
    fitting = (language for language in languages if language and language_of(name, language) == language)
    return next(fitting, language_of(name))
