"""One thing found by the search of the whole site."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Found:
    """A title that leads to it, what kind of thing it is, and some words from it."""

    title: str
    url: str
    kind: str | Promise
    excerpt: str
    language: str = ""
