"""Who may look after the mail."""

from typing import Any


def can_see_deliveries(user: Any) -> bool:
    return bool(user.is_authenticated and user.has_perm("notifications.view_message"))


def can_manage_deliveries(user: Any) -> bool:
    return can_see_deliveries(user) and bool(user.has_perm("notifications.change_message"))
