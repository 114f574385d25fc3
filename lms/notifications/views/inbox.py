"""A person's inbox. Looking changes nothing; opening a notice is a small form, so that it works without scripts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from .. import inbox
from ..models import Notification
from ..notice_kinds import notice_kinds, shown
from ..pages import page_of
from ..unread import unread_count


@require_safe
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """What happened since, one row for each thing, what is unread first (F13)."""
    key = request.GET.get("after", "")
    page = page_of(request.user, key)
    kinds = notice_kinds()
    rows = [
        {"notice": notice, "text": words.text, "label": kinds[notice.kind].label, "is_unread": notice.read_at is None}
        for notice, words in page.rows
    ]
    context: dict[str, Any] = {
        "rows": rows,
        "unread": unread_count(request.user),
        "older_url": f"?after={page.next_key}" if page.next_key else "",
        "first_url": request.path if key else "",
        # What arrives while the page is read stays unread (case 28).
        "until": timezone.now().isoformat(),
    }
    return render(request, "lms/notifications/inbox.html", context)


@login_required
@require_POST
def open_one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Mark it read and go where it leads. What may not be seen any more is not there."""
    notice = get_object_or_404(Notification.objects.visible_to(request.user), public_id=public_id)
    words = shown([notice], request.user).get(notice.pk)
    if words is None:
        raise Http404
    inbox.read(request.user, [notice])
    return redirect(words.url)


@login_required
@require_POST
def read_everything(request: HttpRequest) -> HttpResponse:
    """All that was there when the page was made."""
    number = inbox.read_all(request.user, until=_moment(request.POST.get("until", "")))
    words = ngettext("%(count)s notice is marked as read.", "%(count)s notices are marked as read.", number)
    messages.success(request, words % {"count": number} if number else _("Everything was read already."))
    return redirect("notifications:inbox")


def _moment(text: str) -> Any:
    """When the page was made, as it says; no later than now whatever it says."""
    now = timezone.now()
    try:
        said = parse_datetime(text)
    except ValueError:
        said = None
    return min(said, now) if said is not None and timezone.is_aware(said) else now
