"""Production: complete and safe. A missing secret stops it with one clear sentence.

Environment variables are read here and nowhere else; README.md lists them all.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from .allauth import *  # noqa: F403 - one settings module cut by subject
from .content import *  # noqa: F403 - one settings module cut by subject
from .security import *  # noqa: F403 - one settings module cut by subject

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[2]
# Everything that is not code: database and broker of the embedded default, files, keys.
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()


def required(name: str, what: str) -> str:
    value: str = env(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. It must hold {what}. See README.md, “Production”.")
    return value


DEBUG = False
PRODUCTION = True
SECRET_KEY = required("SECRET_KEY", "a long random string that nobody else knows")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Keys that sealed the audit log, newest first; an old one must stay here or its segments can no longer be verified.
AUDIT_KEYS = env.list("AUDIT_KEYS", default=[SECRET_KEY, *SECRET_KEY_FALLBACKS])
# The address people use; links in mails and QR codes are made from it, never from a request.
PUBLIC_URL = required("PUBLIC_URL", "the public address of the site, such as https://learn.example.org").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(PUBLIC_URL).hostname or ""])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_URL])
WAGTAILADMIN_BASE_URL = PUBLIC_URL
# How many proxies stand in front; the caller's address is read that many hops from the right.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1)

INSTALLED_APPS = [
    # roof
    "lms.setup",
    "lms.reporting",
    "lms.operations",
    "lms.desk",
    # alumni
    "alumni.events",
    "alumni.forum",
    "alumni.groups",
    "alumni.profiles",
    # courses
    "courses.workshops",
    "courses.credentials",
    "courses.learning",
    "courses.catalogue",
    "courses.assessment",
    # cms
    "cms.home",
    "cms.news",
    "cms.programmes",
    "cms.activities",
    "cms.library",
    "cms.contact",
    "cms.pages",
    "cms.media",
    "cms.sources",
    "cms.taxonomy",
    # ground
    "lms.privacy",
    "lms.accounts",
    "lms.search",
    "lms.notifications",
    "lms.audit",
    # Wagtail
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    # sign-in
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    # Django
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "lms.middleware.RequestIdMiddleware",
    "lms.operations.middleware.MeasuringMiddleware",
    # Around static files and refusals too: every answer carries the same headers (C-22).
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lms.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "lms.page_frame.PageFrameMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lms.accounts.middleware.LanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "lms.health.NotByReadingMiddleware",
    "lms.accounts.middleware.StandingMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cms.home.routing.QuickRouteMiddleware",
    "cms.pages.redirects.RedirectsMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "lms.page_frame.page_frame",
                "lms.notifications.unread.unread_notices",
                "lms.desk.masthead.masthead",
            ],
        },
    },
]

# --- Database, cache, tasks: SQLite and the embedded broker by default, PostgreSQL and Redis by address ---
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
# Opening a connection costs more than most questions asked over it.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True

REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    SHARED_CACHE = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "lms",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
else:
    SHARED_CACHE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
CACHES = {
    # Shared by all processes: rate limits.
    "default": SHARED_CACHE,
    # This process only: what can be recomputed, keyed by version.
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}},
}

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL or f"sqlite:///{DATA_DIR / 'broker.sqlite3'}")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_TASK_PUBLISH_RETRY = False

# --- Files: two stores, public and private ---
STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(DATA_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "lms" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = str(DATA_DIR / "public")
PRIVATE_ROOT = str(DATA_DIR / "private")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # No address: private files are served by views that ask for permission first.
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SIGNING_DIR = Path(env("SIGNING_DIR", default=str(DATA_DIR / "keys")))

# --- Mail ---
EMAIL_CONFIG = env.email("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="RSO Learning <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where answers to our mails go: an address somebody at the office reads. Empty: to the sender.
REPLY_TO = env("REPLY_TO", default="")
# In whose name calendars are invited: a mailbox of the office, never of a person. Empty: where answers go, else the sender.
EVENTS_MAILBOX = env("EVENTS_MAILBOX", default="")
# A mailbox for programs that unsubscribe by mail. Empty: the link alone is offered.
UNSUBSCRIBE_MAILBOX = env("UNSUBSCRIBE_MAILBOX", default="")
# A page on another host that tells whether this site runs; pages of faults link to it. Empty: no link.
STATUS_URL = env("STATUS_URL", default="")
# Data whose last sign of life is older may come from a backup: mail waits until staff release it. 0: never.
OUTBOX_PAUSES_AFTER_MINUTES = env.int("OUTBOX_PAUSES_AFTER_MINUTES", default=30)
DEMO = False

# --- Operations ---
# Where nightly backups go: another disk, or a folder that is carried to another place. Empty: none are made.
BACKUP_DIR = env("BACKUP_DIR", default="")
# Seals backups. Keep it where the backups are not, or they cannot be opened when they are needed.
BACKUP_KEY = env("BACKUP_KEY", default="")
BACKUP_KEEP_DAYS = env.int("BACKUP_KEEP_DAYS", default=35)
# Whoever shows it may read the figures at /-/metrics. Empty: there is no such page.
METRICS_TOKEN = env("METRICS_TOKEN", default="")

# --- Language and time ---
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("id", "Bahasa Indonesia"), ("th", "ไทย")]
LOCALE_PATHS = [BASE_DIR / "lms" / "locale"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "lms.middleware.RequestIdFilter"}},
    "formatters": {"json": {"()": "lms.middleware.JsonFormatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request"]}},
    "root": {"handlers": ["out"], "level": env("LOG_LEVEL", default="INFO")},
    # Each page saved would be told four times over; the audit and Wagtail's own history tell it once.
    "loggers": {"django_tasks": {"level": "WARNING"}, "wagtail": {"level": "WARNING"}},
}
