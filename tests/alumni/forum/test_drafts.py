"""What is not finished: shown before it is posted, found again, thrown away. F3, F4."""

from uuid import uuid4

import pytest
from django.urls import reverse

from alumni.forum import actions
from alumni.forum.models import Draft, Post
from cms.taxonomy.models import Programme
from tests.factories import forum as make
from tests.factories.accounts import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return make.a_space()


@pytest.fixture
def author(space):
    return make.a_writer(space)


@pytest.fixture
def topic(space, author):
    return make.a_topic(space, author)


def reply(topic):
    return reverse("forum:reply", args=[topic.public_id])


def test_a_preview_also_says_what_may_point_to_a_person(topic, author):
    page = signed_in(author).post(reply(topic), make.sent("Write to somchai.p@police.example", act="preview"))
    assert page.context["desk"].preview
    assert [one.text for one in page.context["desk"].found] == ["somchai.p@police.example"]
    assert Post.objects.filter(topic=topic).count() == 1


def test_what_was_shown_in_a_preview_is_kept_even_if_one_goes_away(topic, author):
    browser = signed_in(author)
    browser.post(reply(topic), make.sent("Half a thought.", act="preview"))
    assert browser.get(reply(topic)).context["form"]["source"].value() == "Half a thought."


def test_a_text_too_long_to_keep_is_shown_again_and_not_said_to_be_kept(topic, author):
    page = signed_in(author).post(reply(topic), make.sent("x" * 50_000, act="draft"))
    assert page.status_code == 200
    assert "x" * 50_000 in page.content.decode()


def test_a_draft_is_deleted_from_the_composer_and_does_not_come_back_from_the_device(topic, author):
    browser, key = signed_in(author), uuid4()
    browser.post(reply(topic), make.sent("Never mind.", act="draft", client_key=key))
    page = browser.get(reply(topic)).content.decode()
    assert "Delete this draft" in page
    assert "the draft you began earlier" in page
    browser.post(reply(topic), make.sent("Never mind.", act="discard", client_key=key))
    page = browser.get(reply(topic))
    assert not page.context["form"]["source"].value()
    assert f'data-posted="{key}"' in page.content.decode()
    assert "Delete this draft" not in page.content.decode()


def test_a_draft_is_not_deleted_by_one_press_beside_post_and_preview(topic, author):
    browser = signed_in(author)
    browser.post(reply(topic), make.sent("Half a thought.", act="draft"))
    composer = browser.get(reply(topic)).content.decode()
    # Without script the browser keeps the second step closed until it is asked for.
    assert 'value="discard"' not in composer.split("<summary>Delete this draft")[0]
    step = composer.split("<summary>Delete this draft")[1].split("</details>")[0]
    assert 'value="discard"' in step
    assert "This cannot be undone." in step
    drafts = browser.get(reverse("forum:drafts")).content.decode()
    assert "Yes, delete it" in drafts.split("<summary>Delete this draft")[1].split("</details>")[0]


def test_more_than_five_drafts_have_a_page_on_which_each_can_be_deleted(space, author):
    topics = [make.a_topic(space, author, title=f"Topic {n}") for n in range(7)]
    for topic in topics:
        actions.keep_draft(author, topic.public_id, uuid4(), f"About {topic.title}")
    browser = signed_in(author)
    assert "All your drafts" in browser.get(reverse("forum:home")).content.decode()
    page = browser.get(reverse("forum:drafts"))
    assert [row.title for row in page.context["drafts"]] == [f"Topic {n}" for n in range(6, -1, -1)]
    browser.post(reverse("forum:draft-drop", args=[topics[3].public_id]))
    assert "About Topic 3" not in browser.get(reverse("forum:drafts")).content.decode()
    assert Draft.objects.exclude(source="").count() == 6


def test_the_page_of_drafts_is_turned_by_key(space, author):
    for n in range(25):
        actions.keep_draft(author, make.a_topic(space, author).public_id, uuid4(), f"Words {n}")
    browser = signed_in(author)
    first = browser.get(reverse("forum:drafts"))
    second = browser.get(reverse("forum:drafts") + first.context["older_url"])
    seen = [row.words for page in (first, second) for row in page.context["drafts"]]
    assert seen == [f"Words {n}" for n in range(24, -1, -1)]


def test_of_a_place_one_is_shut_out_of_only_the_own_words_are_left(author):
    space, group = make.a_closed_space(author, tier="T2")
    topic = make.a_topic(space, make.fresh(author), title="Inside only")
    actions.keep_draft(author, topic.public_id, uuid4(), "My own words")
    group.memberships.all().delete()
    open_space = make.a_space()
    page = signed_in(make.fresh(author)).get(reverse("forum:drafts")).content.decode()
    assert open_space
    assert "My own words" in page
    assert "Inside only" not in page
    assert str(topic.public_id) not in page.split("delete/")[0].split("rows")[0]


def test_a_draft_for_a_topic_locked_meanwhile_can_still_be_read_and_deleted(topic, author, space):
    actions.keep_draft(author, topic.public_id, uuid4(), "Too late now")
    actions.lock(topic, by=make.a_moderator(space))
    browser = signed_in(author)
    page = browser.get(reply(topic))
    assert "Too late now" in page.content.decode()
    browser.post(reverse("forum:draft-drop", args=[topic.public_id]))
    assert browser.get(reply(topic)).status_code == 404


def test_nobody_deletes_the_draft_of_another(topic, author, space):
    actions.keep_draft(author, topic.public_id, uuid4(), "Mine")
    signed_in(make.a_writer(space)).post(reverse("forum:draft-drop", args=[topic.public_id]))
    assert Draft.objects.get(user=author, place=topic.public_id).source == "Mine"


def test_f3_the_composer_lists_whom_one_can_call_and_the_name_calls_them(topic, author, space):
    other = make.a_writer(space, full_name="Dewi Anggraini")
    make.a_reply(topic, other)
    hidden = make.a_reply(topic, make.a_writer(space, full_name="Hidden Writer"))
    actions.act_on_post(hidden, "hide", "Why", by=make.a_moderator(space))
    browser = signed_in(author)
    desk = browser.get(reply(topic)).context["desk"]
    assert len(desk.names) == 1
    assert f"@{desk.names[0]}" in browser.get(reply(topic)).content.decode()
    assert browser.get(reverse("forum:topic", args=[topic.public_id])).context["desk"].names == desk.names
    browser.post(reply(topic), make.sent(f"@{desk.names[0]} what do you think?"))
    assert Post.objects.get(topic=topic, no=4).mentioned == [other.pk]


def test_f3_the_list_of_names_is_bounded(topic, author, space):
    for number in range(25):
        make.a_reply(topic, make.a_writer(space, full_name=f"Writer Number{number}"))
    assert len(signed_in(author).get(reply(topic)).context["desk"].names) <= 20


def test_f3_a_name_that_two_are_shown_by_calls_neither(topic, author, space):
    for _ in "ab":
        make.a_reply(topic, make.a_writer(space))
    browser = signed_in(author)
    assert not browser.get(reply(topic)).context["desk"].names
    page = browser.post(reply(topic), make.sent("@An officer, what do you think?"), follow=True)
    assert Post.objects.get(topic=topic, no=4).mentioned == []
    assert "No notice was sent for @An" in page.content.decode()


@pytest.fixture
def choices():
    """A title, a tick and a theme: what a new topic has beside its words."""
    theme = Programme.objects.create(code="CTIP", name="Countering trafficking in persons")
    return {"title": "Who screens?", "question": "on", "theme": theme.code}


def start(space):
    return reverse("forum:start", args=[space.slug])


def chosen(page):
    form = page.context["form"]
    return {"title": form["title"].value(), "question": form["question"].value(), "theme": form["theme"].value()}


@pytest.mark.parametrize("act", ["draft", "preview"])
def test_f4_what_is_chosen_for_a_new_topic_is_kept_with_its_words(space, author, choices, act):
    browser = signed_in(author)
    browser.post(start(space), make.sent("At which desk?", act=act, **choices))
    page = browser.get(start(space))
    assert chosen(page) == {"title": "Who screens?", "question": True, "theme": "CTIP"}
    assert '<option value="CTIP" selected>' in page.content.decode()
    browser.post(start(space), make.sent("At which desk?", act="draft", title="Who screens?", theme=""))
    assert chosen(browser.get(start(space))) == {"title": "Who screens?", "question": False, "theme": None}


def test_f28_the_first_topic_is_still_a_question_after_the_rules(space, choices):
    browser = signed_in(make.an_alumna())
    browser.post(start(space), make.sent("At which desk?", **choices))
    assert chosen(browser.get(start(space)))["question"] is True


@pytest.mark.parametrize("act", ["post", "discard"])
def test_the_next_topic_begins_without_what_was_chosen_for_the_last(space, author, choices, act):
    browser, key = signed_in(author), uuid4()
    for done in ["draft", act]:
        browser.post(start(space), make.sent("At which desk?", act=done, client_key=key, **choices))
    assert chosen(browser.get(start(space))) == {"title": None, "question": None, "theme": None}
    draft = Draft.objects.get(user=author)
    assert (draft.title, draft.question, draft.theme) == ("", False, None)
