"""What the forum keeps about a person: to hand out, and to erase."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.privacy.personal_data import PersonalData

from . import actions
from .models import Draft, Flag, Post, SpaceUser, TopicUser


def export(person: Any) -> dict[str, Any]:
    """Their own words and choices; nothing that others wrote."""
    posts = Post.objects.filter(author=person).order_by("pk")
    return {
        "posts": list(posts.values("topic__title", "no", "state", "source", "created_at", "edited_at")),
        "drafts": list(Draft.objects.filter(user=person).exclude(source="").values("title", "source", "saved_at")),
        "reports": list(Flag.objects.filter(by=person).values("reason", "note", "at")),
        "read": list(TopicUser.objects.filter(user=person).values("topic__title", "last_read_no", "level")),
        "spaces": list(SpaceUser.objects.filter(user=person).values("space__name", "level", "rules_version")),
    }


def registered() -> list[PersonalData]:
    seen_by = _(
        "Your posts: whoever can read their space. Reports: moderators. Drafts and what you have read: you alone."
    )
    return [PersonalData("forum", _("Your posts in the community"), seen_by, export, actions.forget)]
