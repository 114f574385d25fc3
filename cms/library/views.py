"""The library as everybody sees it: the list, a resource, one of its versions, a file."""

import logging
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.search.limits import WAIT

from . import lists, presenting
from .citing import citations_of
from .limits import is_too_often
from .models import File, Resource

logger = logging.getLogger(__name__)


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """What is searched and chosen stands in the address, so that it can be kept and sent to others."""
    query, after = lists.Query.read(request.GET.dict()), request.GET.get("after", "")
    context = {"query": query, "keep": list(query.chosen().items()), "is_narrowed": bool(query.q or query.chosen())}
    if (query.q or after) and is_too_often(request):
        # What was asked for stands in the form and in the address: a minute later, it is one press of the button.
        response = render(request, "cms/library/resources.html", {**context, "too_often": True}, status=429)
        response["Retry-After"] = str(WAIT)
        return response
    page, facets = lists.page_of(request.user, query, after), lists.facets(request.user, query)
    here = query.address()
    joint = "&" if here != "?" else ""
    context |= {
        "rows": [presenting.row(row, page.matches.get(row.pk)) for row in page.rows],
        "total": page.total,
        "facets": facets,
        "chips": lists.chips(query, facets),
        "older_url": f"{here}{joint}after={page.next_key}" if page.next_key else "",
        "first_url": f"{request.path}{here}" if after else "",
    }
    return render(request, "cms/library/resources.html", context)


@require_safe
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _found(request, slug))


@require_safe
def version(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A version by its number: whoever kept an old address learns what took its place."""
    found = _found(request, slug)
    if not any(one.number == number for one in found.versions.all()):
        raise Http404
    return _page(request, found, number)


@require_safe
def file(request: HttpRequest, slug: str, number: str, public_id: UUID) -> HttpResponseBase:
    """The stored bytes, after asking whether this person may have them (decision 18)."""
    seen = Resource.objects.visible_to(request.user).filter(slug=slug)
    files = File.objects.filter(version__resource__in=seen, version__number=number).exclude(file="")
    wanted = get_object_or_404(files.select_related("version__resource"), public_id=public_id)
    # Nothing a signed-in person sees stays in a browser that others may use (B-U5): visitors alone keep what is open.
    is_public = wanted.version.resource.audience == Resource.Audience.PUBLIC and not request.user.is_authenticated
    etag = f'"{wanted.sha256}"'
    answer = get_conditional_response(request, etag=etag) if is_public else None
    return _headed(answer or _bytes_of(request, wanted), etag, is_public=is_public)


def _bytes_of(request: HttpRequest, wanted: File) -> HttpResponseBase:
    try:
        stored = wanted.file.open("rb")
    except FileNotFoundError:
        logger.exception("The stored file %s is gone.", wanted.pk)
        raise Http404 from None
    name = f"{wanted.version.resource.slug}-{wanted.version.number}-{wanted.language}.{wanted.extension()}"
    # Only a PDF is shown in the browser: it runs nothing on this site.
    shown = wanted.is_pdf() and bool(request.GET.get("show"))
    return FileResponse(stored, as_attachment=not shown, filename=name, content_type=wanted.content_type())


def _headed(response: HttpResponseBase, etag: str, *, is_public: bool) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    if is_public:
        # Kept on the device and asked for again: nothing is sent twice over a weak line, and no cache outlives a change.
        response["Cache-Control"], response["ETag"] = "no-cache", etag
    else:
        response["Cache-Control"], response["X-Robots-Tag"] = "private, no-store", "noindex"
    return response


def _found(request: HttpRequest, slug: str) -> Resource:
    return get_object_or_404(_whole(Resource.objects.visible_to(request.user)), slug=slug)


def _whole(resources: QuerySet[Resource]) -> QuerySet[Resource]:
    return resources.select_related("series", "replaced_by").prefetch_related(
        "versions__files", "partners", "topics", "programmes", "purposes", "areas", "mentions", "sources"
    )


def _page(request: HttpRequest, found: Resource, number: str = "") -> HttpResponse:
    trail = [{"title": _("Library"), "url": reverse("library:resources")}]
    if number:
        trail.append({"title": found.title, "url": found.get_absolute_url()})
    context = {
        **presenting.detail(found, request.user, number),
        "citations": citations_of(found, request.user),
        "trail": trail,
        "asked_number": number,
    }
    return render(request, "cms/library/resource.html", context)
