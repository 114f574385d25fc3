"""A look at a text before it is posted or sent: does it hold what points to a person? Simple patterns, said to the writer alone.

It errs on the side of asking. Whoever is asked can mask what was found, or send the text to a moderator. What was found
is never written to a log.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EMAIL, NUMBER, PASSPORT = "email", "number", "passport"
NAMES: dict[str, str | Promise] = {
    EMAIL: _("an e-mail address"),
    NUMBER: _("a telephone or identity number"),
    PASSPORT: _("a passport or travel document number"),
}
MASKS: dict[str, str] = {EMAIL: "[e-mail]", NUMBER: "[number]", PASSPORT: "[document]"}

ADDRESS_OF_A_PAGE = re.compile(r"https?://\S+", re.IGNORECASE)
PATTERNS = (
    (EMAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")),
    (PASSPORT, re.compile(r"(?<![\w])[A-Z]{1,2}[ -]?\d{6,9}(?![\w])")),
    (NUMBER, re.compile(r"(?<![\w.])\+?\(?\d(?:[\d ().-]{6,20})\d(?![\w])")),
)
FEWEST_DIGITS = 9


@dataclass(frozen=True)
class Found:
    """Something in the text that may point to a person, and where it stands."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def name(self) -> str:
        return str(NAMES[self.kind])


def look(text: str) -> list[Found]:
    """What was found, in the order of the text."""
    # Page addresses are full of numbers; blanked by as many signs, so that places stay right.
    rest = ADDRESS_OF_A_PAGE.sub(lambda page: " " * len(page[0]), text)
    found: list[Found] = []
    for kind, pattern in PATTERNS:
        for hit in pattern.finditer(rest):
            if kind == NUMBER and sum(char.isdecimal() for char in hit[0]) < FEWEST_DIGITS:
                continue
            if not any(one.start < hit.end() and hit.start() < one.end for one in found):
                found.append(Found(kind, hit[0], hit.start(), hit.end()))
    return sorted(found, key=lambda one: one.start)


def mask(text: str) -> str:
    """The text with a word in place of all that was found."""
    for one in reversed(look(text)):
        text = text[: one.start] + MASKS[one.kind] + text[one.end :]
    return text
