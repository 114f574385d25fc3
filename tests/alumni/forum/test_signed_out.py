"""Words that arrive when their writer is signed out are kept, for them alone. F4, case 18; goals 1.1 and 1.3."""

from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alumni.forum import actions
from alumni.forum.models import Draft, Post
from lms.accounts import page_owner
from lms.accounts.models import User
from tests.factories import forum as make
from tests.factories.accounts import PASSWORD, signed_in

pytestmark = pytest.mark.django_db
WORDS = "Two hours of careful thought."


@pytest.fixture
def space():
    return make.a_space()


@pytest.fixture
def author(space):
    return make.a_writer(space)


@pytest.fixture
def topic(space):
    return make.a_topic(space)


def reply(topic):
    return reverse("forum:reply", args=[topic.public_id])


def page_of(browser, address):
    """What the page open before the author sends: its hidden fields, without any script."""
    page = browser.get(address)
    return {
        "client_key": str(page.context["form"]["client_key"].value()),
        "page_token": page.context["desk"].page_token,
    }


def sent(browser, address, words=WORDS, **more):
    return {**page_of(browser, address), "source": words, "act": "post", **more}


def idle(browser):
    """The author went away for a month: the cookie is there, the sitting is over."""
    session = browser.session
    session["signed_in_at"] = session["seen_at"] = (timezone.now() - timedelta(days=31)).timestamp()
    session.save()


def test_f4_when_the_sitting_has_ended_the_text_stands_in_the_form_after_signing_in_again(topic, author):
    browser = signed_in(author)
    form = sent(browser, reply(topic))
    idle(browser)
    answer = browser.post(reply(topic), form, follow=True)
    page = answer.content.decode()
    assert "it is kept" in page
    assert WORDS not in page
    assert Post.objects.filter(source=WORDS).count() == 0
    again = browser.post(
        answer.request["PATH_INFO"], {"login": author.email, "password": PASSWORD, "next": reply(topic)}
    )
    assert again["Location"] == reply(topic)
    page = browser.get(reply(topic))
    assert page.context["form"]["source"].value() == WORDS
    browser.post(reply(topic), sent(browser, reply(topic)))
    assert Post.objects.filter(source=WORDS, author=author).count() == 1


def test_f4_when_the_cookie_is_gone_the_text_is_kept_all_the_same(topic, author):
    form = sent(signed_in(author), reply(topic))
    answer = Client().post(reply(topic), form)
    assert answer["Location"] == f"{reverse('account_login')}?next={reply(topic)}"
    assert signed_in(author).get(reply(topic)).context["form"]["source"].value() == WORDS


def test_f4_a_topic_being_started_keeps_its_title_and_what_was_chosen_too(space, author):
    address = reverse("forum:start", args=[space.slug])
    form = sent(signed_in(author), address, title="What interpreters need", question="on")
    actions.keep_draft(author, space.public_id, uuid4(), "Elsewhere.", heading=actions.Heading("Elsewhere"))
    Client().post(address, form)
    page = signed_in(author).get(address).context["form"]
    assert (page["title"].value(), page["question"].value()) == ("Elsewhere", True)
    assert page["source"].value() == f"Elsewhere.\n\n{WORDS}"
    actions.drop_draft(author, space.public_id)
    Client().post(address, sent(signed_in(author), address, title="What interpreters need"))
    page = signed_in(author).get(address).context["form"]
    assert (page["title"].value(), page["source"].value()) == ("What interpreters need", WORDS)


def test_f4_a_change_of_a_post_comes_back_and_is_gone_once_saved(topic, author):
    post = make.a_reply(topic, author)
    address = reverse("forum:edit", args=[topic.public_id, post.no])
    form = sent(signed_in(author), address, edit_no=0)
    Client().post(address, form)
    browser = signed_in(author)
    assert browser.get(address).context["form"]["source"].value() == WORDS
    browser.post(address, sent(browser, address, edit_no=0))
    post.refresh_from_db()
    assert post.source == WORDS
    assert not Draft.objects.exclude(source="").exists()


def test_f4_what_is_too_long_for_a_post_is_kept_to_be_shortened(topic, author):
    long = "Words. " * 4_000
    Client().post(reply(topic), sent(signed_in(author), reply(topic), long))
    assert Draft.objects.get(user=author).source.strip() == long.strip()


def test_sent_twice_it_is_kept_once_and_what_was_kept_meanwhile_stays(topic, author):
    form = sent(signed_in(author), reply(topic))
    actions.keep_draft(author, topic.public_id, uuid4(), "Written on the other device.")
    for _ in range(2):
        Client().post(reply(topic), form)
    assert Draft.objects.get(user=author).source == f"Written on the other device.\n\n{WORDS}"


# From the attacker's side.


def test_whoever_signs_in_next_at_the_same_machine_sees_nothing_of_it(topic, author, space):
    machine, other = signed_in(author), make.a_writer(space)
    form = sent(machine, reply(topic))
    idle(machine)
    answer = machine.post(reply(topic), form, follow=True)
    machine.post(answer.request["PATH_INFO"], {"login": other.email, "password": PASSWORD, "next": reply(topic)})
    for address in (reply(topic), reverse("forum:home"), reverse("forum:drafts")):
        assert WORDS not in machine.get(address).content.decode()
    assert not Draft.objects.filter(user=other).exclude(source="").exists()


@pytest.mark.parametrize("mark", ["", "nonsense", "0" * 64 + ".abc.def"])
def test_without_a_mark_of_ours_nothing_is_written(topic, mark):
    answer = Client().post(reply(topic), make.sent(WORDS, page_token=mark), follow=True)
    assert "Go back in your browser" in answer.content.decode()
    assert not Draft.objects.exclude(source="").exists()


def test_a_mark_is_worth_nothing_the_next_day(topic, author):
    form = sent(signed_in(author), reply(topic))
    later = timezone.now().timestamp() + page_owner.GOOD_FOR.total_seconds() + 60
    with mock.patch("django.core.signing.time.time", return_value=later):
        Client().post(reply(topic), form)
    assert not Draft.objects.exclude(source="").exists()


def test_for_whoever_was_suspended_or_shut_out_meanwhile_nothing_is_kept(author):
    space, group = make.a_closed_space(author, tier="T3")
    actions.accept_rules(author, space)
    topic = make.a_topic(space, make.fresh(author))
    form = sent(signed_in(author), reply(topic))
    group.memberships.all().delete()
    answers = [Client().post(reply(topic), form, follow=True).content.decode()]
    User.objects.filter(pk=author.pk).update(state=User.State.SUSPENDED)
    answers.append(Client().post(reply(topic), form, follow=True).content.decode())
    assert all("Go back in your browser" in page and topic.title not in page for page in answers)
    assert not Draft.objects.exclude(source="").exists()


def test_a_mark_signs_nobody_in_and_posts_nothing(topic, author):
    visitor = Client()
    visitor.post(reply(topic), sent(signed_in(author), reply(topic)))
    assert "_auth_user_id" not in visitor.session
    assert Post.objects.filter(source=WORDS).count() == 0
    assert visitor.get(reply(topic)).status_code == 302


def test_the_mark_of_one_page_opens_no_other(topic, author, space):
    form = sent(signed_in(author), reply(topic))
    elsewhere = [reply(make.a_topic(space)), reverse("forum:start", args=[space.slug])]
    for address in elsewhere:
        answer = Client().post(address, {**form, "title": "A title"}, follow=True)
        assert "Go back in your browser" in answer.content.decode()
    assert not Draft.objects.exclude(source="").exists()


def test_what_does_not_fit_beside_what_is_kept_is_not_called_kept(topic, author):
    form, much = (
        sent(signed_in(author), reply(topic), "These words are the last straw."),
        "x" * (actions.MOST_KEPT - 10),
    )
    actions.keep_draft(author, topic.public_id, uuid4(), much)
    answer = Client().post(reply(topic), form, follow=True)
    assert "Go back in your browser" in answer.content.decode()
    assert Draft.objects.get(user=author).source == much
