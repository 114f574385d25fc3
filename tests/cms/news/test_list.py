"""The list of news: what is chosen stands in the address, pages by key, honest empty states, few questions; and its feed."""

import gzip
import re
from datetime import date
from xml.etree import ElementTree

import pytest

from cms.library.models import Topic
from cms.news import listing
from cms.news.models import NewsIndexPage, NewsPage
from cms.taxonomy.models import Programme
from tests.factories import news as make
from tests.factories.catalogue import restrict
from tests.factories.cms import locale, make_home

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def main(client, query="", address="/news/"):
    answer = client.get(f"{address}{query}")
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def titles(client, query="", address="/news/"):
    return re.findall(r"<h2><a href=[^>]*><bdi>([^<]*)", main(client, query, address))


@pytest.fixture
def some():
    topic = Topic.objects.create(slug="corruption", title="Corruption")
    programme = Programme.objects.create(code="C&E", name="Communications and Engagement")
    make.make_news(title="One", date=date(2025, 1, 1))
    make.make_news(title="Two", date=date(2025, 6, 1), topics=[topic])
    make.make_news(title="Three", date=date(2026, 1, 1), programmes=[programme])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Three", "Two", "One"]),
        ("?year=2025", ["Two", "One"]),
        ("?topic=corruption", ["Two"]),
        ("?programme=C%26E", ["Three"]),
        ("?year=2026&topic=corruption", []),
        ("?year=0000", []),
        ("?year=20x5", []),
        ("?year=%00", ["Three", "Two", "One"]),
        ("?topic=nothing", []),
        ("?after=zzz", ["Three", "Two", "One"]),
        ("?after=20251399-1", ["Three", "Two", "One"]),
        ("?order=title", ["Three", "Two", "One"]),
    ],
)
def test_what_is_chosen_stands_in_the_address(client, some, query, found):
    assert titles(client, query) == found


def test_a_choice_is_kept_beside_another_and_can_be_taken_off(client, some):
    page = main(client, "?year=2025")
    assert 'href="?year=2025&amp;topic=corruption"' in page
    assert re.search(r'<a href="\?">.*?Remove:.*?2025', page, re.DOTALL)


def test_it_goes_on_from_where_it_ended_and_keeps_the_choice(client):
    pages = [make.make_news(date=date(2026, 1, 1)) for _ in range(listing.PAGE + 1)]
    make.make_news(title="Of last year", date=date(2025, 1, 1))
    first = main(client, "?year=2026")
    older = re.search(r'rel="next" href="([^"]*)"', first)[1].replace("&amp;", "&")
    assert "year=2026" in older
    assert titles(client, older) == [pages[0].title]


def test_new_articles_move_nothing_on_the_next_page(client):
    for _ in range(listing.PAGE + 2):
        make.make_news()
    older = re.search(r'rel="next" href="([^"]*)"', main(client))[1].replace("&amp;", "&")
    before = titles(client, older)
    make.make_news(title="Just now", date=date(2026, 12, 1))
    assert titles(client, older) == before


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "No news yet"), ("?year=1999", "Nothing found"), ("?after=20200101-1", "The list ends here")],
)
def test_an_empty_list_says_why(client, query, words):
    make.news_index()
    assert words in main(client, query)


def test_drafts_expired_and_private_articles_are_nowhere(client):
    make.make_news(title="Seen")
    make.make_news(title="Draft", live=False)
    make.make_news(title="Expired", live=False, expired=True)
    restrict(make.make_news(title="Private"))
    make_home()
    assert titles(client) == ["Seen"]
    for address in ("/", "/news/feed.atom", "/sitemap.xml", "/search/?q=draft+expired", "/search/?q=private"):
        text = client.get(address).content.decode()
        assert not re.search("<bdi>(Draft|Expired|Private)|<title>(Draft|Expired|Private)", text), address


def test_an_article_without_a_translation_is_shown_as_it_was_written(client):
    thai = locale("th")
    index, first, second = make.news_index(), make.make_news(title="First"), make.make_news(title="Second")
    make_home().copy_for_translation(thai).save_revision().publish()
    NewsIndexPage.objects.get(pk=index.pk).copy_for_translation(thai).save_revision().publish()
    translated = NewsPage.objects.get(pk=first.pk).copy_for_translation(thai)
    translated.title = "ข่าว"
    translated.save_revision().publish()
    page = main(client, address="/th/news/")
    assert re.findall("<bdi>([^<]*)</bdi></a></h2>", page) == ["Second", "ข่าว"] or "ข่าว" in page
    assert f'lang="en"><bdi>{second.title}' in page
    assert "First" not in page
    assert "ข่าว" not in main(client)


def test_the_number_of_questions_does_not_grow(client, django_assert_max_num_queries):
    topics = [Topic.objects.create(slug=f"t{number}", title=f"Topic {number}") for number in range(3)]
    programmes = [Programme.objects.create(code=f"P{number}", name=f"Programme {number}") for number in range(3)]
    for _ in range(listing.PAGE + 3):
        make.make_news(topics=topics, programmes=programmes)
    main(client)
    with django_assert_max_num_queries(14):
        main(client)
    with django_assert_max_num_queries(14):
        main(client, "?topic=t1&programme=P2&year=2026")


def test_a_full_list_comes_over_a_slow_line(client):
    """U-5: a whole page, styles and all."""
    words = "".join(f"Summary number {number} of many words. " for number in range(8))[:300]
    for _ in range(listing.PAGE + 1):
        make.make_news(summary=words)
    assert len(gzip.compress(client.get("/news/").content, 6)) < 14 * 1024


def entries(client):
    answer = client.get("/news/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    return answer, ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def test_the_feed_tells_the_latest_articles_under_lasting_names(client):
    page = make.make_news(title="Two & <three>")
    answer, (entry,) = entries(client)
    assert entry.find(f"{ATOM}title").text == "Two & <three>"
    assert entry.find(f"{ATOM}id").text == f"urn:uuid:{page.translation_key}"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{page.get_url()}"
    assert 'type="application/atom+xml" href="/news/feed.atom"' in client.get("/news/").content.decode()
    assert client.get("/news/feed.atom", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_feed_is_short_and_asks_few_questions(client, django_assert_max_num_queries):
    for _ in range(23):
        make.make_news()
    entries(client)
    with django_assert_max_num_queries(5):
        assert len(entries(client)[1]) == 20


def test_without_a_list_there_is_no_feed(client):
    make_home()
    assert client.get("/news/feed.atom").status_code == 404
