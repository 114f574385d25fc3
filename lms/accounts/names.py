"""What a name may hold. Whatever script and shape it has is kept as typed: one name, ten, no capital, no Latin letter (B-T1).

Only what cannot be read or printed is refused, and only what is invisible is taken out (B-T2, B-T6).
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lms.search.tokens import fold

LONGEST = 180
KEY_LENGTH = 400
# No script needs more marks on one letter; a higher pile breaks the line above (B-T5).
HIGHEST_PILE = 8
# They turn the direction of what stands beside the name.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Joiners are kept: Sinhala, Bengali and Khmer are spelt with them. Other signs without width carry nothing.
UNSEEN = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
JOINERS = "\u200c\u200d"
# Pictures, their building blocks, and the sign that asks for a picture.
PICTURES = re.compile("[\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff\U0001f1e6-\U0001f1ff\u20e3]")


def clean_name(text: str) -> str:
    """The name as it is kept; a `ValidationError` says what cannot be in a name."""
    text = clean_line(text)
    _refuse_pictures(text)
    _refuse_unreadable(text)
    return text


def clean_line(text: str, longest: int = LONGEST) -> str:
    """One line of text without what nobody can see: for names, agencies, reasons (B-T9)."""
    text = unicodedata.normalize("NFC", UNSEEN.sub("", TURNING.sub("", text)))
    text = " ".join("".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text).split())
    text = text.strip(JOINERS)
    if len(text) > longest:
        raise ValidationError(_("Use at most %(most)d characters.") % {"most": longest}, code="text_too_long")
    return text


def _refuse_pictures(text: str) -> None:
    if PICTURES.search(text):
        raise ValidationError(
            _("A name cannot hold pictures (emoji): a certificate could not show them. Use letters."),
            code="name_has_pictures",
        )


def _refuse_unreadable(text: str) -> None:
    pile = 0
    for char in text:
        kind = unicodedata.category(char)
        pile = pile + 1 if kind in ("Mn", "Me") else 0
        if kind in ("Cs", "Co", "Cn") or pile > HIGHEST_PILE:
            raise ValidationError(
                _("A character in this name cannot be read. Type the name again."), code="name_is_unreadable"
            )
    if text and not any(unicodedata.category(char)[0] == "L" for char in text):
        raise ValidationError(_("A name needs at least one letter."), code="name_has_no_letter")


def name_key(*names: str) -> str:
    """What the office's search compares: all names of a person, folded, in any script."""
    return fold(" ".join(name for name in names if name))[:KEY_LENGTH]
