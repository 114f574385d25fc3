"""Mails of two kinds that exist in tests only: a letter that may be repeated, an invitation that may not."""

import itertools

from django.contrib.auth import get_user_model

from lms.notifications import actions
from lms.notifications.kinds import SECURITY, Kind, Mail
from lms.notifications.letters import write_sealed

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
    return get_user_model().objects.create_user(
        **{"email": f"recipient{number}@example.org", "full_name": f"Recipient {number}", **fields}
    )


def make_message(kind="test.letter", person=None, **fields):
    fields.setdefault("dedupe", next(_numbers))
    return actions.notify(kind, person or make_recipient(), **fields)


def make_sealed(address="someone@example.org", **content):
    sealed = {"subject": "Your link", "text": "The secret is here", **content}
    return actions.notify_address("test.password", address, sealed=sealed, dedupe=next(_numbers))
