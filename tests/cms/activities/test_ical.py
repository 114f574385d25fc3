"""Calendar entries, byte by byte and through another program's eyes. Ids: V5, V24, cases 58 and 59; spec 11.3."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from cms.activities import ical
from cms.activities.zone_rules import changes

GOLDEN = Path(__file__).parent / "golden"
ORGANIZER = ical.Party("events@rso.example", "Regional Support Office")
GUEST = ical.Party("anh@police.example", 'Nguyễn Thị "Ánh", Dr')
STAMP = datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC)


def entry(**changes):
    facts = {
        "uid": "4c1f7d3e-92c5-4d6f-8a1b-0f5f6a7b8c9d@learning.rso.example",
        "sequence": 3,
        "stamp": STAMP,
        "summary": "Regional meeting; maritime, and more",
        "starts": datetime(2031, 5, 6, 9),
        "ends": datetime(2031, 5, 6, 12, 30),
        "zone": "Asia/Bangkok",
        "location": "Bangkok, Rajdamnern Hall",
        "description": "09:00 in Bangkok\nhttps://learning.rso.example/events/",
        "url": "https://learning.rso.example/events/",
    }
    return ical.Entry(**facts | changes)


THAI = "การสัมมนาระดับภูมิภาคว่าด้วยการต่อต้านการค้ามนุษย์และการลักลอบขนผู้ย้ายถิ่นฐาน"
CASES = {
    "request": (ical.request, entry()),
    "cancel": (ical.cancel, entry(sequence=4)),
    "thai": (ical.request, entry(summary=THAI, location="ភ្នំពេញ " * 12)),
    "clocks_change": (
        ical.request,
        entry(zone="Australia/Sydney", starts=datetime(2031, 4, 5, 9), ends=datetime(2031, 4, 7, 17)),
    ),
    "whole_days": (
        ical.request,
        entry(all_day=True, starts=datetime(2031, 5, 6), ends=datetime(2031, 5, 8), zone="Pacific/Auckland"),
    ),
    "utc": (ical.request, entry(zone="UTC", private=True, summary="RSO meeting", location="", description="", url="")),
}


def made(name):
    method, facts = CASES[name]
    return method(facts, organizer=ORGANIZER, attendee=GUEST)


def parsed(content):
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


@pytest.mark.parametrize("name", CASES)
def test_the_bytes_are_those_that_were_looked_at(name):
    assert made(name) == (GOLDEN / f"{name}.ics").read_bytes()


@pytest.mark.parametrize("name", CASES)
def test_lines_end_and_fold_as_the_standard_says(name):
    content = made(name)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    content.decode()
    assert all(line.decode() is not None for line in content.split(b"\r\n"))


@pytest.mark.parametrize("name", CASES)
def test_another_reader_understands_it(name):
    calendar, event = parsed(made(name))
    facts = CASES[name][1]
    assert str(calendar["method"]) == ("CANCEL" if name == "cancel" else "REQUEST")
    assert made(name).index(b"METHOD") < made(name).index(b"BEGIN:VEVENT")
    assert (str(event["uid"]), int(event["sequence"])) == (facts.uid, facts.sequence)
    assert str(event["summary"]) == facts.summary
    assert event.decoded("dtstamp") == STAMP
    starts = event.decoded("dtstart")
    assert starts == (facts.starts.date() if facts.all_day else facts.starts.replace(tzinfo=ZoneInfo(facts.zone)))


@pytest.mark.parametrize("name", CASES)
def test_exactly_one_person_is_invited_and_it_is_the_recipient(name):
    _, event = parsed(made(name))
    attendee = event["attendee"]
    assert not isinstance(attendee, list)
    assert str(attendee) == f"mailto:{GUEST.email}"
    assert attendee.params["CN"] == "Nguyễn Thị 'Ánh', Dr"
    assert str(event["organizer"]) == f"mailto:{ORGANIZER.email}"
    if name != "cancel":
        assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("NEEDS-ACTION", "TRUE")
    assert str(event["status"]) == ("CANCELLED" if name == "cancel" else "CONFIRMED")


def test_cancelling_keeps_what_the_calendar_finds_it_by():
    _, asked = parsed(made("request"))
    _, taken_back = parsed(made("cancel"))
    for name in ("uid", "organizer", "dtstart"):
        assert asked[name].to_ical() == taken_back[name].to_ical()
    assert str(asked["attendee"]) == str(taken_back["attendee"])
    assert int(taken_back["sequence"]) > int(asked["sequence"])


def test_case_59_whole_days_are_dates_and_end_the_day_after():
    _, event = parsed(made("whole_days"))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2031, 5, 6), date(2031, 5, 9))
    assert b"DTSTART;VALUE=DATE:20310506" in made("whole_days")
    assert b"VTIMEZONE" not in made("whole_days")


@pytest.mark.parametrize("zone", ["Australia/Sydney", "Pacific/Auckland", "Asia/Tehran", "Europe/London", "Asia/Kabul"])
def test_case_58_the_rules_that_go_along_agree_with_the_zone_hour_by_hour(zone, tmp_path):
    """A reader that knows no zones but ours, as Outlook does, finds the same instants around every change of clocks."""
    facts = entry(zone=zone, starts=datetime(2031, 4, 5, 9), ends=datetime(2031, 4, 7, 17))
    file = tmp_path / "invite.ics"
    file.write_bytes(ical.request(facts, organizer=ORGANIZER, attendee=GUEST))
    theirs, ours = tzical(str(file)).get(zone), ZoneInfo(zone)
    begin, end = datetime(2030, 6, 1, tzinfo=UTC), datetime(2032, 3, 1, tzinfo=UTC)
    moments = [begin + timedelta(days=9 * number) for number in range(60)]
    for change in changes(ours, begin, end):
        moments += [change + timedelta(hours=hours) for hours in (-2, 2)]
    for moment in moments:
        local = moment.astimezone(ours).replace(tzinfo=None)
        assert local.replace(tzinfo=theirs).utcoffset() == moment.astimezone(ours).utcoffset(), moment


def test_what_is_published_names_nobody():
    content = ical.publish([entry(), entry(uid="other@host", zone="Australia/Sydney")])
    calendar = Calendar.from_ical(content)
    assert len(calendar.walk("VEVENT")) == len(calendar.walk("VTIMEZONE")) == 2
    assert str(calendar["method"]) == "PUBLISH"
    assert b"ATTENDEE" not in content
    assert b"ORGANIZER" not in content


@pytest.mark.parametrize("text", ["Evil\r\nATTENDEE:mailto:x@evil.example", "a\x00b", "\u2028line", "BEGIN:VEVENT"])
def test_what_is_typed_stays_text(text):
    facts = entry(summary=text, location=text, description=text)
    content = ical.request(facts, organizer=ical.Party("o@rso.example", text), attendee=ical.Party("a@b.example", text))
    _, event = parsed(content)
    assert str(event["attendee"]) == "mailto:a@b.example"
    assert len([line for line in content.split(b"\r\n") if line.startswith(b"ATTENDEE")]) == 1
