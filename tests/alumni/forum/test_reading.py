"""How far one has read, what one follows, what is found. F8 to F13, F16; cases 25, 27, 28, 30 to 33, 35, 40, 41."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alumni.forum import actions, lists
from alumni.forum.models import Post, SpaceUser, Topic, TopicUser
from alumni.groups import actions as groups
from alumni.groups.models import Membership
from tests.factories import forum as make
from tests.factories.accounts import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return make.a_space()


@pytest.fixture
def reader(space):
    return make.a_writer(space)


@pytest.fixture
def author(space):
    return make.a_writer(space)


def listed(browser, space, query=""):
    page = browser.get(reverse("forum:space", args=[space.slug]) + query).context["page"]
    return [*page.pinned, *page.topics]


def test_f10_a_topic_opens_at_the_first_unread_post(space, reader, author):
    topic = make.a_topic(space, author)
    for _ in range(30):
        make.a_reply(topic, author)
    actions.read_up_to(reader, topic, 24)
    page = signed_in(reader).get(reverse("forum:topic", args=[topic.public_id]))
    assert page.context["unread"] == 25
    assert [row.post.no for row in page.context["rows"]] == list(range(21, 32))
    assert 'id="new"' in page.content.decode()
    again = signed_in(reader).get(reverse("forum:topic", args=[topic.public_id]))
    assert again.context["unread"] == 0


def test_case_27_of_two_devices_the_further_wins(space, reader, author):
    topic = make.a_topic(space, author)
    for no in (5, 9, 7, 1):
        actions.read_up_to(reader, topic, no)
    assert TopicUser.objects.get(user=reader, topic=topic).last_read_no == 9


def test_case_28_all_is_marked_read_in_one_statement_and_what_comes_after_stays_unread(space, reader, author):
    """F11."""
    other = make.a_space()
    topics = [make.a_topic(space, author), make.a_topic(other, author)]
    browser = signed_in(reader)
    assert [row.unread for row in browser.get("/community/").context["rows"]] == [1, 1]
    with CaptureQueriesContext(connection) as seen:
        browser.post(reverse("forum:read-everything"))
    assert sum("INSERT" in query["sql"] and "forum_" in query["sql"] for query in seen) == 1
    assert [row.unread for row in browser.get("/community/").context["rows"]] == [0, 0]
    make.a_reply(topics[0], author)
    unread = {row.space: row.unread for row in browser.get("/community/").context["rows"]}
    assert unread == {space: 1, other: 0}


def test_case_32_what_was_taken_away_is_not_unread(space, reader, author):
    topic = make.a_topic(space, author)
    post = make.a_reply(topic, author)
    actions.read_up_to(reader, topic, 1)
    assert listed(signed_in(reader), space, "?show=unread")
    actions.withdraw(post, by=author)
    assert not listed(signed_in(reader), space, "?show=unread")
    assert signed_in(reader).get("/community/").context["rows"][0].unread == 0


def test_case_33_who_comes_back_finds_a_clean_slate(author):
    member = make.PersonFactory()
    space, group = make.a_closed_space(member, author, tier="T2")
    actions.accept_rules(author, space)
    make.a_topic(space, make.fresh(author))
    groups.end(Membership.objects.get(person=member), by=None)
    assert signed_in(member).get(reverse("forum:space", args=[space.slug])).status_code == 404
    groups.admit(member, group, by=None)
    assert signed_in(member).get("/community/").context["rows"][0].unread == 0
    make.a_topic(space, make.fresh(author), at=timezone.now() + timedelta(seconds=1))
    assert signed_in(member).get("/community/").context["rows"][0].unread == 1


def test_case_30_who_loses_access_counts_nothing_of_it(author):
    member = make.PersonFactory()
    space, _group = make.a_closed_space(member, author, tier="T2")
    actions.accept_rules(author, space)
    make.a_topic(space, make.fresh(author))
    open_space = make.a_space()
    actions.grant(open_space, 3, by=None, person=member)
    assert len(signed_in(member).get("/community/").context["rows"]) == 2
    Membership.objects.filter(person=member).update(valid_to=timezone.now())
    assert [row.space for row in signed_in(member).get("/community/").context["rows"]] == [open_space]
    assert space.name not in signed_in(member).get("/community/").content.decode()


def test_case_31_a_jump_far_into_a_topic_reads_one_window(space, reader, author):
    topic = make.a_topic(space, author)
    for _ in range(45):
        make.a_reply(topic, author)
    page = signed_in(reader).get(reverse("forum:post", args=[topic.public_id, 41]))
    assert [row.post.no for row in page.context["rows"]] == [41, 42, 43, 44, 45, 46]
    assert signed_in(reader).get(reverse("forum:post", args=[topic.public_id, 47])).status_code == 404
    assert signed_in(reader).get(reverse("forum:topic", args=[topic.public_id]) + "9" * 30 + "/").status_code == 404


def test_the_list_goes_on_by_key_and_pins_stand_first(space, reader, author):
    now = timezone.now()
    made = [make.a_topic(space, author, title=f"T{n}", at=now - timedelta(minutes=n // 2)) for n in range(60)]
    actions.pin(made[50], by=make.a_moderator(space))
    seen, query, browser = [], "", signed_in(reader)
    for _ in range(3):
        page = browser.get(reverse("forum:space", args=[space.slug]) + query)
        seen += [topic.pk for topic in [*page.context["page"].pinned, *page.context["page"].topics]]
        query = page.context["older_url"]
    assert seen[0] == made[50].pk
    assert len(seen) == len(set(seen)) == 60
    for key in ("x", "1-", "9" * 40 + "-1", "1-" + "9" * 40, "-", "٣-١"):
        assert browser.get(reverse("forum:space", args=[space.slug]), {"after": key}).status_code == 200


def test_f12_followed_topics_are_a_filter_and_muted_ones_do_not_count(space, reader, author):
    first, second = make.a_topic(space, author), make.a_topic(space, author)
    browser = signed_in(reader)
    browser.post(reverse("forum:topic-follow", args=[first.public_id]), {"level": "follow"})
    browser.post(reverse("forum:topic-follow", args=[second.public_id]), {"level": "mute"})
    assert listed(browser, space, "?show=followed") == [first]
    assert browser.get("/community/").context["rows"][0].unread == 1
    browser.post(reverse("forum:space-follow", args=[space.slug]), {"level": "follow"})
    assert SpaceUser.objects.get(user=reader, space=space).level == 3
    assert browser.post(reverse("forum:topic-follow", args=[first.public_id]), {"level": "9"}).status_code == 404


def test_f9_one_theme_of_the_shared_vocabulary_filters_topics(space, reader, author):
    from cms.taxonomy.models import Programme

    theme = Programme.objects.create(code="CTIP", name="Countering trafficking in persons")
    heading = actions.Heading("With a theme", theme=theme)
    topic = actions.start(space, heading, make.words(), by=author).topic
    make.a_topic(space, author)
    assert listed(signed_in(reader), space, "?theme=CTIP") == [topic]


SAID = {
    "th": ("เราคัดแยกผู้เสียหายที่ด่านชายแดนอย่างไร", "ผู้เสียหาย"),
    "zh": ("如何识别人口贩运受害者", "贩运"),
    "km": ("យើងធ្វើការជាមួយអ្នកបកប្រែភាសា", "អ្នកបកប្រែ"),
    "my": ("စကားပြန်နှင့် အလုပ်လုပ်ခြင်း", "စကားပြန်"),
    "lo": ("ພວກເຮົາເຮັດວຽກກັບນາຍພາສາ", "ນາຍພາສາ"),
    "vi": ("Phối hợp biên giới", "bien gioi"),
    "id": ("Kami melatih petugas di perbatasan", "perbatasan"),
    "ar": ("كيف نتعامل مع المترجمين", "المترجمين"),
    "hi": ("हम दुभाषिए के साथ कैसे काम करें", "दुभाषिए"),
    "bn": ("আমরা কীভাবে দোভাষীর সাথে কাজ করি", "দোভাষীর"),
}


@pytest.mark.parametrize("language", SAID)
def test_f16_case_35_words_are_found_in_every_script(space, reader, author, language):
    said, asked = SAID[language]
    post = make.a_reply(make.a_topic(space, author), author, source=said)
    make.a_reply(post.topic, author, source="Something else")
    found = signed_in(reader).get(reverse("forum:search"), {"q": asked}).context["found"]
    assert list(found.posts) == [post]


def test_the_title_is_found_with_the_first_post(space, reader, author):
    make.a_topic(space, author, title="Briefing interpreters", source="An hour is short.")
    found = signed_in(reader).get(reverse("forum:search"), {"q": "interpreter hour"}).context["found"]
    assert [post.no for post in found.posts] == [1]


def test_case_40_what_is_pending_hidden_or_taken_back_is_never_found(space, reader, author):
    topic = make.a_topic(space, author)
    held = make.a_reply(topic, author, source="Quetzal", note="look")
    shown = make.a_reply(topic, author, source="Quetzal")
    browser = signed_in(reader)
    assert list(lists.search(make.fresh(reader), "quetzal").posts) == [shown]
    for _ in range(3):
        actions.report(shown, "wrong", by=make.a_writer(space))
    assert not browser.get("/community/search/?q=quetzal").context["found"].posts
    assert not Post.objects.filter(pk__in=[held.pk, shown.pk]).exclude(search_tokens="").exists()


def test_case_41_of_a_rilon_space_titles_alone_are_found_and_no_words(author):
    space, _group = make.a_closed_space(author, tier="T3")
    actions.accept_rules(author, space)
    topic = make.a_topic(space, make.fresh(author), title="Nightingale routes", source="Kingfisher")
    browser = signed_in(author)
    assert browser.get("/community/search/?q=nightingale").context["found"].titles == [topic]
    assert not browser.get("/community/search/?q=kingfisher").context["found"].posts
    assert "Kingfisher" not in browser.get("/community/search/?q=nightingale").content.decode()
    assert not Post.objects.exclude(search_tokens="").exists()


def test_the_search_is_kept_to_what_is_asked(space, reader, author):
    other = make.a_space()
    post = make.a_reply(make.a_topic(space, author), author, source="Quetzal")
    make.a_reply(make.a_topic(other, author), author, source="Quetzal")
    browser = signed_in(reader)
    assert list(browser.get("/community/search/", {"q": "quetzal", "space": space.slug}).context["found"].posts) == [
        post
    ]
    assert browser.get("/community/search/", {"q": "quetzal", "days": "7"}).status_code == 200
    closed, _group = make.a_closed_space(author)
    for query in ({"q": "x" * 300}, {"q": "a\x00"}, {"q": "quetzal", "space": closed.slug}, {"q": 'AND OR * " ( NEAR'}):
        assert browser.get("/community/search/", query).status_code == 200


def test_case_25_order_is_by_number_whatever_the_clocks_say(space, reader, author):
    topic = make.a_topic(space, author)
    make.a_reply(topic, author, at=timezone.now() + timedelta(hours=1))
    make.a_reply(topic, author, at=timezone.now() - timedelta(hours=1))
    rows = signed_in(reader).get(reverse("forum:topic", args=[topic.public_id])).context["rows"]
    assert [row.post.no for row in rows] == [1, 2, 3]


def test_the_page_of_a_topic_counts_no_stranger(space, author):
    assert Topic.objects.visible_to(make.PersonFactory()).count() == 0
    for state in ("verified", "unverified"):
        assert signed_in(make.PersonFactory(state=state)).get("/community/")["Location"] == "/community/people/"


def test_f26_a_long_topic_opens_with_ways_to_the_new_the_latest_and_the_reply(space, reader, author):
    topic = make.a_topic(space, author)
    for _ in range(30):
        make.a_reply(topic, author)
    actions.read_up_to(reader, topic, 4)
    page = signed_in(reader).get(reverse("forum:topic", args=[topic.public_id])).content.decode()
    jumps = page[page.index('class="jumps"') :].split("</nav>")[0]
    latest = reverse("forum:post", args=[topic.public_id, 31])
    assert all(f'href="{where}"' in jumps for where in ("#p5", f"{latest}#p31", "#reply"))
    short = make.a_topic(space, author)
    assert 'class="jumps"' not in signed_in(reader).get(reverse("forum:topic", args=[short.public_id])).content.decode()
