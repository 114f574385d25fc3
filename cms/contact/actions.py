"""What is done with enquiries. Each is safe twice: keys come from the pages the words were typed on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from lms.audit.log import record
from lms.notifications.actions import cancel_many, notify, notify_without_account
from lms.notifications.models import Message

from .models import Enquiry, Note, Reply

State = Enquiry.State
# A stranger can type anybody's address: so many of them are told by mail in a day that we received something.
TOLD_A_DAY = 3
DAY = timedelta(days=1)
# Who goes back gets the form anew, with another key, and their words still in it: so long they are the same message.
AGAIN = timedelta(hours=1)


class NobodyToAnswer(LookupError):  # noqa: N818 - named by what is wrong
    """The writer was erased, or their account is closed."""


@dataclass(frozen=True)
class Words:
    """What somebody sent: about what, which words, and the way back to them."""

    topic: str
    message: str
    client_key: UUID
    language: str
    address: str = ""

    def key(self, by: Any) -> UUID:
        """One message, however often its form is sent. What lies in a page may be known to others or come from a copied
        page: with the key alone nobody reaches the number of a message of somebody else, or has theirs swallowed by it."""
        way_back = str(by.public_id) if by else self.address
        return uuid5(self.client_key, "\0".join([way_back, self.topic, self.message]))


def is_received(words: Words, *, by: Any = None) -> bool:
    """Whether these words came already from the same writer."""
    return _received(words, by, timezone.now()) is not None


@transaction.atomic
def receive(words: Words, *, by: Any = None, at: datetime | None = None) -> Enquiry:
    """Keep a message to the office and confirm it by mail. The same form sent again is the same enquiry, and so are
    the same words within an hour. With other words, or from another writer, it is another one.
    """
    at = at or timezone.now()
    if (received := _received(words, by, at)) is not None:
        return received
    facts = {
        "topic": words.topic,
        "message": words.message,
        "language": words.language,
        "person": by,
        "address": "" if by else words.address,
        "sent_at": at,
        "moved_at": at,
    }
    enquiry, is_new = Enquiry.objects.get_or_create(client_key=words.key(by), defaults=facts)
    if is_new:
        enquiry.mail = _confirm(enquiry, at)
        enquiry.save(update_fields=["mail"])
        record("contact.receive", enquiry, by=by, topic=enquiry.topic)
    return enquiry


@transaction.atomic
def answer(enquiry: Enquiry, text: str, *, client_key: UUID, by: Any, at: datetime | None = None) -> Reply:
    """Write to whoever asked. The words leave by the outbox, and the row says what became of them."""
    at = at or timezone.now()
    enquiry = _locked(enquiry)
    if not enquiry.can_be_answered():
        raise NobodyToAnswer
    reply, is_new = Reply.objects.get_or_create(
        client_key=client_key, defaults={"enquiry": enquiry, "text": text, "by": by, "at": at}
    )
    if is_new:
        reply.mail = _mail("contact.reply", enquiry, {"reply": reply.pk}, dedupe=reply.client_key)
        reply.save(update_fields=["mail"])
        _move(enquiry, at, state=State.ANSWERED, assignee=enquiry.assignee or by)
        record("contact.answer", enquiry, by=by)
    return reply


@transaction.atomic
def note(enquiry: Enquiry, text: str, *, client_key: UUID, by: Any, at: datetime | None = None) -> Note:
    """Words for colleagues alone."""
    at = at or timezone.now()
    enquiry = _locked(enquiry)
    facts = {"enquiry": enquiry, "text": text, "by": by, "at": at}
    kept, is_new = Note.objects.get_or_create(client_key=client_key, defaults=facts)
    if is_new:
        _move(enquiry, at)
        record("contact.note", enquiry, by=by)
    return kept


@transaction.atomic
def assign(enquiry: Enquiry, to: Any, *, by: Any, at: datetime | None = None) -> bool:
    """Say who looks after it; nobody where `to` is None. Whether that is new."""
    enquiry = _locked(enquiry)
    if enquiry.assignee_id == (to.pk if to else None):
        return False
    _move(enquiry, at or timezone.now(), assignee=to)
    record("contact.assign", enquiry, by=by)
    return True


@transaction.atomic
def turn(enquiry: Enquiry, state: str, *, by: Any, at: datetime | None = None) -> bool:
    """Say where it stands. Whether that is new."""
    enquiry = _locked(enquiry)
    if enquiry.state == state:
        return False
    _move(enquiry, at or timezone.now(), state=State(state))
    record("contact.turn", enquiry, by=by, to=state)
    return True


@transaction.atomic
def forget(person: Any, *, by: Any = None) -> int:
    """Take out of every enquiry who wrote it and what they wrote. That there was one stays, with its number."""
    mine = Enquiry.objects.select_for_update().filter(person=person)
    keys = list(mine.values_list("pk", flat=True))
    Note.objects.filter(enquiry__in=keys).update(text="")
    Reply.objects.filter(enquiry__in=keys).update(text="")
    blank = {"person": None, "address": "", "message": "", "erased_at": timezone.now(), "state": State.CLOSED}
    Enquiry.objects.filter(pk__in=keys).update(**blank)
    Enquiry.objects.filter(assignee=person).update(assignee=None)
    if keys:
        record("contact.forget", person, by=by, count=len(keys))
    return len(keys)


@transaction.atomic
def clear_old(now: datetime) -> int:
    """Delete what nothing happened to for a year; mails about it that have not left are taken back (C-43)."""
    old = list(Enquiry.objects.over(now).select_for_update().values_list("pk", flat=True)[:1000])
    mails = [*Enquiry.objects.filter(pk__in=old).values_list("mail", flat=True)]
    mails += Reply.objects.filter(enquiry__in=old).values_list("mail", flat=True)
    if old:
        cancel_many(Message.objects.filter(pk__in=[pk for pk in mails if pk]), reason="too-late")
        Enquiry.objects.filter(pk__in=old).delete()
        record("contact.clear", None, count=len(old))
    return len(old)


def _received(words: Words, by: Any, at: datetime) -> Enquiry | None:
    """The message that these words are already, from the same form or lately from another one."""
    lately = Enquiry.objects.filter(topic=words.topic, message=words.message, sent_at__gt=at - AGAIN)
    mine = lately.filter(person=by) if by else lately.filter(person=None, address=words.address)
    return Enquiry.objects.filter(client_key=words.key(by)).first() or mine.order_by("pk").first()


def _confirm(enquiry: Enquiry, at: datetime) -> Message | None:
    """The number, and none of the words: to an address nobody has proved, we carry no text of a stranger."""
    if enquiry.person is None:
        lately = Enquiry.objects.filter(address=enquiry.address, sent_at__gt=at - DAY).count()
        if not enquiry.address or lately > TOLD_A_DAY:
            return None
    return _mail("contact.received", enquiry, {"enquiry": enquiry.pk}, dedupe=enquiry.client_key)


def _mail(kind: str, enquiry: Enquiry, context: dict[str, Any], *, dedupe: UUID) -> Message:
    if enquiry.person is not None:
        return notify(kind, enquiry.person, context=context, dedupe=dedupe)
    return notify_without_account(kind, [(enquiry.language, context, dedupe)])[0]


def _locked(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update().get(pk=enquiry.pk)


def _move(enquiry: Enquiry, at: datetime, **fields: Any) -> None:
    Enquiry.objects.filter(pk=enquiry.pk).update(moved_at=at, **fields)
