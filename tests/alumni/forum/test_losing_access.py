"""A door closes with the membership, in the middle of a sitting; and no office has a key of its own. Cases 91 and 100."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.admin.viewsets import viewsets
from wagtail.snippets.models import get_snippet_models

from alumni.forum import actions
from alumni.forum.models import Draft, Post, Topic
from alumni.groups import actions as groups
from alumni.groups.models import Membership
from lms.accounts.models import User
from lms.accounts.second_factor import set_up_code
from tests.factories import forum as make
from tests.factories.accounts import SECRET, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("tier", ["T2", "T3"])
def test_case_91_a_membership_that_ends_in_a_sitting_closes_every_door_at_once(tier):
    member, other = make.a_writer(), make.a_writer()
    space, group = make.a_closed_space(member, other, tier=tier)
    actions.accept_rules(member, space)
    topic = make.a_topic(space, make.fresh(other), title="Handover on the river", source="Lantern words.")
    browser = signed_in(member)
    addresses = [
        reverse("forum:space", args=[space.slug]),
        reverse("forum:topic", args=[topic.public_id]),
        reverse("forum:post", args=[topic.public_id, 1]),
        reverse("forum:reply", args=[topic.public_id]),
    ]
    assert [browser.get(address).status_code for address in addresses] == [200] * len(addresses)
    groups.end(Membership.objects.get(person=member, group=group), by=None)
    assert [browser.get(address).status_code for address in addresses] == [404] * len(addresses)
    # What the open page still sends: a reply, and the draft it keeps while one types.
    assert browser.post(addresses[-1], make.sent("Too late.")).status_code == 404
    typed = {"place": str(topic.public_id), "source": "Too late.", "client_key": str(uuid4())}
    assert browser.post(reverse("forum:draft-save"), typed).status_code == 404
    assert not Draft.objects.filter(source="Too late.").exists()
    assert not Post.objects.filter(source="Too late.").exists()
    for address in ("/community/", "/community/new/", "/community/search/?q=lantern", "/me/notifications/", "/me/"):
        page = browser.get(address).content.decode()
        assert "Handover on the river" not in page
        assert space.name not in page


def test_case_100_a_superuser_has_no_page_of_a_closed_space_and_wagtail_none_of_the_forum():
    member = make.a_writer()
    space, _group = make.a_closed_space(member)
    topic = make.a_topic(space, make.fresh(member))
    root = User.objects.create_superuser(email="root@rso.example", password="a quiet river at dawn")
    set_up_code(root, SECRET)
    assert not Topic.objects.visible_to(root).exists()
    assert signed_in(root).get(reverse("forum:topic", args=[topic.public_id])).status_code == 404
    ours = {model for model in apps.get_models() if model._meta.app_label in {"forum", "groups"}}
    registered = {*get_snippet_models(), *(getattr(viewset, "model", None) for viewset in viewsets.viewsets)}
    assert not ours & registered
