"""Why something about a test cannot be done, in words for the person who tried."""

import logging

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger("assessment.refused")


class Refused(Exception):  # noqa: N818 - named for what happened
    """The act was not done. Its message may be shown as it is."""

    message: str | Promise = _("This cannot be done.")

    def __init__(self, why: str = "", **data: object) -> None:
        """`why` and `data` go to the log only: ids and words of ours, never what was typed (Q22)."""
        super().__init__(why or type(self).__name__)
        logger.warning("%s", why or type(self).__name__, extra={"data": {"refused": type(self).__name__, **data}})


class AttemptsUsedUp(Refused):
    """All attempts were taken (Q2)."""

    message = _("You have used all your attempts at this test.")


class QuizClosed(Refused):
    """The test is archived or its time is over."""

    message = _("This test is closed.")


class NothingToAsk(Refused):
    """The bank holds no question for this test (Q16)."""

    message = _("This test has no questions yet. We have been told.")


class AttemptClosed(Refused):
    """The attempt was handed in: nothing in it can change any more (B-Q2)."""

    message = _("This test was handed in. Its answers can no longer change.")


class NoSuchQuestion(Refused):
    """The attempt has no question at this place (Q22)."""

    message = _("There is no such question in this test.")


class BadAnswer(Refused):
    """The response names options the question does not have, or too many of them (B-Q1)."""

    message = _("That answer does not fit the question. Please choose again.")


class StaleAnswer(Refused):
    """The page was sent once before with another answer: the server's answer stands (Q9)."""

    message = _("This page was out of date. You have a newer answer.")


class UseIsFixed(Refused):
    """A practice question never becomes a final one, nor the other way round (INV-14)."""

    message = _("A question keeps its use: practice or final, never both.")
