"""The demo, with one language more, written from right to left: so that no page waits for such a language to be proved."""

from lms.settings.demo import *  # noqa: F403 - the demo in all else
from lms.settings.demo import LANGUAGES as SPOKEN

LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [*SPOKEN, ("ur", "اردو")]
# Two hundred people of the demo, and everybody who signs in here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
