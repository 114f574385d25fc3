from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {"audit.purge": _("Removed old audit entries")}
