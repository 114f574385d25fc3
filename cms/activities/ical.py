"""Calendar entries as RFC 5545 and 5546 want them. Plain values in, bytes out; no database.

An invitation names its recipient alone: calendars show everybody who stands in it to everybody who gets it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from .zone_rules import vtimezone

PRODUCT = "-//Regional Support Office//Learning//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
# A zone's rules are written out for the time around the entry, not for a century.
AROUND = timedelta(days=370)


@dataclass(frozen=True)
class Party:
    """A mailbox and the name beside it."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry: what every calendar shows of it. Times are those on the wall of `zone`; of whole days the dates count."""

    uid: str
    sequence: int
    # Now, always: of two entries with one sequence the later stamp wins.
    stamp: datetime
    summary: str
    starts: datetime
    ends: datetime
    zone: str
    all_day: bool = False
    location: str = ""
    description: str = ""
    url: str = ""
    # Shown as "busy" to those who share a calendar.
    private: bool = False
    # Published, and not to take place after all.
    is_cancelled: bool = False
    # Stands in the calendar and takes nobody's time.
    is_free: bool = False


def request(entry: Entry, *, organizer: Party, attendee: Party) -> bytes:
    """Please come: the first time, and again when something changes."""
    return _invitation(REQUEST, entry, organizer, attendee)


def cancel(entry: Entry, *, organizer: Party, attendee: Party) -> bytes:
    """Take it out of the calendar again. The entry's sequence is higher than that of what it takes back."""
    return _invitation(CANCEL, entry, organizer, attendee)


def publish(entries: list[Entry]) -> bytes:
    """Entries to add by hand: nobody is asked to answer, so nobody is named."""
    return _calendar(PUBLISH, [_event(entry) for entry in entries], entries)


def _invitation(method: str, entry: Entry, organizer: Party, attendee: Party) -> bytes:
    event = _event(entry)
    event["status"] = vText("CANCELLED" if method == CANCEL else "CONFIRMED")
    event["organizer"] = _address(organizer)
    guest = _address(attendee)
    guest.params["CUTYPE"] = "INDIVIDUAL"
    guest.params["ROLE"] = "REQ-PARTICIPANT"
    if method == REQUEST:
        guest.params["PARTSTAT"] = "NEEDS-ACTION"
        guest.params["RSVP"] = "TRUE"
    event["attendee"] = guest
    return _calendar(method, [event], [entry])


def _calendar(method: str, events: list[Event], entries: list[Entry]) -> bytes:
    calendar = Calendar()
    calendar["version"], calendar["prodid"] = vText("2.0"), vText(PRODUCT)
    calendar["calscale"], calendar["method"] = vText("GREGORIAN"), vText(method)
    for zone in sorted({entry.zone for entry in entries if not entry.all_day and entry.zone != "UTC"}):
        calendar.add_component(_zone(zone, [entry for entry in entries if entry.zone == zone]))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=False))


def _zone(name: str, entries: list[Entry]) -> Timezone:
    first = min(entry.starts for entry in entries).date() - AROUND
    last = max(entry.ends for entry in entries).date() + AROUND
    return vtimezone(name, first, last)


def _event(entry: Entry) -> Event:
    event = Event()
    event["uid"] = vText(entry.uid)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("sequence", entry.sequence)
    for name, value in _span(entry):
        event.add(name, value)
    event["summary"] = vText(_line(entry.summary))
    texts = {"location": _line(entry.location), "description": entry.description}
    event.update({name: vText(text) for name, text in texts.items() if text})
    if entry.url:
        event.add("url", entry.url)
    if entry.is_cancelled:
        event["status"] = vText("CANCELLED")
    event["class"] = vText("PRIVATE" if entry.private else "PUBLIC")
    if entry.is_free:
        event["transp"] = vText("TRANSPARENT")
    return event


def _span(entry: Entry) -> list[tuple[str, date]]:
    if entry.all_day:
        # The end of whole days is the day after the last one.
        return [("dtstart", entry.starts.date()), ("dtend", entry.ends.date() + timedelta(days=1))]
    zone = UTC if entry.zone == "UTC" else ZoneInfo(entry.zone)
    span: list[tuple[str, date]] = [("dtstart", entry.starts.replace(tzinfo=zone))]
    if entry.ends > entry.starts:
        span.append(("dtend", entry.ends.replace(tzinfo=zone)))
    return span


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    # A quotation mark would end the name.
    if name := _line(party.name).replace('"', "'"):
        address.params["CN"] = name
    return address


def _line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
