"""Which passwords are refused (B-T8). No rule on what they are made of: length beats symbols."""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128
# What an attacker tries first at this address. The short one counts as a word of its own only: “person” holds it too.
OWN_WORDS = ("baliprocess", "bali process")
OWN_SHORT_WORD = re.compile(r"(?<![^\W\d_])rso(?![^\W\d_])")
# A shorter part of a name would refuse too much.
SHORTEST_PART = 4
# A word typed again and again, and figures at its end, make it long and no better.
REPEATED = re.compile(r"(.+?)\1+", re.S)
AT_THE_END = re.compile(r"[\W\d_]+$")
FEWEST_CHARACTERS = 4
# What fingers run along: the alphabet, the figures, the rows of a keyboard, and its columns.
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
# Two signs that happen to lie side by side are no run; a password made of few runs is no secret.
SHORTEST_RUN = 3
OWN_FIELDS = ("full_name", "native_name", "email", "personal_email")


class MaximumLengthValidator:
    """Refuses a password too long to be hashed in reasonable time."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("Use at most %(most)d characters.") % {"most": LONGEST}


class OwnWordsValidator:
    """Refuses a password built around the person's name or address, or the name of this service."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.casefold()
        if OWN_SHORT_WORD.search(plain) or any(word in plain for word in own_words(user)):
            raise ValidationError(self.get_help_text(), code="password_has_own_words")

    def get_help_text(self) -> str:
        return _("Do not use your name, your e-mail address or the name of this service.")


class CommonWordsValidator(CommonPasswordValidator):
    """Refuses what many people use: a common password, also repeated or with figures at its end, figures alone, keys in a row."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.casefold().strip()
        bare = AT_THE_END.sub("", plain)
        repeated = REPEATED.fullmatch(bare)
        tried = {plain, bare, repeated[1] if repeated else ""}
        if is_simple(plain) or not self.passwords.isdisjoint(tried):
            raise ValidationError(self.get_help_text(), code="password_too_common")

    def get_help_text(self) -> str:
        return _("Many people use this password. Take another one, such as a short sentence.")


def is_simple(plain: str) -> bool:
    """Figures alone, a few signs again and again, or keys one after another."""
    close = re.sub(r"[\W_]", "", plain)
    if len(set(plain)) < FEWEST_CHARACTERS or (close.isdecimal() and close):
        return True
    repeated = REPEATED.fullmatch(close)
    return bool(repeated and len(repeated[1]) <= FEWEST_CHARACTERS) or is_run(close)


def is_run(text: str) -> bool:
    """Whether the text is nothing but runs along the rows, forwards or backwards."""
    rows = [row for known in ROWS for row in (known, known[::-1])]
    start = 0
    while start < len(text):
        longest = max(_shared(text[start:], row) for row in rows)
        if longest < SHORTEST_RUN:
            return False
        start += longest
    return bool(text)


def _shared(text: str, row: str) -> int:
    """How many signs of the text run along this row from the place of the first."""
    place = row.find(text[0])
    if place < 0:
        return 0
    pairs = zip(text, row[place:], strict=False)
    return next((number for number, (one, other) in enumerate(pairs) if one != other), min(len(text), len(row) - place))


def own_words(user: Any) -> set[str]:
    """All that someone who knows this person would try."""
    known = " ".join(str(getattr(user, field, "")) for field in OWN_FIELDS).casefold()
    parts = {part for part in re.split(r"[\W_]+", known) if len(part) >= SHORTEST_PART}
    return parts | set(OWN_WORDS)
