"""Words that read as if the office itself spoke: only whom the RSO gave a role may say them of themselves."""

import re

from lms.search.tokens import fold

WORD = re.compile(r"[^\W_]+")
# Not the Bali Process: members have liaison officers for it.
OFFICIAL = ("rso", "r s o", "regional support office")


def sounds_official(text: str) -> bool:
    """Whether it names the RSO as words of their own, however they are written."""
    words = f" {' '.join(WORD.findall(fold(text)))} "
    return any(f" {official} " in words for official in OFFICIAL)
