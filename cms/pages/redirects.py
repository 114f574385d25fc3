"""Ways from old addresses to new ones: no circles, and in every language.

Wagtail keeps the rows, and adds one by itself when a page is moved or named anew.
"""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import CreateView, EditView

from .heads import absolute
from .sites import site_of
from .targets import check_target

# Nobody needs a longer chain; a browser gives up at about twenty.
MOST_STEPS = 5


def follow(path: str, seen: set[str]) -> str:
    """Where a chain of redirects that begins at this path ends; "" where it runs in a circle or far too long."""
    for _step in range(MOST_STEPS):
        path = Redirect.normalise_path(path)
        if path in seen:
            return ""
        seen.add(path)
        row = Redirect.objects.filter(old_path=path).select_related("redirect_page").first()
        if row is None or row.redirect_page_id or not _own(row.redirect_link):
            return path
        path = _own(row.redirect_link)
    return ""


def _own(target: str) -> str:
    """The path of an address of this site; "" for one elsewhere."""
    path = target.removeprefix(settings.PUBLIC_URL.rstrip("/"))
    return path if path.startswith("/") and not path.startswith("//") else ""


class SafeRedirectForm(RedirectForm):
    """A redirect as staff type it: to a page, a path of ours or a whole address, and never back to where it began."""

    redirect_link = forms.CharField(
        label=_("Or an address"),
        required=False,
        max_length=255,
        help_text=_("Such as /help/ or https://www.baliprocess.net/."),
    )

    def clean_redirect_link(self) -> str:
        target: str = self.cleaned_data["redirect_link"].strip()
        if target and not _own(target):
            check_target(target)
        # Wagtail keeps whole addresses alone.
        return absolute(target) if target else ""

    def clean(self) -> None:
        super().clean()
        old, target = self.cleaned_data.get("old_path"), self.cleaned_data.get("redirect_link")
        if old and target and _own(target):
            others = {Redirect.normalise_path(old)}
            if not follow(_own(target), others):
                raise forms.ValidationError(_("This would lead in a circle, or over too many steps."))
        if not target and not self.cleaned_data.get("redirect_page") and not self.errors:
            raise forms.ValidationError(_("Choose a page or type an address to lead to."))


class AddRedirect(CreateView):
    form_class = SafeRedirectForm


class EditRedirect(EditView):
    form_class = SafeRedirectForm


class RedirectsMiddleware(RedirectMiddleware):
    """As Wagtail's. A row that would lead in a circle, brought in from a file perhaps, is passed over."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != 404:
            return response
        site_of(request)
        answer: HttpResponseBase = super().process_response(request, response)
        if answer is response:
            return self._in_another_language(request) or response
        target = _own(answer.headers["Location"])
        return answer if not target or follow(target, {_path(request)}) else response

    def _in_another_language(self, request: HttpRequest) -> HttpResponseBase | None:
        """An old address is known without its language: "/id/old/" leads where "/old/" does, in that language."""
        language = get_language_from_path(request.path_info)
        if not language or language == settings.LANGUAGE_CODE:
            return None
        found = get_redirect(request, Redirect.normalise_path(request.path_info.removeprefix(f"/{language}")))
        if found is None or found.redirect_page is None:
            return None
        url = found.redirect_page.localized.get_url(request)
        kind = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
        return kind(url) if url else None


def _path(request: HttpRequest) -> str:
    path: str = Redirect.normalise_path(request.path_info)
    return path
