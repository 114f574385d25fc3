"""What the library holds."""

from .files import File, Passage
from .resources import Mention, Resource, ResourceQuerySet
from .versions import Version
from .words import Partner, Series, Topic

__all__ = ["File", "Mention", "Partner", "Passage", "Resource", "ResourceQuerySet", "Series", "Topic", "Version"]
