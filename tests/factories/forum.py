"""Spaces with people in them, and talk."""

from itertools import count
from uuid import uuid4

from django.utils import timezone

from alumni.forum import actions
from alumni.forum.models import Space
from alumni.forum.models.spaces import READERS, WRITERS
from alumni.groups import actions as groups
from lms.accounts.facts import RoleScope
from lms.accounts.models import RoleGrant, User
from tests.factories.accounts import PersonFactory, staff, with_role
from tests.factories.profiles import an_alumna

RULES = "Be kind. No case data."
numbers = count(1)


def fresh(person):
    """The person as the next request sees them: nothing remembered."""
    return User.objects.get(pk=person.pk)


def a_space(tier="T1", slug="", name="", **facts):
    """Open to all alumni and staff at T1; open to nobody yet above."""
    number = next(numbers)
    by = facts.pop("by", None)
    space = actions.open_space(slug or f"space-{number}", name or f"Space {number}", tier, by=by, rules=RULES, **facts)
    if tier in {"T0", "T1"}:
        actions.grant(space, WRITERS, by=by, audience="alumni")
        actions.grant(space, READERS, by=by, audience="staff")
    return space


def a_closed_space(*members, tier="T3", **facts):
    """A space open to the members of one group."""
    space = a_space(tier, **facts)
    group = groups.found(f"Group of {space.name}", "rilon", by=None)
    actions.grant(space, WRITERS, by=None, group=group)
    for member in members:
        groups.admit(member, group, by=None)
    return space, group


def a_writer(space=None, **facts):
    """An alumna who has accepted the rules of a space."""
    person = an_alumna(**facts)
    if space is not None:
        actions.accept_rules(person, space)
    return fresh(person)


def a_moderator(space, **facts):
    return with_role("moderator", scope=RoleScope(RoleGrant.Scope.SPACE, space.public_id), **facts)


def words(source="Some words.", **facts):
    return actions.Words(source=source, client_key=facts.pop("client_key", None) or uuid4(), **facts)


def a_topic(space, by=None, title="How do you brief interpreters?", source="We have an hour.", question=False, **facts):
    """The topic, with its first post."""
    by = by or a_writer(space)
    at = facts.pop("at", None) or timezone.now()
    return actions.start(space, actions.Heading(title, question), words(source, **facts), by=by, at=at).topic


def a_reply(topic, by=None, source="We did this.", **facts):
    by = by or a_writer(topic.space)
    at = facts.pop("at", None)
    return actions.reply(topic, words(source, **facts), by=by, at=at)


def sent(source="A reply.", act="post", **fields):
    """What the composer's form sends."""
    return {"source": source, "client_key": str(fields.pop("client_key", uuid4())), "act": act, **fields}


__all__ = ["PersonFactory", "Space", "staff"]
