"""The guide “How to use this site”: ten steps and our own drawings, for whoever comes for the first time. Ids: U-5, U-6."""

import gzip
import re

import pytest

from cms.home.loading import load_pages
from cms.media.models import Diagram
from cms.pages.models import MenuLink, StandardPage
from tests.factories.accounts import PersonFactory, signed_in
from tests.factories.catalogue import first_lesson, make_course
from tests.factories.learning import enrol
from tests.scenes import scene

pytestmark = pytest.mark.django_db
ADDRESS = "/help/how-to-use/"


@scene
def guide():
    load_pages()
    return StandardPage.objects.get(slug="how-to-use")


def main(browser, address=ADDRESS):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def test_it_has_ten_steps_and_needs_no_script(client, guide):
    text = main(client)
    assert re.findall(r"<h2[^>]*>(\d+)\.", text) == [str(number) for number in range(1, 11)]
    assert "<script" not in text


def test_each_drawing_says_the_same_in_words(client, guide):
    text = main(client)
    drawings = Diagram.objects.filter(key__startswith="guide-")
    assert text.count("<svg") == len(drawings) == 5
    for drawing in drawings:
        assert drawing.description in text.replace("&quot;", '"')


def test_every_way_it_names_leads_somewhere(client, guide):
    make_course()
    for address in set(re.findall('href="(/[^"#]*)"', main(client))):
        assert client.get(address).status_code in {200, 302}, address


def test_help_and_the_foot_of_every_page_lead_to_it(client, guide):
    assert f'href="{ADDRESS}"' in main(client, "/help/")
    assert f'href="{ADDRESS}"' in client.get("/about/").content.decode().split('<footer class="foot">')[1]


def test_whoever_begins_is_shown_it(client, guide):
    person, course = PersonFactory(), make_course(lessons=2)
    browser = signed_in(person)
    assert f'href="{ADDRESS}"' in main(browser, "/me/")
    enrol(person, course)
    first = first_lesson(course)
    assert f'href="{ADDRESS}"' in main(browser, first.get_url())
    assert f'href="{ADDRESS}"' not in main(browser, "/me/")
    second = type(first).objects.descendant_of(course).order_by("path")[1]
    assert f'href="{ADDRESS}"' not in main(browser, second.get_url())


def test_loading_again_changes_nothing_and_a_link_taken_away_stays_away(guide):
    MenuLink.objects.filter(page=guide.pk).delete()
    before = guide.latest_revision_id
    load_pages()
    guide.refresh_from_db()
    assert guide.latest_revision_id == before
    assert not MenuLink.objects.filter(page=guide.pk).exists()


def test_it_comes_over_a_slow_line(client, guide):
    content = client.get(ADDRESS).content
    assert len(gzip.compress(content, 6)) <= 20_000
