"""Words that read as if the office itself spoke: only whom the RSO gave a role may say them of themselves."""

import re

from lms.search.tokens import fold

WORD = re.compile(r"[^\W_]+")
OFFICIAL = ("rso", "r s o", "bali process", "regional support office")


def sounds_official(text: str) -> bool:
    """Whether it names the RSO or the Bali Process as words of their own, however they are written."""
    words = f" {' '.join(WORD.findall(fold(text)))} "
    return any(f" {official} " in words for official in OFFICIAL)
