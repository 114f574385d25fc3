import pytest

from lms.accounts.vocabulary import load_agency_types, load_groups, load_members
from lms.privacy.policies import load_policies


@pytest.fixture
def vocabulary(db):
    """What `set_up` brings into every new database."""
    load_members()
    load_agency_types()
    load_groups()
    load_policies()
