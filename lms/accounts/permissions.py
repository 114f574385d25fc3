"""Who may do what. Plain questions for our own pages, and what each role may do in Wagtail's admin and elsewhere.

No rights lie in the database: they follow from the roles that stand at this moment (H11).
"""

from fnmatch import fnmatchcase
from typing import Any

from .models import RoleGrant, User

Role, Scope = RoleGrant.Role, RoleGrant.Scope

# Whoever holds one of these works on content in Wagtail's admin.
CONTENT_ROLES = frozenset({Role.EDITOR, Role.STAFF, Role.ADMIN})
# Whoever holds one of these signs in with a second factor (decision 8).
GUARDED_ROLES = frozenset({Role.STAFF, Role.ADMIN, Role.EDITOR, Role.TRAINER, Role.MODERATOR, Role.FOCAL_POINT})

CONTENT = frozenset(
    {
        "wagtailadmin.access_admin",
        "wagtailcore.*_page",
        "wagtailcore.view_task",
        "wagtailredirects.*",
        "wagtail_localize.*",
        "taxonomy.*",
        "sources.*",
        "media.*",
        "pages.*",
        "home.*",
        "activities.*",
        "library.*",
        "catalogue.*",
        "assessment.*_question",
        "assessment.*_bank",
        "assessment.*_quiz",
        "assessment.*_quizshare",
    }
)
# By permission's name; a star stands for any verb or model.
PERMISSIONS: dict[str, frozenset[str]] = {
    Role.EDITOR: CONTENT,
    Role.STAFF: CONTENT
    | {
        "accounts.view_user",
        "accounts.verify_user",
        "accounts.invite_user",
        "accounts.suspend_user",
        "notifications.*",
        "credentials.*",
        "learning.view_*",
        "learning.change_*",
        "assessment.view_*",
        "audit.view_*",
        "privacy.*",
        "profiles.*_maskedcourse",
        "desk.*",
    },
    Role.ADMIN: frozenset({"*"}),
    Role.FOCAL_POINT: frozenset({"accounts.view_user", "accounts.verify_user", "accounts.invite_user"}),
}
# People are managed on our own pages; whoever could edit accounts in Wagtail could make themselves an administrator (C-25).
# Site records have no page of their own here: the address of the site is a setting.
NEVER = frozenset({"accounts.add_user", "accounts.change_user", "accounts.delete_user", "auth.*", "wagtailcore.*_site"})


def is_granted(user: Any, permission: str) -> bool:
    """Whether one of the person's standing roles carries this permission."""
    if any(fnmatchcase(permission, pattern) for pattern in NEVER):
        return False
    patterns = frozenset[str]().union(*(PERMISSIONS.get(role, frozenset()) for role in user.role_names()))
    return any(fnmatchcase(permission, pattern) for pattern in patterns)


def needs_second_factor(user: Any) -> bool:
    return user.is_superuser or not user.role_names().isdisjoint(GUARDED_ROLES)


def can_open_admin(user: Any) -> bool:
    return bool(user.is_authenticated and (user.is_superuser or not user.role_names().isdisjoint(CONTENT_ROLES)))


def is_staff(user: Any) -> bool:
    return bool(user.is_authenticated and user.has_role(Role.STAFF, Role.ADMIN))


def can_see_people(user: Any) -> bool:
    return bool(user.is_authenticated and user.has_role(Role.STAFF, Role.ADMIN, Role.FOCAL_POINT))


def can_verify(user: Any, person: User) -> bool:
    """Staff, and a focal point for their own member; nobody for themselves. The caller has found `person` by visible_to."""
    return can_see_people(user) and user != person and person.state == User.State.UNVERIFIED


def can_manage(user: Any, person: User) -> bool:
    """Suspend, change an affiliation, correct a mistake. Whoever holds a role is managed by an administrator."""
    if not is_staff(user) or user == person or person.state == User.State.ERASED:
        return False
    return user.has_role(Role.ADMIN) or not person.role_names()


def can_settle_name(user: Any, person: User) -> bool:
    """Accept or refuse a new name: whoever verifies, never their own. A role's holder is known by it, so an administrator looks."""
    if not can_see_people(user) or user == person or person.state == User.State.ERASED:
        return False
    return user.has_role(Role.ADMIN) or not person.role_names()


def can_grant_roles(user: Any, person: User) -> bool:
    """Administrators, for everybody but themselves: nobody widens or ends their own rights alone."""
    return bool(user.is_authenticated and user.has_role(Role.ADMIN) and user != person and person.is_verified())


def can_invite(user: Any) -> bool:
    return can_see_people(user)


def can_see_history(user: Any, person: User) -> bool:
    return is_staff(user)
