"""Who may do what with questions and tests."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class KeptForGood(ModelPermissionPolicy):
    """Questions, banks and tests are archived, never deleted: attempts rest on them (Q15)."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


def can_edit_questions(user: Any) -> bool:
    return bool(user.has_perm("assessment.change_question"))


def can_preview(user: Any) -> bool:
    """Whether someone may take a test for a look, without its counting (Q25)."""
    return bool(user.has_perm("assessment.change_quiz"))
