"""Choosing the language of pages and mails, from any page and back to it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .. import actions
from ..languages import CODES, in_language, remember
from ..signed_in import person_of


# A token would cost every page a cookie. A form of another site arrives without the session, since its cookie is Lax; where a
# browser says that another site sent it, nothing is kept, whatever cookies came along.
@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The same page in another language. Kept in the account of the signed-in, in the browser of all; no step of learning."""
    code, back = request.POST.get("language", ""), request.POST.get("next", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    if code not in CODES or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponseRedirect(back)
    if request.user.is_authenticated:
        person = person_of(request)
        actions.choose_language(person, code, by=person)
    response = HttpResponseRedirect(in_language(back, code))
    remember(response, code)
    return response
