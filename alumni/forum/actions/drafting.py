"""What is not posted yet."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..markup import LONGEST
from ..models import Draft
from ..refusals import DraftIsFull

# A draft may be longer than a post: it is shortened by its writer, not by us.
MOST_KEPT = 2 * LONGEST


@transaction.atomic
def keep_draft(
    user: Any, place: UUID, client_key: UUID, source: str, *, title: str = "", reply_to_no: int | None = None
) -> Draft:
    """Keep what has been typed so far, over what was kept before. A form already posted is not kept again.

    No entry in the log: a draft is nobody's business but its writer's.
    """
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        user=user,
        place=place,
        defaults={"client_key": client_key, "source": source, "title": title, "reply_to_no": reply_to_no},
    )
    if not is_new and draft.posted_key != client_key:
        draft.client_key, draft.source, draft.title, draft.reply_to_no = client_key, source, title, reply_to_no
        draft.saved_at = timezone.now()
        draft.save(update_fields=["client_key", "source", "title", "reply_to_no", "saved_at"])
    return draft


@transaction.atomic
def keep_from_before(
    user: Any, place: UUID, client_key: UUID, source: str, *, title: str = "", reply_to_no: int | None = None
) -> Draft:
    """Keep what came from a page whose sign-in had ended. What was kept meanwhile from another page stays above it.

    Sent twice, it stands there once. Raises `DraftIsFull` where both together are more than a draft holds.
    """
    draft = Draft.objects.select_for_update().filter(user=user, place=place).first()
    if draft and draft.source and draft.client_key != client_key:
        title, client_key = draft.title or title, draft.client_key
        source = draft.source if source in draft.source else f"{draft.source}\n\n{source}"
        if len(source) > MOST_KEPT:
            raise DraftIsFull
    return keep_draft(user, place, client_key, source, title=title, reply_to_no=reply_to_no)


def posted(user: Any, place: UUID, client_key: UUID) -> None:
    """The draft has become a post. One statement, in the transaction of the post."""
    Draft.objects.bulk_create(
        [Draft(user=user, place=place, client_key=client_key, posted_key=client_key)],
        update_conflicts=True,
        unique_fields=["user", "place"],
        update_fields=["source", "title", "reply_to_no", "client_key", "posted_key", "saved_at"],
    )


@transaction.atomic
def drop_draft(user: Any, place: UUID) -> None:
    """Thrown away by its writer. As after posting, the copy of that form on a device is not to come back."""
    begun = Draft.objects.filter(user=user, place=place)
    gone: dict[str, Any] = {"source": "", "title": "", "reply_to_no": None, "posted_key": F("client_key")}
    begun.update(**gone, saved_at=timezone.now())
