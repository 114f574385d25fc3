"""The demo's talk: three spaces and twenty-five topics, written by the actions that members use themselves."""

import json
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from alumni.forum import actions, languages
from alumni.forum.models import Post, Space, Topic
from alumni.forum.models.spaces import READERS, WRITERS
from alumni.groups import actions as groups
from alumni.groups.models import Group, Membership
from cms.taxonomy.models import Programme
from lms.accounts.actions import grant_role
from lms.accounts.facts import RoleScope
from lms.accounts.models import RoleGrant, User

from .accounts import DOMAIN

CONTENT = Path(__file__).parents[1] / "content" / "demo" / "community.json"
KEYS = UUID("0b8d7d1e-2f2a-4c3b-9d55-8a2f6f1f7c21")
FRESH = {
    "How do you brief an interpreter in ten minutes?",
    "Explaining confidentiality honestly",
    "Agenda of the next meeting of the group",
}
REPORTED = ("screening-and-referral", "Screening on board: what is different at sea?", 3)


def make_community() -> int:
    """Spaces, people in them, talk; what is there is left as it is. How many topics were made."""
    content = json.loads(CONTENT.read_text())
    people = {user.email.split("@")[0]: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    spaces = {row["slug"]: _space(row, content["rules"], people) for row in content["spaces"]}
    for slug in ("all-alumni", "screening-and-referral"):
        scope = RoleScope(RoleGrant.Scope.SPACE, spaces[slug].public_id)
        grant_role(people["moderator"], RoleGrant.Role.MODERATOR, scope=scope)
    now = timezone.now().replace(microsecond=0)
    made = 0
    for number, row in enumerate(content["topics"]):
        made += _topic(row, spaces[row["space"]], people, now - timedelta(days=52 - 2 * number, hours=3))
    _report(people["staff"])
    return made


@transaction.atomic
def _space(row: dict[str, Any], rules: str, people: dict[str, User]) -> Space:
    staff = people["staff"]
    facts = {"about": row["about"], "position": row["position"], "rules": rules}
    space = actions.open_space(row["slug"], row["name"], row["tier"], by=staff, **facts)
    if "group" in row:
        _group(row, space, people)
    else:
        actions.grant(space, WRITERS, by=staff, audience="alumni")
        actions.grant(space, WRITERS, by=staff, audience="staff")
        actions.grant(space, READERS, by=staff, audience="admin")
        # Officers who have not completed anything yet and were asked in by name.
        for key in row["guests"]:
            actions.grant(space, WRITERS, by=staff, person=people[key])
    return space


def _group(row: dict[str, Any], space: Space, people: dict[str, User]) -> None:
    """The closed space is open to the members of its group, for a time."""
    staff = people["staff"]
    group = Group.objects.filter(name=row["group"]).first()
    if group is None:
        group = groups.found(row["group"], Group.Kind.RILON, by=staff, mandate=row["mandate"])
        actions.grant(space, WRITERS, by=staff, group=group)
        until = timezone.now() + timedelta(days=400)
        for key in row["members"]:
            level = Membership.Level.CHAIR if key == "staff" else Membership.Level.MEMBER
            groups.admit(people[key], group, by=staff, until=until, level=level)


@transaction.atomic
def _topic(row: dict[str, Any], space: Space, people: dict[str, User], began: datetime) -> bool:
    if Topic.objects.filter(space=space, title=row["title"]).exists():
        return False
    hours = count()
    first, *others = row["posts"]
    theme = Programme.objects.filter(code=row["theme"]).first()
    heading = actions.Heading(row["title"], row["question"], theme)
    author = people[first["by"]]
    topic = actions.start(space, heading, _words(row, 0), by=author, at=began).topic
    for number, post in enumerate(others, start=1):
        at = began + timedelta(hours=5 + 7 * next(hours))
        if row["title"] in FRESH and post is row["posts"][-1]:
            # Said today, so that there is something unread.
            at = timezone.now()
        actions.reply(topic, _words(row, number), by=people[post["by"]], at=at)
    for post in row["posts"]:
        actions.accept_rules(people[post["by"]], space)
    if row["answer"]:
        actions.accept_answer(topic, row["answer"], by=author)
    if row["pinned"]:
        actions.pin(topic, by=people["moderator"])
    if row["locked"]:
        actions.lock(topic, by=people["moderator"])
    # Nobody is told of talk that is as old as the demo.
    Post.objects.filter(topic=topic).update(told=1)
    return True


def _words(row: dict[str, Any], number: int) -> actions.Words:
    post = row["posts"][number]
    return actions.Words(
        source=post["text"],
        client_key=uuid5(KEYS, f"{row['title']}:{number}"),
        lang=languages.language_of(post["text"]),
        reply_to_no=post.get("to"),
    )


def _report(staff: User) -> None:
    """One report, so that the moderators' desk has something on it."""
    slug, title, no = REPORTED
    post = Post.objects.filter(topic__space__slug=slug, topic__title=title, no=no).first()
    if post and not post.flags.exists():
        actions.report(post, "off_topic", "Is this still about screening?", by=staff)
