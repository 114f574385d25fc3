"""The settings themselves: production is safe as it stands, and the demo cannot leak into it (C-21 to C-25, C-61)."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as current

from lms.setup.demo.accounts import ACCOUNTS
from lms.setup.demo.accounts import PASSWORD as DEMO_PASSWORD
from tests.factories.accounts import PersonFactory, signed_in

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "lms.settings.production",
    "SECRET_KEY": "Zf3kQ8vN1xT6pL0sW9yB4mH7cR2dJ5gA-eU_iOqXzVbnMwKt-yGrhSaDlE",
    "PUBLIC_URL": "https://learn.example.org",
    "DEFAULT_FROM_EMAIL": "RSO Learning <no-reply@learn.example.org>",
    "EMAIL_URL": "smtp+tls://user:word@mail.example.org:587",
}
SECRETS = {"SECRET_KEY": "a long random string", "PUBLIC_URL": "the public address of the site"}
TOLD = """
import json, django
django.setup()
from django.conf import settings
from django.contrib.auth import authenticate
from django.urls import get_resolver
names = ["DEBUG", "DEMO", "ALLOWED_HOSTS", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
         "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT",
         "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "EMAIL_BACKEND", "CSRF_TRUSTED_ORIGINS", "INSTALLED_APPS"]
found = {name: getattr(settings, name) for name in names}
found["addresses"] = [str(entry.pattern) for entry in get_resolver().url_patterns]
print(json.dumps(found))
"""


def run(tmp_path, *command, **changes):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **ENVIRONMENT, **changes}
    set_ones = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run([sys.executable, *command], env=set_ones, capture_output=True, text=True, check=False)


def check(tmp_path, **changes):
    return run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **changes)


def test_c23_the_settings_of_production_are_clean(tmp_path):
    result = check(tmp_path)
    assert result.returncode == 0, result.stderr
    assert "0 silenced" in result.stdout + result.stderr


@pytest.mark.parametrize(("name", "words"), SECRETS.items())
def test_c61_a_missing_secret_stops_production_with_one_clear_sentence(tmp_path, name, words):
    result = check(tmp_path, **{name: None})
    assert result.returncode != 0
    last = result.stderr.strip().splitlines()[-1]
    assert f"{name} is not set. It must hold {words}" in last
    assert "README.md" in last


@pytest.mark.parametrize(
    ("name", "value"), [("ALLOWED_HOSTS", "*"), ("PUBLIC_URL", "http://learn.example.org"), ("SECRET_KEY", "short")]
)
def test_c23_each_setting_broken_once_is_found(tmp_path, name, value):
    assert check(tmp_path, **{name: value}).returncode != 0


def test_production_has_nothing_of_the_demo_and_of_development(tmp_path):
    result = run(tmp_path, "-c", TOLD)
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout.strip().splitlines()[-1])
    assert (told["DEBUG"], told["DEMO"]) == (False, False)
    assert told["ALLOWED_HOSTS"] == ["learn.example.org"]
    assert told["CSRF_TRUSTED_ORIGINS"] == ["https://learn.example.org"]
    assert (told["SESSION_COOKIE_NAME"], told["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    assert all(told[f"{one}_COOKIE_{flag}"] is True for one in ("SESSION", "CSRF") for flag in ("SECURE", "HTTPONLY"))
    assert told["SECURE_SSL_REDIRECT"] is True
    assert told["SECURE_HSTS_SECONDS"] >= 63_072_000
    assert told["EMAIL_BACKEND"].startswith("django.core.mail.backends.smtp")
    assert "django.contrib.admin" not in told["INSTALLED_APPS"]
    assert not [at for at in told["addresses"] if "mail/" in at or "styleguide" in at or at.startswith("admin")]


def test_c24_files_pictures_and_embeds_are_narrow():
    assert current.WAGTAILDOCS_SERVE_METHOD == "serve_view"
    assert current.WAGTAILDOCS_INLINE_CONTENT_TYPES == []
    assert not {"html", "svg", "js", "exe", "zip"} & set(
        current.WAGTAILDOCS_EXTENSIONS + current.WAGTAILIMAGES_EXTENSIONS
    )
    assert current.WAGTAILIMAGES_MAX_IMAGE_PIXELS <= 10_000_000
    assert current.WAGTAILEMBEDS_FINDERS == []
    assert current.WAGTAIL_PRIVATE_PAGE_OPTIONS == {"SHARED_PASSWORD": False}
    assert current.WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS == {"SHARED_PASSWORD": False}
    assert current.STORAGES["private"]["OPTIONS"]["base_url"] is None


def test_c25_people_sign_in_at_one_place():
    assert current.WAGTAILADMIN_LOGIN_URL == current.WAGTAIL_FRONTEND_LOGIN_URL == "/accounts/login/"
    assert current.WAGTAIL_PASSWORD_MANAGEMENT_ENABLED is False
    assert current.WAGTAIL_PASSWORD_RESET_ENABLED is False
    assert current.AUTHENTICATION_BACKENDS == ["lms.accounts.backends.StandingBackend"]


class TestTheDemosAccounts:
    """Accounts whose password everybody knows cannot exist or sign in outside the demo."""

    @pytest.mark.django_db
    @pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name)
    def test_the_right_password_opens_nothing(self, client, account):
        person = PersonFactory(email=account.email)
        person.set_password(DEMO_PASSWORD)
        person.save()
        client.post("/accounts/login/", {"login": account.email, "password": DEMO_PASSWORD})
        assert "_auth_user_id" not in client.session
        assert signed_in(person).get("/me/").status_code == 302

    @pytest.mark.django_db
    def test_control_in_the_demo_it_does(self, client, settings):
        settings.DEMO = True
        person = PersonFactory(email=ACCOUNTS[0].email)
        person.set_password(DEMO_PASSWORD)
        person.save()
        client.post("/accounts/login/", {"login": person.email, "password": DEMO_PASSWORD})
        assert client.session["_auth_user_id"] == str(person.pk)

    @pytest.mark.parametrize("command", [["load_demo"], ["demo_accounts"]])
    def test_production_refuses_to_make_them(self, tmp_path, command):
        result = run(tmp_path, "manage.py", *command)
        assert result.returncode != 0
        assert "demo" in result.stderr.lower()
        assert DEMO_PASSWORD not in result.stdout + result.stderr

    @pytest.mark.django_db
    def test_the_demos_mails_are_not_there(self, client):
        assert client.get("/-/mail/").status_code == 404
