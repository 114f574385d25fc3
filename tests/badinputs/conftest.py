"""The world of the access matrix, built once for all bad inputs: what a test writes is taken back after it."""

import pytest

from tests.security.conftest import a_world, in_english

_in_english = pytest.fixture(autouse=True)(in_english)
world = pytest.fixture(scope="package")(a_world)
