"""Reports, cases, locks and moves. F17, F18, F20; cases 2, 5, 9."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alumni.forum import actions, lists, own_data
from alumni.forum.models import Case, Flag, ModLog, Post, Topic
from alumni.forum.models.topics import State
from alumni.forum.refusals import AlreadyDecided, OpensTooWide, TierFalls
from lms.accounts.second_factor import set_up_code
from lms.notifications.models import Notification
from tests.factories import forum as make
from tests.factories.accounts import SECRET, admin, signed_in, staff, with_role
from tests.scenes import scene

pytestmark = pytest.mark.django_db


@scene
def space():
    return make.a_space()


@scene
def author(space):
    return make.a_writer(space)


@scene
def post(space, author):
    return make.a_reply(make.a_topic(space, author), author, source="Disputed")


@pytest.fixture
def moderator(space):
    return make.a_moderator(space)


def report(post, times, space):
    for _ in range(times):
        actions.report(post, "wrong", by=make.a_writer(space))


def test_f17_enough_reports_hide_a_post_until_somebody_looks(post, space):
    report(post, 2, space)
    post.refresh_from_db()
    assert post.is_visible()
    report(post, 1, space)
    post.refresh_from_db()
    assert not post.is_visible()
    assert Case.objects.count() == 1


def test_one_person_reports_a_version_once(post, space):
    somebody = make.a_writer(space)
    for _ in range(5):
        actions.report(post, "wrong", by=somebody)
    post.refresh_from_db()
    assert post.is_visible()


def test_whether_replies_stay_is_asked_of_the_first_post_alone(post, moderator):
    browser = signed_in(moderator)
    asked = "keep the replies in sight"
    pages = [browser.get(reverse("forum:post-moderate", args=[post.topic.public_id, no])) for no in (1, 2)]
    assert [asked in page.content.decode() for page in pages] == [True, False]
    browser.post(
        reverse("forum:post-moderate", args=[post.topic.public_id, 1]),
        {"decision": "hide", "reason": "Why.", "keep_replies": "on"},
    )
    post.refresh_from_db()
    assert post.topic.state == State.VISIBLE
    browser.post(reverse("forum:post-moderate", args=[post.topic.public_id, 2]), {"decision": "hide", "reason": "Why."})
    post.refresh_from_db()
    assert not post.is_visible()


def test_case_5_after_an_edit_a_new_report_is_possible_and_hides(post, space, author, moderator):
    reporters = [make.a_writer(space) for _ in range(3)]
    for one in reporters:
        actions.report(post, "wrong", by=one)
    actions.decide(Case.objects.get(), "keep", "Fine.", by=moderator)
    actions.edit(Post.objects.get(pk=post.pk), "Worse", by=author, edit_no=0)
    for one in reporters:
        actions.report(post, "unkind", by=one)
    post.refresh_from_db()
    assert not post.is_visible()


def test_f17_the_author_learns_the_reason_and_never_who_reported(post, space, author, moderator):
    reporter = make.a_writer(space, full_name="Quiet Reporter")
    page = signed_in(reporter).post(reverse("forum:report", args=[post.topic.public_id, 2]), {"reason": "unkind"})
    assert page.status_code == 302
    case = Case.objects.get()
    form = {"decision": "remove", "canned": "tone", "reason": "Second paragraph."}
    signed_in(moderator).post(reverse("forum:case", args=[case.public_id]), form)
    seen = signed_in(author).get(reverse("forum:topic", args=[post.topic.public_id])).content.decode()
    assert "Second paragraph." in seen
    assert "Quiet Reporter" not in seen
    assert Notification.objects.get(person=author).kind == "forum.moderated"
    others = signed_in(reporter).get(reverse("forum:topic", args=[post.topic.public_id])).content.decode()
    assert "Second paragraph." not in others


def test_case_2_of_two_moderators_the_second_is_told_who_was_first(post, space, moderator):
    """F18."""
    report(post, 1, space)
    case, other = Case.objects.get(), make.a_moderator(space)
    address = reverse("forum:case", args=[case.public_id])
    signed_in(moderator).post(address, {"decision": "keep", "canned": "fine"})
    late = signed_in(other).post(address, {"decision": "remove", "canned": "tone"})
    assert late.status_code == 409
    assert f"Already decided by {moderator.full_name}" in late.content.decode()
    assert ModLog.objects.count() == 1
    post.refresh_from_db()
    assert post.is_visible()


def test_a_claimed_case_is_nobody_elses_until_the_claim_runs_out(post, space, moderator):
    report(post, 1, space)
    case, other = Case.objects.get(), make.a_moderator(space)
    assert actions.claim(case, by=moderator)
    assert not actions.claim(case, by=other)
    with pytest.raises(AlreadyDecided):
        actions.decide(case, "keep", "Mine", by=other)
    Case.objects.update(claimed_until=timezone.now() - timezone.timedelta(seconds=1))
    assert actions.claim(case, by=other)


def test_a_decision_needs_a_reason(post, space, moderator):
    report(post, 1, space)
    page = signed_in(moderator).post(reverse("forum:case", args=[Case.objects.get().public_id]), {"decision": "keep"})
    assert page.context["form"].errors["reason"]


def test_the_queue_shows_the_oldest_first_and_only_ones_own_spaces(post, space, moderator):
    elsewhere = make.a_reply(make.a_topic(make.a_space()))
    report(post, 1, space)
    report(elsewhere, 1, elsewhere.topic.space)
    cases = signed_in(moderator).get(reverse("forum:queue")).context["cases"]
    assert [case.post for case in cases] == [post]
    assert signed_in(make.a_writer(space)).get(reverse("forum:queue")).status_code == 404


def test_the_log_of_moderators_can_only_grow(post, moderator):
    actions.act_on_post(post, "hide", "Why", by=moderator)
    for act in (lambda: ModLog.objects.update(reason=""), lambda: ModLog.objects.all().delete()):
        with pytest.raises(TypeError):
            act()
    entry = ModLog.objects.get()
    assert (entry.act, entry.post_no, entry.reason) == ("hide", 2, "Why")
    assert "Disputed" not in f"{entry.before_hash}{entry.after_hash}"


def test_locking_twice_is_one_act(post, moderator):
    browser, address = signed_in(moderator), reverse("forum:topic-moderate", args=[post.topic.public_id])
    for act in ("lock", "lock", "unlock", "pin", "unpin"):
        assert browser.post(address, {"act": act}).status_code == 302
    assert list(ModLog.objects.order_by("pk").values_list("act", flat=True)) == ["lock", "unlock", "pin", "unpin"]
    assert browser.post(address, {"act": "burn"}).status_code == 404


def test_the_reporter_sees_that_they_reported_and_cannot_again(post, space):
    reporter = make.a_writer(space)
    browser, address = signed_in(reporter), reverse("forum:report", args=[post.topic.public_id, 2])
    topic = reverse("forum:topic", args=[post.topic.public_id])
    assert "You reported this" not in browser.get(topic).content.decode()
    browser.post(address, {"reason": "unkind"})
    assert "You reported this" in browser.get(topic).content.decode()
    again = browser.get(address).content.decode()
    assert "You reported this" in again
    assert 'name="reason"' not in again
    browser.post(address, {"reason": "wrong"})
    assert Flag.objects.get().reason == "unkind"
    assert "You reported this" not in signed_in(make.a_writer(space)).get(topic).content.decode()


@pytest.mark.parametrize("decision", ["keep", "remove"])
def test_the_reporter_is_told_once_that_it_was_looked_at_in_the_same_words(post, space, moderator, decision):
    reporter = make.a_writer(space)
    actions.report(post, "wrong", by=reporter)
    actions.decide(Case.objects.get(), decision, "Because.", by=moderator)
    page = signed_in(reporter).get(reverse("notifications:inbox")).content.decode()
    assert "A moderator looked at the post you reported in “How do you brief interpreters?”" in page
    assert "Because." not in page
    Notification.objects.filter(person=reporter).delete()
    actions.act_on_post(Post.objects.get(pk=post.pk), "hide", "Another day.", by=moderator)
    assert not Notification.objects.filter(person=reporter, kind="forum.report_decided").exists()


def test_a_reporter_shut_out_meanwhile_is_told_nothing(moderator):
    insider, other = make.a_writer(), make.a_writer()
    space, group = make.a_closed_space(insider, other)
    post = make.a_reply(make.a_topic(space, make.fresh(insider)), make.fresh(insider))
    actions.report(post, "wrong", by=other)
    group.memberships.filter(person=other).delete()
    actions.decide(Case.objects.get(), "keep", "Fine.", by=None)
    assert not Notification.objects.filter(person=other).exists()


def test_f20_the_log_is_only_added_to_even_by_hand(post, moderator):
    actions.lock(post.topic, by=moderator)
    table = ModLog._meta.db_table
    for statement in (f"UPDATE {table} SET reason = 'x'", f"DELETE FROM {table}"):
        refused = pytest.raises(DatabaseError, match="only ever added to")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ModLog.objects.get().act == "lock"
    with pytest.raises(TypeError):
        ModLog.objects.all().delete()


def test_case_9_a_move_sets_no_post_again_however_many_there_are(post, moderator, space):
    closed, _group = make.a_closed_space(tier="T3")
    many = [
        Post(topic=post.topic, no=no, author=post.author, source="Words", search_tokens="word", client_key=uuid4(),
             published_at=timezone.now())
        for no in range(3, 303)
    ]  # fmt: skip
    Post.objects.bulk_create(many)
    with CaptureQueriesContext(connection) as seen:
        actions.move(post.topic, closed, by=moderator)
    assert sum('UPDATE "forum_post"' in query["sql"] for query in seen) == 1
    assert not Post.objects.exclude(search_tokens="").exists()


def test_case_9_between_open_spaces_everything_is_found_as_before(post, moderator, author):
    other = make.a_space()
    actions.move(post.topic, other, by=moderator)
    assert [one.pk for one in lists.search(make.fresh(author), "Disputed", space=other).posts] == [post.pk]


def test_case_40_words_left_behind_in_a_space_without_search_are_not_found(author):
    """Whatever went wrong before: the search asks once more."""
    space, _group = make.a_closed_space(author, tier="T3")
    topic = make.a_topic(space, make.fresh(author))
    Post.objects.filter(topic=topic).update(**lists.searching.words("Unfindable"))
    assert not lists.search(make.fresh(author), "Unfindable").posts


def test_case_9_the_log_shows_nothing_of_a_topic_that_went_where_one_does_not_moderate(post, moderator):
    actions.lock(post.topic, by=moderator)
    browser = signed_in(moderator)
    assert post.topic.title in browser.get(reverse("forum:queue")).content.decode()
    closed, _group = make.a_closed_space()
    actions.move(post.topic, closed, by=None)
    page = browser.get(reverse("forum:queue")).content.decode()
    assert post.topic.title not in page
    assert str(post.topic.public_id) not in page


def test_case_11_a_removed_topic_leaves_its_title_in_no_notice_and_no_export(post, space, author, moderator):
    reader = make.a_writer(space)
    actions.follow_topic(reader, post.topic, 3)
    actions.read_up_to(reader, post.topic, 1)
    actions.tell_followers(post.pk)
    inbox = reverse("notifications:inbox")
    assert post.topic.title in signed_in(reader).get(inbox).content.decode()
    actions.act_on_post(Post.objects.get(topic=post.topic, no=1), "remove", "Why", by=moderator)
    page = signed_in(reader).get(inbox).content.decode()
    assert "a removed topic" in page
    assert post.topic.title not in page
    assert post.topic.title not in str(own_data.export(make.fresh(reader)))
    # What one began oneself is one's own.
    assert post.topic.title in str(own_data.export(make.fresh(author)))


def test_case_11_nothing_of_a_removed_topic_can_be_quoted_with_a_draft_for_it(post, space, moderator):
    reader = make.a_writer(space)
    actions.keep_draft(reader, post.topic.public_id, uuid4(), "My words")
    first = Post.objects.get(topic=post.topic, no=1)
    actions.act_on_post(first, "remove", "Why", by=moderator)
    page = signed_in(reader).get(reverse("forum:reply", args=[post.topic.public_id]) + "?quote=2").content.decode()
    assert "Disputed" not in page
    assert post.topic.title not in page


def test_case_30_an_export_names_no_closed_space_one_was_shut_out_of(author):
    space, group = make.a_closed_space(author, name="Unspoken")
    actions.accept_rules(author, space)
    topic = make.a_topic(space, title="Unwritten")
    actions.read_up_to(author, topic, 1)
    assert "Unspoken" in str(own_data.export(make.fresh(author)))
    group.memberships.filter(person=author).delete()
    said = str(own_data.export(make.fresh(author)))
    assert "Unspoken" not in said
    assert "Unwritten" not in said


def test_a_topic_moves_up_only(post, moderator):
    closed, _group = make.a_closed_space()
    actions.move(post.topic, closed, by=moderator)
    assert not Post.objects.exclude(search_tokens="").exists()
    with pytest.raises(TierFalls):
        actions.move(Topic.objects.get(), make.a_space(), by=moderator)


def test_f1_nobody_is_implicit_in_a_closed_space():
    """Roles open nothing at T2 and above, not even a grant that says so."""
    from alumni.forum.models import SpaceGrant

    for tier in ("T2", "T3"):
        space, _group = make.a_closed_space(tier=tier)
        with pytest.raises(OpensTooWide):
            actions.grant(space, 3, by=None, audience="admin")
        for audience in ("admin", "staff", "moderator", "alumni", "verified"):
            SpaceGrant.objects.create(space=space, audience=audience, bits=63)
        superuser = make.a_writer()
        superuser.is_superuser = True
        superuser.save()
        set_up_code(superuser, SECRET)
        for person in (admin(), staff(), with_role("moderator"), make.a_writer(), superuser):
            assert signed_in(make.fresh(person)).get(reverse("forum:space", args=[space.slug])).status_code == 404


def test_f1_bits_say_what_one_may_do(post, space):
    reader = make.PersonFactory()
    actions.grant(space, 3, by=None, person=reader)
    browser, topic = signed_in(reader), post.topic
    assert browser.get(reverse("forum:topic", args=[topic.public_id])).status_code == 200
    assert browser.get(reverse("forum:reply", args=[topic.public_id])).status_code == 404
    assert browser.get(reverse("forum:start", args=[space.slug])).status_code == 404
    actions.grant(space, 7, by=None, person=reader)
    assert signed_in(reader).get(reverse("forum:reply", args=[topic.public_id])).status_code == 200


def test_a_moderator_of_one_space_is_none_of_another(post):
    elsewhere = make.a_moderator(make.a_space())
    assert signed_in(elsewhere).get(reverse("forum:post-moderate", args=[post.topic.public_id, 2])).status_code == 404


def test_an_archived_space_is_read_and_no_more(post, space, author):
    space.archived_at = timezone.now()
    space.save()
    assert signed_in(author).get(reverse("forum:topic", args=[post.topic.public_id])).status_code == 200
    assert signed_in(author).get(reverse("forum:start", args=[space.slug])).status_code == 404
    assert signed_in(author).post(reverse("forum:reply", args=[post.topic.public_id]), make.sent()).status_code == 404


def reader_sees(post, who):
    return signed_in(who).get(reverse("forum:topic", args=[post.topic.public_id])).content.decode()


def test_a_hidden_post_says_whether_a_moderator_still_looks_or_has_decided(post, space, moderator):
    reader = make.a_writer(space)
    report(post, 3, space)
    assert "Hidden while a moderator looks at it." in reader_sees(post, reader)
    actions.decide(Case.objects.get(), "hide", "Its tone hurts.", by=moderator)
    page = reader_sees(post, reader)
    assert "Hidden by a moderator." in page
    assert "while a moderator looks" not in page


def test_to_leave_a_hidden_post_is_called_bringing_it_back(post, space, moderator):
    browser = signed_in(moderator)
    report(post, 1, space)
    case = reverse("forum:case", args=[Case.objects.get().public_id])
    assert "Leave it as it is" in browser.get(case).content.decode()
    report(post, 2, space)
    for address in (case, reverse("forum:post-moderate", args=[post.topic.public_id, post.no])):
        page = browser.get(address).content.decode()
        assert "Bring it back" in page
        assert "Leave it as it is" not in page


def test_no_reason_is_called_optional_where_one_is_needed(post, moderator):
    page = signed_in(moderator).get(reverse("forum:post-moderate", args=[post.topic.public_id, post.no]))
    assert "(optional)" not in page.content.decode()
    assert "Choose one, write your own below, or both." in page.content.decode()


def test_who_looks_at_a_case_and_since_when_stands_on_it_and_in_the_queue(post, space, moderator):
    report(post, 1, space)
    case = Case.objects.get()
    here, browser = reverse("forum:case", args=[case.public_id]), signed_in(moderator)
    browser.post(here, {"act": "claim"})
    assert "You are looking at this, since " in browser.get(here).content.decode()
    other = signed_in(make.a_moderator(space))
    assert f"{moderator} is looking at this now, since " in other.get(here).content.decode()
    assert f"{moderator} looks at it since " in other.get(reverse("forum:queue")).content.decode()


def test_the_moderators_log_speaks_in_words(post, space, moderator):
    actions.lock(post.topic, by=moderator)
    actions.act_on_post(post, "hide", "Its tone hurts.", by=moderator)
    page = signed_in(moderator).get(reverse("forum:queue")).content.decode()
    assert "Topic locked" in page
    assert "Post hidden" in page
    assert "· lock ·" not in page
