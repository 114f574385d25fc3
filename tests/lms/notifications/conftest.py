import pytest

# Loaded before anything is replaced, or they would keep the replacement for good.
from lms.notifications.views import inbox, preferences  # noqa: F401
from tests.factories.notifications import HIDDEN, KINDS, NOTICES, PARTS, STREAMS
from tests.lms.notifications.post_office import PostOffice


@pytest.fixture(autouse=True)
def _kinds_of_mail(monkeypatch):
    monkeypatch.setattr("lms.notifications.kinds.kinds", lambda: KINDS)
    monkeypatch.setattr("lms.notifications.notice_kinds.notice_kinds", lambda: NOTICES)
    for module in ("digest_mail", "unread", "outcomes", "views.inbox"):
        monkeypatch.setattr(f"lms.notifications.{module}.notice_kinds", lambda: NOTICES, raising=False)
    for module in ("streams", "preferences", "unsubscribing", "forms", "outcomes"):
        monkeypatch.setattr(f"lms.notifications.{module}.streams", lambda: STREAMS)
    monkeypatch.setattr("lms.notifications.digest_mail.digest_parts", lambda: PARTS)
    yield
    HIDDEN.clear()
    PARTS.clear()


@pytest.fixture
def post_office(settings):
    office = PostOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 5
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield office
    office.close()
