"""Wall-clock times: what stands on the invitation. The zone makes an instant of them, and its rules may change (case 58)."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _


@cache
def zone_names() -> tuple[str, ...]:
    """Every zone under the one name it has today, and UTC. What tzdata keeps for old programs beside it (Asia/Saigon,
    Asia/Rangoon) would be the same clock offered twice."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return (*sorted({row[2] for row in rows if len(row) > 2} & available_timezones()), "UTC")


def zone_of(name: str) -> ZoneInfo:
    """The zone of this name; a `ValidationError` where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError(_("There is no time zone of this name."), code="no_such_zone") from None


def city(zone: str) -> str:
    """Asia/Ho_Chi_Minh is Ho Chi Minh to people."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def instant(local: datetime, zone: str) -> datetime:
    """The moment in UTC. An hour that comes twice means its first coming; one that is skipped moves on as clocks do."""
    return local.replace(tzinfo=zone_of(zone)).astimezone(UTC)


def exists(local: datetime, zone: str) -> bool:
    """Whether clocks in this zone ever show this time; when they go forward they leave some out."""
    return instant(local, zone).astimezone(zone_of(zone)).replace(tzinfo=None) == local


def span(starts: datetime, ends: datetime | None, zone: str, *, all_day: bool) -> tuple[datetime, datetime]:
    """First moment and last, in UTC. Whole days begin at midnight over there and end with the last day (case 59)."""
    if not all_day:
        return instant(starts, zone), instant(ends or starts, zone)
    last = (ends or starts).date() + timedelta(days=1)
    return instant(midnight(starts), zone), instant(datetime.combine(last, time()), zone)


def midnight(local: datetime) -> datetime:
    return datetime.combine(local.date(), time())


class LocalDateTimeField(models.Field):
    """A date and time as a clock on the wall shows it: kept without a zone, and never turned into another."""

    description = _("Date and time on the wall")

    def get_internal_type(self) -> str:
        # Not Django's own: that one would read and write it as an instant.
        return "LocalDateTimeField"

    def db_type(self, connection: Any) -> str:
        return "timestamp without time zone" if connection.vendor == "postgresql" else "datetime"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> datetime | None:
        return self.to_python(value)

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str):
            value = parse_datetime(value)
        if value is None or not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=None)

    def get_prep_value(self, value: Any) -> datetime | None:
        return self.to_python(super().get_prep_value(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return connection.ops.adapt_datetimefield_value(value if prepared else self.get_prep_value(value))

    def value_to_string(self, obj: models.Model) -> str:
        value: Any = self.value_from_object(obj)
        return value.isoformat() if value else ""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": LocalDateTimeInput, **kwargs})


class LocalDateTimeInput(forms.DateTimeField):
    """A form's field for it: what is typed is what is meant, whatever zone the reader is in."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def prepare_value(self, value: Any) -> Any:
        return value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        if isinstance(value, str) and (parsed := _parsed(value)):
            return parsed
        raise ValidationError(self.error_messages["invalid"], code="invalid")


def _parsed(text: str) -> datetime | None:
    try:
        value = parse_datetime(text.strip())
    except ValueError:
        return None
    return value if value and value.tzinfo is None and value.year >= 1990 else None
