"""A full name out of two columns, in the order in which the person's own country says it."""

import re

# Where the family's name is said first. Elsewhere it follows.
FAMILY_FIRST = frozenset({"CN", "HK", "JP", "KH", "KP", "KR", "MO", "VN"})
# Chinese, Japanese, Korean letters: the family comes first whatever the member, and no space stands between.
CLOSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def joined(given: str, family: str, member: str) -> str:
    """One name as it is shown; whoever has one name only has it in either column."""
    # A dash or a full stop stands in the column of a name that somebody has not.
    parts = [part if any(char.isalpha() for char in part) else "" for part in (given.strip(), family.strip())]
    if CLOSE.fullmatch("".join(parts)):
        return parts[1] + parts[0]
    in_order = reversed(parts) if member in FAMILY_FIRST else parts
    return " ".join(part for part in in_order if part)
