"""Whether a report may leave the house, and what of it must stay hidden because of those that did."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .earlier import Crossing, Issued, given_away
from .models import Snapshot
from .question import Question
from .report import Counted, compose
from .tables import ALL, Key, numbers


class NotFit(Exception):  # noqa: N818 - named by what is wrong
    """This report is not frozen; the message says why, to staff."""


def refusal(question: Question, today: date) -> str:
    """Why this can never be frozen as it is asked for; empty where it can."""
    if question.member:
        return _("A report about one member is for that member and is not frozen. Take the member away.")
    if not question.period.is_whole_quarters():
        return _(
            "Only whole quarters are frozen: two reports a few days apart would tell of the few people between. "
            "Choose a quarter, a year or days that begin and end with a quarter."
        )
    if not question.period.is_over(today):
        return _("The period is not over. It can be frozen from the day after its last day.")
    return ""


def earlier(question: Question) -> list[Snapshot]:
    """Every frozen report that could matter: those that share a day, and what lies within them. Two questions."""
    near = list(Snapshot.objects.touching(question.period).values_list("first", "last"))
    if not near:
        return []
    reach = Snapshot.objects.filter(
        first__lte=max(last for _first, last in near), last__gte=min(first for first, _last in near)
    )
    return list(reach.order_by("number"))


def fitted(counted: Counted, before: Sequence[Snapshot]) -> dict[str, Any]:
    """The report with everything hidden that would tell of a few people beside those before. May raise `NotFit`."""
    question = counted.question
    known = [Issued(str(one), one.period, one.narrowed(), numbers(one.report["figures"])) for one in before]
    forced: set[Key] = set()
    while True:
        report = compose(counted, forced=forced)
        narrowed = frozenset((one["name"], one["key"]) for one in report["narrowed"])
        new = Issued("", question.period, narrowed, numbers(report["figures"]))
        try:
            told = given_away(new, known, question.k)
        except Crossing as crossing:
            raise NotFit(_crossing(crossing.other.name)) from crossing
        if any(key[1] == ALL for key in told):
            raise NotFit(_too_close(before, question.k))
        if not told - forced:
            return report
        forced |= told


def _crossing(name: str) -> str:
    words = _(
        "The period lies across that of report %(name)s. Choose one that holds it, lies within it, or apart from it."
    )
    return words % {"name": name}


def _too_close(before: Sequence[Snapshot], k: int) -> str:
    words = _(
        "Beside what was frozen before (%(names)s), a total of this report would tell of fewer than %(k)s people. "
        "Pass on the earlier report again, or wait for the next period."
    )
    return words % {"names": ", ".join(str(one.number) for one in before), "k": k}
