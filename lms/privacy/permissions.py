from typing import Any

from lms.accounts.permissions import can_manage


def can_erase(user: Any, person: Any) -> bool:
    """Staff, at the person's own request only."""
    return can_manage(user, person) and person.erasure_requests.open().exists()
