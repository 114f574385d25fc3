"""A certificate for every achievement, numbered within its year, each with a small file of its own."""

from collections import Counter
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils import timezone

from courses.credentials import files
from courses.credentials.codes import BITS, encode
from courses.credentials.models import Certificate, SerialCounter
from courses.credentials.names import name_mark, search_key
from courses.credentials.pdf import CURRENT_TEMPLATE
from lms.accounts.models import Organisation

from .learning import Study
from .people import name_of
from .sizes import Sizes
from .tables import Table, new_uuid

CODES = "certificates"
COLUMNS = [
    "public_id", "person_id", "achievement_id", "number", "code", "name", "title", "completed_on", "rule_version",
    "issued_at", "name_key", "name_mark", "pdf", "pdf_sha256", "rendered_at",
]  # fmt: skip


def certificates(sizes: Sizes, achievements: list[tuple[int, Study, str]], real: Any) -> None:
    issuer = Organisation.objects.get(kind=Organisation.Kind.RSO)
    last = Counter({counter.year: counter.last for counter in SerialCounter.objects.all()})
    same = {
        "state": "valid", "hours": "1.0", "issuer_id": issuer.pk, "issuer_name": issuer.name, "place": "Bangkok",
        "signatory": issuer.name, "template_version": CURRENT_TEMPLATE, "replaces_id": None,
    }  # fmt: skip
    chance, zone = sizes.chance(CODES), timezone.get_default_timezone()

    def row(achievement: int, one: Study, title: str) -> tuple[Any, ...]:
        at: datetime = one.ended or sizes.now()
        here = timezone.localtime(at, zone)
        last[here.year] += 1
        public_id, code, name = new_uuid(chance), encode(chance.getrandbits(BITS)), name_of(one.no)
        number = f"RSO-{here.year}-{last[here.year]:06d}"
        pdf, digest = _file(public_id, number)
        version = real.rule_version if one.course == real.pk else 1
        names = search_key(name), name_mark(code, name)
        return (
            public_id,
            one.person,
            achievement,
            number,
            code,
            name,
            title,
            here.date(),
            version,
            at,
            *names,
            pdf,
            digest,
            at,
        )

    Table(Certificate, COLUMNS, **same).write(row(*one) for one in achievements)
    for year, number in last.items():
        SerialCounter.objects.update_or_create(year=year, defaults={"last": number})


def _file(public_id: str, number: str) -> tuple[str, str]:
    """Not a certificate anybody could use: the bytes are there, and their digest fits."""
    content = b"%PDF-1.4\n% " + number.encode() + b"\n%%EOF\n"
    digest = sha256(content).hexdigest()
    name = f"{files.FOLDER}/{public_id[:2]}/{public_id}-{digest[:16]}.pdf"
    path = Path(files.private().path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return name, digest
