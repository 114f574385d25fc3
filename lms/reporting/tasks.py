"""Background work of figures: may run twice, and then counts once."""

from celery import shared_task
from django.db import transaction

from .asking import FiguresForm
from .kept import Kept


@shared_task
def count(values: dict[str, str]) -> None:
    """Count what stands in an address. A purpose or member that is gone since then is asked for no more."""
    form = FiguresForm(values)
    if form.is_valid():
        Kept(form.question()).count()


def count_soon(figures: Kept) -> None:
    """Ask a worker, once. A dead broker is logged; whoever looks at the page again asks again."""
    if not figures.ask_once():
        return
    values = figures.question.values()

    def ask() -> None:
        count.delay(values)

    transaction.on_commit(ask, robust=True)
