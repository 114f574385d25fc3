"""Who may do what with activities."""

from typing import Any

from wagtail.permission_policies.base import ModelPermissionPolicy

from lms.accounts.permissions import is_staff


def can_plan(user: Any) -> bool:
    """RSO staff. Editors write about activities in Wagtail's admin, as their rights there allow."""
    return is_staff(user)


class ActivityPolicy(ModelPermissionPolicy):
    """In Wagtail's admin nothing is deleted: an activity is cancelled."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)
