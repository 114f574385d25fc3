"""The number of an enquiry: short enough to be said on the telephone, and no hint how many there are."""

import secrets

# No letters that are taken for digits or for one another (Crockford).
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SPOKEN = str.maketrans("OIL", "011")
HALF = 4


def new_reference() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(HALF)) for _ in range(2))


def as_kept(typed: str) -> str:
    """A number as somebody typed it, in the form it is kept in; "" where it is none."""
    signs = [sign for sign in typed.upper().translate(SPOKEN) if sign in LETTERS]
    return f"{''.join(signs[:HALF])}-{''.join(signs[HALF:])}" if len(signs) == 2 * HALF else ""
