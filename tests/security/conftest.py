"""One world for all tests of a file: everybody, and everything an address may point to."""

import logging

import pytest
from django.test.utils import override_settings
from django.utils import translation

from lms.search.gathering import indexed_once
from tests.factories import roles
from tests.scenes import staged


def a_world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once, in a transaction that is taken back; every test writes in one of its own inside it."""
    folder = tmp_path_factory.mktemp("world")
    settings = override_settings(
        ROOT_URLCONF="tests.security.all_urls",
        DEMO=True,
        MAILBOX_DIR=folder / "mail",
        MEDIA_ROOT=str(folder / "public"),
        STORAGES=_stored_in(folder),
    )
    logging.disable(logging.CRITICAL)
    with staged(django_db_blocker), settings, roles.told_of():
        with indexed_once():
            built = roles.build(folder)
        yield built
    logging.disable(logging.NOTSET)


def in_english():
    """A page in another language leaves that language behind for whatever comes next in this process."""
    yield
    translation.activate("en")


world = pytest.fixture(scope="module")(a_world)
_in_english = pytest.fixture(autouse=True)(in_english)


def _stored_in(folder):
    from django.conf import settings

    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(folder / "private"), "base_url": None}}
    return {**settings.STORAGES, "private": private}
