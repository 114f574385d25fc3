"""Production refuses what would be dangerous (C-23)."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from lms.accounts.checks import dangerous_settings, demo_people
from tests.factories.accounts import PersonFactory

SAFE = {
    "PRODUCTION": True,
    "DEMO": False,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "SECRET_KEY": "s" * 60,
    "PUBLIC_URL": "https://learn.example.org",
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "TRUSTED_PROXIES": 1,
    "ALLOWED_HOSTS": ["learn.example.org"],
    "DEFAULT_FROM_EMAIL": "RSO Learning <no-reply@learn.example.org>",
}


@pytest.fixture
def safe(settings):
    for name, value in SAFE.items():
        setattr(settings, name, value)
    return settings


def found():
    return [message.id for message in dangerous_settings()]


def test_safe_settings_pass(safe):
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DEMO", True, "lms.E001"),
        ("EMAIL_BACKEND", "lms.setup.mailbox.MailboxBackend", "lms.E001"),
        ("SECRET_KEY", "short", "lms.E002"),
        ("PUBLIC_URL", "http://learn.example.org", "lms.E003"),
        ("TRUSTED_PROXIES", 0, "lms.E004"),
        ("ALLOWED_HOSTS", ["*"], "lms.E005"),
        ("DEFAULT_FROM_EMAIL", "RSO Learning <no-reply@localhost>", "lms.W006"),
    ],
)
def test_each_danger_is_found(safe, name, value, expected):
    setattr(safe, name, value)
    assert found() == [expected]


@pytest.mark.django_db
def test_demo_people_are_found_in_production_and_cannot_sign_in(safe, client):
    person = PersonFactory(email="officer@demo.example")
    assert [message.id for message in demo_people(databases=["default"])] == ["lms.E007"]
    safe.PRODUCTION, safe.ALLOWED_HOSTS = False, ["testserver"]
    client.post("/accounts/login/", {"login": person.email, "password": "a quiet river at dawn"})
    assert "_auth_user_id" not in client.session
    safe.DEMO = True
    client.post("/accounts/login/", {"login": person.email, "password": "a quiet river at dawn"})
    assert "_auth_user_id" in client.session


def check_deploy(tmp_path, **changes):
    env = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "lms.settings.production",
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "PUBLIC_URL": "https://learn.example.org",
        "DEFAULT_FROM_EMAIL": "no-reply@learn.example.org",
        "EMAIL_URL": "smtp://mail.example.org:25",
    } | changes
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_the_production_settings_pass_every_check(tmp_path):
    result = check_deploy(tmp_path)
    assert result.returncode == 0, result.stderr


def test_a_missing_secret_stops_production_with_one_sentence(tmp_path):
    result = check_deploy(tmp_path, SECRET_KEY="")
    assert result.returncode != 0
    assert "SECRET_KEY is not set." in result.stderr


def test_the_tests_own_settings_raise_no_error():
    try:
        call_command("check")
    except SystemCheckError as error:
        pytest.fail(str(error))
