"""A list of news with articles, an archive with issues, a page of a programme."""

import itertools
from datetime import date, timedelta

from cms.news.models import NewsIndexPage, NewsletterIndexPage, NewsletterPage, NewsPage
from cms.programmes.models import ProgrammeIndexPage, ProgrammePage
from cms.taxonomy.models import Programme
from tests.factories.cms import make_home

_numbers = itertools.count(1)
DAY = date(2026, 3, 1)


def _below_home(model, slug):
    found = model.objects.first()
    if found is None:
        home = make_home()
        home.refresh_from_db()
        found = home.add_child(instance=model(title=slug.title(), slug=slug))
    found.refresh_from_db()
    return found


def news_index():
    return _below_home(NewsIndexPage, "news")


def newsletter_index():
    return _below_home(NewsletterIndexPage, "newsletters")


def make_news(*, topics=(), programmes=(), **fields):
    """Live, unless told otherwise; each one a day older than the one before."""
    number = next(_numbers)
    facts = {
        "title": f"Article {number}",
        "slug": f"article-{number}",
        "summary": "What it says in short.",
        "date": DAY - timedelta(days=number),
        "body": [("prose", "<p>All that it says.</p>")],
    }
    page = NewsPage(**{**facts, **fields})
    page.topics, page.programmes = list(topics), list(programmes)
    return news_index().add_child(instance=page)


def make_issue(**fields):
    number = next(_numbers)
    facts = {
        "title": f"Issue {number}",
        "slug": f"issue-{number}",
        "number": number,
        "summary": "What it tells of in short.",
        "date": DAY,
        "items": [("text", "<p>Good day.</p>")],
    }
    return newsletter_index().add_child(instance=NewsletterPage(**{**facts, **fields}))


def make_programme_page(code="OCBT", **fields):
    programme, _ = Programme.objects.get_or_create(code=code, defaults={"name": f"Programme {code}"})
    facts = {"title": programme.name, "slug": f"programme-{next(_numbers)}", "summary": "What it does."}
    index = _below_home(ProgrammeIndexPage, "programmes")
    return index.add_child(instance=ProgrammePage(programme=programme, **{**facts, **fields}))
