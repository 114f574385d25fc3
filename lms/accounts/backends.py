"""Who signs in, and what they may do: asked of the standing roles each time, never kept (H11)."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from lms.built_once import BuiltOnce

from .addresses import is_demo
from .models import User
from .permissions import is_granted

WITH_STANDING = BuiltOnce(lambda pk: User.objects.with_standing().filter(pk=pk), -1)
GONE = frozenset({User.State.SUSPENDED, User.State.ERASED})


class StandingBackend(AuthenticationBackend):
    """Sign-in by e-mail and password; rights from dated roles alone, so that a role's end is an end."""

    def user_can_authenticate(self, user: Any) -> bool:
        # Demo accounts share a password that everybody knows: outside the demo they are nobody.
        if is_demo(user.email) and not settings.DEMO:
            return False
        return bool(super().user_can_authenticate(user)) and user.state not in GONE

    def get_user(self, user_id: Any) -> User | None:
        """The signed-in person, with what every request asks about them, in one query."""
        found = WITH_STANDING.rows(User._meta.pk.to_python(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return bool(user_obj.is_active and not user_obj.is_anonymous and is_granted(user_obj, perm))

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return self.has_perm(user_obj, f"{app_label}.view")

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        # Rights are patterns here, asked one by one; rows in the database grant nothing.
        return set()

    get_user_permissions = get_group_permissions = get_all_permissions
