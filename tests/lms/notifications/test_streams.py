"""What apps list through the hooks, and what is refused there."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from wagtail import hooks

from lms.notifications import kinds, notice_kinds, streams
from lms.notifications.kinds import CERTIFICATE, SECURITY
from lms.notifications.models import Frequency
from lms.notifications.notice_kinds import NoticeKind
from lms.notifications.streams import Stream


@pytest.fixture(autouse=True)
def _as_listed(monkeypatch):
    """The real lists, not those of the tests beside."""
    monkeypatch.undo()
    yield
    forget()


def forget():
    for listed in (streams.streams, notice_kinds.notice_kinds, kinds.kinds):
        listed.cache_clear()


def test_every_kind_of_notice_has_a_stream_and_a_mail_where_it_can_come_at_once():
    forget()
    for kind in notice_kinds.notice_kinds().values():
        stream = streams.stream_of(kind.stream)
        if Frequency.AT_ONCE in stream.frequencies:
            assert kinds.kind_of(f"notice.{stream.name}").stream == stream.name


def test_what_must_arrive_cannot_be_turned_off():
    """Security, certificates and the account."""
    forget()
    for kind in kinds.kinds().values():
        must_arrive = kind.priority in {SECURITY, CERTIFICATE} or kind.name.startswith(("accounts.", "credentials."))
        assert not (must_arrive and kind.stream), kind.name


@pytest.mark.parametrize(
    ("hook", "listed", "ask"),
    [
        ("register_streams", Stream("digest", "Again", "Again"), lambda: streams.streams()),
        ("register_streams", Stream("x", "X", "X", "daily", ("weekly", "off")), lambda: streams.streams()),
        ("register_streams", Stream("x", "X", "X", "daily", ("daily",)), lambda: streams.streams()),
        ("register_notice_kinds", NoticeKind("x", "X", "nowhere", dict), lambda: notice_kinds.notice_kinds()),
    ],
    ids=["twice", "default not offered", "no way out", "no such stream"],
)
def test_a_list_that_makes_no_sense_is_refused(hook, listed, ask):
    forget()
    with hooks.register_temporarily(hook, lambda: [listed]), pytest.raises(ImproperlyConfigured):
        ask()


def test_an_unknown_name_is_said_plainly():
    with pytest.raises(streams.UnknownStream):
        streams.stream_of("nowhere")
    with pytest.raises(notice_kinds.UnknownNotice):
        notice_kinds.notice_kind("nowhere")
