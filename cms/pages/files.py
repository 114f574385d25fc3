"""Pictures and documents deleted one by one: Wagtail calls no hook there, as it does for pages, snippets and many at once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.documents.views import documents
from wagtail.documents.views import multiple as many_documents
from wagtail.images.views import images
from wagtail.images.views import multiple as many_images

from .deletion import refusal


class DeletePicture(images.DeleteView):
    def run_before_hook(self) -> HttpResponse | None:
        return refusal(self.request, [self.object])


class DeleteDocument(documents.DeleteView):
    def run_before_hook(self) -> HttpResponse | None:
        return refusal(self.request, [self.object])


class _KeepInUse:
    """Where many are uploaded at once. What came a moment ago may be on a page by now; the script leaves it in the list."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = self
        thing = get_object_or_404(view.get_model(), pk=kwargs[view.pk_url_kwarg])
        parent: Any = super()
        answer: HttpResponse = refusal(request, [thing]) or parent.post(request, *args, **kwargs)
        return answer


class DeleteUploadedPicture(_KeepInUse, many_images.DeleteView):
    pass


class DeleteUploadedDocument(_KeepInUse, many_documents.DeleteView):
    pass
