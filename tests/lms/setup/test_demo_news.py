"""The news of the demo says what the plans say or what the site offers, and its newsletters call themselves examples."""

import json
import re

import pytest
from wagtail.models import Revision

from cms.activities.loading import load_activities
from cms.home.loading import load_pages
from cms.news.models import NewsletterPage, NewsPage
from cms.taxonomy.vocabulary import load_vocabularies
from lms.accounts.vocabulary import load_members
from lms.setup.demo.news import CONTENT, make_news
from lms.setup.library import load_resources
from tests.factories.accounts import editor
from tests.scenes import scene

pytestmark = pytest.mark.django_db


@scene
def made():
    load_members()
    load_vocabularies()
    load_activities()
    load_pages()
    load_resources()
    who = editor()
    assert make_news(editor=who) == 10
    return who


def test_made_twice_it_is_there_once(made):
    before = Revision.objects.count()
    make_news(editor=made)
    assert Revision.objects.count() == before
    assert NewsPage.objects.live().count() == 8
    assert NewsletterPage.objects.live().count() == 2


def test_what_comes_from_a_plan_names_its_lines_and_leads_to_its_activity(made):
    for page in NewsPage.objects.filter(slug__endswith="in-the-plan"):
        assert re.search(r"Annual Work Plan 2023, lines? \d+", page.source)
        assert str(page.activity.source_line) in page.source


def test_newsletters_call_themselves_examples(made, client):
    for issue in NewsletterPage.objects.all():
        page = client.get(issue.get_url()).content.decode()
        assert issue.title.startswith("Example")
        assert "It was never sent to anyone" in page
        assert page.count('<div class="news-row">') >= 5


def test_it_names_no_person_and_no_address():
    text = json.dumps(json.loads(CONTENT.read_text()), ensure_ascii=False)
    assert "@" not in text
    assert not re.search(r"\b(Mr|Ms|Mrs|Dr)\b", text)
