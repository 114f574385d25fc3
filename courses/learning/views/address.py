"""The address of a lesson, opened while signed out: from a bookmark, or after a session ended."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from wagtail.views import serve


def lesson_address(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """Signed out, to the sign-in page, whether such a lesson exists or not: nothing is told. Signed in, the page."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return serve(request, f"courses/{course}/{module}/{lesson}/")


# So that the page is found in one query here too (cms.home.routing).
lesson_address.serves_pages = True  # type: ignore[attr-defined] # read there
