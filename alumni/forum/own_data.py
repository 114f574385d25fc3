"""What the forum keeps about a person: to hand out, and to erase."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.privacy.personal_data import PersonalData

from . import actions
from .models import Draft, Flag, Post, SpaceUser, Topic, TopicUser, visible_space_ids


def export(person: Any) -> dict[str, Any]:
    """Their own words and choices; nothing that others wrote, and of what they cannot open any more not even a name."""
    posts = Post.objects.filter(author=person).order_by("pk")
    titles = dict(Topic.objects.visible_to(person).listed().values_list("pk", "title"))
    titles |= dict(Topic.objects.filter(created_by=person).values_list("pk", "title"))
    spaces = SpaceUser.objects.filter(user=person, space__in=visible_space_ids(person))
    return {
        "posts": _titled(posts, titles, "no", "state", "source", "created_at", "edited_at"),
        "drafts": list(
            Draft.objects.filter(user=person)
            .exclude(source="")
            .values("title", "source", "question", "theme__name", "saved_at")
        ),
        "reports": list(Flag.objects.filter(by=person).values("reason", "note", "at")),
        "read": _titled(TopicUser.objects.filter(user=person), titles, "last_read_no", "level"),
        "spaces": list(spaces.values("space__name", "level", "rules_version")),
    }


def _titled(rows: QuerySet[Any], titles: dict[int, str], *fields: str) -> list[dict[str, Any]]:
    found = rows.values("topic", *fields)
    return [{"topic__title": titles.get(row.pop("topic"), ""), **row} for row in found]


def registered() -> list[PersonalData]:
    seen_by = _(
        "whoever can read their space (posts); moderators (reports); you alone (drafts, and what you have read)"
    )
    return [PersonalData("forum", _("Your posts in the community"), seen_by, export, actions.forget)]
