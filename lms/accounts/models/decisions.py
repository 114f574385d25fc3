"""What staff or a focal point decided about an account, in their words."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.Model):
    """A decision with its reason. The audit log says that it was taken; the words stand here, where they can be erased."""

    class Kind(models.TextChoices):
        DECLINED = "declined", _("Not verified")
        SUSPENDED = "suspended", _("Suspended")
        REINSTATED = "reinstated", _("Let back in")
        CORRECTED = "corrected", _("Corrected")
        NAME_REFUSED = "name_refused", _("New name refused")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=500)
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return self.get_kind_display()
