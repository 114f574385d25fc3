"""Starting, replying, quoting, changing, taking back. Ids of community goals: F2, F3, F5, F7, F8, F28, F40; cases 1 to 8, 11 to 13, 20 to 22."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from alumni.forum import actions, limits
from alumni.forum.models import Case, Draft, Flag, Post, Revision, Space, Topic
from alumni.forum.refusals import NotTheSame, TopicClosed
from tests.factories import forum as make
from tests.factories.accounts import signed_in
from tests.scenes import scene

pytestmark = pytest.mark.django_db


@scene
def space():
    return make.a_space()


@scene
def author(space):
    return make.a_writer(space)


@scene
def topic(space, author):
    return make.a_topic(space, author)


def url(name, topic, *more):
    return reverse(f"forum:{name}", args=[topic.public_id, *more])


def test_f5_the_same_form_sent_three_times_is_one_post(topic, author):
    """Case 3."""
    browser, form = signed_in(author), make.sent("Once.")
    answers = [browser.post(url("reply", topic), form) for _ in range(3)]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Post.objects.filter(source="Once.").count() == 1
    topic.refresh_from_db()
    assert (topic.last_no, topic.visible_count) == (2, 2)


def test_f5_the_same_new_topic_sent_twice_is_one_topic(space, author):
    browser, form = signed_in(author), make.sent("Words.", title="Only once")
    answers = [browser.post(reverse("forum:start", args=[space.slug]), form) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Topic.objects.filter(title="Only once").count() == 1


def test_f2_a_removed_post_leaves_a_stone_and_the_next_keeps_its_address(topic, author, space):
    for number in range(4):
        make.a_reply(topic, author, source=f"Reply {number}")
    actions.act_on_post(Post.objects.get(topic=topic, no=4), "remove", "Why", by=make.a_moderator(space))
    page = signed_in(author).get(url("post", topic, 5)).content.decode()
    assert "Reply 3" in page
    assert "Reply 2" not in page
    assert "Removed by a moderator" in page
    assert 'id="p5"' in page


def test_f3_a_quote_links_back_and_goes_with_what_it_quotes(topic, author, space):
    """Case 12."""
    said = make.a_reply(topic, author, source="Unrepeatable wording")
    other = make.a_writer(space)
    form = signed_in(other).get(url("reply", topic) + f"?quote={said.no}").context["form"]
    assert "> #2" in form.initial["source"]
    assert "> Unrepeatable wording" in form.initial["source"]
    # Who reads the quote may not be shown whom the one who quotes is shown.
    assert author.full_name not in form.initial["source"]
    quoting = make.a_reply(topic, other, source=form.initial["source"] + "I agree.")
    assert f'href="/community/t/{topic.public_id}/2/"' in quoting.html
    actions.withdraw(said, by=author)
    quoting.refresh_from_db()
    assert "Unrepeatable" not in quoting.html
    assert "I agree." in quoting.html
    assert "unrepeat" not in quoting.search_tokens


def test_case_13_a_name_nobody_here_has_sends_nothing_and_the_author_is_told(topic, author):
    make.PersonFactory(full_name="Hidden Person")
    answer = signed_in(author).post(url("reply", topic), make.sent("Thank you @Hidden Person"), follow=True)
    assert "No notice was sent for @Hidden" in answer.content.decode()
    assert Post.objects.get(no=2).mentioned == []


def test_a_name_of_somebody_in_the_topic_is_kept_for_telling_them(topic, author, space):
    moderator = make.a_moderator(space, full_name="Dewi Anggraini")
    make.a_reply(topic, moderator)
    signed_in(author).post(url("reply", topic), make.sent("What do you think, @Dewi Anggraini?"))
    assert Post.objects.get(no=3).mentioned == [moderator.pk]


def test_preview_posts_nothing_and_keeps_the_text(topic, author):
    page = signed_in(author).post(url("reply", topic), make.sent("**bold** words", act="preview"))
    assert "<strong>bold</strong> words" in page.content.decode()
    assert "**bold** words" in page.content.decode()
    assert Post.objects.count() == 1


def test_the_preview_of_a_topic_shows_its_title_which_colleagues_read_first(space, author):
    sent = make.sent("Words", title="How do you brief an interpreter?", act="preview")
    page = signed_in(author).post(reverse("forum:start", args=[space.slug]), sent).content.decode()
    assert "<h2><bdi>How do you brief an interpreter?</bdi></h2>" in page


def test_no_script_of_a_writer_runs_in_a_preview(space, author):
    """Neither from the title, which is put in as it is, nor from the text, which is made into a page."""
    script = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    sent = make.sent(f"{script} [x](javascript:alert(1))", title=script, act="preview")
    page = signed_in(author).post(reverse("forum:start", args=[space.slug]), sent).content.decode()
    assert "Preview: nobody else sees this yet" in page
    for part in ("<img src=x", "<script>alert", 'href="javascript'):
        assert part not in page


@pytest.mark.parametrize(
    "bad",
    [
        {"source": ""},
        {"source": "\u200b \u202e"},
        {"source": "x" * 20_001},
        {"source": "https://a.example " * 21},
        {"source": "@a " * 11},
        {"source": "a\x00b"},
        {"client_key": "no"},
        {"reply_to_no": "9" * 400},
    ],
)
def test_case_21_what_cannot_be_posted_is_said_and_nothing_is_lost(topic, author, bad):
    answer = signed_in(author).post(url("reply", topic), make.sent("Words that stay") | bad)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Post.objects.count() == 1


def test_case_20_titles_hold_nothing_that_turns_or_hides(space, author):
    form = make.sent("Words", title="Safe\u202etxt.exe\u200b title\u2066")
    signed_in(author).post(reverse("forum:start", args=[space.slug]), form)
    assert Topic.objects.get().title == "Safetxt.exe title"


def test_f28_the_rules_come_first_and_again_when_they_change_and_the_text_waits(space):
    person = make.fresh(make.an_alumna())
    browser, start = signed_in(person), reverse("forum:start", args=[space.slug])
    rules = browser.post(start, make.sent("My first words", title="Hello"))
    assert rules.status_code == 302
    assert "rules" in rules["Location"]
    assert browser.post(rules["Location"], {}).status_code == 200  # not ticked
    back = browser.post(rules["Location"], {"agree": "on"})
    assert back["Location"] == start
    form = browser.get(start).context["form"]
    assert (form["title"].value(), form["source"].value()) == ("Hello", "My first words")
    again = make.sent(form["source"].value(), title="Hello", client_key=form["client_key"].value())
    assert "/t/" in browser.post(start, again)["Location"]
    actions.write_rules(space, "New rules", by=None)
    assert "rules" in browser.post(start, make.sent("More", title="More"))["Location"]


def test_f7_a_change_within_half_an_hour_keeps_no_older_words_and_later_ones_do(topic, author):
    post = Post.objects.get(topic=topic, no=1)
    actions.edit(post, "Better words", by=author, edit_no=0)
    assert not Revision.objects.exists()
    # Somebody may have read it: that it was changed is said, what it said is not.
    post.refresh_from_db()
    assert post.edited_at
    page = signed_in(make.a_writer(topic.space)).get(url("topic", topic)).content.decode()
    assert "<span>edited</span>" in page
    actions.edit(post, "Late words", by=author, edit_no=1, at=timezone.now() + timedelta(minutes=31))
    assert Revision.objects.get().source == "Better words"
    with pytest.raises(NotTheSame):
        actions.edit(post, "From an old page", by=author, edit_no=1)
    moderator = make.a_moderator(topic.space)
    assert "Better words" in signed_in(moderator).get(url("history", topic, 1)).content.decode()
    assert signed_in(make.a_writer(topic.space)).get(url("history", topic, 1)).status_code == 404


def test_case_6_a_change_in_a_premoderated_space_waits_and_the_approved_words_stay(author):
    space = make.a_space(moderation=Space.Moderation.PRE)
    actions.accept_rules(author, space)
    post = Post.objects.get(topic=make.a_topic(space, author, source="First words"))
    moderator = make.a_moderator(space)
    actions.decide(Case.objects.get(), "approve", "Fine.", by=moderator)
    post.refresh_from_db()
    actions.edit(post, "Second words", by=author, edit_no=0)
    post.refresh_from_db()
    assert "First words" in post.html
    actions.decide(Case.objects.get(state="open"), "approve", "Fine.", by=moderator)
    post.refresh_from_db()
    assert "Second words" in post.html
    assert not Revision.objects.filter(waiting=1).exists()


def test_case_4_a_post_approved_late_gets_the_next_number_and_is_unread(topic, author, space):
    """F40: a number is given when a post is published."""
    held = make.a_reply(topic, author, source="Held", note="Please look")
    assert held.no is None
    reader = make.a_writer(space)
    make.a_reply(topic, make.a_writer(space), source="Later")
    signed_in(reader).get(url("topic", topic))
    assert not signed_in(reader).get(url("topic", topic)).context["unread"]
    actions.decide(Case.objects.get(), "approve", "Fine.", by=make.a_moderator(space))
    held.refresh_from_db()
    assert held.no == 3
    assert signed_in(reader).get(url("topic", topic)).context["unread"] == 3


def test_case_8_what_waits_is_seen_by_its_author_and_moderators_alone(topic, author, space):
    make.a_reply(topic, author, source="Heldwording", note="Please look")
    assert "Heldwording" in signed_in(author).get(url("topic", topic)).content.decode()
    other = signed_in(make.a_writer(space))
    assert "Heldwording" not in other.get(url("topic", topic)).content.decode()
    assert not other.get("/community/search/?q=heldwording").context["found"].posts


def test_case_1_a_reply_to_a_topic_locked_meanwhile_is_refused_and_kept_as_draft(topic, author, space):
    actions.lock(topic, by=make.a_moderator(space))
    answer = signed_in(author).post(url("reply", topic), make.sent("Too late"))
    assert answer.status_code == 409
    assert "Too late" in answer.content.decode()
    assert Draft.objects.get(user=author, place=topic.public_id).source == "Too late"
    with pytest.raises(TopicClosed):
        make.a_reply(topic, author)


def test_f8_the_filter_of_unanswered_questions_lists_exactly_the_open_ones(space, author):
    open_one = make.a_topic(space, author, title="Open one", question=True)
    answered = make.a_topic(space, author, title="Answered one", question=True)
    make.a_topic(space, author, title="No question")
    make.a_reply(answered, make.a_writer(space))
    signed_in(author).post(url("answer", answered, 2))
    page = signed_in(author).get(reverse("forum:space", args=[space.slug]) + "?show=unanswered").context["page"]
    assert [topic.pk for topic in page.topics] == [open_one.pk]
    signed_in(author).post(url("answer", answered, 2))
    answered.refresh_from_db()
    assert answered.solution_no is None


def test_only_who_asked_or_moderates_chooses_the_answer(space, author):
    topic = make.a_topic(space, author, question=True)
    make.a_reply(topic, make.a_writer(space))
    assert signed_in(make.a_writer(space)).post(url("answer", topic, 2)).status_code == 404


def test_case_11_with_the_first_post_goes_the_topic_unless_the_replies_are_kept(topic, author, space):
    make.a_reply(topic, author, source="Elephantine")
    first, moderator = Post.objects.get(topic=topic, no=1), make.a_moderator(space)
    actions.act_on_post(first, "remove", "Why", by=moderator)
    reader = signed_in(make.a_writer(space))
    assert "This topic has been removed" in reader.get(url("topic", topic)).content.decode()
    assert not reader.get("/community/search/?q=elephantine").context["found"].posts
    assert not reader.get(reverse("forum:space", args=[space.slug])).context["page"].topics
    actions.act_on_post(first, "keep", "Fine after all", by=moderator)
    assert reader.get("/community/search/?q=elephantine").context["found"].posts
    actions.act_on_post(first, "remove", "Why", by=moderator, keep_replies=True)
    assert "Elephantine" in reader.get(url("topic", topic)).content.decode()


def test_a_post_taken_back_is_gone_everywhere_and_cannot_be_brought_back(topic, author, space):
    post = make.a_reply(topic, author, source="Regretted")
    assert signed_in(author).get(url("withdraw", topic, 2)).status_code == 200
    signed_in(author).post(url("withdraw", topic, 2))
    moderator = signed_in(make.a_moderator(space))
    assert moderator.get(url("post-moderate", topic, 2)).status_code == 404
    assert "Regretted" not in moderator.get(url("topic", topic)).content.decode()
    assert signed_in(make.a_writer(space)).post(url("withdraw", topic, 1)).status_code == 404
    post.refresh_from_db()
    assert post.search_tokens == ""


def test_case_7_an_erased_author_is_a_former_member_and_the_talk_stays(topic, author, space):
    other = make.a_writer(space)
    make.a_reply(topic, other, source="Still here")
    actions.forget(author)
    page = signed_in(other).get(url("topic", topic)).content.decode()
    assert "Former member" in page
    assert "Still here" in page
    assert not Draft.objects.filter(user=author).exists()


def test_f4_a_draft_kept_by_the_page_comes_back_and_ends_with_the_post(topic, author):
    browser, key = signed_in(author), uuid4()
    sent = browser.post(reverse("forum:draft-save"), make.sent("Half a", client_key=key, place=str(topic.public_id)))
    assert sent.json() == {"kept": True}
    form = browser.get(url("topic", topic)).context["form"]
    assert (form["source"].value(), form["client_key"].value()) == ("Half a", str(key))
    assert [one.url for one in browser.get("/community/").context["drafts"]] == [url("reply", topic)]
    browser.post(url("reply", topic), make.sent("Half a thought", client_key=key))
    # A copy that was on its way comes too late to bring the draft back.
    browser.post(reverse("forum:draft-save"), make.sent("Half a", client_key=key, place=str(topic.public_id)))
    page = browser.get(url("topic", topic))
    assert not page.context["form"]["source"].value()
    assert f'data-posted="{key}"' in page.content.decode()


def test_keeping_a_draft_by_the_button_works_without_script(topic, author):
    browser = signed_in(author)
    assert browser.post(url("reply", topic), make.sent("Later", act="draft")).status_code == 302
    assert browser.get(url("reply", topic)).context["form"]["source"].value() == "Later"
    assert Post.objects.count() == 1


def test_a_draft_of_a_title_alone_comes_back_and_is_listed(space, author):
    browser, start = signed_in(author), reverse("forum:start", args=[space.slug])
    browser.post(start, make.sent("", act="draft", title="How do you begin?"))
    assert browser.get(start).context["form"]["title"].value() == "How do you begin?"
    assert [one.title for one in browser.get("/community/").context["drafts"]] == ["How do you begin?"]


def test_a_flood_of_posts_is_stopped_and_the_text_kept(topic, author):
    """Community goals, section 10: ten an hour for whoever is new."""
    browser = signed_in(author)
    while Post.objects.filter(author=author).count() < limits.NEW:
        make.a_reply(topic, author)
    answer = browser.post(url("reply", topic), make.sent("One more"))
    assert answer.status_code == 429
    assert "One more" in answer.content.decode()
    assert Draft.objects.get(user=author, place=topic.public_id).source == "One more"
    Post.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert browser.post(url("reply", topic), make.sent("One more")).status_code == 302


def test_an_answer_to_a_post_that_is_not_there_is_an_answer_to_nobody(topic, author):
    signed_in(author).post(url("reply", topic), make.sent("To whom?", reply_to_no=999))
    assert Post.objects.get(source="To whom?").reply_to_no is None


@scene
def removed(topic, space):
    """A topic taken away with its first post; the reply of somebody else in it stands as it was written."""
    words = make.a_reply(topic, make.a_writer(space), source="Canary of a reply")
    Topic.objects.filter(pk=topic.pk).update(title="Canary of a title")
    first = Post.objects.get(topic=topic, no=1)
    actions.act_on_post(first, Case.Decision.REMOVE, "It held a case.", by=make.a_moderator(space))
    topic.refresh_from_db()
    return words


@pytest.mark.parametrize("door", ["report", "post", "history", "withdraw", "edit", "reply"])
@pytest.mark.parametrize("act", ["get", "post"])
def test_case_11_no_door_shows_what_went_with_a_removed_topic(removed, space, door, act):
    """The post has an address of its own, and so has every form about it."""
    more = [] if door == "reply" else [removed.no]
    reader = signed_in(make.a_writer(space))
    page = getattr(reader, act)(url(door, removed.topic, *more), {**make.sent("Words"), "reason": "case"})
    assert "Canary" not in page.content.decode()
    assert not Flag.objects.exists()


def test_case_11_the_author_of_a_reply_takes_it_back_without_reading_the_title(removed):
    browser, own = signed_in(removed.author), url("withdraw", removed.topic, removed.no)
    page = browser.get(own).content.decode()
    assert "Canary of a reply" in page
    assert "Canary of a title" not in page
    assert browser.post(own).status_code == 302


def test_case_11_the_moderator_still_reads_it(removed, space):
    page = signed_in(make.a_moderator(space)).get(url("post", removed.topic, removed.no)).content.decode()
    assert "Canary of a reply" in page
    assert "Canary of a title" in page


def test_case_11_a_draft_for_a_removed_topic_names_it_no_more(removed, author):
    actions.keep_draft(author, removed.topic.public_id, uuid4(), "Half a thought")
    assert "Canary" not in signed_in(author).get("/community/").content.decode()


def test_a_name_is_called_only_where_its_owner_wrote_something_one_can_read(topic, author, space):
    """Whether somebody's hidden post is there must not be learnt by calling them."""
    other = make.a_writer(space)
    said = make.a_reply(topic, other)
    actions.act_on_post(said, Case.Decision.HIDE, "We look at it.", by=make.a_moderator(space))
    answer = signed_in(author).post(url("reply", topic), make.sent(f"@{other.full_name} hello"), follow=True)
    assert "No notice was sent for" in answer.content.decode()
