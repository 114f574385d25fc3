"""Erasing a person: their words stay in the talk, without them."""

from typing import Any

from django.db import transaction

from lms.audit.log import record

from ..models import Draft, Flag, Post, Revision, SpaceGrant, SpaceUser, Topic, TopicUser


@transaction.atomic
def forget(person: Any) -> None:
    """What they wrote stands as by a former member; what was theirs alone goes (case 7)."""
    Post.objects.filter(author=person).update(author=None)
    Topic.objects.filter(created_by=person).update(created_by=None)
    Revision.objects.filter(by=person).update(by=None)
    Flag.objects.filter(by=person).update(by=None)
    for own in (Draft, TopicUser, SpaceUser):
        own.objects.filter(user=person).delete()
    SpaceGrant.objects.filter(person=person).delete()
    record("forum.forget", person)
