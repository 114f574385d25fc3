"""What tests of lists and of adding to a cohort begin with; files about another workshop make their own."""

import pytest

from tests.factories import imports as lists
from tests.factories import workshops as make
from tests.factories.accounts import signed_in
from tests.scenes import scene


@scene
def workshop():
    """Thirty seats, all free, and the words that lists are read by."""
    lists.vocabulary()
    return make.make_workshop(seats=30)


@scene
def trainer(workshop):
    return make.make_trainer(workshop)


@pytest.fixture
def browser(trainer):
    return signed_in(trainer)
