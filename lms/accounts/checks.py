"""Settings that would be dangerous together, found before the first request (C-23)."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

from .addresses import DEMO_DOMAIN
from .models import User

SHORTEST_SECRET = 50


@register(Tags.security, deploy=True)
def dangerous_settings(**kwargs: Any) -> Iterable[CheckMessage]:
    """What `check --deploy` says about production beyond Django's own list."""
    if not settings.PRODUCTION:
        return
    if settings.DEMO or settings.EMAIL_BACKEND.startswith("lms.setup"):
        yield Error("The demo's ease is on in production.", hint="Use lms.settings.production as it is.", id="lms.E001")
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        yield Error(
            "SECRET_KEY is too short.", hint=f"Set at least {SHORTEST_SECRET} random characters.", id="lms.E002"
        )
    if not settings.PUBLIC_URL.startswith("https://"):
        yield Error("PUBLIC_URL is not https.", hint="Links in mails and QR codes start with it.", id="lms.E003")
    if settings.SECURE_PROXY_SSL_HEADER and settings.TRUSTED_PROXIES < 1:
        yield Error(
            "Without a proxy anybody can claim to have come by https.",
            hint="Set TRUSTED_PROXIES to the number of proxies in front, or SECURE_PROXY_SSL_HEADER to None.",
            id="lms.E004",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Error("Every host name is accepted.", hint="List the host names in ALLOWED_HOSTS.", id="lms.E005")
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost>"):
        yield Warning("Mail leaves from localhost.", hint="Set DEFAULT_FROM_EMAIL.", id="lms.W006")


@register(Tags.database)
def demo_people(databases: Iterable[str] | None = None, **kwargs: Any) -> Iterable[CheckMessage]:
    """Accounts whose password everybody knows. They cannot sign in here, but they do not belong here either."""
    if not settings.PRODUCTION or not databases:
        return
    # `migrate` asks as well, also on the very first day, when there is no table yet.
    is_there = User._meta.db_table in connection.introspection.table_names()
    if is_there and User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}").exists():
        yield Error("The database holds demo accounts.", hint="Start production with an empty database.", id="lms.E007")
