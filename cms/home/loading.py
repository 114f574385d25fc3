"""The pages every site begins with: the front page, About, Help. Safe twice."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.html import format_html
from wagtail import hooks
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page, Site

from cms.media.models import Diagram
from cms.pages.models import MenuLink, SiteWords, StandardPage
from cms.pages.publishing import create, put
from cms.pages.translating import translate, words_between
from lms.accounts.languages import in_language
from lms.search.gathering import indexed_once

from .models import HomePage

FOLDER = settings.BASE_DIR / "lms" / "setup" / "content"
CONTENT = FOLDER / "pages.json"
DRAWINGS = FOLDER / "guide"


@indexed_once()
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
    for code, _name in settings.LANGUAGES:
        said = FOLDER / code / "pages.json"
        if said.exists():
            _say(home, data, json.loads(said.read_text()), code, by)
    return home


def _say(home: HomePage, data: Mapping[str, Any], said: Mapping[str, Any], language: str, by: Any) -> None:
    """The same pages in another language; what others hang below has its words in the same file, by its slug."""
    translate(home, words_between(HomePage(**data["home"]), HomePage(**said["home"])), language=language, by=by)
    pages = {page["slug"]: page for page in data["pages"]}
    for other in said["pages"]:
        own = _plain(pages[other["slug"]])
        page = StandardPage.objects.child_of(home).get(slug=other["slug"])
        words = words_between(own, _plain(other, said["contact"]))
        translate(page, words, language=language, instead=_links(own, language), by=by)
    for hook in hooks.get_hooks("register_root_page_words"):
        hook(home, said, language=language, by=by)


def _links(page: StandardPage, language: str) -> dict[str, str]:
    """The addresses a page names, by their path in it, in another language."""
    texts = [(block.id, str(block.value.source)) for block in page.body]
    return {
        f"body.{block}.'{address}'": in_language(address, language)
        for block, text in texts
        for address in re.findall(r'href="(/[^"]*)"', text)
    }


def _plain(facts: Mapping[str, Any], contact: str = "") -> StandardPage:
    return StandardPage(title=facts["title"], summary=facts["summary"], body=_body(facts, contact))


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


def _contact(otherwise: str) -> str:
    """Whom to write to: the address staff have set for the site, else the focal point everyone has."""
    words = SiteWords.objects.filter(site__is_default_site=True).first()
    if words is None or not words.contact_email:
        return otherwise or "your national focal point"
    return format_html('<a href="mailto:{0}">{0}</a>', words.contact_email)


def _standard(home: HomePage, facts: Mapping[str, Any], by: Any) -> None:
    above: Page = StandardPage.objects.child_of(home).get(slug=facts["parent"]) if "parent" in facts else home
    page = StandardPage.objects.child_of(above).filter(slug=facts["slug"]).first()
    if page is None:
        page = create(above, StandardPage(title=facts["title"], slug=facts["slug"], locale=home.locale))
        if "footer" in facts:
            MenuLink.objects.create(place="footer", label=facts["footer"], page=page, locale=home.locale)
    words = {"title": facts["title"], "summary": facts["summary"], "body": _body(facts)}
    put(page, words, by=by)


def _body(facts: Mapping[str, Any], contact: str = "") -> StreamValue:
    body = [
        {**_block(given, contact), "id": str(uuid5(NAMESPACE_URL, f"pages/{facts['slug']}/{number}"))}
        for number, given in enumerate(facts["body"])
    ]
    block = StandardPage._meta.get_field("body").stream_block
    return StreamValue(block, body, is_lazy=True)


def _block(given: str | Mapping[str, str], contact: str) -> dict[str, Any]:
    """Text, or one of our drawings."""
    if isinstance(given, str):
        return {"type": "prose", "value": given.replace("{contact}", _contact(contact))}
    return {"type": "diagram", "value": {"diagram": _drawing(given).pk, "caption": "", "words": ""}}


def _drawing(facts: Mapping[str, str]) -> Diagram:
    """As our file has it, unless it is there already."""
    key = facts["diagram"]
    drawing = Diagram.objects.filter(key=key).first()
    if drawing is None:
        svg = (DRAWINGS / f"{key}.svg").read_text()
        drawing = Diagram(key=key, title=facts["title"], description=facts["words"], svg=svg)
        drawing.full_clean()
        drawing.save()
    return drawing
