"""What is not posted yet."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ..models import Draft


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
    """Thrown away by its writer."""
    Draft.objects.filter(user=user, place=place).update(source="", title="", reply_to_no=None, saved_at=timezone.now())
