"""The code by which anyone can check a certificate: 80 random bits and a check symbol.

Crockford base32: sixteen symbols and a check symbol (the value modulo 37), shown in groups of four.
What the check symbol detects, always: one wrong symbol anywhere, any two symbols exchanged (next to each
other or not), and a doubled symbol mistyped as another doubled one. Of all other mistakes it misses one in 37.
"""

import re
import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_ALPHABET = ALPHABET + "*~$=U"
DATA_LENGTH = 16
BITS = 80

# What people type when they read a code off paper: O for zero, I and L for one.
_LOOKALIKES = str.maketrans("OIL", "011")
_BETWEEN_GROUPS = re.compile(r"[\s.,_/\u200b-\u200f\u2060\ufeff]")


class Unreadable(ValueError):  # noqa: N818 - named by what is wrong
    """What was typed cannot be a code: too short, too long, or with symbols no code has."""


class Mistyped(ValueError):  # noqa: N818 - named by what is wrong
    """What was typed looks like a code, but its check symbol does not fit: a slip of the fingers."""


def new_code() -> str:
    """Draw a fresh code, without separators: the form that is stored."""
    return encode(secrets.randbits(BITS))


def encode(number: int) -> str:
    """The stored form of a number below 2**80, with its check symbol last."""
    if not 0 <= number < 1 << BITS:
        raise ValueError("A code holds exactly 80 bits.")
    symbols = "".join(ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5))
    return symbols + CHECK_ALPHABET[number % 37]


def display(code: str) -> str:
    """The printed form: four groups of four and the check symbol."""
    groups = [code[start : start + 4] for start in range(0, DATA_LENGTH, 4)]
    return "-".join([*groups, code[DATA_LENGTH:]])


def parse(typed: str) -> str:
    """The stored form of what someone typed, pasted or scanned; raises when it cannot be right."""
    symbols = _symbols(typed)
    if len(symbols) != DATA_LENGTH + 1:
        raise Unreadable("A code has seventeen symbols.")
    data, check = symbols[:-1].translate(_LOOKALIKES), symbols[-1].translate(_LOOKALIKES)
    if check not in CHECK_ALPHABET or any(symbol not in ALPHABET for symbol in data):
        raise Unreadable("A code has letters and digits only.")
    if CHECK_ALPHABET[_value(data) % 37] != check:
        raise Mistyped("The check symbol does not fit.")
    return data + check


def _symbols(typed: str) -> str:
    # A cap before any work: this text comes from anyone.
    folded = unicodedata.normalize("NFKC", typed[:200]).upper()
    kept = (symbol for symbol in folded if unicodedata.category(symbol) != "Pd")
    return _BETWEEN_GROUPS.sub("", "".join(kept))


def _value(data: str) -> int:
    number = 0
    for symbol in data:
        number = number << 5 | ALPHABET.index(symbol)
    return number
