"""The activities of both plans, brought in once for a file; what a test writes is taken back after it."""

from cms.activities.loading import load_activities
from cms.taxonomy.vocabulary import load_vocabularies
from lms.accounts.vocabulary import load_members
from tests.scenes import scene


@scene
def plans():
    load_members()
    load_vocabularies()
    load_activities()
