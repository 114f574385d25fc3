"""The pages of the programmes, in the words of the work plan. Safe twice; what people have changed since is left alone."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.html import format_html, format_html_join
from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.pages.models import MenuLink
from cms.pages.publishing import create, put
from cms.taxonomy.models import Programme

from .models import ProgrammeIndexPage, ProgrammePage

CONTENT = settings.BASE_DIR / "lms" / "setup" / "content" / "programme_pages.json"


def load_programmes(home: Page, *, by: Any = None) -> ProgrammeIndexPage:
    data = json.loads(CONTENT.read_text())
    index = ProgrammeIndexPage.objects.child_of(home).first()
    if index is None:
        index = create(home, ProgrammeIndexPage(title=data["title"], slug="programmes", locale=home.locale))
        MenuLink.objects.create(place="footer", label=data["title"], page=index, locale=home.locale)
    put(index, {"title": data["title"], "summary": data["summary"]}, by=by)
    programmes = {one.code: one for one in Programme.objects.all()}
    for row in data["programmes"]:
        if row["code"] in programmes:
            _page(index, row, programmes[row["code"]], by)
    return index


def _page(index: ProgrammeIndexPage, row: Mapping[str, Any], programme: Programme, by: Any) -> None:
    page = ProgrammePage.objects.child_of(index).filter(programme=programme).first()
    if page is None:
        index.refresh_from_db()
        facts = {"title": programme.name, "slug": row["slug"], "locale": index.locale, "programme": programme}
        page = create(index, ProgrammePage(**facts))
    block = ProgrammePage._meta.get_field("body").stream_block
    body = [
        {"type": "prose", "value": html, "id": str(uuid5(NAMESPACE_URL, f"programmes/{row['slug']}/{number}"))}
        for number, html in enumerate([_objectives(row), _methods(row)])
    ]
    words = {"summary": row["summary"], "body": StreamValue(block, body, is_lazy=True), "source": row["source"]}
    put(page, words, by=by)


def _objectives(row: Mapping[str, Any]) -> str:
    items = format_html_join("", "<li>{}</li>", ((text,) for text in row["objectives"]))
    return format_html("<h2>Objectives</h2><ul>{}</ul>", items)


def _methods(row: Mapping[str, Any]) -> str:
    items = format_html_join("", "<li>{}{}</li>", ((_name(one), one["text"]) for one in row["methods"]))
    return format_html("<h2>How it works</h2><ul>{}</ul>", items)


def _name(method: Mapping[str, str]) -> str:
    return format_html("<b>{}:</b> ", method["name"]) if method.get("name") else ""
