"""Reading what the people of a cohort got by mail."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone

from courses.workshops import actions
from lms.notifications.delivery import deliver_due
from lms.notifications.models import Message


def delivered(*, after_ten_minutes=True):
    """What leaves now, oldest first; the ten minutes for second thoughts are over unless said otherwise."""
    mail.outbox.clear()
    if after_ten_minutes:
        actions.announce_due(timezone.now() + timedelta(minutes=11))
        Message.objects.filter(state="queued").update(not_before=timezone.now())
    deliver_due()
    return list(mail.outbox)


def calendar(letter):
    """The file of sessions that goes along, or nothing."""
    files = [content for name, content, _kind in letter.attachments if name == "sessions.ics"]
    return files[0] if files else ""
