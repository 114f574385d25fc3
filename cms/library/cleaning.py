"""What a page says, as one would type it: no signs of the printer, no words cut in two at the end of a line."""

import re
import unicodedata

from lms.search.scripts import DENSE

_DENSE = "".join(f"{chr(first)}-{chr(last)}" for first, last in DENSE)
# Scripts without spaces wrap inside words.
_WRAPPED = re.compile(f"(?<=[{_DENSE}])[ \t]*\n[ \t]*(?=[{_DENSE}])")
_SPACED = re.compile(f"(?<=[{_DENSE}]) +(?=[{_DENSE}])")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[^\W\d_])")
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    # Half of a pair of Unicode's signs is no sign, and no database takes it.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", _UNPRINTED.sub(" ", text).replace("\r", "\n"))
    text = _HYPHENATED.sub("", _WRAPPED.sub("", text))
    return " ".join(text.split())


def joined(text: str) -> str:
    """For the index: where a script has no spaces between words, those that a PDF seems to have mean nothing."""
    return _SPACED.sub("", text)
