"""What the desk adds to the pages of the floors below."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from lms.accounts.permissions import is_staff

from .learning_of import certificates_of, courses_of


@hooks.register("register_person_panels", order=-10)
def person_panels(request: HttpRequest, person: Any) -> list[dict[str, Any]]:
    """On a person's page in the office, for staff. A focal point looks after accounts, and sees nobody's learning."""
    if not is_staff(request.user):
        return []
    courses, certificates = courses_of(person), certificates_of(person)
    return [{"template": "lms/desk/person_learning.html", "courses": courses, "certificates": certificates}]
