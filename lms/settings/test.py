"""For the tests: real components, a quick password hash, nothing outside this machine."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="lms-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("PUBLIC_URL", "http://testserver")

from .demo import *  # noqa: F403 - the environment must be ready first
from .demo import CACHES, DATABASES, LOGGING

DEMO = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Nothing of a test outlives a loss of power.
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"]["OPTIONS"],
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA mmap_size=134217728;",
    }
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Emptied before each test; the tests of the shared cache name the real one.
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"}}
# A task is sent to a queue that lives in memory; tests that mean the real broker say so.
CELERY_BROKER_URL = "memory://"
LOGGING["root"] = {**LOGGING["root"], "level": "ERROR"}  # type: ignore[dict-item] # a plain dict

# Files are looked for when they are asked for: a test that makes a client need not walk through all of them first.
WHITENOISE_AUTOREFRESH = True
