"""Leaving the network for good."""

from django.db import transaction
from django.db.models import Q

from lms.accounts.models import User
from lms.audit.log import record

from ..models import Introduction, Profile

State = Introduction.State


@transaction.atomic
def erase(person: User) -> None:
    """The profile goes with all it says; what was written in introductions goes; achievements are not ours to erase."""
    between = Introduction.objects.filter(Q(asker=person) | Q(asked=person))
    between.filter(state__in=[State.PENDING, State.DECLINED, State.ACCEPTED]).update(state=State.CUT_OFF)
    between.update(purpose="")
    profile = Profile.objects.filter(person=person).first()
    if profile:
        record("profiles.erase", profile, by=None)
        profile.delete()
