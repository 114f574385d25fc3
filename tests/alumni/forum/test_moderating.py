"""Reports, cases, locks and moves. F17, F18, F20; cases 2, 5, 9."""

import pytest
from django.urls import reverse
from django.utils import timezone

from alumni.forum import actions
from alumni.forum.models import Case, ModLog, Post, Topic
from alumni.forum.refusals import AlreadyDecided, OpensTooWide, TierFalls
from lms.accounts.second_factor import set_up_code
from lms.notifications.models import Notification
from tests.factories import forum as make
from tests.factories.accounts import SECRET, admin, signed_in, staff, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return make.a_space()


@pytest.fixture
def author(space):
    return make.a_writer(space)


@pytest.fixture
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
