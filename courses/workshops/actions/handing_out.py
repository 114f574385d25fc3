"""A list of names leaves the platform."""

from django.db import transaction

from lms.accounts.models import User
from lms.audit.log import record

from ..models import Workshop


@transaction.atomic
def hand_out_roster(workshop: Workshop, *, kind: str, count: int, by: User) -> None:
    """The roster was taken along on paper or as a file: nothing changes, and the log says so (H23)."""
    record("workshops.hand_out_roster", workshop, by=by, kind=kind, count=count)
