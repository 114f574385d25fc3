"""The activities of both plans, brought in once for a file; what a test writes is taken back after it."""

import pytest
from django.db import transaction

from cms.activities.loading import load_activities
from cms.taxonomy.vocabulary import load_vocabularies
from lms.accounts.vocabulary import load_members


@pytest.fixture(scope="module")
def plans(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_members()
        load_vocabularies()
        load_activities()
        yield
        transaction.set_rollback(True)
