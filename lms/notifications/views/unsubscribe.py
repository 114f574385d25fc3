"""Turning a stream of mail off from the mail itself: one click, no account, no name shown (RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .. import choices, unsubscribing
from ..models import Frequency, Preference
from ..streams import DIGEST, stream_of


# Mail programs post here with no page and no cookie before it; who holds the address may turn off this, and nothing else.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stream(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; only pressing it changes anything, and pressing it twice changes nothing more."""
    found = unsubscribing.read(token)
    if found is None:
        raise Http404
    person, name = found
    done = request.method == "POST"
    if done:
        choices.prefer(person, name, Frequency.OFF, source=Preference.Source.ONE_CLICK)
    context = {"stream": stream_of(name), "is_digest": name == DIGEST, "done": done}
    return render(request, "lms/notifications/unsubscribe.html", context)
