from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.privacy.personal_data import PersonalData

from . import own_data
from .models import Group, Membership


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "groups.found": _("Group founded"),
        "groups.admit": _("Let into a group"),
        "groups.end": _("Membership of a group ended"),
    }


@hooks.register("register_personal_data")
def personal_data() -> list[PersonalData]:
    return own_data.registered()


@hooks.register("register_group_mates")
def group_mates(person: Any) -> Any:
    """Who shares a group with this person now; a profile may open a field to them."""
    live = Membership.objects.live(timezone.now())
    return live.filter(group__in=Group.objects.visible_to(person)).values("person")
