import pytest
from wagtail import hooks

from lms.audit import log


@pytest.fixture(autouse=True)
def _some_acts():
    """Acts of no app, so that these tests need none."""
    listed = {"testing.enrol": "Enrolled", "testing.withdraw": "Withdrew"}
    log.acts.cache_clear()
    with hooks.register_temporarily("register_audit_acts", lambda: listed):
        yield
    log.acts.cache_clear()
