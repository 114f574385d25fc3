"""`make demo`: everything on this machine, one password for all, mails readable in the browser. Never for real people."""

import os
import secrets
from pathlib import Path

_data = Path(os.environ.get("DATA_DIR", Path(__file__).resolve().parents[2] / "var")).resolve()
(_data / "static").mkdir(parents=True, exist_ok=True)
_secret = _data / "secret-key"
if not _secret.exists():
    _secret.write_text(secrets.token_urlsafe(48))
    _secret.chmod(0o600)
os.environ.setdefault("SECRET_KEY", _secret.read_text())
# The screen belongs to the person who runs the demo.
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("PUBLIC_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")

from .production import *  # noqa: E402, F403 - the environment must be ready first
from .production import DATA_DIR, STORAGES  # noqa: E402 - as above

PRODUCTION = False
DEMO = True
ALLOWED_HOSTS = ["*"]
TRUSTED_PROXIES = 0
# Plain HTTP on this machine.
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_PROXY_SSL_HEADER = None  # type: ignore[assignment] # none here
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_SECURE = False
LANGUAGE_COOKIE_SECURE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Mails stay on this machine; staff read them at /-/mail/.
EMAIL_BACKEND = "lms.setup.mailbox.MailboxBackend"
MAILBOX_DIR = DATA_DIR / "mail"
# A demo sleeps for days, and its mails go nowhere.
OUTBOX_PAUSES_AFTER_MINUTES = 0
# No manifest to collect: static files are found where they lie.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
# A fault test names the marked point where a process kills itself, and the file that says it has done so; or the file it
# makes there, to wait until somebody takes it away.
FAULT = os.environ.get("LMS_FAULT")
FAULT_MARKER = os.environ.get("LMS_FAULT_ONCE")
FAULT_GATE = os.environ.get("LMS_FAULT_GATE")
