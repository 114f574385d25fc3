"""News for readers of feeds."""

from datetime import UTC, datetime, time
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms.pages.heads import RUN_BY, absolute

from .listing import shown
from .models import NewsIndexPage, NewsPage

MOST = 20


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The latest articles as Atom; the same for whoever asks. One that did not change is not sent again."""
    index = _index()
    made = Atom1Feed(
        title=index.title,
        link=absolute(index.get_url(request) or "/"),
        description=index.summary,
        language=index.locale.language_code,
        author_name=RUN_BY,
        feed_url=absolute(reverse("news:feed")),
    )
    for page in shown(NewsPage, index.locale_id)[:MOST]:
        day = datetime.combine(page.date, time(), UTC)
        made.add_item(
            title=page.title,
            link=absolute(page.get_url(request) or ""),
            description=page.summary,
            # Of one article always the same, however its address changes.
            unique_id=f"urn:uuid:{page.translation_key}",
            pubdate=day,
            updateddate=page.last_published_at or day,
        )
    content = made.writeString("utf-8")
    etag = f'"{sha256(content.encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        content, content_type="application/atom+xml; charset=utf-8"
    )
    response["ETag"] = etag
    # The same for all, and yet nothing that is sent to somebody signed in stays on a device that others use too.
    response["Cache-Control"] = "private, no-store" if request.user.is_authenticated else "no-cache"
    return response


def _index() -> NewsIndexPage:
    """The list of news in the visitor's language, or as it was first made. No list, no feed."""
    pages = list(NewsIndexPage.objects.live().public().select_related("locale").order_by("pk"))
    if not pages:
        raise Http404
    return next((page for page in pages if page.locale.language_code == get_language()), pages[0])
