"""Addresses of pages: full of numbers that are nobody's, and left out; save those of messengers, which say whom to call."""

import re

ADDRESS_OF_A_PAGE = re.compile(r"https?://(\S+)", re.IGNORECASE)
# Their addresses are made of somebody's telephone number.
MESSENGER = re.compile(
    r"(?:[\w-]+\.)?(?:wa\.me|whatsapp\.com|t\.me|telegram\.me|zalo\.me|signal\.me|viber\.com)/", re.IGNORECASE
)
PLUS = re.compile("%2B", re.IGNORECASE)


def without_pages(text: str) -> str:
    """The text with as many blanks in place of addresses, so that places stay right."""
    return ADDRESS_OF_A_PAGE.sub(_blank, text)


def _blank(page: re.Match[str]) -> str:
    if MESSENGER.match(page[1]):
        return PLUS.sub("   ", page[0])
    host = page[1].split("/", 1)[0]
    # What has no letter in its name is no site.
    return " " * len(page[0]) if any(char.isalpha() for char in host) else page[0]
