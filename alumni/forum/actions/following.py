"""How far one has read, and what one follows. Every one a single statement."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from ..models import Space, SpaceUser, Topic, TopicUser
from ..models.reading import Level


def read_up_to(user: Any, topic: Topic, no: int) -> None:
    """Read as far as this post; a smaller number from another device changes nothing (case 27)."""
    table = TopicUser._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (user_id, topic_id, last_read_no, level, level_by_user) VALUES (%s, %s, %s, %s, 0) "  # noqa: S608 - a name of ours
            f"ON CONFLICT (user_id, topic_id) DO UPDATE SET last_read_no = excluded.last_read_no "
            f"WHERE {table}.last_read_no < excluded.last_read_no",
            [user.pk, topic.pk, no, Level.NORMAL],
        )


def takes_part(user: Any, topic_id: int, no: int, level: int) -> None:
    """Whoever writes has read as far as that, and takes part unless they chose otherwise. One statement."""
    table = TopicUser._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (user_id, topic_id, last_read_no, level, level_by_user) VALUES (%s, %s, %s, %s, 0) "  # noqa: S608 - a name of ours
            f"ON CONFLICT (user_id, topic_id) DO UPDATE SET "
            f"last_read_no = CASE WHEN {table}.last_read_no < excluded.last_read_no "
            f"THEN excluded.last_read_no ELSE {table}.last_read_no END, "
            f"level = CASE WHEN {table}.level_by_user = 0 AND {table}.level < excluded.level "
            f"THEN excluded.level ELSE {table}.level END",
            [user.pk, topic_id, no, level],
        )


@transaction.atomic
def follow_topic(user: Any, topic: Topic, level: int) -> None:
    """Follow, normal or mute, chosen by the person; writing later does not change it."""
    TopicUser.objects.bulk_create(
        [TopicUser(user=user, topic=topic, level=level, level_by_user=1)],
        update_conflicts=True,
        unique_fields=["user", "topic"],
        update_fields=["level", "level_by_user"],
    )


@transaction.atomic
def follow_space(user: Any, space: Space, level: int) -> None:
    """The same for a whole space: following it tells of every new topic."""
    SpaceUser.objects.bulk_create(
        [SpaceUser(user=user, space=space, level=level)],
        update_conflicts=True,
        unique_fields=["user", "space"],
        update_fields=["level"],
    )


@transaction.atomic
def accept_rules(user: Any, space: Space) -> None:
    """This version of the rules."""
    SpaceUser.objects.bulk_create(
        [SpaceUser(user=user, space=space, rules_version=space.rules_version)],
        update_conflicts=True,
        unique_fields=["user", "space"],
        update_fields=["rules_version"],
    )


@transaction.atomic
def mark_all_read(user: Any, space_ids: Iterable[int]) -> None:
    """Everything said in these spaces until now is read, however much it is: one statement (case 28)."""
    now = timezone.now()
    SpaceUser.objects.bulk_create(
        [SpaceUser(user=user, space_id=pk, read_floor_at=now) for pk in space_ids],
        update_conflicts=True,
        unique_fields=["user", "space"],
        update_fields=["read_floor_at"],
    )
