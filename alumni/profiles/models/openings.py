"""Hidden profiles that were opened all the same: by the RSO, and why."""

from django.conf import settings
from django.db import models

from .profiles import Profile


class Opening(models.Model):
    """That somebody of the RSO opened a profile that is not listed, and the reason they gave."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="openings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.at:%Y-%m-%d}"
