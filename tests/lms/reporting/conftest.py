import pytest

from tests.factories.accounts import signed_in, staff


@pytest.fixture
def clerk(db):
    return staff(full_name="Dewi Anggraini")


@pytest.fixture
def office(clerk):
    return signed_in(clerk)
