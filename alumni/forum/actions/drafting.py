"""What is not posted yet."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.taxonomy.models import Programme

from ..markup import LONGEST
from ..models import Draft
from ..refusals import DraftIsFull

# A draft may be longer than a post: it is shortened by its writer, not by us.
MOST_KEPT = 2 * LONGEST


@dataclass(frozen=True)
class Heading:
    """What a new topic is called, and what it is."""

    title: str = ""
    question: bool = False
    theme: Programme | None = None


NO_HEADING = Heading()  # of a reply, or of other words for a post


@transaction.atomic
def keep_draft(
    user: Any,
    place: UUID,
    client_key: UUID,
    source: str,
    *,
    heading: Heading = NO_HEADING,
    reply_to_no: int | None = None,
) -> Draft:
    """Keep what has been typed so far, over what was kept before. A form already posted is not kept again.

    No entry in the log: a draft is nobody's business but its writer's.
    """
    typed: dict[str, Any] = {"client_key": client_key, "source": source, "reply_to_no": reply_to_no, **vars(heading)}
    draft, is_new = Draft.objects.select_for_update().get_or_create(user=user, place=place, defaults=typed)
    if not is_new and draft.posted_key != client_key:
        for name, value in typed.items():
            setattr(draft, name, value)
        draft.saved_at = timezone.now()
        draft.save(update_fields=[*typed, "saved_at"])
    return draft


@transaction.atomic
def keep_from_before(
    user: Any,
    place: UUID,
    client_key: UUID,
    source: str,
    *,
    heading: Heading = NO_HEADING,
    reply_to_no: int | None = None,
) -> Draft:
    """Keep what came from a page whose sign-in had ended. What was kept meanwhile from another page stays above it.

    Sent twice, it stands there once. Raises `DraftIsFull` where both together are more than a draft holds.
    """
    draft = Draft.objects.select_for_update().filter(user=user, place=place).first()
    if draft and draft.source and draft.client_key != client_key:
        client_key = draft.client_key
        heading = Heading(
            draft.title or heading.title, draft.question or heading.question, draft.theme or heading.theme
        )
        source = draft.source if source in draft.source else f"{draft.source}\n\n{source}"
        if len(source) > MOST_KEPT:
            raise DraftIsFull
    return keep_draft(user, place, client_key, source, heading=heading, reply_to_no=reply_to_no)


def posted(user: Any, place: UUID, client_key: UUID) -> None:
    """The draft has become a post. One statement, in the transaction of the post."""
    Draft.objects.bulk_create(
        [Draft(user=user, place=place, client_key=client_key, posted_key=client_key)],
        update_conflicts=True,
        unique_fields=["user", "place"],
        update_fields=["source", "title", "question", "theme", "reply_to_no", "client_key", "posted_key", "saved_at"],
    )


@transaction.atomic
def drop_draft(user: Any, place: UUID) -> None:
    """Thrown away by its writer. As after posting, the copy of that form on a device is not to come back."""
    begun = Draft.objects.filter(user=user, place=place)
    gone: dict[str, Any] = {"source": "", "reply_to_no": None, "posted_key": F("client_key"), **vars(NO_HEADING)}
    begun.update(**gone, saved_at=timezone.now())
