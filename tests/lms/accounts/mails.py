"""What arrived: the outbox emptied by the real delivery, into the tests' mailbox."""

import re

from django.core import mail

from lms.notifications.delivery import deliver_due


def delivered():
    deliver_due()
    return mail.outbox


def last_to(address):
    return next(message for message in reversed(delivered()) if message.to == [address])


def link_in(message):
    """The path of the first link in a mail."""
    return re.search(r"http://testserver(/\S+)", message.body)[1]
