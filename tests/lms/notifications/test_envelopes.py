"""What goes over the wire, read back from a real mail server. Ids: spec 11.3 (MIME), 11.4, RFC 8058."""

from email import message_from_bytes

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import get_template
from icalendar import Calendar as Read
from wagtail import hooks

from lms.notifications import choices, kinds
from lms.notifications.delivery import deliver_due
from lms.notifications.kinds import CERTIFICATE, Attachment, Calendar, Kind, Mail
from lms.notifications.models import Frequency, Message
from tests.factories.notifications import make_message, make_recipient
from tests.lms.notifications.test_delivery import with_kind

pytestmark = pytest.mark.django_db

ICS = "\r\n".join([
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//RSO//Events//EN", "METHOD:REQUEST", "BEGIN:VEVENT",
    "UID:6ed1@testserver", "SEQUENCE:2", "DTSTAMP:20260301T020000Z", "DTSTART:20260401T020000Z",
    "SUMMARY:การประชุม", "END:VEVENT", "END:VCALENDAR", "",
]).encode()  # fmt: skip


def sent(post_office, monkeypatch, mail, kind="test.letter"):
    with_kind(monkeypatch, name=kind, compose=lambda *_: mail)
    make_message(kind)
    deliver_due()
    return post_office.received[-1]


def shape(part):
    """The types of the parts, nested as they are."""
    if part.is_multipart():
        return {part.get_content_type(): [shape(one) for one in part.iter_parts()]}
    return part.get_content_type()


def test_an_invitation_is_read_by_every_kind_of_calendar(post_office, monkeypatch):
    mail = Mail("Workshop", "Come", html="<p>Come</p>", calendar=Calendar("REQUEST", ICS))
    received = sent(post_office, monkeypatch, mail)
    assert shape(received) == {
        "multipart/mixed": [{"multipart/alternative": ["text/plain", "text/html", "text/calendar"]}, "application/ics"]
    }
    entry = next(part for part in received.walk() if part.get_content_type() == "text/calendar")
    assert (entry.get_param("method"), entry.get_content_charset()) == ("REQUEST", "utf-8")
    (attached,) = received.iter_attachments()
    assert attached.get_filename() == "invite.ics"
    assert attached.get_content() == ICS
    for text in (entry.get_content(), attached.get_content()):
        event = Read.from_ical(text).walk("VEVENT")[0]
        assert (event["SEQUENCE"], str(event["SUMMARY"])) == (2, "การประชุม")


def test_a_cancellation_says_so_in_its_header(post_office, monkeypatch):
    mail = Mail("Workshop", "Cancelled", calendar=Calendar("CANCEL", ICS.replace(b"REQUEST", b"CANCEL")))
    received = sent(post_office, monkeypatch, mail)
    entry = next(part for part in received.walk() if part.get_content_type() == "text/calendar")
    assert entry.get_param("method") == "CANCEL"
    assert shape(received)["multipart/mixed"][0] == {"multipart/alternative": ["text/plain", "text/calendar"]}


def test_a_file_goes_along_with_the_calendar(post_office, monkeypatch):
    mail = Mail("W", "T", "<p>T</p>", (Attachment("a.pdf", b"%PDF", "application/pdf"),), Calendar("REQUEST", ICS))
    received = sent(post_office, monkeypatch, mail)
    assert [part.get_filename() for part in received.iter_attachments()] == ["invite.ics", "a.pdf"]


def test_headers_of_a_mail_arrive_but_replace_none_of_ours(post_office, monkeypatch):
    headers = {"References": "<thread@testserver>", "Message-ID": "<mine@evil>", "Auto-Submitted": "no"}
    received = sent(post_office, monkeypatch, Mail("S", "T", headers=headers))
    assert received["References"] == "<thread@testserver>"
    assert received["Message-ID"] == Message.objects.get().message_id
    assert received["Auto-Submitted"] == "auto-generated"


def test_a_header_cannot_bring_another(post_office, monkeypatch):
    with_kind(monkeypatch, compose=lambda *_: Mail("S", "T", headers={"References": "<a>\r\nBcc: evil@example.org"}))
    make_message()
    deliver_due()
    assert not post_office.received
    assert Message.objects.get().state == Message.State.BOUNCED


def test_bulk_mail_offers_one_click_and_asks_robots_to_be_silent(post_office, settings):
    settings.UNSUBSCRIBE_MAILBOX = "unsub@rso.example"
    make_message("test.bulk")
    deliver_due()
    (mail,) = post_office.received
    link, box = (way.strip(" <>") for way in mail["List-Unsubscribe"].split(","))
    assert link.startswith("http://testserver/u/")
    assert box.startswith("mailto:unsub@rso.example?subject=")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<test.testserver>"
    assert (mail["Precedence"], mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == (
        "bulk",
        "auto-generated",
        "All",
    )


def test_without_a_mailbox_the_link_alone_is_offered(post_office):
    make_message("test.bulk")
    deliver_due()
    assert post_office.received[0]["List-Unsubscribe"].count("<") == 1


def test_mail_that_must_arrive_offers_no_way_out(post_office):
    make_message("test.letter")
    deliver_due()
    (mail,) = post_office.received
    assert not [name for name in mail if name.lower().startswith("list-") or name == "Precedence"]


def test_mail_a_person_turned_off_is_asked_about_as_it_leaves(post_office):
    person = make_recipient()
    message = make_message("test.bulk", person=person)
    letter = make_message("test.letter", person=person)
    choices.prefer(person, "test", Frequency.OFF)
    deliver_due()
    message.refresh_from_db()
    letter.refresh_from_db()
    assert (message.state, message.reason) == (Message.State.SUPPRESSED, "unsubscribed")
    assert letter.state == Message.State.SENT


@pytest.mark.parametrize("address", ["office@rso.example", ""])
def test_an_answer_reaches_the_office_where_it_has_an_address(post_office, settings, address):
    settings.REPLY_TO = address
    make_message()
    deliver_due()
    assert (post_office.received[0]["Reply-To"] or "") == address


def test_a_mail_that_must_arrive_cannot_be_given_a_stream(monkeypatch):
    monkeypatch.undo()
    wrong = Kind("test.wrong", "Wrong", lambda *_: Mail("", ""), priority=CERTIFICATE, stream="test")
    with hooks.register_temporarily("register_message_kinds", lambda: [wrong]):
        kinds.kinds.cache_clear()
        with pytest.raises(ImproperlyConfigured):
            kinds.kinds()
    kinds.kinds.cache_clear()


def test_what_the_server_got_parses_as_it_was_sent(post_office, monkeypatch):
    received = sent(post_office, monkeypatch, Mail("S", "T", calendar=Calendar("REQUEST", ICS)))
    assert shape(message_from_bytes(received.as_bytes(), policy=received.policy)) == shape(received)


def test_long_addresses_break_on_a_narrow_phone_in_every_mail_with_html():
    """Stands in the tag too: some programs take the sheet of a mail away."""
    frame = get_template("email/base.html").render({"language": "en", "direction": "ltr"})
    assert "overflow-wrap: anywhere" in frame.split("<body")[1].split(">")[0]
    folder = settings.BASE_DIR / "templates" / "email"
    others = [path for path in folder.glob("*/*.html") if "<body" in path.read_text(encoding="utf-8")]
    assert others == []
