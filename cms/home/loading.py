"""The pages every site begins with: the front page, About, Help. Safe twice."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.html import format_html
from wagtail import hooks
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page, Site

from cms.pages.models import SiteWords, StandardPage
from cms.pages.publishing import create, put

from .models import HomePage

CONTENT = settings.BASE_DIR / "lms" / "setup" / "content" / "pages.json"


@transaction.atomic
def load_pages(*, by: Any = None) -> HomePage:
    """Front page and plain pages, and those that floors above hang below by the hook `register_root_pages`."""
    data = json.loads(CONTENT.read_text())
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    home = _home(data["home"], by)
    for page in data["pages"]:
        _standard(home, page, by)
    for hook in hooks.get_hooks("register_root_pages"):
        hook(home, by=by)
    return home


def _home(facts: Mapping[str, str], by: Any) -> HomePage:
    """Our front page takes the place of the one Wagtail's first migration made."""
    home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("pk").first()
    if home is None:
        root = Page.get_first_root_node()
        welcome = root.get_children().filter(slug="home").first()
        if welcome is not None:
            Page.objects.filter(pk=welcome.pk).update(slug="welcome")
        locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        home = create(root, HomePage(title=facts["title"], slug="home", locale=locale))
        _point_site_at(home)
        if welcome is not None and not welcome.get_children().exists():
            welcome.delete()
    put(home, facts, by=by)
    return home


def _point_site_at(home: HomePage) -> None:
    address = urlsplit(settings.PUBLIC_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    facts = {
        "hostname": address.hostname or "localhost",
        "port": port,
        "root_page": home,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    Site.objects.update_or_create(is_default_site=True, defaults=facts)


def _contact() -> str:
    """Whom to write to: the address staff have set for the site, else the focal point everyone has."""
    words = SiteWords.objects.filter(site__is_default_site=True).first()
    if words is None or not words.contact_email:
        return "your national focal point"
    return format_html('<a href="mailto:{0}">{0}</a>', words.contact_email)


def _standard(home: HomePage, facts: Mapping[str, Any], by: Any) -> None:
    page = StandardPage.objects.child_of(home).filter(slug=facts["slug"]).first()
    if page is None:
        page = create(home, StandardPage(title=facts["title"], slug=facts["slug"], locale=home.locale))
    body = [
        {
            "type": "prose",
            "value": html.replace("{contact}", _contact()),
            "id": str(uuid5(NAMESPACE_URL, f"pages/{facts['slug']}/{number}")),
        }
        for number, html in enumerate(facts["body"])
    ]
    block = StandardPage._meta.get_field("body").stream_block
    words = {"title": facts["title"], "summary": facts["summary"], "body": StreamValue(block, body, is_lazy=True)}
    put(page, words, by=by)
