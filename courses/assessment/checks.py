"""What keeps a test from being given: asked before a course with it is published (Q16)."""

from django.utils.translation import gettext as _

from .drawing import shortages
from .models import Quiz


def quiz_problems(quiz: Quiz) -> list[str]:
    """Why this test cannot be published, one sentence each; empty when it can."""
    problems = []
    if quiz.archived_at:
        problems.append(_("The test “%(title)s” is archived.") % {"title": quiz.title})
    shares = {share.competency_id: share.competency for share in quiz.shares.select_related("competency")}
    if not shares:
        problems.append(_("The test “%(title)s” does not say how many questions it asks.") % {"title": quiz.title})
    for competency, (there, needed) in shortages(quiz.pool(), quiz.wanted()).items():
        problems.append(
            _("“%(topic)s”: the test draws %(needed)s questions, the bank has %(there)s.")
            % {"topic": shares[competency].name, "needed": needed, "there": there}
        )
    return problems
