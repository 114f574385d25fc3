"""A small real course to learn in."""

import pytest

from tests.factories import learning
from tests.scenes import scene


@scene
def course():
    return learning.make_course()


@pytest.fixture
def officer(db):
    return learning.make_officer()


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client
