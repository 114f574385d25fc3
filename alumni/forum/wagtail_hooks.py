"""What the forum adds to the rooms below it: acts for the log, notices, its part of the digest, personal data."""

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.notifications.notice_kinds import NoticeKind
from lms.notifications.streams import DigestItem, Stream
from lms.privacy.personal_data import PersonalData
from lms.search.found import Found

from . import notices, own_data, site_search
from .models.moderation import ACTS


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "forum.open_space": _("Space opened"),
        "forum.grant": _("Space opened to others"),
        "forum.write_rules": _("Rules of a space changed"),
        "forum.start": _("Topic started"),
        "forum.reply": _("Replied"),
        "forum.edit": _("Post changed"),
        "forum.withdraw": _("Post taken back"),
        "forum.accept_answer": _("Answer chosen"),
        "forum.report": _("Post reported"),
        "forum.hide_by_reports": _("Post hidden after reports"),
        "forum.claim": _("Case taken on"),
        **{f"forum.{act}": words for act, words in ACTS.items()},
        "forum.forget": _("A person's name taken from their posts"),
    }


@hooks.register("register_notice_kinds")
def notice_kinds() -> list[NoticeKind]:
    return notices.kinds()


@hooks.register("register_streams")
def streams() -> list[Stream]:
    return notices.streams()


@hooks.register("register_digest_parts")
def digest(person: Any, since: datetime, until: datetime) -> list[DigestItem]:
    return notices.digest(person, since, until)


@hooks.register("register_personal_data")
def personal_data() -> list[PersonalData]:
    return own_data.registered()


@hooks.register("register_site_search", order=70)
def find_topics(viewer: Any, query: str, limit: int) -> list[Found]:
    return site_search.topics(viewer, query, limit)
