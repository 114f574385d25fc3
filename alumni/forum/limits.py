"""How much one person may write in an hour: enough for any conversation, too little for a flood (community.md section 10)."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from .models import Post

HOUR = timedelta(hours=1)
# Until somebody has written a little, few; later as many as a lively discussion needs.
NEW, KNOWN = 10, 40
KNOWN_AFTER = 10


def has_written_enough(user: Any) -> bool:
    """Whether no more posts are taken from this person for now. One question, or two for whoever writes much."""
    now = timezone.now()
    own = Post.objects.filter(author=user)
    lately = own.filter(created_at__gt=now - HOUR).count()
    if lately < NEW:
        return False
    return lately >= KNOWN or own.filter(created_at__lte=now - HOUR).count() < KNOWN_AFTER
