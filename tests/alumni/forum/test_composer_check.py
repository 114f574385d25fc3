"""The look at a text before it is posted: what points to a person is asked about, never posted by mistake, never lost."""

import pytest
from django.urls import reverse

from alumni.forum.models import Case, Post
from lms.privacy import checking
from tests.factories import forum as make
from tests.factories.accounts import signed_in

FOUND = {
    "write to somchai.p@police.example please": checking.EMAIL,
    "call +66 81 234 5678 today": checking.NUMBER,
    "her passport AB1234567 was": checking.PASSPORT,
    "โทร ๐๘๑-๒๓๔-๕๖๗๘ ครับ": checking.NUMBER,
    "ID 1 1037 02071 81 1": checking.NUMBER,
}
HARMLESS = [
    "In 2023-2024 we trained 1,200 officers in 24 provinces.",
    "See https://publications.iom.int/books/123456789012 for the guide.",
    "Article 3(a), paragraph 12, of 15 November 2000.",
    "Thank you @Dewi Anggraini, see you on 12-13 March 2026 at 09:30.",
]


@pytest.mark.parametrize(("text", "kind"), FOUND.items())
def test_what_may_point_to_a_person_is_found_and_masked(text, kind):
    assert [one.kind for one in checking.look(text)] == [kind]
    assert checking.look(checking.mask(text)) == []


@pytest.mark.parametrize("text", HARMLESS)
def test_plain_professional_talk_passes(text):
    assert checking.look(text) == []


@pytest.fixture
def scene(db):
    space = make.a_space()
    author = make.a_writer(space)
    topic = make.a_topic(space, author)
    return signed_in(author), topic, reverse("forum:reply", args=[topic.public_id])


TEXT = "Ask him at +66 81 234 5678."


def test_the_author_is_asked_before_it_is_posted(scene):
    browser, _topic, reply = scene
    page = browser.post(reply, make.sent(TEXT)).content.decode()
    assert "may point to a person" in page
    assert "+66 81 234 5678" in page
    assert Post.objects.count() == 1


def test_masked_it_can_be_posted(scene):
    browser, _topic, reply = scene
    form = browser.post(reply, make.sent(TEXT, act="mask")).context["form"]
    assert form["source"].value() == "Ask him at [number]."
    browser.post(reply, make.sent(form["source"].value(), client_key=form["client_key"].value()))
    assert Post.objects.get(no=2).source == "Ask him at [number]."


def test_sent_to_a_moderator_it_waits_and_is_not_lost(scene):
    """Case 18."""
    browser, _topic, reply = scene
    browser.post(reply, make.sent(TEXT, act="send"))
    waiting = Post.objects.get(no=None)
    assert (waiting.source, waiting.search_tokens) == (TEXT, "")
    assert Case.objects.get().why == "sent"


def test_the_notice_stands_above_every_composer(scene):
    browser, topic, reply = scene
    for address in (
        reply,
        reverse("forum:start", args=[topic.space.slug]),
        reverse("forum:topic", args=[topic.public_id]),
    ):
        page = browser.get(address).content.decode()
        assert "Write no data about a case" in page
        assert "All alumni of the network, RSO staff and officers invited to this space can read this." in page


def test_other_spellings_are_asked_about_as_well(scene):
    browser, _topic, reply = scene
    text = "case passport ab1234567, phone https://wa.me/66812345678, call 081/234/5679 born 12/03/2009"
    for act in ("post", "preview"):
        page = browser.post(reply, make.sent(text, act=act)).content.decode()
        for found in ("ab1234567", "66812345678", "081/234/5679", "12/03/2009"):
            assert f'<bdi class="hit">{found}</bdi>' in page
    assert Post.objects.count() == 1


def test_what_the_page_joins_is_asked_about_and_told_again_when_it_cannot_be_masked(scene):
    browser, _topic, reply = scene
    text = "Ask [081](<https://a.example/b c>)2345678 or 081**234**5679."
    assert '<bdi class="hit">0812345678</bdi>' in browser.post(reply, make.sent(text)).content.decode()
    answer = browser.post(reply, make.sent(text, act="mask"))
    assert answer.context["form"]["source"].value() == "Ask [081](<https://a.example/b c>)2345678 or [number]."
    page = answer.content.decode()
    assert '<bdi class="hit">0812345678</bdi>' in page
    assert "What was found is masked" not in page
    assert Post.objects.count() == 1


def test_figures_dates_and_laws_are_posted_at_once(scene):
    browser, _topic, reply = scene
    text = (
        "| year | people |\n|---|---|\n| 2021 | 1,204,377 |\n| 2022 | 1,377,012 |\n\n**2021** to **2023**, 12/03/2026"
    )
    browser.post(reply, make.sent(text))
    assert Post.objects.get(no=2).source == text
