"""What every change of a post has in common: its number, its page form, its words for the search, the counters."""

from datetime import datetime

from django.db.models import F

from lms.faults import fault_point

from .. import markup, searching, tiers
from ..models import ClosedTitle, Post, Quote, Topic
from ..models.topics import State
from ..refusals import TopicClosed


def take_number(topic_id: int, at: datetime, *, by_moderator: bool = False) -> int:
    """The next number of a topic, in the one statement that also asks whether it is open.

    The row stays locked until the transaction ends, so that the number read back is ours. Loading, changing and saving
    the topic instead would undo a lock that came between (F20).
    """
    topic = Topic.objects.filter(pk=topic_id, state__in=[State.VISIBLE, State.PENDING])
    if not by_moderator:
        topic = topic.filter(locked=0, state=State.VISIBLE)
    taken = topic.update(last_no=F("last_no") + 1, visible_count=F("visible_count") + 1, bumped_at=at)
    if not taken:
        raise TopicClosed
    fault_point("forum.number_taken")
    return Topic.objects.values_list("last_no", flat=True).get(pk=topic_id)


def typeset(post: Post, gone: frozenset[int] = frozenset()) -> None:
    """The post's page form and its words for the search, from its source. `post.topic.space` is at hand."""
    post.html = markup.render(post.source, post.topic.public_id, gone)
    post.html_ver = markup.VERSION
    found = searching.NOTHING
    if post.state == State.VISIBLE and post.topic.space.allows(tiers.TEXT_SEARCH):
        title = post.topic.title if post.no == 1 else ""
        found = searching.words(f"{title} {markup.readable(post.source, gone)}")
    post.search_tokens, post.tokeniser_version = found["search_tokens"], found["tokeniser_version"]


def keep_quotes(post: Post) -> None:
    numbers = markup.quoted(post.source)
    if numbers:
        Quote.objects.bulk_create([Quote(post=post, no=no) for no in sorted(numbers)])


def gone_quotes(post: Post) -> frozenset[int]:
    """Which of the posts quoted here are there no more."""
    there = Post.objects.filter(topic=post.topic_id, no__in=post.quotes.values("no"))
    return frozenset(no for no in there.exclude(state=State.VISIBLE).values_list("no", flat=True) if no)


def keep_title(topic: Topic) -> None:
    """T3 titles have an index of their own; all other titles are found with the first post."""
    if topic.space.allows(tiers.TEXT_SEARCH):
        return
    if topic.state == State.VISIBLE:
        ClosedTitle.objects.update_or_create(topic=topic, defaults=searching.title_words(topic.title))
    else:
        ClosedTitle.objects.filter(topic=topic).delete()


def change_state(post: Post, state: int) -> None:
    """Show or take away a post that is locked here: counters, search, answer and the quotes of it follow."""
    was_visible, post.state = post.is_visible(), state
    typeset(post, gone_quotes(post))
    post.save(update_fields=["state", "html", "html_ver", "search_tokens", "tokeniser_version"])
    if post.is_visible() != was_visible:
        step = 1 if post.is_visible() else -1
        Topic.objects.filter(pk=post.topic_id).update(visible_count=F("visible_count") + step)
    if not post.is_visible():
        Topic.objects.filter(pk=post.topic_id, solution_no=post.no).update(solution_no=None)
    _set_quotes_again(post)


def change_topic_state(topic: Topic, state: int) -> None:
    """With the first post goes, or comes back, the topic."""
    Topic.objects.filter(pk=topic.pk).update(state=state)
    topic.state = state
    keep_title(topic)


def _set_quotes_again(post: Post) -> None:
    quoting = Post.objects.filter(topic=post.topic_id, quotes__no=post.no or 0).select_related("topic__space")
    for other in quoting:
        typeset(other, gone_quotes(other))
        other.save(update_fields=["html", "html_ver", "search_tokens", "tokeniser_version"])
