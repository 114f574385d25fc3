"""For those who build it: the demo's ease, with errors shown and the style guide at /-/styleguide."""

from .demo import *  # noqa: F403 - development loosens the demo

DEBUG = True
WHITENOISE_AUTOREFRESH = True
