"""Settings of backups that would fail when they are needed (C-23, O-20)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

SHORTEST = 20


@register(Tags.security, deploy=True)
def backups(**kwargs: Any) -> Iterable[CheckMessage]:
    if settings.BACKUP_DIR and len(settings.BACKUP_KEY) < SHORTEST:
        hint = f"Set at least {SHORTEST} random characters, and keep them where the backups are not."
        yield Error("BACKUP_DIR is set, and BACKUP_KEY is missing or too short.", hint=hint, id="lms.E010")
    if settings.BACKUP_DIR and Path(settings.DATA_DIR) in Path(settings.BACKUP_DIR).resolve().parents:
        hint = "Whatever takes the data would take the backups along: choose another disk."
        yield Error("BACKUP_DIR lies inside DATA_DIR.", hint=hint, id="lms.E011")
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < SHORTEST:
        yield Error("METRICS_TOKEN is too short.", hint=f"Set at least {SHORTEST} random characters.", id="lms.E012")
