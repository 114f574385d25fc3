import pytest

from lms.privacy.policies import load_policies


@pytest.fixture(autouse=True)
def _policies(db):
    load_policies()
