"""Why something cannot be done; the words are for the person."""


class Refused(Exception):  # noqa: N818 - named by what is wrong
    """Something the forum does not do now."""


class TopicClosed(Refused):
    """The topic was locked, hidden or removed, perhaps a moment ago (case 1)."""


class NotTheSame(Refused):
    """The post has changed since the page was opened."""


class AlreadyDecided(Refused):
    """Another moderator was first (case 2)."""


class TierFalls(Refused):
    """A topic may go to a space that is at least as closed as its own."""


class OpensTooWide(Refused):
    """A closed space is opened to groups and named people, never to a role (community goals 1.5)."""


class DraftIsFull(Refused):
    """What is there already and what should be added are more than a draft holds."""
