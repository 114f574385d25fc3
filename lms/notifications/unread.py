"""How much is unread, for the top of every page: counted among what the person may see now, never more (case 30)."""

from typing import Any

from django.http import HttpRequest

from .models import Notification
from .notice_kinds import shown

# More is not counted: "99+" says enough.
MOST = 100


def unread_count(person: Any) -> int:
    """One query where nothing is unread; else one or two more for each kind among it."""
    waiting = list(Notification.objects.visible_to(person).unread().order_by("-happened_at")[:MOST])
    return len(shown(waiting, person)) if waiting else 0


def unread_notices(request: HttpRequest) -> dict[str, Any]:
    """For every template: unread_notices, asked only where it is shown, and once for a request.

    It is kept no longer than that: with a lost permission the number must fall on the very next page.
    """

    def count() -> str:
        if not hasattr(request, "_unread_notices"):
            user = getattr(request, "user", None)
            number = unread_count(user) if user is not None and user.is_authenticated else 0
            words = f"{MOST - 1}+" if number >= MOST else str(number or "")
            request._unread_notices = words  # type: ignore[attr-defined] # kept for this request
        return request._unread_notices  # type: ignore[attr-defined,no-any-return]

    return {"unread_notices": count}
