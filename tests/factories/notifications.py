"""Mails of two kinds that exist in tests only: a letter that may be repeated, an invitation that may not."""

import itertools
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model

from lms.notifications import actions, digest_mail, inbox, notice_mail
from lms.notifications.kinds import SECURITY, Kind, Mail
from lms.notifications.letters import write_sealed
from lms.notifications.notice_kinds import NoticeKind, Shown
from lms.notifications.streams import OWN, Stream

_numbers = itertools.count(1)


def compose(message, person, context):
    return Mail(subject="News for you", text=f"Number {context.get('number', 0)}", html="<p>Number</p>")


KINDS = {
    kind.name: kind
    for kind in [
        Kind("test.letter", "A letter", compose, retry_safe=True),
        Kind("test.invitation", "An invitation", compose),
        Kind("test.password", "A password", write_sealed, retry_safe=True, priority=SECURITY),
    ]
}


def make_recipient(**fields):
    number = next(_numbers)
    person = get_user_model().objects.create_user(
        **{"email": f"recipient{number}@example.org", "full_name": f"Recipient {number}", **fields}
    )
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def make_message(kind="test.letter", person=None, **fields):
    fields.setdefault("dedupe", next(_numbers))
    return actions.notify(kind, person or make_recipient(), **fields)


def make_sealed(address="someone@example.org", **content):
    sealed = {"subject": "Your link", "text": "The secret is here", **content}
    return actions.notify_address("test.password", address, sealed=sealed, dedupe=next(_numbers))


def show(notices, viewer):
    """As an app would: in words, and what this viewer may not see left out."""
    return {n.pk: Shown(f"{n.count} new", f"/thing/{n.about}/") for n in notices if n.about not in HIDDEN}


# What nobody may see any more; emptied after each test.
HIDDEN = set()
STREAM = Stream("test", "Test talk", "What happens in tests.")
NOTICES = {"test.reply": NoticeKind("test.reply", "New replies", "test", show)}
STREAMS = {OWN.name: OWN, STREAM.name: STREAM}
KINDS |= {"notice.test": Kind("notice.test", "Test talk", notice_mail.compose, check=notice_mail.check, stream="test")}
KINDS |= {"digest": digest_mail.kind()}
# What apps add to a digest; emptied after each test.
PARTS = []
KINDS |= {"test.bulk": Kind("test.bulk", "News", compose, stream="test")}


def make_notice(person, about=None, no=None, kind="test.reply"):
    return inbox.tell(kind, person, about=about or uuid4(), no=no)
