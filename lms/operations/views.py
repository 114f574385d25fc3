"""How the site is: a page for staff, and figures for machines that show the token."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from lms.accounts.permissions import is_staff

from . import metrics
from .signs import GOOD, all_signs


@require_safe
@login_required
def system(request: HttpRequest) -> HttpResponse:
    """Every part in words, what is not well first, each with what to do."""
    if not is_staff(request.user):
        raise Http404
    now = timezone.now()
    signs = all_signs(now)
    unwell = sum(sign.state != GOOD for sign in signs)
    words = ngettext("%(count)s part needs somebody.", "%(count)s parts need somebody.", unwell) % {"count": unwell}
    context = {"signs": signs, "now": now, "unwell": unwell, "words": words if unwell else _("All is well.")}
    return render(request, "lms/operations/system.html", context)


@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """For Prometheus. Without the token there is no such page (INV-13)."""
    shown = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(shown, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    return HttpResponse(metrics.page(), content_type=CONTENT_TYPE_LATEST)
