"""The library as an installation begins with it: what both work plans name, with the line each is known from."""

from cms.library.loading import load_library
from cms.sources.loading import load_sources

from .courses import read


def load_resources() -> int:
    """The sources come first, so that a resource knows which lessons cite it. Safe twice."""
    load_sources(read("uts/sources.json"))
    return load_library(read("library.json"))
