"""What each tier of confidentiality allows (community goals 2). The one place that is asked; no other code compares tiers."""

PUBLIC, MEMBERS, CLOSED, RILON = "T0", "T1", "T2", "T3"
ORDER = (PUBLIC, MEMBERS, CLOSED, RILON)

TITLES_OUTSIDE = "titles_outside"  # in mails, digests and notices
NAME_OUTSIDE = "name_outside"  # the name of the space, there
TEXT_SEARCH = "text_search"  # words of posts; without it titles alone
AUDIENCES = "audiences"  # opens to a role or to all alumni; without it to groups and named people only
DEVICE = "device"  # drafts may be kept on the person's own device

_ALLOWED = {
    PUBLIC: {TITLES_OUTSIDE, NAME_OUTSIDE, TEXT_SEARCH, AUDIENCES, DEVICE},
    MEMBERS: {TITLES_OUTSIDE, NAME_OUTSIDE, TEXT_SEARCH, AUDIENCES, DEVICE},
    CLOSED: {NAME_OUTSIDE, TEXT_SEARCH},
    RILON: set[str](),
}


def allows(tier: str, channel: str) -> bool:
    return channel in _ALLOWED[tier]


def allowing(channel: str) -> list[str]:
    """The tiers that allow this."""
    return [tier for tier in ORDER if allows(tier, channel)]


def rank(tier: str) -> int:
    """A topic may move up, never down."""
    return ORDER.index(tier)
