"""The lists of news and of newsletters, and articles and issues from a file. Safe twice."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.activities.models import Activity
from cms.library.models import Resource, Topic
from cms.media.models import CreditedImage
from cms.pages.models import MenuLink
from cms.pages.publishing import create, put
from cms.taxonomy.models import Programme
from lms.search.gathering import indexed_once

from .models import NewsIndexPage, NewsletterIndexPage, NewsletterPage, NewsPage

NEWS = {"title": "News", "summary": "What is new at the Regional Support Office and on this site."}
NEWSLETTERS = {
    "title": "Newsletters",
    "summary": "Every issue of our newsletter, to read again. Each one leads to news, activities, courses and resources.",
}


def hang_lists(home: Page, *, by: Any = None) -> None:
    """The two lists below the front page: news at the top of every page, newsletters at its foot."""
    news = NewsIndexPage.objects.child_of(home).first()
    if news is None:
        news = create(home, NewsIndexPage(title="News", slug="news", locale=home.locale, show_in_menus=True))
    put(news, NEWS, by=by)
    letters = NewsletterIndexPage.objects.child_of(home).first()
    if letters is None:
        letters = create(home, NewsletterIndexPage(title="Newsletters", slug="newsletters", locale=home.locale))
        MenuLink.objects.create(place="footer", label="Newsletters", page=letters, locale=home.locale)
    put(letters, NEWSLETTERS, by=by)


@indexed_once()
def load_article(row: Mapping[str, Any], day: date, *, image: CreditedImage | None = None, by: Any = None) -> NewsPage:
    """An article, live at the end; what people have changed since is left alone."""
    index = NewsIndexPage.objects.order_by("pk").first()
    if index is None:
        raise ValueError("There is no page for news yet; run set_up first.")
    page: NewsPage | None = NewsPage.objects.child_of(index).filter(slug=row["slug"]).first()
    if page is None:
        page = create(index, NewsPage(title=row["title"], slug=row["slug"], date=day, locale=index.locale))
    body = [("prose", html) for html in row["body"]]
    facts = {
        "title": row["title"],
        "summary": row["summary"],
        "image": image,
        "body": _stream(NewsPage, "body", body, f"news/{row['slug']}"),
        "source": row.get("source", ""),
        "topics": list(Topic.objects.filter(slug__in=row.get("topics", []))),
        "programmes": list(Programme.objects.filter(code__in=row.get("programmes", []))),
        "activity": Activity.objects.filter(code=row["activity"]).first() if row.get("activity") else None,
        "related": _page_at(row.get("related", "")),
    }
    put(page, facts, by=by)
    return page


@indexed_once()
def load_issue(row: Mapping[str, Any], day: date, *, by: Any = None) -> NewsletterPage:
    """An issue of the newsletter. What it leads to must be there already; what is not is left out."""
    index = NewsletterIndexPage.objects.order_by("pk").first()
    if index is None:
        raise ValueError("There is no page for newsletters yet; run set_up first.")
    slug = f"issue-{row['number']}"
    page: NewsletterPage | None = NewsletterPage.objects.child_of(index).filter(slug=slug).first()
    if page is None:
        facts = {"title": row["title"], "slug": slug, "number": row["number"], "date": day, "locale": index.locale}
        page = create(index, NewsletterPage(**facts))
    items = [item for given in row["items"] if (item := _item(given))]
    words = {name: row.get(name, "") for name in ("title", "summary", "introduction", "source")}
    put(page, {**words, "items": _stream(NewsletterPage, "items", items, f"newsletters/{slug}")}, by=by)
    return page


def _item(given: Mapping[str, str]) -> tuple[str, Any] | None:
    ((kind, value),) = ((name, text) for name, text in given.items() if name != "words")
    if kind in {"heading", "text"}:
        return kind, value
    thing: Any = {"page": _page_at, "activity": _activity, "resource": _resource}[kind](value)
    return (kind, {kind: thing.pk, "words": given.get("words", "")}) if thing else None


def _activity(code: str) -> Activity | None:
    return Activity.objects.filter(code=code).first()


def _resource(slug: str) -> Resource | None:
    return Resource.objects.filter(slug=slug).first()


def _page_at(path: str) -> Page | None:
    """A page by the end of its address, such as "courses/uts"."""
    return Page.objects.filter(url_path__endswith=f"/{path}/").order_by("pk").first() if path else None


def _stream(model: Any, name: str, items: list[tuple[str, Any]], where: str) -> StreamValue:
    """Ids follow from the place, so that loading again publishes nothing."""
    block = model._meta.get_field(name).stream_block
    raw = [
        {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{where}/{number}"))}
        for number, (kind, value) in enumerate(items)
    ]
    return StreamValue(block, raw, is_lazy=True)
