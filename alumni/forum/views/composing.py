"""What every composer does with what was typed: keep it, show it, look through it, and only then hand it on.

Whatever happens, the text is not lost: it comes back in the form or lies in the drafts.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alumni.profiles.bylines import Byline, bylines
from lms.accounts import page_owner
from lms.privacy import checking
from lms.search.tokens import fold

from .. import actions, languages, markup, mentions, tiers
from ..models import Post, Space, Topic
from ..refusals import DraftIsFull

PREVIEW, DRAFT, POST, MASK, SEND, DISCARD = "preview", "draft", "post", "mask", "send", "discard"
PARTICIPANTS = 200
HINTED = 20


@dataclass
class Desk:
    """One composer: where it stands, its words, and what it has to say about the text."""

    space: Space
    place: UUID
    title: str
    submit: str
    back_url: str
    topic: Topic | None = None
    answered: Post | None = None
    posted_key: UUID | None = None
    preview: str = ""
    found: list[checking.Found] = field(default_factory=list)
    problem: str = ""
    masked: bool = False
    keeps_drafts: bool = True
    has_draft: bool = False
    page_token: str = ""
    # Whom one can call here, as they are shown to this reader.
    names: list[str] = field(default_factory=list)

    @property
    def on_device(self) -> bool:
        return self.space.allows(tiers.DEVICE)


def who_reads(space: Space) -> str:
    """Who can read what is posted there: said every time."""
    said = {
        tiers.PUBLIC: _("Everybody who is signed in can read this."),
        tiers.MEMBERS: _("All alumni of the network, RSO staff and officers invited to this space can read this."),
        tiers.CLOSED: _("Only the members of this closed space can read this."),
        tiers.RILON: _("Only the members of this coordination group can read this."),
    }
    return said[space.tier]


def answer(request: HttpRequest, desk: Desk, form: Any, *, status: int = 200) -> HttpResponse:
    desk.page_token = page_owner.mark(request.user, desk.place)
    if desk.topic:
        desk.names = callable_names(_writers(request.user, desk.topic, HINTED), request.user)
    context = {"desk": desk, "form": form, "space": desk.space, "topic": desk.topic, "who_reads": who_reads(desk.space)}
    return render(request, "alumni/forum/compose.html", context, status=status)


def is_ready(request: HttpRequest, desk: Desk, form: Any) -> bool:
    """Whether the text may be handed on now. Otherwise the form has to be shown, and `desk` says what about it.

    What is shown again is kept first: whoever goes away from a preview finds it in their drafts.
    """
    if request.method != "POST":
        return False
    is_ready = form.is_valid() and _is_fit(request.POST.get("act", POST), desk, form)
    if not is_ready and desk.keeps_drafts:
        desk.has_draft = keep(request.user, desk.place, form) or desk.has_draft
    return is_ready


def _is_fit(act: str, desk: Desk, form: Any) -> bool:
    """What was asked for with this text, and whether that was to post it as it is."""
    if act == MASK:
        _mask(form)
        desk.found, _html = _looked_through(desk, form.data)
        desk.masked = not desk.found
    elif act in {PREVIEW, POST}:
        desk.found, html = _looked_through(desk, form.cleaned_data)
        desk.preview = html if act == PREVIEW else ""
    return act == SEND or (act == POST and not desk.found)


def _looked_through(desk: Desk, data: Mapping[str, Any]) -> tuple[list[checking.Found], str]:
    """What was found in a text, as it was typed and as the page shows it; and that page."""
    title, source = data.get("title", ""), data["source"]
    html = markup.render(source, desk.topic.public_id if desk.topic else UUID(int=0))
    return checking.look(f"{title}\n{source}", shown=f"{title}\n{markup.shown(html)}"), html


def keep(user: Any, place: UUID, form: Any, how: Any = actions.keep_draft) -> bool:
    """Put what was typed into the drafts: asked for, or because it cannot be posted now. Whether it lies there now.

    Also what is too long for a post, up to a limit, so that its writer can shorten it.
    """
    if not form.is_bound:
        return False
    form.is_valid()
    data, source = form.cleaned_data, form.typed()
    if not data.get("client_key") or not (source.strip() or data.get("title")) or len(source) > actions.MOST_KEPT:
        return False
    heading = actions.Heading(data.get("title") or "", bool(data.get("question")), data.get("theme"))
    try:
        how(user, place, data["client_key"], source, heading=heading, reply_to_no=data.get("reply_to_no"))
    except DraftIsFull:
        return False
    return True


def words(request: HttpRequest, form: Any, called: mentions.Mentions) -> actions.Words:
    data = form.cleaned_data
    return actions.Words(
        source=data["source"],
        client_key=data["client_key"],
        lang=languages.language_of(data["source"]),
        reply_to_no=data.get("reply_to_no"),
        mentioned=tuple(sorted(called.people)),
        note=_("The check found something that may point to a person.") if request.POST.get("act") == SEND else None,
    )


def called(user: Any, topic: Topic | None, source: str) -> mentions.Mentions:
    """Who is meant by the names after an @: people who take part in this topic, by the names this author sees."""
    if not mentions.count(source):
        return mentions.Mentions()
    people = _writers(user, topic, PARTICIPANTS) if topic else {}
    shown = Counter(fold(one.name) for one in people.values())
    # A name that several are shown by, such as "An officer", calls none of them: it would be anybody.
    names = {fold(one.name): pk for pk, one in people.items() if shown[fold(one.name)] == 1}
    return mentions.find(source, names)


def _writers(user: Any, topic: Topic, most: int) -> dict[int, Byline]:
    """Who wrote here last, by the names this reader is shown.

    Only of posts they can read: the writer of a hidden one must not be found out by calling them.
    """
    read = Post.objects.visible_to(user).filter(topic=topic, author__isnull=False)
    lately = read.order_by().values("author").annotate(last=Max("no")).order_by("-last")
    people = [pk for pk in lately.values_list("author", flat=True)[:most] if pk]
    return bylines(people, user) if people else {}


def callable_names(people: Mapping[int, Byline], user: Any) -> list[str]:
    """The names by which others can be called: each of them one person's alone."""
    names = [one.name for pk, one in people.items() if pk != user.pk]
    folded = Counter(fold(name) for name in names)
    return [name for name in names if folded[fold(name)] == 1 and len(name.split()) <= mentions.LONGEST_NAME][:HINTED]


def nobody(unknown: list[str]) -> str:
    """Said alike of who is absent and who may not read, so that it tells nothing about either (case 13)."""
    return _("No notice was sent for %(names)s: nobody in this topic can be reached by that name.") % {
        "names": ", ".join(f"@{name}" for name in unknown[:5])
    }


def _mask(form: Any) -> None:
    """The form again, with a word in place of what was found."""
    form.data = form.data.copy()
    for name in ("title", "source"):
        if name in form.cleaned_data:
            form.data[name] = checking.mask(form.cleaned_data[name])
