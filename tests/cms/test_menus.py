"""Links that staff add to the top and the foot of every page."""

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.pages.models import MenuLink
from cms.pages.models.menus import MOST_ON_TOP
from tests.factories.catalogue import restrict
from tests.factories.cms import editors_browser, locale, make_home, make_page

pytestmark = pytest.mark.django_db


def make_link(label="The Bali Process", **fields):
    caches["local"].clear()
    target = {} if "page" in fields else {"target": "https://www.baliprocess.net/"}
    return MenuLink.objects.create(**{"label": label, "locale": locale("en"), **target, **fields})


def foot(client, address="/search/"):
    return client.get(address).content.decode().split('<footer class="foot">')[1]


def top(client, address="/search/"):
    return client.get(address).content.decode().split("</header>")[0]


def test_a_link_stands_at_the_foot_or_at_the_top_of_every_page(client):
    make_page("about")
    make_link()
    make_link("News", place="main", target="/news/")
    for address in ("/", "/about/", "/contact/"):
        assert 'href="https://www.baliprocess.net/"' in foot(client, address)
        assert '<a class="mast-more" href="/news/">' in top(client, address)


def test_links_stand_in_the_order_staff_gave_them(client):
    for order, label in ((3, "Third"), (1, "First"), (2, "Second")):
        make_link(label, sort_order=order)
    page = foot(client)
    assert page.index("First") < page.index("Second") < page.index("Third")


def test_a_link_to_a_page_follows_the_page(client):
    page = make_page("about")
    make_link("About", page=page)
    assert 'href="/about/"' in foot(client)
    page.slug = "who-we-are"
    page.save_revision().publish()
    caches["local"].clear()
    assert 'href="/who-we-are/"' in foot(client)


def test_a_link_to_a_draft_or_a_private_page_is_not_shown(client):
    make_link("Draft", page=make_page("draft", live=False))
    private = make_page("private")
    restrict(private)
    make_link("Private", page=private)
    caches["local"].clear()
    assert "Draft" not in foot(client)
    assert "Private" not in foot(client)


def test_a_label_is_shown_in_the_readers_language_and_else_marked_as_what_it_is(client):
    first = make_link("About us")
    make_link("เกี่ยวกับเรา", locale=locale("th"), translation_key=first.translation_key)
    assert "เกี่ยวกับเรา" in foot(client, "/th/search/")
    assert "About us" not in foot(client, "/th/search/")
    assert '<a href="https://www.baliprocess.net/" lang="en"><bdi>About us</bdi></a>' in foot(client, "/id/search/")


def test_words_that_come_with_the_site_are_in_the_readers_language_until_staff_write_their_own(client):
    make_page("news", title="News", show_in_menus=True)
    first = make_link("Newsletters")
    assert '<a class="mast-more" href="/th/news/"><bdi>ข่าว</bdi></a>' in top(client, "/th/search/")
    assert '<a href="https://www.baliprocess.net/"><bdi>จดหมายข่าว</bdi></a>' in foot(client, "/th/search/")
    assert "<bdi>Newsletters</bdi>" in foot(client)
    make_link("สาร", locale=locale("th"), translation_key=first.translation_key)
    assert "จดหมายข่าว" not in foot(client, "/th/search/")


def test_a_page_that_editors_show_in_menus_stands_at_the_top(client):
    make_page("news", show_in_menus=True)
    make_page("about")
    caches["local"].clear()
    page = top(client)
    assert 'href="/news/"' in page
    assert "About" not in page


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "//evil.example/",
        "data:text/html,x",
        "https://",
        "https://a:b@c.example/",
        "/\u202e/",
        "help/",
    ],
)
def test_a_target_is_checked(target):
    with pytest.raises(ValidationError):
        MenuLink(label="x", target=target, locale=locale("en")).full_clean()


def test_a_link_leads_to_one_place():
    page = make_page("about")
    for fields in ({}, {"page": page, "target": "/verify/"}):
        with pytest.raises(ValidationError):
            MenuLink(label="x", locale=locale("en"), **fields).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        MenuLink.objects.create(label="x", locale=locale("en"))


def test_the_top_has_room_for_few():
    for number in range(MOST_ON_TOP):
        make_link(f"Link {number}", place="main")
    with pytest.raises(ValidationError, match="room"):
        MenuLink(label="x", place="main", target="/verify/", locale=locale("en")).full_clean()


def test_editors_add_a_link_in_the_admin(client):
    make_home()
    sent = {"place": "footer", "label": "Check", "page": "", "target": "/verify/"}
    answer = editors_browser().post("/cms/snippets/pages/menulink/add/", sent)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    caches["local"].clear()
    assert ">Check<" in foot(client)


def test_the_foot_names_help_and_every_language_by_its_own_name(client):
    make_home()
    page = foot(client)
    assert page.index("/help/") < page.index("/contact/")
    assert 'value="th" lang="th" dir="auto">ไทย</button>' in page


def test_pages_ask_for_menus_once_a_minute(client, django_assert_num_queries):
    make_link("About", page=make_page("about"))
    client.get("/search/")
    with django_assert_num_queries(0):
        client.get("/search/")
